"""What is on disk: whole or not at all, shared without a lock, and never the end of a request."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import pricesvc
from pricesvc.book import Need, State
from pricesvc.book.state import decode, encode
from pricesvc.core.publishers import Unreachable

if TYPE_CHECKING:
    from pricesvc.core.rates import RateTable
    from tests.book.conftest import Clock, MakeTable, OpenDesk, Publisher

TODAY = date(2026, 11, 24)
NEED = Need("EUR", "USD", TODAY)

WRITER = """
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from pricesvc.book import State
from pricesvc.core.rates import RateTable

state, start = State(Path(sys.argv[1])), date(2020, 1, 1)
rates = {f"A{chr(65 + n // 26)}{chr(65 + n % 26)}": Decimal("1.2340") + n for n in range(160)}
while True:
    for ahead in range(40):
        state.save([RateTable("ecb", "EUR", start + timedelta(days=ahead), rates)])
        print("written", flush=True)
"""


def test_round_trip_keeps_published_digits(make_table: MakeTable) -> None:
    """A table comes back as it was, trailing zeros included."""
    table = make_table(TODAY, KRW="0.00000120")
    back = decode(encode(table))
    assert back == table
    assert str(back.rates["SEK"]) == "11.0620"


def test_kept_and_found(tmp_path: Path, make_table: MakeTable) -> None:
    """Tables are found again by source, but for the days already held."""
    state = State(tmp_path / "new" / "folder")
    state.save([make_table("2026-11-23"), make_table(TODAY), make_table(TODAY, "frankfurter")])
    assert [table.day for table in state.load("ecb")] == [date(2026, 11, 23), TODAY]
    assert [table.day for table in state.load("ecb", {TODAY})] == [date(2026, 11, 23)]
    assert [table.source for table in state.load("frankfurter")] == ["frankfurter"]
    assert state.load("un") == []


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda content: content[:-10],
    "empty": lambda _content: b"",
    "another rate": lambda content: content.replace(b"1.15", b"1.16"),
    "another format": lambda content: content.replace(b"pricesvc-table-1", b"pricesvc-table-9"),
    "another shape": lambda _content: b"[]",
    "no text": lambda _content: b"\xff\xfe\x00",
    "another day": lambda content: content.replace(b"2026-11-24", b"2026-11-25"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_files_are_set_aside(tmp_path: Path, make_table: MakeTable, damage: str) -> None:
    """A damaged file is renamed and its table forgotten; the others are read."""
    state = State(tmp_path)
    state.save([make_table("2026-11-23"), make_table(TODAY)])
    path = tmp_path / "rates" / "ecb" / "2026-11-24.json"
    path.write_bytes(DAMAGES[damage](path.read_bytes()))
    assert [table.day for table in state.load("ecb")] == [date(2026, 11, 23)]
    assert path.with_suffix(".damaged").exists()
    assert not path.exists()


def test_a_pipe_is_no_table(tmp_path: Path, make_table: MakeTable) -> None:
    """What would be read without end is left alone."""
    state = State(tmp_path)
    state.save([make_table(TODAY)])
    os.mkfifo(tmp_path / "rates" / "ecb" / "2026-11-23.json")
    assert [table.day for table in state.load("ecb")] == [date(2026, 11, 24)]


def test_a_table_under_another_name_is_damage(tmp_path: Path, make_table: MakeTable) -> None:
    """A file whose table is of another day or source is not believed."""
    (tmp_path / "rates" / "ecb").mkdir(parents=True)
    (tmp_path / "rates" / "ecb" / "2026-11-24.json").write_bytes(encode(make_table("2026-11-23")))
    assert State(tmp_path).load("ecb") == []


def test_a_file_that_cannot_be_read_now_is_not_damage(
    tmp_path: Path, make_table: MakeTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With too many files open, or a disk that stutters, a table is not found; the next time it is."""
    state = State(tmp_path)
    state.save([make_table(TODAY)])

    def too_many(_path: Path) -> bytes:
        raise OSError(24, "Too many open files")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", too_many)
        assert state.load("ecb") == []
    assert [table.day for table in state.load("ecb")] == [TODAY]


