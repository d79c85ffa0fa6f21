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
from pricesvc.core.errors import InvalidAmount, InvalidField
from pricesvc.core.exchange import Rates
from pricesvc.core.money import decimal_text
from pricesvc.core.periods import Period, day_or
from pricesvc.questions import Fact, Question, Terms, checked, names_of, number_of, question_of

Json = dict[str, Any]
Number = str | int | Decimal
"""A plain decimal as text, or a number that is exact."""


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
        to: currencies to convert to (ISO 4217), as a list or with commas.
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
    amount: Number | None = None,
    currency: str | None = None,
    category: str | None = None,
    hs: str | None = None,
    quantity: Number | None = None,
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
        amount: the value of all of it, in ``currency``; text, an int or a Decimal, since a float loses money.
        quantity: how many it is, or how much in ``unit``; as ``amount``.
        facts: answers to a law's questions, such as ``{"fuel_efficient": True}``.
        explain: tell also which evidence was weighed and rejected.

    Raises:
        PricesvcError: for a malformed amount or code, or a name that does not exist.
    """
    said = {"description": description, "currency": currency, "category": category, "hs": hs, "unit": unit}
    numbers = {"amount": _written(amount, "amount"), "quantity": _written(quantity, "quantity")}
    question = question_of({**said, **numbers}, facts or {})
    asked = {"regimes": regimes, "target": target, "kind": kind, "basis": basis, "source": source}
    return _item(question, to, on, asked, explain=explain)


def convert(
    value: str | None = None,
    *,
    amount: Number | None = None,
    currency: str | None = None,
    to: Sequence[str] = ("USD",),
    on: str | date | None = None,
    basis: str = "market",
    source: str | None = None,
    locale: str | None = None,
) -> Json:
    """Convert a price in words or signs, or an amount (text, an int or a Decimal) in a currency.

    ``on`` may also be a month (YYYY-MM) or a year: the lowest, the mean and the highest rate over it.

    Raises:
        PricesvcError: when it cannot be read, or there is no rate.
    """
    worker, rates = _parts()
    period = Period.parse(on) if isinstance(on, str) else Period(day_or(on, rates.today), day_or(on, rates.today))
    asked = {"regimes": (), "basis": basis, "source": source, "locale": locale}
    terms = _terms(rates, to, period.last, asked)
    written = _written(amount, "amount")
    stated = None if written is None else number_of(written, "amount")
    mention = worker.mention(Question(value=value, amount=stated, currency=currency), locale)
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
    named = None if asked["regimes"] is None else names_of(asked["regimes"])
    terms = Terms(**{**asked, "on": day_or(on, rates.today), "to": names_of(to), "regimes": named})
    worker = appraiser()
    return checked(terms, worker.currencies, lambda: worker.judge.regimes, rates.series)


def _written(number: Number | None, field: str) -> str | None:
    """A number as the text that the service takes.

    Raises:
        InvalidAmount: for a float, which is not what was written, and for what is no number.
    """
    if number is None or isinstance(number, str):
        return number
    if isinstance(number, bool) or not isinstance(number, (int, Decimal)):
        raise InvalidAmount(f"{field} is text, an int or a Decimal; a float loses money.", field=field)
    return decimal_text(Decimal(number))


def _places(code: str) -> int:
    return appraiser().currencies.get(code).places


def _snapshot(rates: Rates) -> dict[str, str]:
    return {"rates": rates.snapshot, **digests()}
