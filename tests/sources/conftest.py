"""Publishers asked through the real guarded GET; the network is respx."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date

import pytest

from pricesvc.core.publishers import Source, Wanted
from pricesvc.core.rates import RateTable
from pricesvc.sources.http import Client, GuardedGet, Patience

Fetch = Callable[..., list[RateTable]]


@pytest.fixture
def fetch() -> Fetch:
    """Ask a source for the days from ``first`` to ``last``, on ``today``; ``last`` and ``today`` may be left out."""

    def ask(source: Source, first: date, last: date | None = None, today: date | None = None) -> list[RateTable]:
        async def run() -> list[RateTable]:
            async with Client("pricesvc/test") as client:
                get = GuardedGet(client, patience=Patience(attempts=1, first_wait=0))
                return await source.fetch(get, Wanted(first, last or first, today or last or first))

        return asyncio.run(run())

    return ask


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the machine must not stand between a test and its server."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
