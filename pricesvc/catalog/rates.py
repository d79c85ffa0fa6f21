"""The embedded history and the law of currencies, read from ``data/`` once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from pricesvc.catalog.currencies import currencies, law
from pricesvc.catalog.history import read_history
from pricesvc.catalog.toml import DATA
from pricesvc.core.exchange import Rates
from pricesvc.core.series import Series

EMBEDDED_STALE_DAYS = 366
"""How long the embedded history answers, marked stale, when no publisher can be reached at all."""


@cache
def embedded_series() -> Series:
    """The ECB's reference rates since 1999-01-04, as shipped.

    Raises:
        BadData: when the file is damaged.
    """
    history = read_history(DATA / "rates" / "ecb.history")
    return Series("ecb", "EUR", history=history, stale_days=EMBEDDED_STALE_DAYS)


def embedded_rates(today: date, beside: Iterable[Series] = ()) -> Rates:
    """A view over the embedded history, then other series in their order.

    Raises:
        BadData: when a data file is damaged.
    """
    return Rates((embedded_series(), *beside), currencies(), law(), today)
