"""When the ECB publishes: the TARGET calendar, and the days that customs law picks from it.

Since 2002 TARGET closes on Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December.
Source: https://www.ecb.europa.eu/ecb/contacts/working-hours/html/index.en.html
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

FRANKFURT = ZoneInfo("Europe/Berlin")
"""The clock that the ECB publishes by."""

PUBLICATION = time(16, 0)
"""Reference rates come out around this time in Frankfurt."""

ONE_DAY = timedelta(days=1)

_FIXED_CLOSINGS = frozenset({(1, 1), (5, 1), (12, 25), (12, 26)})
_SECOND_MONTH_EVER = date(1, 2, 1)
_WEDNESDAY = 2
_SATURDAY = 5


@lru_cache(maxsize=256)
def easter(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, century_rest = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * century_rest + 2 * (rest // 4) - moon - rest % 4) % 7
    correction = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def is_weekend(day: date) -> bool:
    """Whether a day is a Saturday or a Sunday."""
    return day.weekday() >= _SATURDAY


def is_target_day(day: date) -> bool:
    """Whether TARGET is open, so that the ECB publishes rates. The rule is the one in force since 2002."""
    if is_weekend(day) or (day.month, day.day) in _FIXED_CLOSINGS:
        return False
    return (day - easter(day.year)).days not in {-2, 1}


def target_day_on_or_before(day: date) -> date:
    """The day itself when TARGET is open, else the last open day before it, if the calendar has one."""
    while not is_target_day(day) and day > date.min:
        day -= ONE_DAY
    return day


def last_publication(now: datetime) -> date:
    """The day of the newest table that should be out at a moment.

    Args:
        now: an aware datetime, in any zone.
    """
    local = now.astimezone(FRANKFURT)
    today = local.date()
    return target_day_on_or_before(today if local.time() >= PUBLICATION else today - ONE_DAY)


def next_publication(now: datetime) -> datetime:
    """The first moment after ``now`` when a table is due: 16:00 in Frankfurt on a TARGET day.

    Args:
        now: an aware datetime, in any zone.
    """
    local = now.astimezone(FRANKFURT)
    day = local.date() if local.time() < PUBLICATION else local.date() + ONE_DAY
    while not is_target_day(day):
        day += ONE_DAY
    return datetime.combine(day, PUBLICATION, tzinfo=FRANKFURT)


def next_month(day: date) -> date:
    """The first of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def second_last(weekday: int, day: date) -> date:
    """The last but one of a weekday (Monday is 0) in the month of a day."""
    last = next_month(day) - ONE_DAY
    return last - timedelta(days=(last.weekday() - weekday) % 7 + 7)


def eu_customs_day(day: date) -> date:
    """The day whose ECB rate values a customs declaration made on ``day`` (Art. 146, Implementing Regulation 2015/2447).

    The second-last Wednesday of the month before; where nothing was published then, the last publication before it.
    """
    if day < _SECOND_MONTH_EVER:
        return day
    return second_last(_WEDNESDAY, day.replace(day=1) - ONE_DAY)
