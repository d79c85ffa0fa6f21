"""What needs no server: conversion, reading, goods and verdicts."""

from __future__ import annotations

import importlib
import random
import statistics
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pricesvc import compose
from pricesvc.core.exchange import Rates
from pricesvc.core.goods import Goods
from pricesvc.core.money import Interval
from pricesvc.core.outcomes import Case
from tests.bench.corpus import ENGLISH, EVERYWHERE, THINGS, renumbered, unlike
from tests.bench.measure import Row, compared, rate, times

PAIRS = (("JPY", "USD"), ("EUR", "GBP"), ("CHF", "SEK"), ("USD", "KRW"), ("GBP", "JPY"))


def _optional(name: str) -> Any:  # noqa: ANN401 - a module
    """A module that may not be installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(name)
        except ImportError:
            return None


LOADING = """
import gc, time
gc.disable()
from pricesvc.catalog.goods import reader
begun = time.perf_counter()
reader().load()
print(time.perf_counter() - begun)
"""
"""As ``compose`` loads them: without looking for garbage meanwhile."""

Asked = tuple[Decimal, str, str, date]


def questions() -> list[Asked]:
    """Conversions on the days of twenty years in a random order, the same ones every time."""
    days = (date(2005, 4, 1) + timedelta(days=ahead) for ahead in range(7000))
    asked = [(Decimal(1000 + place), *pair, day) for place, day in enumerate(days) for pair in PAIRS]
    random.Random(1).shuffle(asked)  # noqa: S311
    return asked


def conversion(seconds: float) -> Iterator[Row]:
    """One conversion with its receipt, asked first and asked again, against a library of nothing but the same file."""
    other = _optional("currency_converter")
    if other is None:
        return
    theirs = other.CurrencyConverter(decimal=True, fallback_on_missing_rate=True, fallback_on_wrong_date=True)
    everything, held = questions(), compose.offline_rates()

    def ours(view: Rates, asked: list[Asked]) -> float:
        return rate(lambda one: view.receipt(one[1], one[2], one[3]).apply(one[0]), asked, seconds)

    def them(asked: list[Asked]) -> float:
        return rate(lambda one: theirs.convert(*one), asked, seconds)

    name = "currencyconverter (decimals, no receipt)"
    first = lambda: ours(held.on(held.today), everything)  # noqa: E731 - a view that remembers nothing yet
    yield compared("convert in process, a pair and day never asked before", first, lambda: them(everything), name)
    few = everything[:1000]
    yield compared("convert in process, asked again", lambda: ours(held, few), lambda: them(few), name)


def reading(seconds: float) -> Iterator[Row]:
    """Reading one price, against readers of prices."""
    read = compose.appraiser().prices.read_values
    price_parser, recognizers = _optional("price_parser"), _optional("recognizers_number_with_unit")
    others: dict[str, Callable[[str], object]] = {}
    if price_parser is not None:
        others["price-parser (no magnitudes)"] = price_parser.Price.fromstring
    if recognizers is not None:
        others["recognizers-text (English only)"] = lambda text: recognizers.recognize_currency(text, "en-us")
    known, new = renumbered(ENGLISH, 500), unlike(ENGLISH, 500)
    for name, other in others.items():
        for what, texts, goal in (("in a form met before", known, 0.5), ("in a form never met", new, None)):
            yield compared(
                f"read a price in English, {what}",
                lambda texts=texts: rate(read, texts, seconds),  # type: ignore[misc]
                lambda work=other, texts=texts: rate(work, texts, seconds),  # type: ignore[misc]
                name,
                goal=goal if name.startswith("price-parser") else None,
            )
    for what, varied in (("in a form met before", renumbered), ("in a form never met", unlike)):
        yield Row(
            f"read a price in fifteen other languages, {what}", _quantiles(times(read, varied(EVERYWHERE, 50), 1)), ""
        )


def goods() -> Iterator[Row]:
    """What a thing is."""
    found = times(compose.appraiser().goods.classify, unlike(THINGS, 50), 1)
    yield Row("what a thing is, from a description never met", _quantiles(found), "")
    taken = [float(subprocess.check_output([sys.executable, "-c", LOADING])) for _ in range(5)]
    yield Row("load the words of goods, in a fresh process", f"{statistics.median(taken) * 1000:.0f} ms", "")


def verdicts() -> Iterator[Row]:
    """One value against every law there is."""
    judge, rates = compose.appraiser().judge, compose.offline_rates()
    day = date(2023, 12, 7)

    def into(interval: Interval, base: str, quote: str) -> Interval:
        return rates.receipt(base, quote, day).apply_interval(interval)

    def all_of(category: str) -> object:
        value = Interval(Decimal(64_000), Decimal(64_000))
        case = Case(Goods(category=category), value, "EUR", day, lambda one, quote: into(one, "EUR", quote))
        return judge.all(case)

    found = times(
        all_of, ["passenger_vehicles", "clocks_watches", "leather_bags", "wine_spirits", "jewellery_gems"], 50
    )
    yield Row(f"verdicts of all {len(judge.regimes)} regimes on one item", _quantiles(found), "")


def _quantiles(found: list[float]) -> str:
    return f"p50 {statistics.median(found):,.0f} µs, p99 {found[min(len(found) - 1, len(found) * 99 // 100)]:,.0f} µs"
