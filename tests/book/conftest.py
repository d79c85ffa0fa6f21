"""A clock that is set by hand, publishers that say what a test tells them, and a book over both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pricesvc.book import Book, Need, Pacing, State
from pricesvc.catalog.currencies import currencies, law
from pricesvc.core.calendars import is_target_day
from pricesvc.core.exchange import Rates
from pricesvc.core.publishers import Get, Kind, SourceInfo, Wanted
from pricesvc.core.rates import RateTable
from pricesvc.core.series import Series
from pricesvc.sources.ecb import INFO

USUAL = {"USD": "1.15", "JPY": "178.20", "GBP": "0.85", "CHF": "0.93", "CNY": "8.10", "SEK": "11.0620"}


class Clock:
    """The wall's and the runner's time, moved together by hand."""

    def __init__(self, start: str) -> None:
        self.wall = datetime.fromisoformat(start).replace(tzinfo=UTC)
        self.seconds = 1000.0

    def now(self) -> datetime:
        """The time on the wall."""
        return self.wall

    def timer(self) -> float:
        """Seconds since some moment."""
        return self.seconds

    def forward(self, **by: float) -> None:
        """Let time pass."""
        step = timedelta(**by)
        self.wall += step
        self.seconds += step.total_seconds()


def table(day: str | date, source: str = "ecb", base: str = "EUR", **rates: str) -> RateTable:
    """A table of the usual rates, some of them replaced."""
    when = date.fromisoformat(day) if isinstance(day, str) else day
    return RateTable(source, base, when, {code: Decimal(text) for code, text in {**USUAL, **rates}.items()})


@dataclass
class Publisher:
    """A source that answers with ``tables`` on or after the first day wanted, raises ``fault``, or waits for ``gate``."""

    info: SourceInfo = INFO
    tables: list[RateTable] = field(default_factory=list)
    fault: Exception | None = None
    gate: asyncio.Event | None = None
    asked: list[Wanted] = field(default_factory=list)
    everything: bool = False

    async def fetch(self, _get: Get, wanted: Wanted) -> list[RateTable]:
        """Note what was wanted, and do what the test said."""
        self.asked.append(wanted)
        if self.gate is not None:
            await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        return [one for one in self.tables if self.everything or one.day >= wanted.first]


async def no_get(url: str, *, kind: Kind) -> bytes:
    """Publishers of these tests have no network."""
    raise AssertionError(url, kind)


@dataclass
class Desk:
    """A book, and what happened to it."""

    book: Book
    clock: Clock
    events: list[tuple[str, str]]

    def rate(self, need: Need) -> Decimal:
        """What the book answers to a need now."""
        return self.book.view().receipt(need.base, need.quote, need.day, basis=need.basis, source=need.source).rate


OpenDesk = Callable[..., Desk]
MakeTable = Callable[..., RateTable]


@pytest.fixture
def clock() -> Clock:
    """Tuesday 24 November 2026, 18:00 UTC: the table of the day is out."""
    return Clock("2026-11-24T18:00")


@pytest.fixture
def embedded() -> Series:
    """A history of two weeks that ends on Thursday 19 November 2026."""
    days = (date(2026, 11, 19) - timedelta(days=back) for back in range(14))
    return Series("ecb", "EUR", tables=[table(day) for day in days if is_target_day(day)], stale_days=366)


@pytest.fixture
def open_desk(clock: Clock, embedded: Series) -> OpenDesk:
    """Open a book over the embedded history and some publishers."""

    def opened(*sources: Publisher, folder: Path | None = None, **more: Any) -> Desk:  # noqa: ANN401 - any argument of Book
        events: list[tuple[str, str]] = []
        rates = Rates((embedded,), currencies(), law(), clock.now().date())
        arguments: dict[str, Any] = {
            "state": State(folder),
            "now": clock.now,
            "timer": clock.timer,
            "pacing": Pacing(patience=20),
            "on_event": lambda event, source: events.append((event, source)),
        }
        return Desk(Book(rates, sources, no_get, **{**arguments, **more}), clock, events)

    return opened


@pytest.fixture
def make_table() -> MakeTable:
    """A table of the usual rates."""
    return table


@pytest.fixture
def make_publisher() -> type[Publisher]:
    """A publisher that says what it is told to."""
    return Publisher


@pytest.fixture
def anyio_backend() -> str:
    """Tests that are coroutines run on asyncio."""
    return "asyncio"


@pytest.fixture
def gap() -> list[RateTable]:
    """The three tables after the embedded history."""
    return [table("2026-11-20"), table("2026-11-23", USD="1.16"), table("2026-11-24", USD="1.17")]


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the machine must not stand between a test and its server."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
