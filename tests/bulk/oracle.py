"""What a row of a table must say, from what the appraiser answers for the item: written apart from the product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from pricesvc.answers import BandConversion, Conversion, ItemAnswer
from pricesvc.bulk.job import Job
from pricesvc.core.errors import InvalidField, PricesvcError
from pricesvc.core.money import decimal_text, parse_decimal, quantized
from pricesvc.core.periods import parse_day
from pricesvc.questions import Question

ORDER = ["over", "any-value", "borderline", "undetermined", "under", "not-in-force", "not-listed"]


def expected(row: Mapping[str, str | None], job: Job) -> dict[str, object]:
    """The answer columns of one row."""
    if not any(row.get(name) for name in ("text", "value", "amount", "description", "category", "hs")):
        return {"problem": "invalid-field"}
    if row.get("text") and row.get("value"):
        return {"problem": "invalid-field"}
    try:
        question = Question(
            facts=_facts(row),
            value=row.get("value") or row.get("text"),
            amount=None if row.get("amount") is None else parse_decimal(str(row["amount"])),
            currency=row.get("currency"),
            description=row.get("description"),
            category=row.get("category"),
            hs=row.get("hs"),
            quantity=None if row.get("quantity") is None else parse_decimal(str(row["quantity"])),
            unit=row.get("unit"),
            locale=row.get("locale"),
        )
        if question.quantity is not None and question.quantity <= 0:
            return {"problem": "invalid-field"}
        day = None if row.get("on") is None else parse_day(str(row["on"]))
        answer = job.appraiser.appraise(replace(question, on=day), job.terms, job.rates)
    except PricesvcError as refusal:
        return {"problem": refusal.code}
    said = {"category": answer.goods.category, "luxury": answer.luxury}
    for regime in job.terms.regimes or ():
        words = [one.verdict for one in answer.verdicts if one.regime == regime]
        said[f"verdict_{regime.replace('-', '_')}"] = min(words, key=ORDER.index)
    found = {**said, **_reported(answer), **_worths(answer, job)}
    return {name: value for name, value in found.items() if value is not None}


def _facts(row: Mapping[str, str | None]) -> dict[str, bool | Decimal | str]:
    pairs = [pair.split(":") for pair in (row.get("facts") or "").split(",") if pair]
    if any(len(pair) != 2 for pair in pairs) or len({name for name, _ in pairs}) < len(pairs):
        raise InvalidField("facts")
    known: dict[str, bool | Decimal] = {"true": True, "false": False, "2500": Decimal(2500), "30": Decimal(30)}
    return {name: known.get(value, value) for name, value in pairs}


def _reported(answer: ItemAnswer) -> dict[str, object]:
    mention = answer.reported
    if mention is None:
        return {}
    ends = {"reported_amount": mention.amount, "low": mention.low, "high": mention.high}
    texts = {name: decimal_text(end) for name, end in ends.items() if end is not None}
    return {**texts, "reported_currency": mention.currency, "qualifier": mention.qualifier}


def _worths(answer: ItemAnswer, job: Job) -> dict[str, object]:
    if answer.reported is None:
        return {}
    found: dict[str, object] = {}
    problems: dict[str, str] = {}
    single = [one for one in answer.conversions if isinstance(one, Conversion)]
    for one in single:
        if one.amount is not None:
            worth = quantized(one.amount, job.places(one.receipt.quote))
            if abs(worth) < Decimal(10) ** (38 - job.places(one.receipt.quote)):
                found[f"amount_{one.receipt.quote.lower()}"] = worth
            else:
                problems[one.receipt.quote] = "too-large"
    problems |= {one.quote: "disputed-currency" for one in answer.conversions if isinstance(one, BandConversion)}
    if single:
        shown = next((one.receipt for one in single if one.receipt.legs), single[0].receipt)
        found |= {"rate_date": shown.day, "rate_source": shown.source}
    reached = {one.quote if isinstance(one, BandConversion) else one.receipt.quote for one in answer.conversions}
    problems |= {code: _refusal(answer, code, job) for code in job.terms.to if code not in reached}
    first = [problems[code] for code in job.terms.to if code in problems]
    return {**found, "problem": first[0]} if first else found


def _refusal(answer: ItemAnswer, code: str, job: Job) -> str:
    assert answer.reported is not None
    try:
        job.rates.receipt(answer.reported.currency, code, answer.on)
    except PricesvcError as refusal:
        return refusal.code
    raise AssertionError(f"{answer.reported.currency} to {code} was left out, and there is a rate")
