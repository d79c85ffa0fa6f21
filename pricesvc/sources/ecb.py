"""European Central Bank: euro reference rates, one table a TARGET business day, since 1999."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from pricesvc.core.publishers import Get, NotPublished, SourceInfo, Wanted
from pricesvc.core.rates import RateTable
from pricesvc.sources import schedules
from pricesvc.sources.address import checked_base
from pricesvc.sources.bodies import parse_day, parse_rate, parse_xml, shape, unzip

DEFAULT_URL: Final = "https://www.ecb.europa.eu"

INFO: Final = SourceInfo(
    key="ecb",
    title="Euro foreign exchange reference rates",
    publisher="European Central Bank",
    licence="free reuse with the source quoted and the figures unmodified",
    terms="https://www.ecb.europa.eu/services/using-our-site/disclaimer/html/index.en.html",
    coverage="about 30 currencies against the euro, for information only; RUB until 2022-03-01",
    schedule="around 16:00 in Frankfurt on TARGET business days",
    base="EUR",
    since=date(1999, 1, 4),
    period=schedules.business_day,
    due=schedules.ecb_due,
    upcoming=schedules.ecb_upcoming,
    whole=True,
)

_FOLDER = "/stats/eurofxref/"
_QUARTER = timedelta(days=80)
_CUBE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"


class Ecb:
    """The ECB's files, of which the smallest that covers the days wanted is fetched."""

    info = INFO

    def __init__(self, base_url: str = DEFAULT_URL) -> None:
        self._folder = checked_base(base_url) + _FOLDER

    async def fetch(self, get: Get, wanted: Wanted) -> list[RateTable]:
        """Fetch every table from ``wanted.first`` on, in one file."""
        name = smallest_file(wanted)
        body = await get(self._folder + name, kind="zip" if name.endswith(".zip") else "xml")
        if name.endswith(".zip"):
            return await asyncio.to_thread(parse_history, body, wanted.first)
        return [table for table in await asyncio.to_thread(parse, body) if table.day >= wanted.first]


def smallest_file(wanted: Wanted) -> str:
    """The smallest of the ECB's three files that holds every day wanted; ``wanted.last`` is the newest one out."""
    if schedules.business_days(wanted.first, wanted.last) <= 1:
        return "eurofxref-daily.xml"
    if wanted.first >= wanted.today - _QUARTER:
        return "eurofxref-hist-90d.xml"
    return "eurofxref-hist.zip"


def parse(body: bytes) -> list[RateTable]:
    """Read the daily or the 90-day XML; the newest table comes first, as published.

    Raises:
        Refused: XML of another shape, or a rate that is no number.
    """
    tables = []
    for cube in parse_xml(body).iter(_CUBE):
        if (day := cube.get("time")) is not None:
            with shape("ECB XML"):
                rates = {row.attrib["currency"]: parse_rate(row.attrib["rate"]) for row in cube.findall(_CUBE)}
            tables.append(RateTable("ecb", "EUR", parse_day(day), rates))
    if not tables:
        raise NotPublished("ECB: XML without a table")
    return tables


def parse_history(body: bytes, first: date = date.min) -> list[RateTable]:
    """Read the history zip, newest first, back to ``first``; older rows are not even parsed.

    Raises:
        Refused: a damaged zip, or a CSV of another shape.
    """
    rows = csv.reader(unzip(body, "eurofxref-hist.csv").splitlines())
    with shape("ECB history"):
        header = next(rows, [])
        if header[0].strip() != "Date":
            raise ValueError("no column Date")
        return list(_history(header, rows, first))


def _history(header: list[str], rows: Iterator[list[str]], first: date) -> Iterator[RateTable]:
    codes = [code.strip() for code in header]
    for row in rows:
        day = parse_day(row[0])
        if day < first:
            return
        yield RateTable("ecb", "EUR", day, dict(_quotes(codes[1:], row[1:])))


def _quotes(codes: list[str], cells: list[str]) -> Iterator[tuple[str, Decimal]]:
    for code, cell in zip(codes, cells, strict=True):
        if code and cell.strip() not in {"", "N/A"}:
            yield code, parse_rate(cell)
