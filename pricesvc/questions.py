"""What is asked: one item, and the terms that a whole request shares."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from pricesvc.core.bases import BASES
from pricesvc.core.currencies import Currencies
from pricesvc.core.errors import InvalidField
from pricesvc.core.refusals import unknown_source
from pricesvc.core.regimes import Regime, regime_named


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One item to be worked out.

    The value is ``text`` ("¥10M Lexus": price and thing together), or ``value`` ("¥10M"), or ``amount`` with
    ``currency``; without any of these the question is only what the thing is. ``quantity`` and ``unit`` say
    what the whole value is of. ``facts`` answer conditions a law may ask for.
    """

    id: str | None = None
    text: str | None = None
    value: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    description: str | None = None
    category: str | None = None
    hs: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    facts: Mapping[str, bool | Decimal | str] = field(default_factory=dict)
    on: date | None = None
    locale: str | None = None


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
