"""HM Revenue & Customs: the rates UK customs uses, one table a month, units of currency per pound.

The monthly XML says nothing of the day a row takes effect. When HMRC amends a currency within the month the file
holds two values for it; then the CSV of the same month, which has a start date for every row, is read instead.
"""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Iterator
from datetime import date
from typing import Final

from pricesvc.core.labels import Labels
from pricesvc.core.publishers import Get, NotPublished, Refused, SourceInfo, Wanted
from pricesvc.core.rates import RateTable
from pricesvc.core.series import MONTHLY
from pricesvc.sources import schedules
from pricesvc.sources.address import checked_base
from pricesvc.sources.bodies import parse_named_day, parse_rate, parse_xml, shape
from pricesvc.sources.in_force import Row, tables_in_force

DEFAULT_URL: Final = "https://www.trade-tariff.service.gov.uk"

FIRST_DAY: Final = date(2021, 1, 1)

INFO: Final = SourceInfo(
    key="hmrc",
    title="Exchange rates for customs and VAT, monthly",
    publisher="HM Revenue & Customs",
    licence="Open Government Licence v3.0",
    terms="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    coverage="about 140 currencies against the pound, from January 2021",
    schedule="penultimate Thursday of the month before; amended within the month when a rate moves by over 5 %",
    base="GBP",
    since=FIRST_DAY,
    period=schedules.month,
    due=schedules.month_due,
    upcoming=schedules.hmrc_upcoming,
    cadence=MONTHLY,
    final=False,
)

_FOLDER = "/uk/api/exchange_rates/files/"
_CSV_RATE = "Currency Units per £1"


class Hmrc:
    """The monthly files; ``labels`` gives the codes that HMRC spells its own way."""

    info = INFO

    def __init__(self, base_url: str = DEFAULT_URL, *, labels: Labels) -> None:
        self._folder = checked_base(base_url) + _FOLDER
        self._labels = labels

    async def fetch(self, get: Get, wanted: Wanted) -> list[RateTable]:
        """Fetch the month of the last day wanted."""
        if wanted.last < FIRST_DAY:
            raise NotPublished(f"HMRC's files begin on {FIRST_DAY}")
        month = f"{wanted.last.year}-{wanted.last.month}"
        try:
            body = await get(f"{self._folder}monthly_xml_{month}.xml", kind="xml")
            return await asyncio.to_thread(parse, body, self._labels)
        except Amended:
            body = await get(f"{self._folder}monthly_csv_{month}.csv", kind="csv")
            return await asyncio.to_thread(parse_csv, body, self._labels)


class Amended(Refused):
    """The XML of a month has two values for a currency, and cannot say which holds when; the CSV can."""


def parse(body: bytes, labels: Labels) -> list[RateTable]:
    """Read the XML of a month.

    Raises:
        Amended: for a month within which a rate was amended.
        Refused: XML of another shape.
    """
    rows = list(_xml_rows(body, labels))
    if twice := _contradict(rows):
        raise Amended(f"HMRC XML has two values for {', '.join(twice)}")
    return _tables(rows)


def parse_csv(body: bytes, labels: Labels) -> list[RateTable]:
    """Read the CSV of a month: a table for the first of the month, and one for each day something was amended.

    Raises:
        Refused: CSV of another shape.
    """
    return _tables(list(_csv_rows(body, labels)))


def _tables(rows: list[Row]) -> list[RateTable]:
    if not rows:
        raise NotPublished("HMRC: a file without rows")
    return tables_in_force("hmrc", "GBP", rows)


def _xml_rows(body: bytes, labels: Labels) -> Iterator[Row]:
    root = parse_xml(body)
    with shape("HMRC XML"):
        day = parse_named_day(root.attrib["Period"].partition(" to ")[0])
        for row in root.iter("exchangeRate"):
            code = labels.code(_xml_text(row.findtext("currencyCode")), day)
            if code is not None:
                yield day, code, parse_rate(_xml_text(row.findtext("rateNew")))


def _csv_rows(body: bytes, labels: Labels) -> Iterator[Row]:
    with shape("HMRC CSV"):
        rows = csv.DictReader(body.decode("utf-8-sig").splitlines())
        if _CSV_RATE not in (rows.fieldnames or ()):
            raise Refused("HMRC CSV without a column of rates")
        for row in rows:
            start = row.get("Start date") or row["Start Date"]
            day_of_month, month, year = start.strip().split("/")
            day = date(int(year), int(month), int(day_of_month))
            code = labels.code(row["Currency Code"].strip(), day)
            if code is not None:
                yield day, code, parse_rate(row[_CSV_RATE])


def _contradict(rows: list[Row]) -> list[str]:
    """The currencies that have several values for one day."""
    values: dict[tuple[date, str], set[object]] = {}
    for day, code, rate in rows:
        values.setdefault((day, code), set()).add(rate)
    return sorted({code for (_, code), rates in values.items() if len(rates) > 1})


def _xml_text(text: str | None) -> str:
    if text is None:
        raise ValueError("a row without its currency or rate")
    return text.strip()