def test_strangers_are_left_alone(tmp_path: Path, make_table: MakeTable) -> None:
    """Other files in the directory are neither read nor touched; old half-written ones are swept away."""
    State(tmp_path).save([make_table(TODAY)])
    for name in ("notes.txt", "2026-13-45.json", ".young.1.1", ".old.1.1"):
        (tmp_path / "rates" / "ecb" / name).write_text("?")
    os.utime(tmp_path / "rates" / "ecb" / ".old.1.1", (0, 0))
    assert len(State(tmp_path).load("ecb")) == 1
    left = {path.name for path in (tmp_path / "rates" / "ecb").iterdir()}
    assert left == {"notes.txt", "2026-13-45.json", ".young.1.1", "2026-11-24.json"}


def test_nothing_is_left_half_written(tmp_path: Path, make_table: MakeTable) -> None:
    """Writing leaves one file a table."""
    State(tmp_path).save([make_table(TODAY), make_table(TODAY)])
    assert [path.name for path in (tmp_path / "rates" / "ecb").iterdir()] == ["2026-11-24.json"]


def test_a_folder_that_cannot_be_written(tmp_path: Path, make_table: MakeTable) -> None:
    """A path that is no directory is logged; nothing is raised and nothing is found."""
    (tmp_path / "file").write_text("in the way")
    state = State(tmp_path / "file")
    state.save([make_table(TODAY)])
    assert state.load("ecb") == []


def test_a_full_disk(tmp_path: Path, make_table: MakeTable, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses, the file of before stays whole and nothing lies beside it."""
    state = State(tmp_path)
    state.save([make_table(TODAY)])

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    state.save([make_table(TODAY, USD="9")])
    assert [str(table.rates["USD"]) for table in state.load("ecb")] == ["1.15"]
    assert len(list((tmp_path / "rates" / "ecb").iterdir())) == 1


def test_killed_at_any_instant(tmp_path: Path) -> None:
    """Two writers killed again and again leave whole tables only."""
    environment = {**os.environ, "PYTHONPATH": str(Path(pricesvc.__file__).parent.parent)}
    for _ in range(5):
        command = [sys.executable, "-c", WRITER, str(tmp_path)]
        writers = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) for _ in range(2)]
        first = writers[0].stdout
        assert first is not None
        assert [first.readline() for _ in range(5)] == [b"written\n"] * 5
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
            writer.communicate()
        tables = State(tmp_path).load("ecb")
        assert [table.day for table in tables] == [
            date(2020, 1, 1) + timedelta(days=ahead) for ahead in range(len(tables))
        ]
        assert len(tables) >= 5
        assert all(len(table.rates) == 160 for table in tables)
        assert not list(tmp_path.rglob("*.damaged"))


@pytest.mark.anyio
async def test_restart(
    tmp_path: Path, open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable]
) -> None:
    """What was learned is there after a restart, without a fetch, and gives the same snapshot."""
    first = open_desk(make_publisher(tables=gap), folder=tmp_path)
    await first.book.ensure([NEED])
    await first.book.close()
    down = make_publisher(fault=Unreachable("down"))
    second = open_desk(down, folder=tmp_path)
    await second.book.ensure([NEED])
    assert (second.rate(NEED), down.asked) == (Decimal("1.17"), [])
    assert second.book.view().snapshot == first.book.view().snapshot


@pytest.mark.anyio
async def test_two_processes_fetch_once(
    tmp_path: Path, open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable]
) -> None:
    """A book finds what another one over the same directory has fetched meanwhile."""
    one, other = make_publisher(tables=gap), make_publisher(tables=gap)
    first, second = open_desk(one, folder=tmp_path), open_desk(other, folder=tmp_path)
    await first.book.ensure([NEED])
    await first.book.close()
    await second.book.ensure([NEED])
    assert (len(one.asked), len(other.asked), second.rate(NEED)) == (1, 0, Decimal("1.17"))


@pytest.mark.anyio
async def test_damaged_state_and_no_publisher(
    tmp_path: Path, open_desk: OpenDesk, make_publisher: type[Publisher], clock: Clock
) -> None:
    """With its file damaged and its publisher down, the embedded history answers."""
    (tmp_path / "rates" / "ecb").mkdir(parents=True)
    (tmp_path / "rates" / "ecb" / f"{clock.now().date()}.json").write_text("{")
    desk = open_desk(make_publisher(fault=Unreachable("down")), folder=tmp_path)
    await desk.book.ensure([NEED])
    receipt = desk.book.view().receipt("EUR", "USD", TODAY)
    assert (receipt.day, receipt.stale) == (date(2026, 11, 19), True)
