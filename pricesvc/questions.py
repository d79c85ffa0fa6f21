"""What is asked: one item, and the terms that a whole request shares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


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
    a regime that is named answers at least once. ``target`` (``RU``) and ``kind`` (``sanction``, ``tax``) narrow
    either. ``basis`` names the purpose that chooses the rate, ``source`` the one publisher to use.
    """

    on: date
    to: tuple[str, ...] = ()
    regimes: tuple[str, ...] | None = None
    target: str | None = None
    kind: str | None = None
    basis: str = "market"
    source: str | None = None
    locale: str | None = None
