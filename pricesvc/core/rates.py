"""Exchange rates as published, and the receipt of a conversion: multiply first, divide once, last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pricesvc.core.money import EXACT, WIDE, Interval


@dataclass(frozen=True, slots=True)
class RateTable:
    """One publisher's rates for one day, in the direction published: 1 ``base`` = ``rates[quote]`` quote.

    ``rates`` keep the published digits, trailing zeros included. ``day`` is the day of observation.
    """

    source: str
    base: str
    day: date
    rates: Mapping[str, Decimal]


class Leg(NamedTuple):
    """One published rate used: 1 ``base`` = ``rate`` ``quote``, as observed on ``day`` by ``source``.

    Where ``base`` is ``quote``, the unit changed under one code: 1 of the unit before the leg is ``rate`` of that after.
    """

    base: str
    quote: str
    rate: Decimal
    day: date
    source: str


class Receipt(NamedTuple):
    """Everything needed to re-derive a conversion.

    The value in the target currency is ``amount × numerator ÷ denominator``, where both are products of
    the legs' published rates. ``legs`` stand in the order in which they lead from ``base`` to ``quote``.
    ``day`` is that of the oldest table used, or the day asked where none is needed. ``source`` is the publisher;
    ``law`` or ``peg`` where no table is needed; ``identity`` from a currency to itself. ``notes`` name the
    currency law and the rule that were applied.

    ``shift`` says why ``day`` is not the day asked for, None when it is:

    - ``weekend``, ``holiday``: the publisher was closed, and the last table before counts;
    - ``not-yet-published``: no newer table is out or held; ``stale`` once one was due before today;
    - ``not-held``: one of the last few tables is missing here, though newer ones are held; always ``stale``;
    - ``suspended``: the publisher left the currency out; its last rate stands in for at most five days;
    - ``period``: the publisher's table is in force for a month or a quarter;
    - ``basis``: the purpose asked for prescribes the table of another day.
    """

    base: str
    quote: str
    legs: tuple[Leg, ...]
    numerator: Decimal
    denominator: Decimal
    day: date
    source: str
    stale: bool = False
    shift: str | None = None
    notes: tuple[str, ...] = ()

    def apply(self, amount: Decimal) -> Decimal:
        """Convert an amount, unrounded: 34 digits, one division, last."""
        return EXACT.divide(WIDE.multiply(amount, self.numerator), self.denominator)

    def apply_interval(self, interval: Interval) -> Interval:
        """Convert both ends of an interval; an open end stays open."""
        low = None if interval.low is None else self.apply(interval.low)
        high = None if interval.high is None else self.apply(interval.high)
        return Interval(low, high)

    @property
    def rate(self) -> Decimal:
        """What one unit of ``base`` is in ``quote``: for show; conversions don't use it."""
        return EXACT.divide(self.numerator, self.denominator)
