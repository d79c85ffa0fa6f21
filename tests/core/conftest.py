"""Small series and views of rates, made from a dictionary of days."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import pytest

from pricesvc.core.currencies import Currencies, CurrencyInfo
from pricesvc.core.exchange import Rates
from pricesvc.core.law import Law
from pricesvc.core.rates import RateTable
from pricesvc.core.series import TARGET_DAYS, Cadence, Series

Quotes = Mapping[date, Mapping[str, str]]

CODES = ("AED", "CUC", "CUP", "EUR", "GBP", "HRK", "JPY", "KPW", "MID", "NEW", "OLD", "RUB", "SAR", "SYP", "TWD", "USD")
TODAY = date(2024, 3, 15)


MakeSeries = Callable[..., Series]
MakeRates = Callable[..., Rates]


@pytest.fixture
def series() -> MakeSeries:
    """Makes a series of a source: for each day, the rates by currency."""

    def make(
        source: str, quotes: Quotes, base: str = "EUR", cadence: Cadence = TARGET_DAYS, *, stale_days: int = 31
    ) -> Series:
        tables = (
            RateTable(source, base, day, {code: Decimal(rate) for code, rate in rates.items()})
            for day, rates in quotes.items()
        )
        return Series(source, base, cadence=cadence, tables=tables, stale_days=stale_days)

    return make


@pytest.fixture
def view() -> MakeRates:
    """Makes a view over series, in order."""
    known = Currencies(CurrencyInfo(code, code, 2, None) for code in CODES)

    def make(*held: Series, law: Law | None = None, today: date = TODAY) -> Rates:
        return Rates(held, known, law or Law(), today)

    return make
