"""The view of the rates that a book begins with."""

from __future__ import annotations

from collections.abc import Sequence

from pricesvc.core.exchange import Rates
from pricesvc.core.publishers import Source
from pricesvc.core.series import Series


def beginning(rates: Rates, sources: Sequence[Source], stale_days: int) -> Rates:
    """A view whose series come in the order of the sources; what no source feeds keeps its place in front."""
    fed = {source.info.key: source.info for source in sources}
    fixed = [one for key, one in rates.series.items() if key not in fed]
    ordered = [
        rates.series.get(key) or Series(key, info.base, cadence=info.cadence, stale_days=stale_days)
        for key, info in fed.items()
    ]
    return Rates((*fixed, *ordered), rates.currencies, rates.law, rates.today)
