"""Answers as JSON: amounts become text, rounded to minor units, only here."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pricesvc.answers import (
    BandConversion,
    Conversion,
    ConvertAnswer,
    ItemAnswer,
    PeriodConversion,
    RatesAnswer,
    ReportAnswer,
)
from pricesvc.core.checks import Check
from pricesvc.core.goods import Evidence, Goods
from pricesvc.core.mentions import Mention
from pricesvc.core.money import decimal_text, quantized, significant
from pricesvc.core.rates import Leg, Receipt
from pricesvc.laws import citation_json, in_force_json, threshold_json

if TYPE_CHECKING:
    from pricesvc.core.verdicts import Verdict

Json = dict[str, Any]
Places = Callable[[str], int]
"""Minor units of a currency code (ISO 4217)."""

SMALL_RATIO = Decimal("0.1")
"""Below this, two places would hide a ratio: three significant digits are printed instead."""


def _money(amount: Decimal | None, currency: str, places: Places) -> str | None:
    return None if amount is None else decimal_text(quantized(amount, places(currency)))


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else decimal_text(amount)


def ratio_text(ratio: Decimal, places: int) -> str:
    """A ratio to ``places`` digits, or to three significant ones where that would print zero."""
    return decimal_text(significant(ratio, 3) if abs(ratio) < SMALL_RATIO else quantized(ratio, places))


def reported_json(mention: Mention) -> Json:
    """A mention as the contract has it."""
    found: Json = {
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "amount": _plain(mention.amount),
        "low": _plain(mention.low),
        "high": _plain(mention.high),
        "currency": mention.currency,
        "candidates": list(mention.candidates),
        "why": mention.why,
        "qualifier": mention.qualifier,
    }
    if mention.per is not None:
        found["per"] = mention.per
    if mention.alternatives:
        found["alternatives"] = [decimal_text(amount) for amount in mention.alternatives]
    return found


def _evidence_json(evidence: Evidence) -> Json:
    return {
        "kind": evidence.kind,
        "text": evidence.text,
        "start": evidence.start,
        "end": evidence.end,
        "entry": evidence.entry,
        "category": evidence.category,
    }


def goods_json(goods: Goods, *, explain: bool = False) -> Json:
    """The thing, as the contract has it; ``explain`` adds the evidence that was weighed and rejected."""
    found: Json = {
        "description": goods.description,
        "category": goods.category,
        "hs": list(goods.hs),
        "quantity": decimal_text(goods.quantity),
        "unit": goods.unit,
        "part": goods.part,
        "article": goods.article,
        "brand": goods.brand,
        "confidence": goods.confidence,
        "evidence": [_evidence_json(evidence) for evidence in goods.evidence],
    }
    if explain:
        found["rejected"] = [_evidence_json(evidence) for evidence in goods.rejected]
    return found


def leg_json(leg: Leg) -> Json:
    """One published rate: 1 ``base`` = ``rate`` ``quote``, with the digits of its publisher."""
    return {
        "base": leg.base,
        "quote": leg.quote,
        "rate": decimal_text(leg.rate),
        "date": leg.day.isoformat(),
        "source": leg.source,
    }


def receipt_json(receipt: Receipt) -> Json:
    """Everything needed to re-derive a conversion."""
    return {
        "rate": decimal_text(significant(receipt.rate)),
        "rate_date": receipt.day.isoformat(),
        "source": receipt.source,
        "stale": receipt.stale,
        "shift": receipt.shift,
        "legs": [leg_json(leg) for leg in receipt.legs],
    }


def conversion_json(conversion: Conversion | BandConversion, places: Places) -> Json:
    """A conversion as the contract has it, rounded to the currency's minor units."""
    if isinstance(conversion, BandConversion):
        return _band_json(conversion, places)
    currency = conversion.receipt.quote
    return {
        "amount": _money(conversion.amount, currency, places),
        "currency": currency,
        "low": _money(conversion.interval.low, currency, places),
        "high": _money(conversion.interval.high, currency, places),
        **receipt_json(conversion.receipt),
    }


