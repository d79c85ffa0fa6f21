"""Publishers that amend a period: what was in force on each day that something changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pricesvc.core.publishers import Refused
from pricesvc.core.rates import RateTable

Row = tuple[date, str, Decimal]
"""The day a rate takes effect, the currency, the rate."""

_MOST_DAYS = 1_000


def tables_in_force(source: str, base: str, rows: Iterable[Row]) -> list[RateTable]:
    """One table for each effective day, oldest first: the rates of the days before, amended by that day's.

    Where a currency is named twice for one day (once per country, say), the first row counts.

    Raises:
        Refused: for more days than there can be; each of them has a table.
    """
    days: dict[date, dict[str, Decimal]] = defaultdict(dict)
    for day, code, rate in rows:
        days[day].setdefault(code, rate)
    if len(days) > _MOST_DAYS:
        raise Refused(f"{source}: rates of {len(days)} days in one file")
    tables: list[RateTable] = []
    held: dict[str, Decimal] = {}
    for day in sorted(days):
        held = held | days[day]
        tables.append(RateTable(source, base, day, held))
    return tables
