"""Puts the parts together: the one place that knows how. Heavy parts are built on first use and once."""

from __future__ import annotations

import gc
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path

import httpx

from pricesvc.about import __version__
from pricesvc.appraiser import Appraiser
from pricesvc.book import Book, State
from pricesvc.catalog.currencies import currencies
from pricesvc.catalog.digests import digest_of
from pricesvc.catalog.goods import reader
from pricesvc.catalog.rates import embedded_rates
from pricesvc.catalog.regimes import load_regimes
from pricesvc.catalog.reports import ties
from pricesvc.catalog.sources import labels
from pricesvc.catalog.toml import DATA
from pricesvc.catalog.words import words
from pricesvc.core.exchange import Rates
from pricesvc.core.verdicts import Judge
from pricesvc.metrics import Metrics
from pricesvc.reading.prices import PriceReader
from pricesvc.reading.reports import ReportReader
from pricesvc.service import Service
from pricesvc.settings import Settings
from pricesvc.sources import Parts, build_sources
from pricesvc.sources.http import GuardedGet, open_client


def utc_now() -> datetime:
    """The time it is, in UTC."""
    return datetime.now(UTC)


@cache
def appraiser(regimes_dir: Path | None = None) -> Appraiser:
    """The readers, the law and the currencies, from the shipped data and the operator's own regimes.

    Raises:
        BadData: when a data file breaks its schema; names the file, the place and the reason.
    """
    with _uncollected():
        prices, goods = PriceReader(words()), reader()
        regimes = load_regimes(regimes_dir, categories=set(goods.categories))
        return Appraiser(currencies(), prices, goods, ReportReader(prices, goods, ties()), Judge(regimes))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Build what stays for good without looking for garbage in it: a third of the time of loading went there."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def offline_rates() -> Rates:
    """The embedded history alone, as of today."""
    return _embedded(utc_now().date())


@lru_cache(maxsize=2)
def _embedded(today: date) -> Rates:
    """One view a day: it remembers the receipts it gave."""
    return embedded_rates(today)


def service(
    settings: Settings, metrics: Metrics, client: httpx.AsyncClient, now: Callable[[], datetime] = utc_now
) -> Service:
    """The service with the publishers that the settings name.

    Raises:
        BadData, UnknownSource: for a data file or a setting that makes no sense.
    """
    worker = appraiser(settings.regimes_dir)
    book = Book(
        embedded_rates(now().date()),
        build_sources(settings.sources, Parts(labels, _is_current, source_urls(settings))),
        GuardedGet(client),
        state=State(settings.state_dir),
        now=now,
        stale_days=settings.max_stale_days,
        on_event=metrics.source_event,
    )
    return Service(worker, book, digests(settings.regimes_dir))


@asynccontextmanager
async def opened(
    settings: Settings, metrics: Metrics | None = None, now: Callable[[], datetime] = utc_now
) -> AsyncGenerator[Service]:
    """The service with its connections; what was learned is on disk when it closes."""
    async with open_client(f"pricesvc/{__version__}") as client:
        made = service(settings, metrics or Metrics(), client, now)
        try:
            yield made
        finally:
            await made.book.close()


@cache
def digests(regimes_dir: Path | None = None) -> Mapping[str, str]:
    """The versions of the data that answers depend on, beside the rates."""
    own = regimes_dir.glob("*.toml") if regimes_dir else ()
    return {
        "regimes": digest_of([*(DATA / "regimes").glob("*.toml"), *own]),
        "goods": reader().version,
        "words": digest_of([*(DATA / "words").iterdir(), DATA / "reports.toml"]),
    }


def source_urls(settings: Settings) -> Mapping[str, str]:
    """The base URL of each publisher, by the name of its setting."""
    names = (name for name in type(settings).model_fields if name.endswith("_url"))
    return {name.removesuffix("_url"): str(getattr(settings, name)) for name in names}


def _is_current(code: str, day: date) -> bool:
    """Whether a code is a currency in use on a day."""
    known = currencies()
    return code in known and known.get(code).is_active(day)
