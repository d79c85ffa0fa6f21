"""Currency law: what replaced a currency, at which ratio, since when; and which currencies are pegged to another.

Every row is dated and names its source, so that a receipt can say which law it applied.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Conversion:
    """A legal conversion: since ``since``, 1 ``new`` = ``ratio`` ``old``; or 1 ``old`` = ``ratio`` ``new`` if ``inverse``.

    ``kind``: ``euro``, ``redenomination``, ``rename``, or ``rescale`` when the unit changed under one code
    (``old`` is ``new``). ``held_back`` names publishers whose tables went on in the old unit of a rescale, with the
    last day seen to be so.
    """

    old: str
    new: str
    ratio: Decimal
    since: date
    kind: str
    note: str
    source: str
    confidence: str
    inverse: bool = False
    held_back: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Peg:
    """A statutory peg: 1 ``anchor`` = ``rate`` ``code``, or 1 ``code`` = ``rate`` ``anchor`` if ``inverse``.

    In force from ``since`` (None: since before 1999) to ``until`` (None: no end known), both included.
    """

    code: str
    anchor: str
    rate: Decimal
    note: str
    source: str
    confidence: str
    since: date | None = None
    until: date | None = None
    inverse: bool = False

    def in_force(self, day: date) -> bool:
        """Whether the peg holds on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A currency whose published rates contradict one another since a day, and why."""

    code: str
    since: date
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Law:
    """The conversions, pegs and disputes in one place, by currency."""

    conversions: tuple[Conversion, ...] = ()
    pegs: tuple[Peg, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    _replaced: dict[str, Conversion] = field(init=False, repr=False, compare=False)
    _origins: dict[str, Conversion] = field(init=False, repr=False, compare=False)
    _rescaled: dict[str, tuple[Conversion, ...]] = field(init=False, repr=False, compare=False)
    _pegs: dict[str, tuple[Peg, ...]] = field(init=False, repr=False, compare=False)
    _disputes: dict[str, Dispute] = field(init=False, repr=False, compare=False)
    _derived: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        moves = [row for row in self.conversions if row.old != row.new]
        rescales = sorted((row for row in self.conversions if row.old == row.new), key=lambda row: row.since)
        set_once = object.__setattr__
        set_once(self, "_replaced", {row.old: row for row in moves})
        set_once(self, "_origins", {row.new: row for row in moves if row.kind != "euro"})
        set_once(self, "_rescaled", _grouped((row.new, row) for row in rescales))
        set_once(self, "_pegs", _grouped((row.code, row) for row in self.pegs))
        set_once(self, "_disputes", {row.code: row for row in self.disputes})
        set_once(self, "_derived", frozenset().union(self._replaced, self._origins, self._pegs))

    def is_silent(self, code: str) -> bool:
        """Whether no law ties a currency to another one: it was never replaced, replaced none, and has no peg."""
        return code not in self._derived

    def replacement(self, code: str) -> Conversion | None:
        """What replaced a currency, if anything did."""
        return self._replaced.get(code)

    def origin(self, code: str) -> Conversion | None:
        """Which currency this one replaced; the euro, which replaced many, has none."""
        return self._origins.get(code)

    def rescales(self, code: str) -> tuple[Conversion, ...]:
        """The changes of unit under an unchanged code, oldest first."""
        return self._rescaled.get(code, ())

    def peg(self, code: str, day: date) -> Peg | None:
        """The peg in force on a day."""
        return next((peg for peg in self._pegs.get(code, ()) if peg.in_force(day)), None)

    def dispute(self, codes: Iterable[str], day: date) -> Dispute | None:
        """The dispute about one of some currencies on a day: the first by its code."""
        found = [self._disputes[code] for code in codes if code in self._disputes]
        return min((one for one in found if one.since <= day), key=lambda one: one.code, default=None)


def _grouped(pairs: Iterable[tuple[str, Row]]) -> dict[str, tuple[Row, ...]]:
    groups: dict[str, tuple[Row, ...]] = {}
    for code, row in pairs:
        groups[code] = (*groups.get(code, ()), row)
    return groups
