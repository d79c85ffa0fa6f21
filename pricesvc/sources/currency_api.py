"""currency-api: a daily market table of every currency, from a content network and a second host.

Its files are built around midnight UTC and dated by that build, so a table of day D mostly holds the market of the
evening before: a fallback for what no central bank here quotes. Withdrawn currencies are in the files too, some at
ratios that contradict the law, so only codes in use on the day are taken.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, cast

from pricesvc.core.publishers import Get, NotPublished, SourceError, SourceInfo, Unreachable, Wanted
from pricesvc.core.rates import RateTable
from pricesvc.core.series import EVERY_DAY
from pricesvc.sources import schedules
from pricesvc.sources.address import checked_base
from pricesvc.sources.bodies import parse_day, parse_json, shape

DEFAULT_URL: Final = "https://cdn.jsdelivr.net"
DEFAULT_FALLBACK_URL: Final = "https://{date}.currency-api.pages.dev"

FIRST_DAY: Final = date(2024, 3, 2)

INFO: Final = SourceInfo(
    key="currency_api",
    title="currency-api",
    publisher="fawazahmed0/exchange-api",
    licence="CC0 1.0",
    terms="https://github.com/fawazahmed0/exchange-api",
    coverage="every currency in use, against the euro; unnamed market sources, official and parallel rates mixed",
    schedule="daily, about 05:30 UTC, weekends included",
    base="EUR",
    since=FIRST_DAY,
    period=schedules.every_day,
    due=schedules.daily_due,
    upcoming=schedules.daily_upcoming,
    cadence=EVERY_DAY,
    lookback=1,
)

_FILE = "/v1/currencies/eur.min.json"


class CurrencyApi:
    """The two hosts; ``current`` tells whether a code is a currency in use on a day."""

    info = INFO

    def __init__(
        self,
        base_url: str = DEFAULT_URL,
        fallback_url: str = DEFAULT_FALLBACK_URL,
        *,
        current: Callable[[str, date], bool],
    ) -> None:
        self._templates = (
            checked_base(base_url) + "/npm/@fawazahmed0/currency-api@{date}" + _FILE,
            checked_base(fallback_url) + _FILE,
        )
        self._current = current

    async def fetch(self, get: Get, wanted: Wanted) -> list[RateTable]:
        """Fetch the table of the last day wanted; today's may not be built yet, then yesterday's if it is wanted too."""
        if wanted.last < FIRST_DAY:
            raise NotPublished(f"currency-api begins on {FIRST_DAY}")
        try:
            return await self._day(get, wanted.last)
        except NotPublished:
            if wanted.last < wanted.today or wanted.first == wanted.last:
                raise
            return await self._day(get, wanted.last - timedelta(days=1))

    async def _day(self, get: Get, day: date) -> list[RateTable]:
        first, second = (template.replace("{date}", day.isoformat()) for template in self._templates)
        try:
            return await asyncio.to_thread(parse, await get(first, kind="json"), self._current)
        except SourceError as failure:
            try:
                return await asyncio.to_thread(parse, await get(second, kind="json"), self._current)
            except NotPublished:
                # The second host alone cannot say that a day is missing while the first one is down.
                if isinstance(failure, NotPublished):
                    raise
                raise Unreachable(f"{failure.reason}; the second host has nothing") from failure


def parse(body: bytes, current: Callable[[str, date], bool]) -> list[RateTable]:
    """Read one dated file; crypto assets, funds and withdrawn codes are left out.

    Raises:
        Refused: JSON of another shape.
    """
    payload = parse_json(body)
    with shape("currency-api JSON"):
        table = cast("Mapping[str, object]", payload)
        day = parse_day(cast("str", table["date"]))
        quotes = cast("Mapping[str, object]", table["eur"])
        rates = {
            name.upper(): rate
            for name, rate in quotes.items()
            if isinstance(rate, Decimal) and name != "eur" and current(name.upper(), day)
        }
    return [RateTable("currency_api", "EUR", day, rates)]
