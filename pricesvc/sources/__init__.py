"""Publishers of exchange rates, one module each: fetch, a pure parse, and metadata. To add one, add a row below."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from pricesvc.core.labels import Labels
from pricesvc.core.publishers import Source
from pricesvc.core.refusals import unknown_source
from pricesvc.sources import currency_api, ecb, frankfurter, hmrc, un, us_treasury


@dataclass(frozen=True, slots=True)
class Parts:
    """What publishers are built from.

    ``urls`` holds base URLs by key (``ecb``; ``currency_api_fallback`` for the second host), ``labels`` gives a
    publisher's own names of currencies, ``current`` whether a code is a currency in use on a day.
    """

    labels: Callable[[str], Labels]
    current: Callable[[str, date], bool]
    urls: Mapping[str, str]

    def url(self, key: str) -> str:
        """The base URL set for a key, or its default."""
        return self.urls.get(key, DEFAULT_URLS[key])


DEFAULT_URLS: Final[Mapping[str, str]] = {
    "ecb": ecb.DEFAULT_URL,
    "frankfurter": frankfurter.DEFAULT_URL,
    "currency_api": currency_api.DEFAULT_URL,
    "currency_api_fallback": currency_api.DEFAULT_FALLBACK_URL,
    "hmrc": hmrc.DEFAULT_URL,
    "us_treasury": us_treasury.DEFAULT_URL,
    "un": un.DEFAULT_URL,
}

SOURCES: Final[Mapping[str, Callable[[Parts], Source]]] = {
    "ecb": lambda parts: ecb.Ecb(parts.url("ecb")),
    "frankfurter": lambda parts: frankfurter.Frankfurter(parts.url("frankfurter")),
    "currency_api": lambda parts: currency_api.CurrencyApi(
        parts.url("currency_api"), parts.url("currency_api_fallback"), current=parts.current
    ),
    "hmrc": lambda parts: hmrc.Hmrc(parts.url("hmrc"), labels=parts.labels("hmrc")),
    "us_treasury": lambda parts: us_treasury.UsTreasury(parts.url("us_treasury"), labels=parts.labels("us_treasury")),
    "un": lambda parts: un.Un(parts.url("un"), labels=parts.labels("un")),
}
"""Every publisher by its key, in the order in which they are asked unless a setting says otherwise."""


def build_sources(keys: Iterable[str], parts: Parts) -> tuple[Source, ...]:
    """The publishers named, in that order; none named means none are ever asked.

    Raises:
        UnknownSource: for a key that is not in the table.
        BadData: for a base URL that is none.
    """
    built = []
    for key in dict.fromkeys(keys):
        if key not in SOURCES:
            raise unknown_source(key, SOURCES, field="sources")
        built.append(SOURCES[key](parts))
    return tuple(built)
