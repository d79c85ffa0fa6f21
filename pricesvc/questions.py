"""What is asked: one item, and the terms that a whole request shares."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from pricesvc.core.bases import BASES
from pricesvc.core.currencies import Currencies
from pricesvc.core.errors import InvalidAmount, InvalidField
from pricesvc.core.money import parse_decimal
from pricesvc.core.periods import parse_day
from pricesvc.core.refusals import unknown_source
from pricesvc.core.regimes import Regime, regime_named

Fact = bool | Decimal | str
"""An answer to a question that a law asks."""

INPUTS: Final = (
    "id", "text", "value", "amount", "currency", "description", "category", "hs", "quantity", "unit", "facts", "on",
    "locale",
)  # fmt: skip
"""What may be said of an item, by the names that it has in JSON and in tables; ``text`` and ``value`` are one."""

SAYING: Final = ("text", "value", "amount", "description", "category", "hs")
"""Those of which an item says one at least."""

_NAMES: Final = ("id", "currency", "description", "category", "hs", "unit", "locale")
"""Those that are names and words, taken as they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One item to be worked out.

    The price is in the words of ``value`` ("¥10M", or "¥10M Lexus": what is not price tells the thing), or ``amount``
    with ``currency``; without either the question is only what the thing is. ``quantity`` and ``unit`` say what the
    whole value is of. ``facts`` answer conditions a law may ask for.
    """

    id: str | None = None
    value: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    description: str | None = None
    category: str | None = None
    hs: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    on: date | None = None
    locale: str | None = None


def question_of(said: Mapping[str, str | None], facts: Mapping[str, Fact] | None = None) -> Question:
    """An item as it was written, by the names of ``INPUTS``; what is None or not there says nothing.

    ``facts`` are answers by name; where there are none, those count that are written as a table has them.

    Raises:
        InvalidField: for nothing that is asked about, or what ``stated`` refuses.
        InvalidAmount, InvalidDay: for what is no number, and no day.
    """
    if all(said.get(name) is None for name in SAYING):
        raise InvalidField(f"Give one of {', '.join(SAYING)}.", field="description")
    return stated(said, facts)


def stated(said: Mapping[str, str | None], facts: Mapping[str, Fact] | None = None) -> Question:
    """The same of what may be a part of an item: one that says nothing as well.

    Raises:
        InvalidField: for two prices, a quantity that is not above zero, or facts of the wrong form.
        InvalidAmount, InvalidDay: for what is no number, and no day.
    """
    text, value, written = said.get("text"), said.get("value"), said.get("facts")
    answers = facts if facts is not None else {} if written is None else facts_of(written.split(","))
    if text is not None and value is not None:
        raise InvalidField("Give one of text, value and amount, not text and value.", field="value")
    amount, quantity = (_number(said, name) for name in ("amount", "quantity"))
    if quantity is not None and quantity <= 0:
        raise InvalidField("A quantity is above zero.", field="quantity")
    day = said.get("on")
    return Question(
        value=value if text is None else text,
        amount=amount,
        quantity=quantity,
        on=None if day is None else parse_day(day),
        facts={name: _fact(answer) for name, answer in answers.items()},
        **{name: said.get(name) for name in _NAMES},
    )


def _number(said: Mapping[str, str | None], name: str) -> Decimal | None:
    text = said.get(name)
    return None if text is None else number_of(text, name)


def number_of(text: str, field: str) -> Decimal:
    """A decimal, whose refusal names the field.

    Raises:
        InvalidAmount: when it is none.
    """
    try:
        return parse_decimal(text)
    except InvalidAmount as refusal:
        refusal.facts["field"] = field
        raise


def facts_of(pairs: Iterable[str]) -> dict[str, Fact]:
    """Answers that are written ``fuel_efficient:true``, by name.

    Raises:
        InvalidField: for one of another form, and for two answers to one question: which of the two is meant?
    """
    found: dict[str, Fact] = {}
    for pair in filter(None, pairs):
        name, colon, value = pair.partition(":")
        if not (name and colon and value):
            raise InvalidField("A fact is written name:value, such as fuel_efficient:true.", field="facts")
        if name in found:
            raise InvalidField("A fact is given once.", field="facts")
        found[name] = value
    return found


def _fact(answer: Fact) -> Fact:
    """A fact as a truth, a number or a word."""
    if not isinstance(answer, str):
        return answer
    if answer in {"true", "false"}:
        return answer == "true"
    digits = answer.replace(".", "", 1)
    return Decimal(answer) if digits.isascii() and digits.isdigit() else answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a request asks of every item.

    ``to`` are the currencies to convert to. ``regimes`` None means every regime in force that lists the thing;
    a regime that is named answers at least once. ``target`` (``RU``) and ``kind`` (``sanction``, ``tax``, ``policy``)
    narrow either. ``basis`` names the purpose that chooses the rate, ``source`` the one publisher to use.
    """

    on: date
    to: tuple[str, ...] = ()
    regimes: tuple[str, ...] | None = None
    target: str | None = None
    kind: str | None = None
    basis: str = "market"
    source: str | None = None
    locale: str | None = None


def checked(
    terms: Terms, currencies: Currencies, regimes: Callable[[], Mapping[str, Regime]], sources: Collection[str]
) -> Terms:
    """The terms with every name looked up: codes of currencies and countries in capitals, each name once.

    ``regimes`` is asked for the law only when the terms name something of it.

    Raises:
        InvalidCurrency, UnknownCurrency, UnknownRegime: with the nearest names.
        InvalidField: for a basis, a target or a kind that there is none of; with ``supported``.
    """
    one_of("basis", terms.basis, BASES)
    if terms.source is not None and terms.source not in sources:
        raise unknown_source(terms.source, sources)
    for name in terms.regimes or ():
        regime_named(regimes(), name)
    return replace(
        terms,
        to=tuple(dict.fromkeys(currencies.get(code).code for code in terms.to)),
        regimes=None if terms.regimes is None else tuple(dict.fromkeys(terms.regimes)),
        target=None if terms.target is None else one_of("target", terms.target.upper(), targets(regimes())),
        kind=None if terms.kind is None else one_of("kind", terms.kind, kinds(regimes())),
    )


def names_of(given: str | Iterable[str]) -> tuple[str, ...]:
    """A list of names, as one or as a text with commas: ``"USD,EUR"`` is not eight letters."""
    parts = given.split(",") if isinstance(given, str) else given
    return tuple(name for name in map(str.strip, parts) if name)


def targets(regimes: Mapping[str, Regime]) -> set[str]:
    """The countries that some regime is against."""
    return {country for regime in regimes.values() for country in regime.target}


def kinds(regimes: Mapping[str, Regime]) -> set[str]:
    """The kinds of regime there are."""
    return {regime.kind for regime in regimes.values()}


def one_of(name: str, value: str | None, supported: Collection[str]) -> str | None:
    """A value that must be one of a few, or None.

    Raises:
        InvalidField: with ``supported``.
    """
    if value is not None and value not in supported:
        raise InvalidField(f"{name} is one of {', '.join(sorted(supported))}.", field=name, supported=sorted(supported))
    return value
