"""Answers as lines for people: ``¥10M Lexus · USD 68,965.30 (ECB 2023-12-07) · luxury: over EU DPRK limit …``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from pricesvc.answers import BandConversion, Conversion, ConvertAnswer, ItemAnswer, PeriodConversion, ReportAnswer
from pricesvc.core.checks import Check
from pricesvc.core.money import Interval, quantized
from pricesvc.rendering import Places

if TYPE_CHECKING:
    from pricesvc.core.verdicts import Verdict

SHORT: Final[Mapping[str, str]] = {
    "dprk": "DPRK", "russia": "Russia", "belarus": "Belarus", "syria": "Syria", "wa": "Washington", "tcs": "TCS",
}  # fmt: skip
"""How the words of a regime's id are written, where not as they stand; the page has the same (``words.js``)."""


def line(answer: ItemAnswer, places: Places, text: str, *, judged: bool = True) -> str:
    """One line for a person: ``¥10M Lexus · USD 68,965.30 (ECB 2023-12-07) · luxury: over EU DPRK limit …``.

    ``judged`` says whether any regime was asked: then no verdict at all is told too.
    """
    parts = [text, *_worths(answer, places)]
    if judged:
        parts.append(f"luxury: {_says(answer) or _unlisted(answer)}")
    return " · ".join(parts)


def _unlisted(answer: ItemAnswer) -> str:
    """Why no list says anything: silence would pass for a no."""
    return "undetermined, what it is, is not known" if answer.luxury is None else "on no list in force"


def _worths(answer: ItemAnswer, places: Places) -> Iterator[str]:
    """What it is worth in each currency, then which have no rate: an amount is never left out in silence."""
    for conversion in answer.conversions:
        yield _conversion_words(conversion, places)
    for missing in answer.missing:
        yield f"no {missing.currency} ({missing.code})"


def _says(answer: ItemAnswer) -> str:
    """What each list says, once where several of its rules say the same."""
    return "; ".join(dict.fromkeys(_verdict_words(verdict) for verdict in answer.verdicts))


def _conversion_words(conversion: Conversion | BandConversion, places: Places) -> str:
    if isinstance(conversion, BandConversion):
        said = ", ".join(f"{receipt.source.upper()} {receipt.day}" for _, receipt in conversion.worths)
        return f"{conversion.quote} {_between(conversion.interval, conversion.quote, places)} (disputed: {said})"
    receipt = conversion.receipt
    currency = receipt.quote
    if conversion.amount is None:
        worth = _between(conversion.interval, currency, places)
    else:
        worth = _grouped(conversion.amount, currency, places)
    if not receipt.legs:
        return f"{currency} {worth} (same currency)"
    shift = f", {receipt.shift}" if receipt.shift else ""
    stale = ", stale" if receipt.stale else ""
    return f"{currency} {worth} ({receipt.source.upper()} {receipt.day}{shift}{stale})"


def _between(interval: Interval, currency: str, places: Places) -> str:
    low, high = (_grouped(end, currency, places) for end in (interval.low, interval.high))
    return f"{low}–{high}"


def _grouped(amount: Decimal | None, currency: str, places: Places) -> str:
    return "…" if amount is None else f"{quantized(amount, places(currency)):,f}"


def _verdict_words(verdict: Verdict) -> str:
    name = regime_words(verdict.regime)
    if verdict.limit is None or verdict.verdict not in {"over", "under", "borderline"}:
        return f"{verdict.verdict.replace('-', ' ')} in {name}"
    return f"{verdict.verdict} {name} limit {verdict.limit.currency} {verdict.limit.amount:,f}"


def regime_words(regime: str) -> str:
    """``eu-dprk`` as ``EU DPRK``; longer names keep their words."""
    head, *rest = regime.split("-")
    return " ".join([head.upper() if len(head) <= 3 else head, *(SHORT.get(word, word) for word in rest)])


def convert_line(answer: ConvertAnswer, places: Places) -> str:
    """One line for a person: ``¥10M · USD 68,965.30 (ECB 2023-12-07)``."""
    worths = [
        _period_words(one, places) if isinstance(one, PeriodConversion) else _conversion_words(one, places)
        for one in answer.conversions
    ]
    return " · ".join([answer.reported.text, *worths])


def _period_words(conversion: PeriodConversion, places: Places) -> str:
    rates = conversion.rates
    mean = _grouped(conversion.mean, rates.quote, places)
    ends = _between(Interval(conversion.low, conversion.high), rates.quote, places)
    return f"{rates.quote} {mean} (mean of {rates.days} days, {ends})"


def row(answer: ItemAnswer, places: Places) -> tuple[str, str, str, str, str]:
    """An item as the cells of a table: price, thing, worth, luxury, by whom."""
    worth = "; ".join(_worths(answer, places))
    price = "" if answer.reported is None else answer.reported.text
    luxury = {True: "yes", False: "no", None: "?"}[answer.luxury]
    return price, answer.goods.description or "", worth, luxury, _says(answer)


def check_line(check: Check, report: ReportAnswer, places: Places) -> str:
    """A check as one line for a person."""
    left, right = (report.items[index].reported for index in (check.left, check.right))
    said = " and ".join(mention.text for mention in (left, right) if mention is not None)
    implied = _grouped(check.implied, check.currency, places)
    return f"{said}: {check.finding} ({check.currency} {implied} by the rate of the day)"