def _band_json(band: BandConversion, places: Places) -> Json:
    """A conversion without a single amount: the ends, and in ``band`` what each publisher's rate gives."""
    low, high = (_money(end, band.quote, places) for end in (band.interval.low, band.interval.high))
    return {
        "amount": None,
        "currency": band.quote,
        "low": low,
        "high": high,
        "rate": None,
        "rate_date": None,
        "source": None,
        "stale": any(receipt.stale for _, receipt in band.worths),
        "shift": None,
        "legs": [],
        "band": [
            {
                "low": _money(worth.low, band.quote, places),
                "high": _money(worth.high, band.quote, places),
                **receipt_json(receipt),
            }
            for worth, receipt in band.worths
        ],
    }


def period_json(conversion: PeriodConversion, places: Places) -> Json:
    """A conversion over a period: the mean in front, the days of the lowest and the highest rate behind it."""
    rates = conversion.rates
    return {
        "amount": _money(conversion.mean, rates.quote, places),
        "currency": rates.quote,
        "low": _money(conversion.low, rates.quote, places),
        "high": _money(conversion.high, rates.quote, places),
        "rate": decimal_text(significant(rates.mean)),
        "days": rates.days,
        "at_low": receipt_json(rates.low),
        "at_high": receipt_json(rates.high),
    }


def convert_json(answer: ConvertAnswer, places: Places) -> Json:
    """A conversion as the contract has it."""
    period = answer.period
    return {
        "reported": reported_json(answer.reported),
        "on": period.first.isoformat() if period.is_day else f"{period.first}/{period.last}",
        "conversions": [
            period_json(one, places) if isinstance(one, PeriodConversion) else conversion_json(one, places)
            for one in answer.conversions
        ],
    }


def rates_json(answer: RatesAnswer) -> Json:
    """The rates of a day."""
    return {
        "base": answer.base,
        "on": answer.on.isoformat(),
        "rates": {receipt.quote: receipt_json(receipt) for receipt in answer.receipts},
    }


def report_json(answer: ReportAnswer, places: Places) -> Json:
    """A report as the contract has it."""
    return {
        "items": [item_json(item, places) for item in answer.items],
        "checks": [check_json(check, places) for check in answer.checks],
    }


def verdict_json(verdict: Verdict, places: Places) -> Json:
    """A verdict as the contract has it."""
    value, ratio = verdict.value, verdict.ratio
    return {
        "regime": verdict.regime,
        "rule": verdict.rule,
        "title": verdict.title,
        "verdict": verdict.verdict,
        "limit": threshold_json(verdict.limit),
        "value": None
        if value is None
        else {"amount": _money(value.amount, value.currency, places), "currency": value.currency},
        "ratio": None if ratio is None else ratio_text(ratio, 2),
        "basis": verdict.basis,
        "in_force": in_force_json(verdict.since, verdict.until),
        "part": verdict.part,
        "ban": verdict.ban,
        "why": verdict.why,
        "question": verdict.question,
        "citations": [citation_json(citation) for citation in verdict.citations],
    }


def item_json(answer: ItemAnswer, places: Places, *, explain: bool = False) -> Json:
    """One item as the contract has it."""
    return {
        "id": answer.id,
        "reported": None if answer.reported is None else reported_json(answer.reported),
        "goods": goods_json(answer.goods, explain=explain),
        "on": answer.on.isoformat(),
        "conversions": [conversion_json(conversion, places) for conversion in answer.conversions],
        "verdicts": [verdict_json(verdict, places) for verdict in answer.verdicts],
        "luxury": answer.luxury,
        "notes": list(answer.notes),
    }


def check_json(check: Check, places: Places) -> Json:
    """A check as the contract has it."""
    return {
        "left": check.left,
        "right": check.right,
        "implied": _money(check.implied, check.currency, places),
        "claimed": _money(check.claimed, check.currency, places),
        "currency": check.currency,
        "ratio": ratio_text(check.ratio, 3),
        "verdict": check.finding,
    }
