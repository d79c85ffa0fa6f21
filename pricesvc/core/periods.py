"""Rates over a period: a month or a year that a report names instead of a day, and a series of published days."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pricesvc.core.errors import DayOutOfRange, DisputedCurrency, InvalidDay, NoRate, RatesUnavailable
from pricesvc.core.exchange import Rates
from pricesvc.core.money import EXACT, WIDE
from pricesvc.core.rates import Receipt

_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_DECEMBER = 12
_IN_FORCE = frozenset({None, "basis", "period"})


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a day (``2023-12-07``), a month (``2023-12``) or a year (``2023``).

        Raises:
            InvalidDay: for anything else, 2023-02-29 included.
        """
        written = _WRITTEN.fullmatch(text)
        if written is None:
            raise _not_a_period(text)
        year, month, day = (None if part is None else int(part) for part in written.groups())
        try:
            first = date(year or 0, month or 1, day or 1) if day != 0 and month != 0 else None
        except ValueError:
            first = None
        if first is None:
            raise _not_a_period(text)
        if day is not None:
            return cls(first, first)
        last_month = month or _DECEMBER
        return cls(first, date(first.year, last_month, monthrange(first.year, last_month)[1]))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def is_day(self) -> bool:
        """Whether it is one day only."""
        return self.first == self.last


def parse_day(text: str) -> date:
    """Read a day (``2023-12-07``).

    Raises:
        InvalidDay: for anything else, a month or a year included.
    """
    period = Period.parse(text)
    if not period.is_day:
        raise InvalidDay("A day is written YYYY-MM-DD, such as 2023-12-07.", field="on", value=text)
    return period.first


def day_or(on: str | date | None, today: date) -> date:
    """The day that is given, as a date or in text; today when none is.

    Raises:
        InvalidDay: for a text that is no day.
    """
    if on is None:
        return today
    return parse_day(on) if isinstance(on, str) else on


@dataclass(frozen=True, slots=True)
class PeriodRates:
    """What one unit of ``base`` was in ``quote`` over a period, by the tables published in it up to today.

    ``low`` and ``high`` are the receipts of the days when it was worth least and most, the earlier one of equals;
    ``mean`` is the arithmetic mean over the ``days`` published. Where none was, all three are what held on its last day.
    """

    base: str
    quote: str
    low: Receipt
    mean: Decimal
    high: Receipt
    days: int


def period_rates(
    rates: Rates, base: str, quote: str, period: Period, *, basis: str = "market", source: str | None = None
) -> PeriodRates:
    """The lowest, mean and highest rate of a period.

    Raises:
        DayOutOfRange: when it begins in the future, or ends before every table.
        NoRate, RatesUnavailable: as ``Rates.receipt`` on its last day, when no day in it has a rate.
    """
    receipts = [receipt for _, receipt in _receipts(rates, base, quote, period, basis=basis, source=source)]
    if not receipts:
        last = rates.receipt(base, quote, min(period.last, rates.today), basis=basis, source=source)
        return PeriodRates(base, quote, last, last.rate, last, 0)
    total = Decimal(0)
    for receipt in receipts:
        total = WIDE.add(total, receipt.rate)
    low = min(receipts, key=lambda receipt: receipt.rate)
    high = max(receipts, key=lambda receipt: receipt.rate)
    return PeriodRates(base, quote, low, EXACT.divide(total, Decimal(len(receipts))), high, len(receipts))


def observations(
    rates: Rates, base: str, quote: str, period: Period, *, basis: str = "market", source: str | None = None
) -> Iterator[tuple[date, Decimal]]:
    """Each published day of a period, up to today, with what one unit of ``base`` was in ``quote``; oldest first.

    Days without a table or without the pair are left out. It is worked out a day at a time, as it is asked for.

    Raises:
        DayOutOfRange: when the period begins in the future.
        DisputedCurrency: when the published rates contradict one another and no source is named.
    """
    for day, receipt in _receipts(rates, base, quote, period, basis=basis, source=source):
        yield day, receipt.rate


def _receipts(
    rates: Rates, base: str, quote: str, period: Period, *, basis: str, source: str | None
) -> Iterator[tuple[date, Receipt]]:
    """Each published day with its own receipt, or the one that the basis has in force on it; never a stand-in."""
    if period.first > rates.today:
        raise DayOutOfRange(
            f"{period.first} is in the future: rates are known up to {rates.today}.", field="on", latest=rates.today
        )
    for day in rates.published_days(period.first, min(period.last, rates.today), source=source):
        try:
            receipt = rates.receipt(base, quote, day, basis=basis, source=source)
        except DisputedCurrency:
            raise
        except (NoRate, RatesUnavailable):
            continue
        if receipt.shift in _IN_FORCE:
            yield day, receipt


def _not_a_period(text: str) -> InvalidDay:
    return InvalidDay("A day is written 2023-12-07, a month 2023-12, a year 2023.", field="on", value=text[:20])
