"""What a table is held against before it is believed: the majors as last known, from any publisher."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pricesvc.book.refusals import MAJORS, Known
from pricesvc.core.calendars import ONE_DAY
from pricesvc.core.errors import PricesvcError
from pricesvc.core.exchange import Rates
from pricesvc.core.publishers import SourceInfo
from pricesvc.core.series import Series


def last_known(view: Rates, info: SourceInfo, day: date) -> Known:
    """The majors against a publisher's base on a day, and how many currencies its table before had."""
    majors: dict[str, Decimal] = {}
    observed = [day]
    for code in MAJORS:
        if code == info.base or day > view.today:
            continue
        try:
            receipt = view.receipt(info.base, code, day)
        except PricesvcError:
            continue
        majors[code] = receipt.rate
        observed.append(receipt.day)
    return Known(min(observed), majors, _quoted_before(view.series[info.key], day))


def _quoted_before(series: Series, day: date) -> int:
    """How many currencies the last table before a day quoted."""
    before = series.last_day(day - ONE_DAY)
    if before is None:
        return 0
    found = (series.observation(code, before) for code in series.codes if code != series.base)
    return sum(1 for one in found if one is not None and one[0] == before)
