"""Puts the parts together: the one place that knows how. Heavy parts are built on first use and once."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import date, datetime
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pricesvc.about import __version__
from pricesvc.appraiser import Appraiser
from pricesvc.book import Book, State
from pricesvc.catalog.currencies import currencies
from pricesvc.catalog.digests import digest_of, goods_version
from pricesvc.catalog.labels import labels
from pricesvc.catalog.rates import embedded_rates
from pricesvc.catalog.toml import DATA, files_in
from pricesvc.clock import utc_now
from pricesvc.core.exchange import Rates
from pricesvc.late import Late
from pricesvc.service import Service
from pricesvc.settings import Settings
from pricesvc.sources import Parts, build_sources
from pricesvc.sources.http import Client, GuardedGet

if TYPE_CHECKING:
    from pricesvc.core.verdicts import Judge
    from pricesvc.metrics import Metrics
    from pricesvc.reading.goods.reader import GoodsReader
    from pricesvc.reading.prices.reader import PriceReader
    from pricesvc.reading.reports.reader import ReportReader


def appraiser(regimes_dir: Path | None = None) -> Appraiser:
    """The readers, the law and the currencies, from the shipped data and the operator's own regimes.

    Readers and law are made on first use, and raise BadData then when a data file breaks its schema.

    Raises:
        BadData: when the file of currencies breaks its schema; names the file, the place and the reason.
    """
    return _appraiser(regimes_dir)


@cache
def _appraiser(regimes_dir: Path | None) -> Appraiser:
    return Appraiser(currencies(), _prices, _goods, _reports, Late(partial(_judge, regimes_dir)))


def _read_goods() -> GoodsReader:
    from pricesvc.catalog.goods import reader  # noqa: PLC0415 - here and below: modules come with their data

    return reader()


def _read_prices() -> PriceReader:
    from pricesvc.catalog.words import words  # noqa: PLC0415
    from pricesvc.reading.prices.reader import PriceReader  # noqa: PLC0415

    return PriceReader(words(), lambda text: _goods().makes(text))


def _read_reports() -> ReportReader:
    from pricesvc.catalog.reports import ties  # noqa: PLC0415
    from pricesvc.reading.reports.reader import ReportReader  # noqa: PLC0415

    return ReportReader(_prices(), _goods(), ties())


def _judge(regimes_dir: Path | None) -> Judge:
    from pricesvc.catalog.goods import categories_of  # noqa: PLC0415
    from pricesvc.catalog.regimes import load_regimes  # noqa: PLC0415
    from pricesvc.core.verdicts import Judge  # noqa: PLC0415

    return Judge(load_regimes(regimes_dir, categories={category.id for category in categories_of()}))


_goods: Final = Late(_read_goods)
_prices: Final = Late(_read_prices)
_reports: Final = Late(_read_reports)


def offline_rates() -> Rates:
    """The embedded history alone, as of today."""
    return _embedded(utc_now().date())


@lru_cache(maxsize=2)
def _embedded(today: date) -> Rates:
    """One view a day: it remembers the receipts it gave."""
    return embedded_rates(today)


def service(
    settings: Settings, metrics: Metrics | None, client: Client, now: Callable[[], datetime] = utc_now
) -> Service:
    """The service with the publishers that the settings name; an operator's own regimes are read at once.

    Raises:
        BadData, UnknownSource: for a file of rates or of one's own law, or a setting, that makes no sense.
    """
    worker = appraiser(settings.regimes_dir)
    if settings.regimes_dir is not None:
        _ = worker.judge
    book = Book(
        embedded_rates(now().date()),
        build_sources(settings.sources, Parts(labels, _is_current, source_urls(settings))),
        GuardedGet(client),
        state=State(settings.state_dir),
        now=now,
        stale_days=settings.max_stale_days,
        on_event=metrics.source_event if metrics is not None else lambda _event, _source: None,
    )
    return Service(worker, book, digests(settings.regimes_dir))


@asynccontextmanager
async def opened(
    settings: Settings, metrics: Metrics | None = None, now: Callable[[], datetime] = utc_now
) -> AsyncGenerator[Service]:
    """The service with its connections; what was learned is on disk when it closes."""
    async with Client(f"pricesvc/{__version__}") as client:
        made = service(settings, metrics, client, now)
        try:
            yield made
        finally:
            await made.book.close()


@cache
def digests(regimes_dir: Path | None = None) -> Mapping[str, str]:
    """The versions of the data that answers depend on, beside the rates.

    The currencies are among the words: their minor units say how amounts are read and printed.
    """
    own = files_in(regimes_dir) if regimes_dir else ()
    return {
        "regimes": digest_of([*(DATA / "regimes").glob("*.toml"), *own]),
        "goods": goods_version(DATA / "goods"),
        "words": digest_of([*(DATA / "words").iterdir(), DATA / "reports.toml", DATA / "currencies.toml"]),
    }


def source_urls(settings: Settings) -> Mapping[str, str]:
    """The base URL of each publisher, by the name of its setting."""
    names = (name for name in type(settings).model_fields if name.endswith("_url"))
    return {name.removesuffix("_url"): str(getattr(settings, name)) for name in names}


def _is_current(code: str, day: date) -> bool:
    """Whether a code is a currency in use on a day."""
    known = currencies()
    return code in known and known.get(code).is_active(day)
