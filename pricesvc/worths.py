"""What reported values are worth in other currencies, by whose receipt: pure; rates are given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from pricesvc.answers import BandConversion, Conversion, ConvertAnswer, Draft, Missing, PeriodConversion
from pricesvc.core.checks import Check, compare
from pricesvc.core.errors import DisputedCurrency, InvalidField, NoRate, RatesUnavailable
from pricesvc.core.exchange import Rates
from pricesvc.core.mentions import Mention
from pricesvc.core.money import WIDE, Interval
from pricesvc.core.outcomes import Into, Told
from pricesvc.core.periods import Period, period_rates
from pricesvc.core.rates import Receipt
from pricesvc.questions import Terms

Worth = Conversion | BandConversion

_BY_LAW: Final = {"law": "at the ratio of the law", "peg": "at the rate of its peg"}
"""Where no publisher's table was needed."""


def conversions(draft: Draft, terms: Terms, rates: Rates) -> tuple[tuple[Worth, ...], tuple[Missing, ...]]:
    """The worth in each asked currency, and those that have no rate."""
    done: list[Worth] = []
    missing: list[Missing] = []
    mention = draft.mention
    if mention is None:
        return (), ()
    for code in terms.to:
        try:
            done.append(convert(mention, code, draft.on, terms, rates))
        except (NoRate, RatesUnavailable) as refusal:
            missing.append(Missing(code, refusal.code, refusal.detail))
    return tuple(done), tuple(missing)


def convert(mention: Mention, code: str, on: date, terms: Terms, rates: Rates) -> Worth:
    """Convert one reported value, both ends of its interval included; by every publisher where they disagree.

    Raises:
        NoRate: when no publisher has the rate.
    """
    try:
        receipt = rates.receipt(mention.currency, code, on, basis=terms.basis, source=terms.source)
    except DisputedCurrency as dispute:
        return _by_each(mention.interval, rates.band(mention.currency, code, on), dispute.detail)
    amount = None if mention.amount is None else receipt.apply(mention.amount)
    return Conversion(amount, receipt.apply_interval(mention.interval), receipt)


def convert_over(mention: Mention, codes: Sequence[str], period: Period, terms: Terms, rates: Rates) -> ConvertAnswer:
    """Convert one value into several currencies, on a day or at the lowest, mean and highest rate of a period.

    Raises:
        NoRate: when a currency has no rate.
    """
    if period.is_day:
        done: list[Worth | PeriodConversion]
        done = [convert(mention, code, period.first, terms, rates) for code in codes]
    else:
        done = [_over(mention, code, period, terms, rates) for code in codes]
    return ConvertAnswer(mention, period, tuple(done))


def _over(mention: Mention, code: str, period: Period, terms: Terms, rates: Rates) -> PeriodConversion:
    if mention.amount is None:
        raise InvalidField("A range of values has no mean over a period; ask for a day.", field="on")
    found = period_rates(rates, mention.currency, code, period, basis=terms.basis, source=terms.source)
    ends = sorted((found.low.apply(mention.amount), found.high.apply(mention.amount)))
    return PeriodConversion(ends[0], WIDE.multiply(mention.amount, found.mean), ends[1], found)


def check(drafts: Sequence[Draft], left: int, right: int, terms: Terms, rates: Rates) -> Check | None:
    """Hold the right value against the left one; nothing where there is no rate or no single value."""
    one, other = drafts[left].mention, drafts[right].mention
    if one is None or other is None or other.amount is None or one.amount is None or not one.amount:
        return None
    try:
        conversion = convert(one, other.currency, drafts[left].on, terms, rates)
    except (NoRate, RatesUnavailable):
        return None
    if isinstance(conversion, BandConversion):
        return None
    implied = conversion.receipt.apply(one.amount)
    return Check(left, right, implied, other.amount, other.currency, compare(conversion.interval, other.amount))


def into(draft: Draft, terms: Terms, rates: Rates) -> Into:
    """How the law's currencies are reached from the reported one, on the day of the item."""
    base = "" if draft.mention is None else draft.mention.currency

    def reached(interval: Interval, currency: str) -> Interval:
        try:
            receipt = rates.receipt(base, currency, draft.on, basis=terms.basis, source=terms.source)
        except DisputedCurrency as dispute:
            return _by_each(interval, rates.band(base, currency, draft.on), dispute.detail).interval
        return receipt.apply_interval(interval)

    return reached


def told(draft: Draft, terms: Terms, rates: Rates) -> Told:
    """By whose rate of which day a currency of the law was reached, in a few words."""
    base = "" if draft.mention is None else draft.mention.currency

    def said(currency: str) -> str | None:
        if currency == base:
            return None
        try:
            receipt = rates.receipt(base, currency, draft.on, basis=terms.basis, source=terms.source)
        except DisputedCurrency:
            return f"from {base}, by each publisher's rate"
        by = _BY_LAW.get(receipt.source, f"{receipt.source.upper()} {receipt.day}")
        return f"from {base}, {by}"

    return said


def _by_each(interval: Interval, band: Sequence[Receipt], why: str) -> BandConversion:
    """What an interval is by each receipt, and between which ends all of them lie."""
    worths = tuple((receipt.apply_interval(interval), receipt) for receipt in band)
    lows = [worth.low for worth, _ in worths if worth.low is not None]
    highs = [worth.high for worth, _ in worths if worth.high is not None]
    low = min(lows) if len(lows) == len(worths) else None
    high = max(highs) if len(highs) == len(worths) else None
    return BandConversion(band[0].quote, Interval(low, high), worths, why)


def notes_of(worth: Worth) -> tuple[str, ...]:
    """What a user must know of a conversion: the law that was applied, or the dispute."""
    return (worth.why,) if isinstance(worth, BandConversion) else worth.receipt.notes
