"""What interrupts a run costs no finished part, and leaves no half of a file."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from pricesvc.bulk.parts import makers, noted
from pricesvc.bulk.run import Run, pour
from pricesvc.bulk.tables import Table
from pricesvc.bulk.writing import Whole
from pricesvc.core.errors import BadTable
from pricesvc.frames import unpacked_here
from tests.bulk.conftest import JobOf, MakersOf, TableOf
from tests.bulk.files import opened, read, thousand


class Interrupted(BaseException):
    """Ctrl-C, as the test sees it."""


def _cut(table: Table, after: int) -> Table:
    def batches() -> Iterator[pa.RecordBatch]:
        for number, batch in enumerate(table.batches):
            if number == after:
                raise Interrupted
            yield batch

    return Table(table.path, table.schema, batches(), table.rows)


@pytest.mark.parametrize("wanted", ["csv", "parquet"])
def test_an_interrupted_run_goes_on(wanted: str, tmp_path: Path, table_of: TableOf, alone: MakersOf) -> None:
    source, out = thousand(table_of, tmp_path), tmp_path / f"out.{wanted}"
    told: list[int] = []
    run = Run(alone(), out, wanted, "one", resume=True, on_rows=told.append, part_rows=100)
    with pytest.raises(Interrupted):
        run.carry_out(_cut(opened(source), after=5))
    assert not out.exists()
    finished = sorted((tmp_path / f".{out.name}.parts").glob("*.counts"))
    assert len(finished) >= 3
    told.clear()
    tally = run.carry_out(opened(source))
    assert told[0] == 100 * len(finished)
    assert sum(told) == tally.rows == 1_000
    whole = Run(alone(), tmp_path / f"whole.{wanted}", wanted, part_rows=100)
    assert whole.carry_out(opened(source)) == tally
    assert read(whole.out) == read(out)
    assert not (tmp_path / f".{out.name}.parts").exists()


def test_parts_of_another_run_are_refused(tmp_path: Path, table_of: TableOf, alone: MakersOf) -> None:
    source, out = thousand(table_of, tmp_path), tmp_path / "out.csv"
    with pytest.raises(Interrupted):
        Run(alone(), out, "csv", part_rows=100).carry_out(_cut(opened(source), after=5))
    other = Run(alone(to=("GBP",)), out, "csv", resume=True, part_rows=100)
    with pytest.raises(BadTable, match="parts are of another table, terms or snapshot"):
        other.carry_out(opened(source))
    Run(alone(to=("GBP",)), out, "csv", part_rows=100).carry_out(opened(source))
    assert "amount_gbp" in read(out)[0]


@pytest.mark.parametrize("torn", ["run.json", "000001.counts"])
@pytest.mark.parametrize("left", [b"", b'{"finger', b"7", b"{}"])
def test_torn_notes_are_told(torn: str, left: bytes, tmp_path: Path, table_of: TableOf, alone: MakersOf) -> None:
    source, out = thousand(table_of, tmp_path), tmp_path / "out.csv"
    run = Run(alone(), out, "csv", resume=True, part_rows=100)
    with pytest.raises(Interrupted):
        run.carry_out(_cut(opened(source), after=5))
    note = tmp_path / ".out.csv.parts" / torn
    assert note.exists()
    note.write_bytes(left)
    with pytest.raises(BadTable, match=r"\.out\.csv\.parts: .*; run without --resume to begin anew"):
        run.carry_out(opened(source))
    assert Run(alone(), out, "csv", part_rows=100).carry_out(opened(source)).rows == 1_000


def test_notes_are_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        noted(tmp_path / "run.json", {"fingerprint": "f"})
    assert not (tmp_path / "run.json").exists()


def test_processes_say_what_one_says_and_may_die(tmp_path: Path, job_of: JobOf, table_of: TableOf) -> None:
    source = thousand(table_of, tmp_path)
    job = job_of()
    one, two, out = (tmp_path / name for name in ("one.csv", "two.csv", "out.csv"))
    with makers(job, workers=1) as single:
        Run(single, one, "csv").carry_out(opened(source))
    with makers(job, 2, unpacked_here) as pair:
        Run(pair, two, "csv", part_rows=100).carry_out(opened(source))
        assert one.read_bytes() == two.read_bytes()
        assert pair._processes is not None
        for pid in list(pair._processes._started()._processes):
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(BadTable, match="ended before its time"):
            Run(pair, out, "csv", part_rows=100).carry_out(opened(source))
    assert not out.exists()


def test_a_full_disk_is_told(table_of: TableOf, tmp_path: Path, alone: MakersOf) -> None:
    table = opened(thousand(table_of, tmp_path))
    with Path("/dev/full").open("wb", buffering=0) as stream, pytest.raises(BadTable, match="No space left"):
        pour(alone(), table, stream, "csv")


def test_a_disk_that_fills_while_the_parts_are_put_together_keeps_them(
    table_of: TableOf, tmp_path: Path, alone: MakersOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = thousand(table_of, tmp_path), tmp_path / "out.csv"

    def full(_whole: Whole, _part: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Whole, "add", full)
        with pytest.raises(BadTable, match=r"out\.csv: No space left on device"):
            Run(alone(), out, "csv").carry_out(opened(source))
    assert not out.exists()
    told: list[int] = []
    Run(alone(), out, "csv", resume=True, on_rows=told.append).carry_out(opened(source))
    assert told == [1_000]
    assert len(read(out)) == 1_000
