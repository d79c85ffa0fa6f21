"""What the book holds and remembers of one publisher."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cachetools import TTLCache

from pricesvc.core.calendars import ONE_DAY
from pricesvc.core.publishers import Get, Refused, Source, SourceInfo, Wanted
from pricesvc.core.rates import RateTable

KEPT_ASIDE = 20
"""Refused tables kept for a look, per publisher; older ones are only counted."""

MOST_TABLES = 10_000
"""Tables that one answer may have: all of a publisher since 1999 are fewer."""

_ABSENCES = 4096


@dataclass(frozen=True, slots=True)
class Pacing:
    """How eager the book is; all times in seconds.

    ``patience``: how long one request waits for publishers, all of them together. ``absent``: how long "nothing for
    that day" is believed. ``cooldown``: the pause after a failure, doubled with each further one up to
    ``longest_cooldown``. ``recheck``: how often the current table of a publisher that amends is fetched again.
    """

    patience: float = 1.5
    absent: float = 120.0
    cooldown: float = 30.0
    longest_cooldown: float = 900.0
    recheck: float = 6 * 3600.0


PACING = Pacing()
"""The pace that suits publishers of one table a day."""

LANES = 4
"""Requests to one publisher at a time."""


@dataclass(frozen=True, slots=True)
class RefusedTable:
    """A table that was not believed, why, and when it came."""

    table: RateTable
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How a publisher is doing: ``failures`` in a row, ``refused`` newest first of ``refused_count`` in all."""

    info: SourceInfo
    last_success: datetime | None
    newest: date | None
    failures: int
    last_error: str | None
    cooling_until: datetime | None
    upcoming: datetime
    refused: tuple[RefusedTable, ...]
    refused_count: int


class Shelf:
    """One publisher's tables and how asking it went: ``failures`` in a row, nothing missing up to ``complete_until``.

    ``late``: it has kept a caller waiting for longer than the caller would.
    """

    def __init__(self, source: Source, pacing: Pacing, timer: Callable[[], float], complete_until: date | None) -> None:
        self.source = source
        self.info = source.info
        self.tables: dict[date, RateTable] = {}
        self.complete_until = complete_until
        self.absent: TTLCache[date, str] = TTLCache(_ABSENCES, pacing.absent, timer)
        self.lane = asyncio.Semaphore(LANES)
        self._periods: set[date] = set()
        self._pacing = pacing
        self._timer = timer
        self._checked = float("-inf")
        self._resume = float("-inf")
        self._last_success: datetime | None = None
        self.failures = 0
        self.late = False
        self._last_error: str | None = None
        self._refused: deque[RefusedTable] = deque(maxlen=KEPT_ASIDE)
        self._refused_count = 0

    async def fetch(self, get: Get, wanted: Wanted) -> list[RateTable]:
        """Ask the publisher.

        Raises:
            SourceError: as the source does, and for more tables than there can be.
        """
        tables = await self.source.fetch(get, wanted)
        if len(tables) > MOST_TABLES:
            raise Refused(f"{len(tables)} tables in one answer")
        return tables

    def put(self, tables: list[RateTable]) -> None:
        """Hold tables, each in place of one of its day."""
        for table in tables:
            self.tables[table.day] = table
            self._periods.add(self.info.period(table.day))

    def holds(self, period: date) -> bool:
        """Whether the table that rules a period is held."""
        return period in self._periods or (self.complete_until is not None and period <= self.complete_until)

    def period(self, day: date, now: datetime) -> date | None:
        """The period whose table would rule a day, of those that should be out by now; None before the first one."""
        period = min(self.info.period(day), self.info.due(now))
        return None if self.info.since is not None and period < self.info.since else period

    def lacks(self, period: date, now: datetime) -> bool:
        """Whether it is worth asking the publisher for a period now."""
        if self.cooling > 0 or period in self.absent:
            return False
        if not self.holds(period):
            return True
        amended = not self.info.final and period == self.info.due(now)
        return amended and self._timer() - self._checked > self._pacing.recheck

    def wanted(self, period: date, now: datetime, today: date) -> Wanted:
        """What to ask for to get a period: every missing day where one request brings them all."""
        if not self.info.whole:
            before = (period - timedelta(days=back) for back in range(self.info.lookback, 0, -1))
            return Wanted(next((day for day in before if not self.holds(self.info.period(day))), period), period, today)
        due = max(period, self.info.due(now))
        return Wanted(next(self._missing(due), due), due, today)

    def _missing(self, until: date) -> Iterator[date]:
        start = self.info.since if self.complete_until is None else self.complete_until + ONE_DAY
        for ordinal in range((start or until).toordinal(), until.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if self.info.period(day) == day and day not in self._periods:
                yield day

    @property
    def cooling(self) -> float:
        """Seconds until the publisher may be asked again."""
        return max(0.0, self._resume - self._timer())

    def answered(self, now: datetime) -> None:
        """The publisher gave something usable, or said plainly that it has nothing."""
        self._last_success, self._checked = now, self._timer()
        self.failures, self.late, self._last_error, self._resume = 0, False, None, float("-inf")

    def failed(self, reason: str, retry_after: float | None = None) -> None:
        """The publisher gave nothing usable: leave it alone for a while, longer each time."""
        self.failures += 1
        self._last_error = reason
        self._rest(retry_after or 0.0)

    def take_turn(self) -> None:
        """Ask a publisher that has failed: until that is over it cools down for everybody else, who need not wait."""
        if self.failures:
            self._rest(0.0)

    def _rest(self, least: float) -> None:
        pause = min(self._pacing.cooldown * 2 ** min(self.failures - 1, 16), self._pacing.longest_cooldown)
        self._resume = self._timer() + max(pause, least)

    def refuse(self, table: RateTable, reason: str, now: datetime) -> None:
        """Keep a table aside that is not believed."""
        self._refused_count += 1
        self._refused.appendleft(RefusedTable(table, reason, now))

    @property
    def last_refusal(self) -> str:
        """Why the last table that was not believed was not."""
        return self._refused[0].reason if self._refused else "nothing was refused"

    def status(self, now: datetime, newest: date | None) -> SourceStatus:
        """How the publisher is doing; ``newest`` is the day of the newest table held, embedded ones included."""
        cooling = self.cooling
        return SourceStatus(
            info=self.info,
            last_success=self._last_success,
            newest=newest,
            failures=self.failures,
            last_error=self._last_error,
            cooling_until=now + timedelta(seconds=cooling) if cooling else None,
            upcoming=self.info.upcoming(now),
            refused=tuple(self._refused),
            refused_count=self._refused_count,
        )
