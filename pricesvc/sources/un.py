"""United Nations: operational rates of exchange, monthly and amended within the month, units per dollar.

Only the rates in force are published, so history is what has been kept since the first fetch.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Final

from pricesvc.core.labels import Labels
from pricesvc.core.publishers import Get, NotPublished, SourceInfo, Wanted
from pricesvc.core.rates import RateTable
from pricesvc.core.series import MONTHLY
from pricesvc.sources import schedules
from pricesvc.sources.address import checked_base
from pricesvc.sources.bodies import parse_named_day, parse_rate, parse_xml, shape
from pricesvc.sources.in_force import Row, tables_in_force

DEFAULT_URL: Final = "https://treasury.un.org"

INFO: Final = SourceInfo(
    key="un",
    title="UN Operational Rates of Exchange",
    publisher="United Nations Treasury",
    licence="free to use with the source named; see the terms",
    terms="https://treasury.un.org/operationalrates/OperationalRates.php",
    coverage="about 150 currencies against the dollar; the rates in force only, no history",
    schedule="effective the 1st of the month, and mid-month where a rate moved",
    base="USD",
    since=None,
    period=schedules.month,
    due=schedules.month_due,
    upcoming=schedules.un_upcoming,
    cadence=MONTHLY,
    final=False,
)

_PATH = "/operationalrates/xsql2XML.php"


class Un:
    """The current file; ``labels`` gives the codes that the UN spells its own way."""

    info = INFO

    def __init__(self, base_url: str = DEFAULT_URL, *, labels: Labels) -> None:
        self._address = checked_base(base_url) + _PATH
        self._labels = labels

    async def fetch(self, get: Get, wanted: Wanted) -> list[RateTable]:
        """Fetch the rates in force; they say nothing of a month that is over."""
        if schedules.month(wanted.last) < schedules.month(wanted.today):
            raise NotPublished("the UN publishes the rates in force only")
        return await asyncio.to_thread(parse, await get(self._address, kind="xml"), self._labels)


def parse(body: bytes, labels: Labels) -> list[RateTable]:
    """Read the dataset: rows with trailing tabs, one per country, each with its own effective day.

    Raises:
        Refused: XML of another shape.
    """
    rows = list(_rows(body, labels))
    if not rows:
        raise NotPublished("UN: a dataset without rows")
    return tables_in_force("un", "USD", rows)


def _rows(body: bytes, labels: Labels) -> Iterator[Row]:
    for row in parse_xml(body).iter("UN_OPERATIONAL_RATES"):
        with shape("UN XML"):
            texts = {child.tag.lower(): (child.text or "").strip() for child in row}
            day = parse_named_day(texts["eff_date"])
            code = labels.code(texts["f_curr_code"], day)
            if code is not None and code != "USD":
                yield day, code, parse_rate(texts["rate"])
