"""What a table is held against before it is believed: the rates as last known, from any publisher."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pricesvc.book.trials import MAJORS, Known
from pricesvc.core.calendars import ONE_DAY
from pricesvc.core.errors import PricesvcError
from pricesvc.core.exchange import Rates
from pricesvc.core.publishers import SourceInfo
from pricesvc.core.series import TARGET_DAYS, Series


def last_known(view: Rates, info: SourceInfo, day: date) -> Known:
    """The currencies to watch against a publisher's base on a day, and how many its table before had."""
    rates: dict[str, Decimal] = {}
    observed = [day]
    for code in dict.fromkeys((*MAJORS, *_quoted_by_ecb(view, day))):
        if code == info.base or day > view.today:
            continue
        try:
            receipt = view.receipt(info.base, code, day)
        except PricesvcError:
            continue
        rates[code] = receipt.rate
        observed.append(receipt.day)
    return Known(min(observed), rates, _quoted_before(view.series[info.key], day))


def _quoted_by_ecb(view: Rates, day: date) -> list[str]:
    """The currencies in the last table of the ECB, or of whoever relays it, before a day."""
    return sorted({code for one in view.series.values() if one.cadence is TARGET_DAYS for code in _quoted(one, day)})


def _quoted_before(series: Series, day: date) -> int:
    """How many currencies the last table before a day quoted."""
    return len(_quoted(series, day))


def _quoted(series: Series, day: date) -> list[str]:
    """The currencies in the last table before a day."""
    before = series.last_day(day - ONE_DAY)
    if before is None:
        return []
    found = {code: series.observation(code, before) for code in series.codes if code != series.base}
    return [code for code, one in found.items() if one is not None and one.day == before]
