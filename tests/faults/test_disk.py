"""A disk that is full, that must not be written or is damaged, and one directory that two processes share."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pricesvc.book.state import decode
from pricesvc.core.calendars import is_target_day
from tests.faults.house import TODAY, House, Server
from tests.faults.test_publisher_faults import MISSING, all_fresh, arrives, ask_all, golden

LATER = [day for ahead in range(1, 12) if is_target_day(day := TODAY + timedelta(days=ahead))]


def bring(server: Server) -> None:
    """Have it fetch what is missing, and see that everything is answered by its own day's table."""
    assert arrives(server, TODAY)
    assert arrives(server, MISSING)
    golden(server)


def whole(house: House) -> None:
    """Every table's file on disk reads, and nothing was set aside as damaged."""
    folder = house.state / "rates" / "ecb"
    for path in folder.glob("????-??-??.json"):
        assert decode(path.read_bytes()).day.isoformat() == path.stem
    assert not list(folder.glob("*.damaged"))


def test_no_room_for_a_table(house: House) -> None:
    """When no file can be written to its end, the service answers from memory, and leaves nothing half-written."""
    server = house.start(file_size=64)
    bring(server)
    assert server.end() in {0, -15}
    assert not house.kept()
    assert not list((house.state / "rates" / "ecb").iterdir())
    bring(house.start())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for a few tables."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=24k", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount a file system")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_full_disk(house: House, small_disk: Path) -> None:
    """On a disk that fills up, the service answers; the tables that found room are whole."""
    house.state = small_disk
    server = house.start()
    bring(server)
    server.end()
    assert 0 < len(house.kept()) < 20
    whole(house)
    bring(house.start())


@pytest.mark.parametrize("folder", ["/proc/pricesvc", "/dev/null/pricesvc"])
def test_directory_that_cannot_be(house: House, folder: str) -> None:
    """Without a place for its state the service answers all the same."""
    server = house.start({"PRICESVC_STATE_DIR": folder})
    bring(server)
    assert server.end() in {0, -15}


def test_read_only_directory(house: House) -> None:
    """What is there is read; what is new is kept in memory."""
    first = house.start()
    bring(first)
    first.end()
    kept = house.kept()
    folder = house.state / "rates" / "ecb"
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):
        folder.chmod(0o755)
        pytest.skip("nothing is read-only to this user")
    house.publisher.fault = "500"
    assert all_fresh(ask_all(house.start(), TODAY))
    assert house.kept() == kept
    folder.chmod(0o755)


def test_damaged_files(house: House) -> None:
    """Files cut short, emptied, swapped or scribbled over answer nothing, and are fetched again."""
    first = house.start()
    bring(first)
    first.end()
    files = sorted((house.state / "rates" / "ecb").glob("*.json"))
    content = [path.read_bytes() for path in files]
    files[-1].write_bytes(content[-1][:-20])
    files[-2].write_bytes(b"")
    files[-3].write_bytes(content[-4])
    files[-4].write_bytes(content[-4].replace(b'"USD": "1.1', b'"USD": "9.1'))
    files[-5].write_bytes(b"\xff\x00" * 9_000)
    house.publisher.fault = "500"
    server = house.start()
    assert not all_fresh(ask_all(server, TODAY))
    assert all_fresh(ask_all(server, MISSING))
    for path in files[-5:]:
        ask_all(server, house.clock.day.fromisoformat(path.stem))
    house.publisher.fault = None
    house.clock.set(TODAY, hour=20)
    bring(server)


def test_two_processes_one_directory(house: House) -> None:
    """What one process has fetched the other finds, and what both write at once is whole."""
    one, other = house.start(), house.start()
    bring(one)
    bring(other)
    for day in LATER:
        house.publisher.newest = day
        house.clock.set(day)
        asked = [threading.Thread(target=ask_all, args=(server, day)) for server in (one, other) * 3]
        for thread in asked:
            thread.start()
        for thread in asked:
            thread.join()
        for server in (one, other):
            assert arrives(server, day)
    one.end()
    other.end()
    assert set(LATER) <= house.kept()
    whole(house)


def test_what_the_other_process_fetched_is_not_asked_again(house: House) -> None:
    """A table that another process has put on disk costs no request."""
    one, other = house.start(), house.start()
    bring(one)
    bring(other)
    house.publisher.newest = LATER[0]
    house.clock.set(LATER[0])
    assert arrives(one, LATER[0])
    one.end()
    house.publisher.fault = "500"
    before = len(house.publisher.requests)
    assert arrives(other, LATER[0])
    assert len(house.publisher.requests) == before
