"""One series asked for one pair on one day: the observations that answer, or why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pricesvc.core.bases import MARKET, Basis
from pricesvc.core.law import Law
from pricesvc.core.money import WIDE
from pricesvc.core.rates import Leg, Receipt
from pricesvc.core.series import CARRY_DAYS, Series
from pricesvc.core.ways import LAW, PEG, Route, Step, rescale_steps, ways_to

IDENTITY = "identity"
"""The source of a receipt that converts a currency into itself."""


class Asked:
    """What is asked: a pair on a day, seen from ``today``, under a law, for a purpose."""

    def __init__(self, base: str, quote: str, day: date, *, today: date, law: Law, basis: Basis) -> None:
        self.base = base
        self.quote = quote
        self.day = day
        self.today = today
        self.law = law
        self.basis = basis
        self.reference = basis.day_of(day)
        self._ways: dict[int, tuple[tuple[Route, Route], ...]] = {}

    def ways(self, *, pegs: int) -> tuple[tuple[Route, Route], ...]:
        """Every combination of a way to the base and a way to the quote over so many pegs, the lawful ones first."""
        found = self._ways.get(pegs)
        if found is None:
            bases = ways_to(self.base, self.day, self.law)
            quotes = ways_to(self.quote, self.day, self.law)
            pairs = ((base, quote) for base in bases for quote in quotes)
            found = tuple((base, quote) for base, quote in pairs if base.pegs + quote.pegs == pegs)
            self._ways[pegs] = found
        return found


@dataclass(frozen=True, slots=True)
class Gap:
    """Why a series has no answer: it left out a currency that ``last`` is of, or its newest table is too old: ``stale``."""

    last: Leg | None = None
    stale: bool = False


ABSENT = Gap()
"""A series never quoted a currency, or holds no table for the day."""


class Sighting(NamedTuple):
    """What answers: the steps from a common currency to the base and to the quote, and how they were obtained."""

    series: Series | None
    base: tuple[Step, ...]
    quote: tuple[Step, ...]
    day: date
    source: str
    shift: str | None = None
    stale: bool = False
    notes: tuple[str, ...] = ()

    @property
    def fresh(self) -> bool:
        """Whether nothing newer was to be had: neither carried over a suspension nor stale."""
        return not self.stale and self.shift != "suspended"

    @classmethod
    def identity(cls, asked: Asked) -> Sighting:
        """A currency in itself."""
        return cls(None, (), (), asked.day, IDENTITY)

    @classmethod
    def by_law(cls, asked: Asked, base: Route, quote: Route) -> Sighting:
        """Two currencies that the law ties to the same one."""
        steps = (*base.steps, *quote.steps)
        source = PEG if any(step.leg.source == PEG for step in steps) else LAW
        return cls(None, base.steps, quote.steps, asked.day, source, notes=_once(base.notes + quote.notes))


def sight(series: Series, asked: Asked, base: Route, quote: Route) -> Sighting | Gap:
    """The observations of one series that lead to both currencies, from one table where the publisher is a daily one."""
    codes = [way.quoted for way in (base, quote) if way.quoted != series.base]
    table = series.last_day(asked.reference)
    if table is None:
        return ABSENT
    seen = (
        _in_period(series, codes, asked.reference)
        if series.cadence.holds
        else _together(series, codes, table, asked.reference)
    )
    if isinstance(seen, Gap):
        return seen
    observed = min([leg.day for leg in seen.values()])
    timing = _timing(series, asked, table, observed)
    if isinstance(timing, Gap):
        return timing
    if any(way.before is not None and observed >= way.before for way in (base, quote)):
        return ABSENT
    shift, stale = timing
    (back, told), (forth, also) = _side(series, base, seen, asked), _side(series, quote, seen, asked)
    return Sighting(series, back, forth, observed, series.source, shift, stale, _once(told + also))


def receipt_of(found: Sighting, asked: Asked) -> Receipt:
    """The receipt: what multiplies, what divides, and the legs in the order they are walked from base to quote."""
    numerator = denominator = Decimal(1)
    for steps, reverse in ((found.base, True), (found.quote, False)):
        for step in steps:
            if step.forward is not reverse:
                numerator = WIDE.multiply(numerator, step.leg.rate)
            else:
                denominator = WIDE.multiply(denominator, step.leg.rate)
    rule = (f"{asked.basis.rule}.",) if asked.basis is not MARKET and found.series is not None else ()
    return Receipt(
        base=asked.base,
        quote=asked.quote,
        legs=(*(step.leg_back for step in reversed(found.base)), *(step.leg for step in found.quote)),
        numerator=numerator,
        denominator=denominator,
        day=found.day,
        source=found.source,
        stale=found.stale,
        shift=found.shift,
        notes=found.notes + rule,
    )


Seen = dict[str, Leg]


def _together(series: Series, codes: list[str], table: date, reference: date) -> Seen | Gap:
    """The rates of the last table on or before ``table`` that quotes every code, if it is recent enough."""
    day = table
    while True:
        seen: Seen = {}
        for code in codes:
            found = series.observation(code, day)
            if found is None:
                return ABSENT
            if found.day < table and (reference - found.day).days > CARRY_DAYS:
                return Gap(last=found)
            seen[code] = found
        days = {leg.day for leg in seen.values()}
        if len(days) == 1:
            return seen
        day = min(days)


def _in_period(series: Series, codes: list[str], reference: date) -> Seen | Gap:
    """The newest rate of each code that is in force on a day: revisions list changed currencies only."""
    holds = series.cadence.holds
    seen: Seen = {}
    for code in codes:
        found = series.observation(code, reference)
        if found is None or (holds is not None and not holds(found.day, reference)):
            return ABSENT
        seen[code] = found
    return seen


def _timing(series: Series, asked: Asked, table: date, observed: date) -> tuple[str | None, bool] | Gap:
    """Why the day observed is not the day asked, and whether the answer is stale."""
    if series.cadence.holds:
        return (None if observed == asked.day else "period"), False
    if observed < table:
        return "suspended", False
    found = series.shift(table, asked.reference, asked.today)
    if found is None:
        return ABSENT
    shift, stale = found
    if stale and (asked.reference - table).days > series.stale_days:
        return Gap(stale=True)
    if asked.basis is not MARKET and not stale:
        return "basis", False
    return shift, stale


def _side(series: Series, way: Route, seen: Seen, asked: Asked) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """The steps from the base of a series to one currency."""
    if way.quoted == series.base:
        return way.steps, way.notes
    leg = seen[way.quoted]
    scales, notes = rescale_steps(way.quoted, leg.day, asked.day, series.source, asked.law)
    return (Step(leg, forward=True), *scales, *way.steps), (*notes, *way.notes)


def _once(notes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(notes)) if notes else ()
