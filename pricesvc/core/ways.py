"""How a currency follows from one that a table quotes: by legal conversion, by an earlier currency, by a peg."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pricesvc.core.law import Conversion, Law, Peg
from pricesvc.core.money import decimal_text
from pricesvc.core.rates import Leg

LAW = "law"
"""The source of a leg that a legal conversion fixes."""

PEG = "peg"
"""The source of a leg that a statutory peg fixes."""


class Step(NamedTuple):
    """One leg on the way to a currency; ``forward`` when the way leads from the leg's base to its quote."""

    leg: Leg
    forward: bool

    @property
    def leg_back(self) -> Leg:
        """The leg as it reads on the way back: only that of a change of unit under one code is another."""
        leg = self.leg
        return leg if leg.base != leg.quote else leg._replace(rate=Decimal(1) / leg.rate)


@dataclass(frozen=True, slots=True)
class Route:
    """The way from ``quoted``, which a table has to quote, to a currency; no steps when it is that currency.

    ``before``: the table has to be older than this day, None for any.
    """

    quoted: str
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    before: date | None = None

    @property
    def pegs(self) -> int:
        """How many pegs the way leads over."""
        return sum(step.leg.source == PEG for step in self.steps)

    def then(self, *steps: Step, notes: tuple[str, ...]) -> Route:
        """The way onwards."""
        return Route(self.quoted, self.steps + steps, self.notes + notes, self.before)


def ways_to(code: str, day: date, law: Law) -> Sequence[Route]:
    """Every way to a currency on a day, the one that the law prefers first; for most there is the one."""
    return (_itself(code),) if law.is_silent(code) else tuple(routes(code, day, law))


@cache
def _itself(code: str) -> Route:
    """The way to a currency that a table quotes itself."""
    return Route(code)


def routes(code: str, day: date, law: Law, *, pegs: bool = True, origins: bool = True) -> Iterator[Route]:
    """Every way to a currency on a day, the one that the law prefers first: at most a handful.

    ``pegs``: whether a peg may lead there. ``origins``: whether a table that still quotes what the currency replaced may.
    """
    row = law.replacement(code)
    if row is not None and row.since <= day:
        for way in routes(row.new, day, law, pegs=pegs, origins=False):
            steps, notes = _old_units(row, day, law)
            yield way.then(*steps, _step(row, back=True), notes=(*notes, conversion_note(row)))
    yield Route(code)
    origin = law.origin(code) if origins else None
    if origin is not None:
        yield Route(origin.old, (_step(origin, back=False),), (_origin_note(origin),), before=origin.since)
    peg = law.peg(code, day) if pegs else None
    if peg is not None:
        for way in routes(peg.anchor, day, law, pegs=False):
            yield way.then(_peg_step(peg, day), notes=(_peg_note(peg),))


def rescale_steps(
    code: str, observed: date, day: date, source: str, law: Law
) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """From the unit a table quotes to the unit of ``day``, where the unit changed under one code in between."""
    rescales = law.rescales(code)
    if not rescales:
        return (), ()
    due = [row for row in rescales if row.since <= day and (observed < row.since or source in row.held_back)]
    steps = tuple(Step(Leg(code, code, Decimal(1) / row.ratio, row.since, LAW), forward=True) for row in due)
    return steps, tuple(conversion_note(row) for row in due)


def conversion_note(row: Conversion) -> str:
    """What the law did, by which source, in words."""
    if row.old == row.new:
        said = f"The {row.old} changed its unit on {row.since}: 1 new = {decimal_text(row.ratio)} old"
    else:
        unit, other = (row.old, row.new) if row.inverse else (row.new, row.old)
        said = f"{row.old} became {row.new} on {row.since}: 1 {unit} = {decimal_text(row.ratio)} {other}"
    return _with_source(said, row)


def _origin_note(row: Conversion) -> str:
    return f"The table used still quotes {row.old} for {row.new}. {conversion_note(row)}"


def _peg_note(peg: Peg) -> str:
    unit, other = (peg.code, peg.anchor) if peg.inverse else (peg.anchor, peg.code)
    said = f"{peg.code} is pegged, 1 {unit} = {decimal_text(peg.rate)} {other}, and no publisher asked quotes it"
    return _with_source(said, peg)


def _with_source(said: str, row: Conversion | Peg) -> str:
    sure = "" if row.confidence == "verified" else f"; {row.confidence}"
    more = f" {row.note}" if row.note else ""
    return f"{said} ({row.source}{sure}).{more}"


def _step(row: Conversion, *, back: bool) -> Step:
    """The leg of a conversion, walked from the new currency to the old one (``back``) or the other way."""
    unit, other = (row.old, row.new) if row.inverse else (row.new, row.old)
    return Step(Leg(unit, other, row.ratio, row.since, LAW), forward=back is not row.inverse)


def _peg_step(peg: Peg, day: date) -> Step:
    unit, other = (peg.code, peg.anchor) if peg.inverse else (peg.anchor, peg.code)
    return Step(Leg(unit, other, peg.rate, peg.since or day, PEG), forward=not peg.inverse)


def _old_units(row: Conversion, day: date, law: Law) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """From the successor's unit of ``day`` back to the unit that the conversion was made into."""
    later = [scale for scale in reversed(law.rescales(row.new)) if row.since < scale.since <= day]
    steps = tuple(Step(Leg(row.new, row.new, scale.ratio, scale.since, LAW), forward=True) for scale in later)
    return steps, tuple(conversion_note(scale) for scale in later)
