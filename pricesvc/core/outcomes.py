"""One value against one limit, and several outcomes made one. The only place that says "over"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from pricesvc.core import reasons
from pricesvc.core.coverage import Hit
from pricesvc.core.errors import InvalidField, NoRate, RatesUnavailable
from pricesvc.core.goods import Goods
from pricesvc.core.money import EXACT, WIDE, Interval
from pricesvc.core.regimes import Limit, Threshold
from pricesvc.core.units import PIECES, parse_unit

Word = Literal["over", "under", "borderline", "any-value", "not-listed", "not-in-force", "undetermined"]

Into = Callable[[Interval, str], Interval]
"""Converts the reported value into a currency; may raise NoRate or RatesUnavailable."""

Told = Callable[[str], str | None]
"""Tells by whose rate the value was converted into a currency ("from JPY, ECB 2023-12-07"); None: it was not."""


class Outcome(NamedTuple):
    """What one limit says of the value. ``hit`` None: no limit speaks, the thing may be none of the goods listed.

    ``ends`` are the value of one ``limit.per`` of the goods, in the limit's currency, unrounded; ``told`` tells by
    whose rate.
    """

    word: Word
    hit: Hit | None = None
    ends: Interval | None = None
    reason: str | None = None
    question: str | None = None
    told: Told = lambda _: None


UNLISTED = Outcome("not-listed")


class Case:
    """A thing with its value on a day; converts the value once per currency.

    Raises:
        InvalidField: for a quantity that is not above zero.
        InvalidUnit: for a unit that no rule counts in.
    """

    def __init__(
        self,
        goods: Goods,
        value: Interval | None,
        currency: str | None,
        day: date,
        into: Into,
        *,
        told: Told = lambda _: None,
    ) -> None:
        if not goods.quantity.is_finite() or goods.quantity <= 0:
            raise InvalidField("A quantity is above zero.", field="quantity")
        self.goods = goods
        self.day = day
        self.unit = parse_unit(goods.unit)
        self._value = value
        self._into = into
        self._told = told
        self._totals: dict[str, Interval | str] = {}
        if value is not None and currency is not None:
            self._totals[currency] = value

    def outcome(self, hit: Hit, limit: Threshold) -> Outcome:
        """What the hit's limit says of the value."""
        share = share_of(self.goods, self.unit, hit.place.limit, limit)
        if share is None:
            return Outcome("undetermined", hit, None, *reasons.wrong_unit(limit.per, self.unit))
        total = self._total(limit.currency)
        if isinstance(total, str):
            ask = reasons.ask_value(None if self._value is None else limit.currency)
            return Outcome("undetermined", hit, None, total, ask)
        quantity, measure = share
        if quantity == measure:
            return Outcome(_compare(total.low, total.high, limit.amount, limit.comparator), hit, total, told=self._told)
        bar = WIDE.multiply(limit.amount, quantity)
        low, high = (None if end is None else WIDE.multiply(end, measure) for end in (total.low, total.high))
        ends = Interval(*(None if end is None else EXACT.divide(end, quantity) for end in (low, high)))
        return Outcome(_compare(low, high, bar, limit.comparator), hit, ends, told=self._told)

    def _total(self, currency: str) -> Interval | str:
        """The reported value in a currency, or why there is none."""
        if self._value is None:
            return reasons.NO_VALUE
        if currency not in self._totals:
            try:
                self._totals[currency] = self._into(self._value, currency)
            except (NoRate, RatesUnavailable) as refusal:
                self._totals[currency] = reasons.no_rate(currency, refusal.detail)
        return self._totals[currency]


def share_of(goods: Goods, unit: str, limit: Limit, threshold: Threshold) -> tuple[Decimal, Decimal] | None:
    """How often the measure of a threshold goes into the goods, as an exact fraction; None when nothing says.

    Of goods that are counted by the piece, a fact may say how much of the threshold's unit one is.
    """
    share = threshold.per.within(goods.quantity, unit)
    size = goods.facts.get(limit.measure) if share is None and limit.measure and unit in PIECES else None
    if not isinstance(size, Decimal) or size <= 0:
        return share
    return threshold.per.within(WIDE.multiply(goods.quantity, size), threshold.per.unit)


def standing(hit: Hit) -> Outcome:
    """What a limit without a figure says, whatever the value."""
    limit = hit.place.limit
    if limit.by_quality is not None:
        return Outcome("undetermined", hit, None, *reasons.by_quality(limit.by_quality))
    if limit.unknown is not None:
        return Outcome("undetermined", hit, None, limit.unknown)
    return Outcome("any-value", hit)


def _compare(low: Decimal | None, high: Decimal | None, bar: Decimal, comparator: str) -> Word:
    """Hold a value, or the ends of a range, against a limit: exact decimals, never rounded."""
    strict = comparator == ">"
    if low is not None and (low > bar if strict else low >= bar):
        return "over"
    if high is not None and (high <= bar if strict else high < bar):
        return "under"
    return "borderline"


def agreed(outcomes: Sequence[Outcome]) -> Outcome | None:
    """The outcome that holds whichever of several is the right one, or None when they differ.

    Nothing is caught whether the value is under the limit or the thing not listed at all, so that is ``under``;
    everything is caught whether the value is over the limit or listed at any value, so that is ``over``. Of several
    limits, the one that decides is named: the highest that was exceeded, the lowest that was not.
    """
    if len(outcomes) == 1:
        return outcomes[0]
    word = _strongest({outcome.word for outcome in outcomes})
    if word is None:
        return None
    same = [outcome for outcome in outcomes if outcome.word == word]
    if word == "over":
        return max(same, key=_bar)
    return min(same, key=_bar) if word == "under" else same[0]


def _strongest(words: set[Word]) -> Word | None:
    if len(words) == 1:
        return next(iter(words))
    if words == {"under", "not-listed"}:
        return "under"
    return "over" if words == {"over", "any-value"} else None


def _bar(outcome: Outcome) -> Decimal:
    limit = outcome.hit.place.limit.threshold if outcome.hit else None
    return limit.amount if limit else Decimal(0)
