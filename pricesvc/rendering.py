"""Answers as JSON and as lines for people: amounts become text, rounded to minor units, only here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from pricesvc.answers import Conversion, ConvertAnswer, ItemAnswer, PeriodConversion, RatesAnswer, ReportAnswer
from pricesvc.core.checks import Check
from pricesvc.core.goods import Evidence, Goods
from pricesvc.core.mentions import Mention
from pricesvc.core.money import decimal_text, quantized, significant
from pricesvc.core.rates import Leg, Receipt
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


def conversion_json(conversion: Conversion, places: Places) -> Json:
    """A conversion as the contract has it, rounded to the currency's minor units."""
    currency = conversion.receipt.quote
    return {
        "amount": _money(conversion.amount, currency, places),
        "currency": currency,
        "low": _money(conversion.interval.low, currency, places),
        "high": _money(conversion.interval.high, currency, places),
        **receipt_json(conversion.receipt),
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
            conversion_json(one, places) if isinstance(one, Conversion) else period_json(one, places)
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
    limit, value = verdict.limit, verdict.value
    return {
        "regime": verdict.regime,
        "rule": verdict.rule,
        "title": verdict.title,
        "verdict": verdict.verdict,
        "limit": None
        if limit is None
        else {
            "amount": decimal_text(limit.amount),
            "currency": limit.currency,
            "comparator": limit.comparator,
            "per": str(limit.per),
        },
        "value": None
        if value is None
        else {"amount": _money(value.amount, value.currency, places), "currency": value.currency},
        "ratio": None if verdict.ratio is None else ratio_text(verdict.ratio, 2),
        "basis": verdict.basis,
        "in_force": {
            "since": None if verdict.since is None else verdict.since.isoformat(),
            "until": None if verdict.until is None else verdict.until.isoformat(),
        },
        "part": verdict.part,
        "ban": verdict.ban,
        "why": verdict.why,
        "question": verdict.question,
        "citations": [
            {"title": citation.title, "pinpoint": citation.pinpoint, "url": citation.url}
            for citation in verdict.citations
        ],
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


def line(answer: ItemAnswer, places: Places, text: str) -> str:
    """One line for a person: ``¥10M Lexus · USD 68,965.30 (ECB 2023-12-07) · luxury: over EU DPRK limit …``."""
    parts = [text, *(_conversion_words(conversion, places) for conversion in answer.conversions)]
    if answer.verdicts:
        parts.append(f"luxury: {'; '.join(_verdict_words(verdict) for verdict in answer.verdicts)}")
    return " · ".join(parts)


def _conversion_words(conversion: Conversion, places: Places) -> str:
    receipt = conversion.receipt
    currency = receipt.quote
    if conversion.amount is None:
        low, high = (_grouped(end, currency, places) for end in (conversion.interval.low, conversion.interval.high))
        worth = f"{low}–{high}"
    else:
        worth = _grouped(conversion.amount, currency, places)
    if not receipt.legs:
        return f"{currency} {worth} (same currency)"
    shift = f", {receipt.shift}" if receipt.shift else ""
    stale = ", stale" if receipt.stale else ""
    return f"{currency} {worth} ({receipt.source.upper()} {receipt.day}{shift}{stale})"


def _grouped(amount: Decimal | None, currency: str, places: Places) -> str:
    return "…" if amount is None else f"{quantized(amount, places(currency)):,f}"


def _verdict_words(verdict: Verdict) -> str:
    name = _regime_words(verdict.regime)
    if verdict.limit is None or verdict.verdict not in {"over", "under", "borderline"}:
        return f"{verdict.verdict.replace('-', ' ')} in {name}"
    return f"{verdict.verdict} {name} limit {verdict.limit.currency} {verdict.limit.amount:,f}"


def _regime_words(regime: str) -> str:
    """``eu-dprk`` as ``EU DPRK``; longer names keep their words."""
    short: Mapping[str, str] = {"dprk": "DPRK", "russia": "Russia", "belarus": "Belarus", "syria": "Syria"}
    head, *rest = regime.split("-")
    return " ".join([head.upper(), *(short.get(word, word) for word in rest)])


def convert_line(answer: ConvertAnswer, places: Places) -> str:
    """One line for a person: ``¥10M · USD 68,965.30 (ECB 2023-12-07)``."""
    worths = [
        _conversion_words(one, places)
        if isinstance(one, Conversion)
        else f"{one.rates.quote} {_grouped(one.mean, one.rates.quote, places)} (mean of {one.rates.days} days)"
        for one in answer.conversions
    ]
    return " · ".join([answer.reported.text, *worths])


def row(answer: ItemAnswer, places: Places) -> tuple[str, str, str, str, str]:
    """An item as the cells of a table: price, thing, worth, luxury, by whom."""
    worth = "; ".join(_conversion_words(conversion, places) for conversion in answer.conversions)
    says = "; ".join(_verdict_words(verdict) for verdict in answer.verdicts)
    price = "" if answer.reported is None else answer.reported.text
    luxury = {True: "yes", False: "no", None: "?"}[answer.luxury]
    return price, answer.goods.description or "", worth, luxury, says


def check_line(check: Check, report: ReportAnswer, places: Places) -> str:
    """A check as one line for a person."""
    left, right = (report.items[index].reported for index in (check.left, check.right))
    said = " and ".join(mention.text for mention in (left, right) if mention is not None)
    implied = _grouped(check.implied, check.currency, places)
    return f"{said}: {check.finding} ({check.currency} {implied} by the rate of the day)"
