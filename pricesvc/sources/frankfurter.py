"""Frankfurter: the ECB's reference rates relayed as JSON, by the public service or one's own.

Rebased answers are rounded to a few digits (1 JPY = 0.0069 USD), so only the euro is ever asked for as base, and
only the ECB as provider.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, cast

from pricesvc.core.publishers import Get, NotPublished, Refused, SourceInfo, Wanted
from pricesvc.core.rates import RateTable
from pricesvc.sources import schedules
from pricesvc.sources.address import checked_base
from pricesvc.sources.bodies import parse_day, parse_json, shape

DEFAULT_URL: Final = "https://api.frankfurter.dev"

INFO: Final = SourceInfo(
    key="frankfurter",
    title="Frankfurter",
    publisher="Frankfurter, relaying the European Central Bank",
    licence="open source (MIT); the figures are the ECB's, under its terms",
    terms="https://frankfurter.dev",
    coverage="about 30 currencies against the euro",
    schedule="within half an hour of the ECB, on TARGET business days",
    base="EUR",
    since=date(1999, 1, 4),
    period=schedules.business_day,
    due=schedules.relay_due,
    upcoming=schedules.relay_upcoming,
    lookback=6,
    relays="ecb",
)


class Frankfurter:
    """A Frankfurter service; a base URL that ends in ``/v2`` speaks version 2, any other version 1."""

    info = INFO

    def __init__(self, base_url: str = DEFAULT_URL) -> None:
        base = checked_base(base_url)
        self._v2 = base.endswith("/v2")
        self._base = base if base.endswith(("/v1", "/v2")) else f"{base}/v1"

    async def fetch(self, get: Get, wanted: Wanted) -> list[RateTable]:
        """Fetch the tables of the days wanted in one request."""
        body = await get(self._url(wanted.first, wanted.last), kind="json")
        return await asyncio.to_thread(parse, body)

    def _url(self, first: date, last: date) -> str:
        if self._v2:
            return f"{self._base}/rates?base=EUR&providers=ECB&from={first}&to={last}"
        return f"{self._base}/{first}..{last}?base=EUR"


def parse(body: bytes) -> list[RateTable]:
    """Read any of the three shapes: v1 for a day, v1 for a range, v2's list of rows.

    Raises:
        Refused: JSON of another shape, or an amount other than 1.
    """
    payload = parse_json(body)
    with shape("Frankfurter JSON"):
        tables = _rows(payload) if isinstance(payload, list) else _version_1(cast("Mapping[str, object]", payload))
    if not tables:
        raise NotPublished("Frankfurter: no rows for those days")
    return tables


def _version_1(payload: Mapping[str, object]) -> list[RateTable]:
    if payload.get("amount", Decimal(1)) != 1:
        raise Refused("Frankfurter: amount is not 1")
    base = _text(payload["base"])
    if "date" in payload:
        return [_table(base, _text(payload["date"]), payload["rates"])]
    days = cast("Mapping[str, object]", payload["rates"])
    return [_table(base, day, rates) for day, rates in days.items()]


def _rows(rows: list[Mapping[str, object]]) -> list[RateTable]:
    tables: dict[tuple[str, str], dict[str, object]] = defaultdict(dict)
    for row in rows:
        tables[_text(row["base"]), _text(row["date"])][_text(row["quote"])] = row["rate"]
    return [_table(base, day, rates) for (base, day), rates in tables.items()]


def _table(base: str, day: str, rates: object) -> RateTable:
    quotes = cast("Mapping[str, object]", rates)
    return RateTable("frankfurter", base, parse_day(day), {code: _rate(rate) for code, rate in quotes.items()})


def _rate(value: object) -> Decimal:
    if not isinstance(value, Decimal):
        raise TypeError(f"{value!r} is not a number")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value
