"""What time it is, for who is not told another time."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The time it is, in UTC."""
    return datetime.now(UTC)
