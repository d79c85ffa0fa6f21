"""US Treasury: reporting rates of exchange, one table a quarter, units of currency per dollar, since 2001.

Rows carry the name of a country and its money, never a code; names drift and some kept a predecessor's magnitude
past a redenomination, so the label rows are dated. An amendment is another row of the same quarter with a later
effective date.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final, cast
from urllib.parse import quote

from pricesvc.core.labels import Labels
from pricesvc.core.publishers import Get, NotPublished, Refused, SourceInfo, Wanted
from pricesvc.core.rates import RateTable
from pricesvc.core.series import QUARTERLY
from pricesvc.sources import schedules
from pricesvc.sources.address import checked_base
from pricesvc.sources.bodies import parse_day, parse_json, parse_rate, shape
from pricesvc.sources.in_force import tables_in_force

DEFAULT_URL: Final = "https://api.fiscaldata.treasury.gov"

FIRST_DAY: Final = date(2001, 3, 31)

INFO: Final = SourceInfo(
    key="us_treasury",
    title="Treasury Reporting Rates of Exchange",
    publisher="US Department of the Treasury, Bureau of the Fiscal Service",
    licence="public domain",
    terms="https://fiscaldata.treasury.gov/datasets/treasury-reporting-rates-exchange/",
    coverage="about 165 currencies against the dollar",
    schedule="at the end of each quarter; amended within it when a rate moves by 10 % or more",
    base="USD",
    since=FIRST_DAY,
    period=schedules.quarter_end,
    due=schedules.quarter_due,
    upcoming=schedules.quarter_upcoming,
    cadence=QUARTERLY,
    final=False,
)

_PATH = "/services/api/fiscal_service/v1/accounting/od/rates_of_exchange"
_FIELDS = "record_date,effective_date,country_currency_desc,exchange_rate"

_Ranked = tuple[int, date, str, Decimal]


class UsTreasury:
    """The Fiscal Data API; ``labels`` reads its names of currencies."""

    info = INFO

    def __init__(self, base_url: str = DEFAULT_URL, *, labels: Labels) -> None:
        self._address = checked_base(base_url) + _PATH
        self._labels = labels

    async def fetch(self, get: Get, wanted: Wanted) -> list[RateTable]:
        """Fetch the quarter of the last day wanted, with its amendments."""
        quarter = schedules.quarter_end(wanted.last)
        if quarter < FIRST_DAY:
            raise NotPublished(f"the Treasury's rates begin on {FIRST_DAY}")
        query = f"fields={_FIELDS}&filter=record_date:eq:{quarter}&page{quote('[size]')}=10000"
        return await asyncio.to_thread(parse, await get(f"{self._address}?{query}", kind="json"), self._labels)


def parse(body: bytes, labels: Labels) -> list[RateTable]:
    """Read one page of rows; the newest effective date on or before a day rules that day.

    Raises:
        Refused: JSON of another shape, or the first page of several.
    """
    payload = parse_json(body)
    with shape("Treasury JSON"):
        document = cast("Mapping[str, object]", payload)
        _check_single_page(document)
        quarters: dict[date, list[_Ranked]] = defaultdict(list)
        for row in cast("list[Mapping[str, str]]", document["data"]):
            if (ranked := _ranked(row, labels)) is not None:
                quarters[parse_day(row["record_date"])].append(ranked)
    if not quarters:
        raise NotPublished("Treasury: no rows for that quarter")
    return [table for quarter in sorted(quarters) for table in _quarter(quarters[quarter])]


def _quarter(rows: list[_Ranked]) -> list[RateTable]:
    ranked = sorted(rows, key=lambda row: row[0])
    return tables_in_force("us_treasury", "USD", (row[1:] for row in ranked))


def _ranked(row: Mapping[str, str], labels: Labels) -> _Ranked | None:
    """A row under its code, with the rank of its label; None for labels that no row of ours reads."""
    effective = parse_day(row["effective_date"])
    found = labels.read(row["country_currency_desc"].strip(), effective)
    if found is None:
        return None
    rank, code = found
    return rank, effective, code, parse_rate(row["exchange_rate"])


def _check_single_page(document: Mapping[str, object]) -> None:
    meta = cast("Mapping[str, object]", document.get("meta", {}))
    if meta.get("total-pages", 1) not in {0, 1}:
        raise Refused("Treasury: the quarter does not fit one page")
