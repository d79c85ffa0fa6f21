"""One nursery for all tests of faults, and a house for each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.house import EMBEDDED, TODAY, Clock, House, Nursery
from tests.faults.publisher import Publisher, publishing


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """One nursery for all tests."""
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def house(nursery: Nursery, tmp_path: Path) -> Iterator[House]:
    """A house with a healthy publisher that has every table up to today."""
    with ExitStack() as stack:
        publisher = stack.enter_context(publishing(Publisher(EMBEDDED, TODAY)))
        clock = Clock(tmp_path / "clock.json")
        yield House(nursery, publisher, clock, tmp_path / "state", tmp_path / "log", stack)
