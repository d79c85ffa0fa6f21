"""One publisher's rates over time: a complete history, decoded when it is asked for, and tables beside it."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from pricesvc.core.calendars import ONE_DAY, is_target_day, is_weekend
from pricesvc.core.memory import remember
from pricesvc.core.rates import Leg, RateTable

CARRY_DAYS = 5
"""How long an observation may stand in for a missing one: the longest closure of TARGET, Easter, is five days."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a publisher publishes, and how long a table holds.

    ``holds``: None for a daily publisher, whose table is that of its day; else whether a table of one day is still
    in force on another. ``publishes``: whether a daily publisher has a table for a day.
    """

    name: str
    publishes: Callable[[date], bool]
    holds: Callable[[date, date], bool] | None = None


TARGET_DAYS = Cadence("target", is_target_day)
"""The ECB and whoever relays it."""

EVERY_DAY = Cadence("daily", lambda _day: True)
"""A file for every day of the calendar."""

MONTHLY = Cadence(
    "monthly", lambda day: day.day == 1, lambda table, day: (table.year, table.month) == (day.year, day.month)
)
"""Tables in force for the rest of the calendar month."""

_QUARTER = timedelta(days=92)
"""How long the longest of tables is in force."""

QUARTERLY = Cadence("quarterly", lambda day: day.day == 1, lambda table, day: day - table <= _QUARTER)
"""Tables in force until the next quarter's."""


MAX_SEEN = 50_000
"""Observations and days kept at hand; past that the memory starts anew."""


@dataclass(frozen=True, slots=True)
class Column:
    """One currency's rates, oldest first: ``scaled[i]`` ÷ 10^``places``, observed on the day of ordinal ``days[i]``."""

    days: Sequence[int]
    scaled: Sequence[int]
    places: int

    def rate(self, index: int) -> Decimal:
        """The rate as published: no trailing zeros after the point."""
        digits, places = self.scaled[index], self.places
        while places and digits % 10 == 0:
            digits, places = digits // 10, places - 1
        return Decimal(digits).scaleb(-places)


class History:
    """Every table a publisher put out between two days, by currency, so that a missing day is a closed day.

    ``load`` decodes one currency's column; it is called once for each currency asked for.
    """

    def __init__(self, days: Sequence[int], codes: Iterable[str], digest: str, load: Callable[[str], Column]) -> None:
        self.days = days
        self.codes = frozenset(codes)
        self.digest = digest
        self._load = load
        self._columns: dict[str, Column] = {}

    def column(self, code: str) -> Column:
        """The rates of a currency that is among ``codes``."""
        column = self._columns.get(code)
        if column is None:
            column = self._columns.setdefault(code, self._load(code))
        return column


