"""The use cases for Python: plain functions on the embedded rates, without a server, a network or an event loop.

They answer what the REST API answers, as dictionaries of the same shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pricesvc import rendering, worths
from pricesvc.appraiser import Appraiser
from pricesvc.compose import appraiser, digests, offline_rates
from pricesvc.core.errors import InvalidField
from pricesvc.core.exchange import Rates
from pricesvc.core.money import parse_decimal
from pricesvc.core.periods import Period, day_or
from pricesvc.questions import Question, Terms, checked

Json = dict[str, Any]


def normalize(
    item: str,
    *,
    to: Sequence[str] = ("USD",),
    on: str | date | None = None,
    regimes: Sequence[str] | None = None,
    locale: str | None = None,
) -> Json:
    """Work out one item: a price and the thing it is of, as reported.

    Args:
        item: the words, such as "¥10M Lexus".
        to: currencies to convert to (ISO 4217).
        on: the day of rate and law, as a date or YYYY-MM-DD; today (UTC) if None.
        regimes: ids of regimes to judge by; None: every regime in force that lists the thing; empty: none.
        locale: how the writer writes numbers and money, a BCP 47 tag.

    Raises:
        PricesvcError: when the item cannot be read.
    """
    return _item(Question(text=item), to, on, regimes, locale)


def classify(
    description: str | None = None,
    *,
    amount: str | None = None,
    currency: str | None = None,
    category: str | None = None,
    hs: str | None = None,
    on: str | date | None = None,
    regimes: Sequence[str] | None = None,
) -> Json:
    """Tell what a thing is and by what evidence; with an amount (a plain decimal as text), judge it.

    Raises:
        PricesvcError: for a malformed amount or code, or a name that does not exist.
    """
    value = None if amount is None else parse_decimal(amount)
    question = Question(description=description, amount=value, currency=currency, category=category, hs=hs)
    return _item(question, (), on, regimes, None)


def convert(
    value: str, *, to: Sequence[str] = ("USD",), on: str | date | None = None, locale: str | None = None
) -> Json:
    """Convert a price in words or signs; ``on`` may also be a month (YYYY-MM) or a year.

    Raises:
        PricesvcError: when it cannot be read, or there is no rate.
    """
    worker, rates = _parts()
    period = Period.parse(on) if isinstance(on, str) else Period(day_or(on, rates.today), day_or(on, rates.today))
    terms = _terms(to, period.last, (), locale, rates)
    draft = worker.draft(Question(value=value), terms)
    if draft.mention is None:
        raise InvalidField("Give a value.", field="value")
    return rendering.convert_json(worths.convert_over(draft.mention, terms.to, period, terms, rates), _places)


def extract(
    text: str,
    *,
    to: Sequence[str] = ("USD",),
    on: str | date | None = None,
    regimes: Sequence[str] | None = None,
    locale: str | None = None,
) -> Json:
    """Work out every price in a report, and hold its values against one another."""
    worker, rates = _parts()
    terms = _terms(to, on, regimes, locale, rates)
    answer = worker.finish_report(worker.read_report(text, terms), terms, rates)
    return {**rendering.report_json(answer, _places), "snapshot": _snapshot(rates)}


def _item(
    question: Question, to: Sequence[str], on: str | date | None, regimes: Sequence[str] | None, locale: str | None
) -> Json:
    worker, rates = _parts()
    answer = worker.appraise(question, _terms(to, on, regimes, locale, rates), rates)
    return {**rendering.item_json(answer, _places), "snapshot": _snapshot(rates)}


def _parts() -> tuple[Appraiser, Rates]:
    return appraiser(), offline_rates()


def _terms(
    to: Sequence[str], on: str | date | None, regimes: Sequence[str] | None, locale: str | None, rates: Rates
) -> Terms:
    named = None if regimes is None else tuple(regimes)
    terms = Terms(on=day_or(on, rates.today), to=tuple(to), regimes=named, locale=locale)
    worker = appraiser()
    return checked(terms, worker.currencies, lambda: worker.judge.regimes, rates.series)


def _places(code: str) -> int:
    return appraiser().currencies.get(code).places


def _snapshot(rates: Rates) -> dict[str, str]:
    return {"rates": rates.snapshot, **digests()}
