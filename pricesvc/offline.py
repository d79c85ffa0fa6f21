"""The use cases for Python: plain functions on the embedded rates, without a server, a network or an event loop.

They answer what the REST API answers, as dictionaries of the same shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pricesvc import rendering, worths
from pricesvc.appraiser import Appraiser
from pricesvc.compose import appraiser, digests, offline_rates
from pricesvc.core.errors import InvalidField
from pricesvc.core.exchange import Rates
from pricesvc.core.money import parse_decimal
from pricesvc.core.periods import Period, day_or
from pricesvc.questions import Fact, Question, Terms, checked, question_of

Json = dict[str, Any]


def normalize(
    item: str,
    *,
    to: Sequence[str] = ("USD",),
    on: str | date | None = None,
    regimes: Sequence[str] | None = None,
    target: str | None = None,
    kind: str | None = None,
    basis: str = "market",
    source: str | None = None,
    locale: str | None = None,
) -> Json:
    """Work out one item: a price and the thing it is of, as reported.

    Args:
        item: the words, such as "¥10M Lexus".
        to: currencies to convert to (ISO 4217).
        on: the day of rate and law, as a date or YYYY-MM-DD; today (UTC) if None.
        regimes: ids of regimes to judge by; None: every regime in force that lists the thing; empty: none.
        target: only regimes against this country, such as "RU".
        kind: only regimes of this kind: "sanction", "tax" or "policy".
        basis: the purpose that chooses the rate, such as "eu-customs".
        source: the one publisher whose rate to use.
        locale: how the writer writes numbers and money, a BCP 47 tag.

    Raises:
        PricesvcError: when the item cannot be read, or a name does not exist.
    """
    asked = {"regimes": regimes, "target": target, "kind": kind, "basis": basis, "source": source, "locale": locale}
    return _item(Question(value=item), to, on, asked)


def classify(
    description: str | None = None,
    *,
    amount: str | None = None,
    currency: str | None = None,
    category: str | None = None,
    hs: str | None = None,
    quantity: str | None = None,
    unit: str | None = None,
    facts: Mapping[str, Fact] | None = None,
    to: Sequence[str] = ("USD",),
    on: str | date | None = None,
    regimes: Sequence[str] | None = None,
    target: str | None = None,
    kind: str | None = None,
    basis: str = "market",
    source: str | None = None,
    explain: bool = False,
) -> Json:
    """Tell what a thing is and by what evidence; with an amount, judge it.

    Args as for ``normalize``, and:
        description: the thing in words; or its ``category``, or its tariff code ``hs``.
        amount: the value of all of it, a plain decimal as text, in ``currency``.
        quantity: how many it is, or how much in ``unit``; a plain decimal as text.
        facts: answers to a law's questions, such as ``{"fuel_efficient": True}``.
        explain: tell also which evidence was weighed and rejected.

    Raises:
        PricesvcError: for a malformed amount or code, or a name that does not exist.
    """
    said = {"description": description, "amount": amount, "currency": currency, "category": category, "hs": hs}
    question = question_of({**said, "quantity": quantity, "unit": unit}, facts or {})
    asked = {"regimes": regimes, "target": target, "kind": kind, "basis": basis, "source": source}
    return _item(question, to, on, asked, explain=explain)


def convert(
    value: str | None = None,
    *,
    amount: str | None = None,
    currency: str | None = None,
    to: Sequence[str] = ("USD",),
    on: str | date | None = None,
    basis: str = "market",
    source: str | None = None,
    locale: str | None = None,
) -> Json:
    """Convert a price in words or signs, or an amount (a plain decimal as text) in a currency.

    ``on`` may also be a month (YYYY-MM) or a year: the lowest, the mean and the highest rate over it.

    Raises:
        PricesvcError: when it cannot be read, or there is no rate.
    """
    worker, rates = _parts()
    period = Period.parse(on) if isinstance(on, str) else Period(day_or(on, rates.today), day_or(on, rates.today))
    asked = {"regimes": (), "basis": basis, "source": source, "locale": locale}
    terms = _terms(rates, to, period.last, asked)
    mention = worker.mention(Question(value=value, amount=_number(amount), currency=currency), locale)
    if mention is None:
        raise InvalidField("Give value, or amount and currency.", field="value")
    answer = worths.convert_over(mention, terms.to, period, terms, rates)
    return {**rendering.convert_json(answer, _places), "snapshot": _snapshot(rates)}


def extract(
    text: str,
    *,
    to: Sequence[str] = ("USD",),
    on: str | date | None = None,
    regimes: Sequence[str] | None = None,
    target: str | None = None,
    kind: str | None = None,
    basis: str = "market",
    source: str | None = None,
    locale: str | None = None,
) -> Json:
    """Work out every price in a report, and hold its values against one another; keywords as for ``normalize``.

    Raises:
        PricesvcError: for a name that does not exist.
    """
    worker, rates = _parts()
    asked = {"regimes": regimes, "target": target, "kind": kind, "basis": basis, "source": source, "locale": locale}
    terms = _terms(rates, to, on, asked)
    answer = worker.finish_report(worker.read_report(text, terms), terms, rates)
    return {**rendering.report_json(answer, _places), "snapshot": _snapshot(rates)}


def _item(
    question: Question, to: Sequence[str], on: str | date | None, asked: Mapping[str, Any], *, explain: bool = False
) -> Json:
    worker, rates = _parts()
    answer = worker.appraise(question, _terms(rates, to, on, asked), rates)
    return {**rendering.item_json(answer, _places, explain=explain), "snapshot": _snapshot(rates)}


def _parts() -> tuple[Appraiser, Rates]:
    return appraiser(), offline_rates()


def _terms(rates: Rates, to: Sequence[str], on: str | date | None, asked: Mapping[str, Any]) -> Terms:
    """The terms with every name looked up; ``asked`` are the others of ``Terms``, by their names."""
    named = None if asked["regimes"] is None else tuple(asked["regimes"])
    terms = Terms(**{**asked, "on": day_or(on, rates.today), "to": tuple(to), "regimes": named})
    worker = appraiser()
    return checked(terms, worker.currencies, lambda: worker.judge.regimes, rates.series)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else parse_decimal(text)


def _places(code: str) -> int:
    return appraiser().currencies.get(code).places


def _snapshot(rates: Rates) -> dict[str, str]:
    return {"rates": rates.snapshot, **digests()}
