"""The TARGET calendar, publication times and the day that EU customs law picks."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, timedelta, timezone

import holidays
import pytest

from pricesvc.core import calendars
from pricesvc.core.calendars import ONE_DAY


def test_target_days_agree_with_an_independent_calendar() -> None:
    """Every day from 2002 to 2040 is open or closed as the ``holidays`` package has it."""
    closed = holidays.financial_holidays("XECB", years=range(2002, 2041))
    day = date(2002, 1, 1)
    differing = []
    while day < date(2041, 1, 1):
        if calendars.is_target_day(day) is (day.weekday() >= 5 or day in closed):
            differing.append(day)
        day += ONE_DAY
    assert differing == []


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(1961, date(1961, 4, 2)), (2000, date(2000, 4, 23)), (2024, date(2024, 3, 31)), (2285, date(2285, 3, 22))],
)
def test_easter_falls_on_known_sundays(year: int, sunday: date) -> None:
    """Known Easter Sundays, the earliest possible one included."""
    assert calendars.easter(year) == sunday


@pytest.mark.parametrize(
    ("now", "due"),
    [
        # Winter: 16:00 in Frankfurt is 15:00 UTC.
        (datetime(2023, 12, 7, 14, 59, tzinfo=UTC), datetime(2023, 12, 7, 15, 0, tzinfo=UTC)),
        (datetime(2023, 12, 7, 15, 0, tzinfo=UTC), datetime(2023, 12, 8, 15, 0, tzinfo=UTC)),
        # Friday evening leads to Monday.
        (datetime(2023, 12, 8, 20, 0, tzinfo=UTC), datetime(2023, 12, 11, 15, 0, tzinfo=UTC)),
        # Over Easter, and over the change to summer time on 31 March 2024.
        (datetime(2024, 3, 28, 16, 0, tzinfo=UTC), datetime(2024, 4, 2, 14, 0, tzinfo=UTC)),
        # 31 December is open, 1 January is not.
        (datetime(2024, 12, 31, 15, 30, tzinfo=UTC), datetime(2025, 1, 2, 15, 0, tzinfo=UTC)),
        # Any zone may ask: 8 December 00:30 in Tokyo is 7 December in Frankfurt.
        (
            datetime(2023, 12, 8, 0, 30, tzinfo=timezone(timedelta(hours=9))),
            datetime(2023, 12, 8, 15, 0, tzinfo=UTC),
        ),
    ],
)
def test_next_publication(now: datetime, due: datetime) -> None:
    """The next table is due at 16:00 in Frankfurt on the next open day, whatever the season."""
    assert calendars.next_publication(now).astimezone(UTC) == due


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2024, 7, 1, 13, 59, tzinfo=UTC), date(2024, 6, 28)),
        (datetime(2024, 7, 1, 14, 0, tzinfo=UTC), date(2024, 7, 1)),
        (datetime(2024, 4, 1, 18, 0, tzinfo=UTC), date(2024, 3, 28)),
        (datetime(2024, 1, 1, 23, 30, tzinfo=UTC), date(2023, 12, 29)),
    ],
)
def test_last_publication(now: datetime, day: date) -> None:
    """The newest table that should be out is that of the last open day whose 16:00 has passed."""
    assert calendars.last_publication(now) == day


@pytest.mark.parametrize(
    ("day", "reference"),
    [
        (date(2023, 12, 1), date(2023, 11, 22)),
        (date(2023, 12, 31), date(2023, 11, 22)),
        (date(2024, 1, 15), date(2023, 12, 20)),
        (date(2024, 6, 1), date(2024, 5, 22)),
        (date(2024, 3, 1), date(2024, 2, 21)),
        (date(2024, 2, 29), date(2024, 1, 24)),
        (date(2024, 5, 15), date(2024, 4, 17)),  # April ends on the eve of a Wednesday
        (date(1, 2, 1), date(1, 1, 24)),
    ],
)
def test_eu_customs_day(day: date, reference: date) -> None:
    """A customs value of one month is converted at the second-last Wednesday of the month before."""
    assert calendars.eu_customs_day(day) == reference
    assert reference.strftime("%a") == "Wed"


def test_eu_customs_day_of_every_month() -> None:
    """Counted on a calendar's page: the last Wednesday but one."""
    for year in range(2000, 2041):
        for month in range(1, 13):
            weeks = calendar.monthcalendar(year, month)
            *_, wednesday, _last = [week[calendar.WEDNESDAY] for week in weeks if week[calendar.WEDNESDAY]]
            next_month = date(year, month, 28) + timedelta(days=4)
            assert calendars.eu_customs_day(next_month) == date(year, month, wednesday)


def test_the_first_days_of_the_calendar_have_no_day_before() -> None:
    """The earliest days there are come back as they are, and nothing overflows."""
    assert calendars.target_day_on_or_before(date.min) == date.min
    assert calendars.eu_customs_day(date.min) == date.min