class Series:
    """One publisher's rates in the direction published, immutable: 1 ``base`` = so many of each currency.

    A table held beside the history wins over the history's for the same day. The newest table answers, marked stale,
    for at most ``stale_days``.
    """

    def __init__(
        self,
        source: str,
        base: str,
        *,
        cadence: Cadence = TARGET_DAYS,
        history: History | None = None,
        tables: Iterable[RateTable] = (),
        stale_days: int = 31,
    ) -> None:
        self.source = source
        self.base = base
        self.stale_days = stale_days
        self.cadence = cadence
        self._history = history
        self._tables: dict[int, RateTable] = {
            table.day.toordinal(): table for table in sorted(tables, key=lambda table: table.day)
        }
        if any(table.base != base or table.source != source for table in self._tables.values()):
            raise ValueError(f"A table of another source or base does not belong in the series of {source}.")
        self._days = list(self._tables)
        self._quoted: dict[str, list[int]] = {}
        self._seen: dict[tuple[str, date], Leg | None] = {}
        self._last: dict[date, date | None] = {}

    def with_tables(self, tables: Iterable[RateTable]) -> Series:
        """The same series with more tables; a new table wins over an old one of its day."""
        return Series(
            self.source,
            self.base,
            cadence=self.cadence,
            history=self._history,
            tables={table.day: table for table in (*self._tables.values(), *tables)}.values(),
            stale_days=self.stale_days,
        )

    @cached_property
    def oldest(self) -> date | None:
        """The day of the oldest table held."""
        ends = [days[0] for days in self._all_days() if days]
        return date.fromordinal(min(ends)) if ends else None

    @cached_property
    def newest(self) -> date | None:
        """The day of the newest table held."""
        ends = [days[-1] for days in self._all_days() if days]
        return date.fromordinal(max(ends)) if ends else None

    @cached_property
    def codes(self) -> frozenset[str]:
        """Every currency quoted in any table held, the base included."""
        beside = (table.rates for table in self._tables.values())
        return frozenset({self.base}).union(self._history.codes if self._history else (), *beside)

    @cached_property
    def digest(self) -> str:
        """A digest of exactly the rates held."""
        state = hashlib.sha256(f"{self.source} {self.base} {self._history and self._history.digest}".encode())
        for table in self._tables.values():
            rates = " ".join(f"{code}={table.rates[code]}" for code in sorted(table.rates))
            state.update(f"\n{table.day} {rates}".encode())
        return state.hexdigest()

    def last_day(self, day: date) -> date | None:
        """The day of the last table on or before a day."""
        found = self._last.get(day)
        if found is None:
            found = remember(self._last, day, self._last_of(day.toordinal()), most=MAX_SEEN)
        return found

    def _last_of(self, ordinal: int) -> date | None:
        found = [days[at - 1] for days in self._all_days() if (at := bisect_right(days, ordinal))]
        return date.fromordinal(max(found)) if found else None

    def covers(self, day: date) -> bool:
        """Whether a table is held whose rates are those of a day, or may stand in for them."""
        holds = self.cadence.holds or (lambda table, on: on - table <= timedelta(days=CARRY_DAYS))
        return any(holds(table, day) for table in self.days_between(day - _QUARTER, day))

    def days_between(self, first: date, last: date) -> list[date]:
        """The days of all tables from ``first`` to ``last``, both included, oldest first."""
        low, high = first.toordinal(), last.toordinal() + 1
        found = {
            ordinal
            for days in self._all_days()
            for ordinal in days[bisect_right(days, low - 1) : bisect_right(days, high - 1)]
        }
        return [date.fromordinal(ordinal) for ordinal in sorted(found)]

    def observation(self, code: str, day: date) -> Leg | None:
        """The last rate published for a currency on or before a day; None when there is none."""
        found = self._seen.get((code, day))
        if found is None:
            found = remember(self._seen, (code, day), self._look(code, day), most=MAX_SEEN)
        return found

    def _look(self, code: str, day: date) -> Leg | None:
        ordinal = day.toordinal()
        beside = self._quoting_days(code)
        at = bisect_right(beside, ordinal)
        found = beside[at - 1] if at else 0
        if self._history is not None and code in self._history.codes:
            column = self._history.column(code)
            index = bisect_right(column.days, ordinal) - 1
            if index >= 0 and column.days[index] > found:
                return self._leg(code, column.days[index], column.rate(index))
        return self._leg(code, found, self._tables[found].rates[code]) if found else None

    def _leg(self, code: str, ordinal: int, rate: Decimal) -> Leg:
        return Leg(self.base, code, rate, date.fromordinal(ordinal), self.source)

    def first_day(self, code: str) -> date | None:
        """The day of the first rate published for a currency; None when there is none."""
        firsts = self._quoting_days(code)[:1]
        if self._history is not None and code in self._history.codes:
            firsts.append(self._history.column(code).days[0])
        return date.fromordinal(min(firsts)) if firsts else None

    def shift(self, table: date, day: date, today: date) -> tuple[str | None, bool] | None:
        """Why the last table before ``day`` is not that of ``day``, and whether it is stale; None: it does not count.

        ``weekend`` and ``holiday``: the publisher was closed. ``not-yet-published``: no newer table is held; stale when
        one was due before ``today``. ``not-held``: one day of a few is missing here, though newer ones are held.
        """
        if table == day:
            return None, False
        if self._was_closed(table, day):
            return ("weekend" if is_weekend(day) else "holiday"), False
        if table == self.newest:
            return "not-yet-published", not self._was_closed(table, min(day, today - ONE_DAY))
        return ("not-held", True) if (day - table).days <= CARRY_DAYS else None

    def is_behind(self, today: date) -> bool:
        """Whether a table newer than the newest held was due before ``today``."""
        newest = self.newest
        return self.cadence.holds is None and newest is not None and not self._was_closed(newest, today - ONE_DAY)

    def _was_closed(self, table: date, day: date) -> bool:
        """Whether nothing was due after ``table`` up to and including ``day``."""
        if self._history is not None and day.toordinal() <= self._history.days[-1]:
            return True
        while day > table and not self.cadence.publishes(day):
            day -= ONE_DAY
        return day <= table

    def _all_days(self) -> tuple[Sequence[int], ...]:
        return (self._days,) if self._history is None else (self._history.days, self._days)

    def _quoting_days(self, code: str) -> list[int]:
        days = self._quoted.get(code)
        if days is None:
            days = [ordinal for ordinal, table in self._tables.items() if code in table.rates]
            self._quoted[code] = days
        return days
