"""When publishers publish: which table rules a day, which is out by now, and when the next one comes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from pricesvc.core.calendars import (
    ONE_DAY,
    is_target_day,
    last_publication,
    next_month,
    next_publication,
    second_last,
    target_day_on_or_before,
)

_ECB_GRACE = timedelta(minutes=5)
_RELAY_GRACE = timedelta(minutes=35)
_DAILY_BUILD = time(5, 30)
_THURSDAY = 3
_MID_MONTH = 15


def business_day(day: date) -> date:
    """The TARGET day whose table rules a day."""
    return target_day_on_or_before(day)


def business_days(first: date, last: date) -> int:
    """How many TARGET days there are from ``first`` to ``last``, both included."""
    return sum(is_target_day(first + timedelta(days=ahead)) for ahead in range((last - first).days + 1))


def ecb_due(now: datetime) -> date:
    """The newest ECB table that should be out: a few minutes after 16:00 in Frankfurt."""
    return last_publication(now - _ECB_GRACE)


def ecb_upcoming(now: datetime) -> datetime:
    """When the next ECB table is expected."""
    return next_publication(now - _ECB_GRACE) + _ECB_GRACE


def relay_due(now: datetime) -> date:
    """The newest ECB table that a relay should have: it polls every half hour."""
    return last_publication(now - _RELAY_GRACE)


def relay_upcoming(now: datetime) -> datetime:
    """When a relay is expected to have the next ECB table."""
    return next_publication(now - _RELAY_GRACE) + _RELAY_GRACE


def every_day(day: date) -> date:
    """A table for each day of the calendar."""
    return day


def daily_due(now: datetime) -> date:
    """Today's table from 05:30 UTC on."""
    utc = now.astimezone(UTC)
    return utc.date() if utc.time() >= _DAILY_BUILD else utc.date() - ONE_DAY


def daily_upcoming(now: datetime) -> datetime:
    """The next 05:30 UTC."""
    return datetime.combine(daily_due(now) + ONE_DAY, _DAILY_BUILD, tzinfo=UTC)


def month(day: date) -> date:
    """The first of the month: a monthly table rules from there."""
    return day.replace(day=1)


def month_due(now: datetime) -> date:
    """The table of the month it is."""
    return month(now.astimezone(UTC).date())


def hmrc_upcoming(now: datetime) -> datetime:
    """HMRC's next file: the penultimate Thursday, of this month or the next."""
    today = now.astimezone(UTC).date()
    day = second_last(_THURSDAY, today)
    return _midnight(day if today < day else second_last(_THURSDAY, next_month(today)))


def un_upcoming(now: datetime) -> datetime:
    """The UN's next rates: the 15th where something moved, or the first of the month."""
    today = now.astimezone(UTC).date()
    return _midnight(today.replace(day=_MID_MONTH) if today.day < _MID_MONTH else next_month(today))


def quarter_end(day: date) -> date:
    """The last end of a quarter on or before a day: the Treasury's table takes effect then."""
    first_of_quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    end = next_month(next_month(next_month(first_of_quarter))) - ONE_DAY
    return end if end == day else first_of_quarter - ONE_DAY


def quarter_due(now: datetime) -> date:
    """The Treasury's table of the last end of a quarter."""
    return quarter_end(now.astimezone(UTC).date())


def quarter_upcoming(now: datetime) -> datetime:
    """The next end of a quarter."""
    after = quarter_due(now) + ONE_DAY
    return _midnight(next_month(next_month(next_month(after))) - ONE_DAY)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
