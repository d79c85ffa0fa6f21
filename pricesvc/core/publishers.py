"""What a publisher of rates is: its facts, the one call it answers, and the three ways it can fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from pricesvc.core.rates import RateTable
from pricesvc.core.series import TARGET_DAYS, Cadence

Kind = Literal["xml", "json", "csv", "zip"]
"""What a body must look like."""


class Get(Protocol):
    """The one way out: a guarded GET that answers with a whole body, or raises a SourceError."""

    async def __call__(self, url: str, *, kind: Kind) -> bytes:
        """Fetch ``url`` and check that the body looks like ``kind``."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """The days whose tables are asked for, both ends included, and the day it is (UTC)."""

    first: date
    last: date
    today: date


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """The facts of a publisher.

    ``since`` is the first day there is a table for, None when only the current one is published. ``period`` maps a day to
    the day of the table that rules it: the business day, the first of the month. ``due`` is the newest such day that
    should be out at a moment, ``upcoming`` when the next one is expected; moments are aware. ``final``: a published table
    never changes. ``whole``: one request brings every missing day. ``lookback``: how many days before the one wanted to
    ask for with it. ``relays``: the publisher whose figures it passes on.
    """

    key: str
    title: str
    publisher: str
    licence: str
    terms: str
    coverage: str
    schedule: str
    base: str
    since: date | None
    period: Callable[[date], date]
    due: Callable[[datetime], date]
    upcoming: Callable[[datetime], datetime]
    cadence: Cadence = TARGET_DAYS
    final: bool = True
    whole: bool = False
    lookback: int = 0
    relays: str | None = None


class Source(Protocol):
    """A publisher: ``fetch`` asks it through ``get``; the tables are as published, not yet judged."""

    @property
    def info(self) -> SourceInfo:
        """The facts of the publisher."""
        ...

    async def fetch(self, get: Get, wanted: Wanted) -> list[RateTable]:
        """Fetch the tables of the days wanted, and whatever else came with them.

        Raises:
            SourceError: when the publisher cannot be asked, answers nonsense or has nothing for those days.
        """
        ...


class SourceError(Exception):
    """A publisher did not give what was asked; ``reason`` is one line for an operator."""

    def __init__(self, reason: str, *, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class Unreachable(SourceError):
    """No answer, or none now: a connection failed, a deadline passed, a 429 or 5xx; ``retry_after`` is in seconds."""


class Refused(SourceError):
    """An answer that must not be used: a redirect, a web page, an empty or damaged body, a payload of another shape."""


class NotPublished(SourceError):
    """The publisher says there is nothing for those days, or not yet."""
