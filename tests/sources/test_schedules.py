"""When tables are due: summer time, the turn of the year, penultimate Thursdays and ends of quarters."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pricesvc.sources import schedules


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due", "upcoming"),
    [
        ("2026-11-24T15:04", "2026-11-23", "2026-11-24T15:05"),
        ("2026-11-24T15:05", "2026-11-24", "2026-11-25T15:05"),
        ("2026-10-23T14:05", "2026-10-23", "2026-10-26T15:05"),
        ("2026-03-27T15:05", "2026-03-27", "2026-03-30T14:05"),
        ("2026-12-31T15:05", "2026-12-31", "2027-01-04T15:05"),
        ("2027-01-01T00:00", "2026-12-31", "2027-01-04T15:05"),
        ("2026-12-24T23:00", "2026-12-24", "2026-12-28T15:05"),
    ],
)
def test_ecb(now: str, due: str, upcoming: str) -> None:
    """The ECB's clock is Frankfurt's: an hour earlier in UTC while summer time lasts, closed at the turn of the year."""
    assert schedules.ecb_due(at(now)) == date.fromisoformat(due)
    assert schedules.ecb_upcoming(at(now)) == at(upcoming)


def test_relay_is_given_time() -> None:
    """A relay is not expected to have what the ECB published a minute ago."""
    assert schedules.relay_due(at("2026-11-24T15:06")) == date(2026, 11, 23)
    assert schedules.relay_due(at("2026-11-24T15:35")) == date(2026, 11, 24)


def test_daily() -> None:
    """A daily build is due in the early morning, UTC."""
    assert schedules.daily_due(at("2027-01-01T05:29")) == date(2026, 12, 31)
    assert schedules.daily_upcoming(at("2026-12-31T06:00")) == at("2027-01-01T05:30")


@pytest.mark.parametrize(
    ("now", "upcoming"),
    [("2026-11-01", "2026-11-19"), ("2026-11-19", "2026-12-24"), ("2026-12-30", "2027-01-21")],
)
def test_hmrc(now: str, upcoming: str) -> None:
    """HMRC publishes on the penultimate Thursday, of this month or the next."""
    assert schedules.hmrc_upcoming(at(now)) == at(upcoming)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2023-12-31", "2023-12-31"),
        ("2023-12-30", "2023-09-30"),
        ("2024-01-01", "2023-12-31"),
        ("2024-02-29", "2023-12-31"),
    ],
)
def test_quarter(day: str, end: str) -> None:
    """The last end of a quarter on or before the day rules it."""
    assert schedules.quarter_end(date.fromisoformat(day)) == date.fromisoformat(end)


def test_upcoming_quarter_and_month() -> None:
    """The next end of a quarter, the next half of a month."""
    assert schedules.quarter_upcoming(at("2026-12-30")) == at("2026-12-31")
    assert schedules.quarter_upcoming(at("2026-12-31")) == at("2027-03-31")
    assert schedules.un_upcoming(at("2026-12-14")) == at("2026-12-15")
    assert schedules.un_upcoming(at("2026-12-15")) == at("2027-01-01")
