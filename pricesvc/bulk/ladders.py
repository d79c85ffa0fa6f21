"""What the law says of a thing, by where its value lies among the limits: asked of the judge once for every step.

A verdict depends on the thing, on the law of the day, and on which limits the value exceeds; so all values between two
limits have the verdict of one of them. A value at a limit, or so near that a float could be wrong, is judged by itself.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from pricesvc.core.errors import NoRate, Refusal
from pricesvc.core.goods import Goods
from pricesvc.core.memory import remember
from pricesvc.core.money import EXACT, WIDE, Interval
from pricesvc.core.outcomes import Case, Word, share_of
from pricesvc.core.summing import luxury_of, strongest
from pricesvc.core.units import parse_unit
from pricesvc.core.verdicts import Judge, Verdict

OPEN, UNRATED, WORTHLESS, FIRST = 0, 1, 2, 3
"""Where an end of a value lies: there is none, there is no rate for it, there is no value at all, or from ``FIRST`` on
so many limits that it exceeds."""

YES, NO, PERHAPS = 0, 1, 2
"""What verdicts say of luxury, for columns that hold numbers."""

_LUXURY: Final = {True: YES, False: NO, None: PERHAPS}

MAX_KEPT: Final = 50_000


class Said(NamedTuple):
    """The word of a regime, and what its verdicts say of luxury."""

    word: Word
    luxury: int


class _ElsewhereError(Exception):
    """The law asked for a second currency."""


Verdicts = Callable[[Case], Sequence[Verdict]]
"""Some of what a judge says of a case."""


class Ladder:
    """What is said of one thing while the law stays as it is; ``bars`` are the limits in ``currency``, ascending."""

    def __init__(self, verdicts: Verdicts, goods: Goods, day: date) -> None:
        self._verdicts = verdicts
        self._goods = goods
        self._day = day
        self.currency: str | None = None
        limits = set(_limits(verdicts(self._case(None)), goods))
        currencies = {currency for _, currency in limits}
        if len(currencies) > 1:
            raise _ElsewhereError
        self.currency = next(iter(currencies), None)
        self.bars = tuple(sorted({bar for bar, _ in limits}))
        self.exact = lru_cache(MAX_KEPT)(self._exact)

    def at(self, low: int, high: int) -> Said:
        """What is said of a value whose ends lie there."""
        if low == UNRATED:
            return self._said(self._case(Interval.point(Decimal(1)), rated=False))
        if low == WORTHLESS:
            return self._said(self._case(None))
        return self.exact(Interval(self._between(low), self._between(high)))

    def _exact(self, value: Interval) -> Said:
        """What is said of a value in the currency of the limits."""
        return self._said(self._case(value))

    def _between(self, step: int) -> Decimal | None:
        """Some value that lies at a step."""
        if step == OPEN:
            return None
        above, bars = step - FIRST, self.bars
        if not bars:
            return Decimal(1)
        if above == 0:
            return bars[0] - 1
        if above == len(bars):
            return bars[-1] + 1
        return (bars[above - 1] + bars[above]) / 2

    def _case(self, value: Interval | None, *, rated: bool = True) -> Case:
        def into(interval: Interval, currency: str) -> Interval:
            if not rated or currency != self.currency:
                raise NoRate("None is asked for.")
            return interval

        return Case(self._goods, value, "", self._day, into)

    def _said(self, case: Case) -> Said:
        words = {verdict.verdict for verdict in self._verdicts(case)}
        return Said(strongest(words or {"not-listed"}), _LUXURY[luxury_of(words, self._goods)])


class Ladders:
    """The ladders of some regimes; None: of every regime that lists a thing, together for each currency of limits.

    ``scopes`` are the regimes, or those currencies with one scope more for what has no limit in money.
    """

    def __init__(self, judge: Judge, regimes: tuple[str, ...] | None) -> None:
        self._judge = judge
        self.regimes = regimes or ()
        self._asked = tuple(judge.regimes) if regimes is None else regimes
        self.scopes: tuple[str, ...] = ("", *self.currencies) if regimes is None else regimes
        changes = {name: sorted(map(date.toordinal, judge.regimes[name].turns())) for name in self._asked}
        every = sorted({day for days in changes.values() for day in days})
        self.changes = changes if regimes is not None else dict.fromkeys(self.scopes, every)
        self._said = self._together if regimes is None else self._apart
        self._kept: dict[tuple[int, str, int], tuple[Goods, Ladder | None]] = {}

    def _apart(self, regime: str) -> Verdicts:
        return lambda case: self._judge.named(case, regime)

    def _together(self, currency: str) -> Verdicts:
        def verdicts(case: Case) -> list[Verdict]:
            scopes = [(verdict, _currencies(verdict)) for verdict in self._judge.all(case)]
            if any(len(found) > 1 for _, found in scopes):
                raise _ElsewhereError
            return [verdict for verdict, found in scopes if "".join(found) == currency]

        return verdicts

    @property
    def currencies(self) -> list[str]:
        """The currencies that limits are in."""
        return sorted({code for name in self._asked for code in self._judge.regimes[name].currencies()})

    def of(self, goods: Goods, scope: str, ordinal: int) -> Ladder | None:
        """The ladder for a thing on a day; None where the law asks for two currencies, or refuses the thing."""
        key = (id(goods), scope, bisect_right(self.changes[scope], ordinal))
        found = self._kept.get(key)
        if found is None:  # the thing is kept too, so that no other has its id meanwhile
            found = remember(self._kept, key, (goods, self._made(goods, scope, ordinal)), most=MAX_KEPT)
        return found[1]

    def _made(self, goods: Goods, scope: str, ordinal: int) -> Ladder | None:
        try:
            return Ladder(self._said(scope), goods, date.fromordinal(ordinal))
        except (Refusal, _ElsewhereError):
            return None


def _limits(verdicts: Sequence[Verdict], goods: Goods) -> Iterator[tuple[Decimal, str]]:
    """Every limit that was considered, as the value of the whole thing that it stands for, with its currency."""
    unit = parse_unit(goods.unit)
    for verdict in verdicts:
        for hit in verdict.hits:
            limit = hit.place.limit.threshold
            share = None if limit is None else share_of(goods, unit, hit.place.limit, limit)
            if limit is not None and share is not None:
                yield EXACT.divide(WIDE.multiply(limit.amount, share[0]), share[1]), limit.currency


def _currencies(verdict: Verdict) -> set[str]:
    """The currencies of the limits that a verdict considered."""
    limits = (hit.place.limit.threshold for hit in verdict.hits)
    return {limit.currency for limit in limits if limit is not None}
