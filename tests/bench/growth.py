"""How cost grows: time and memory against the length of a text, the size of a batch, regimes and days.

Each point is worked out in a process of its own, forked from one that has loaded everything.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from pricesvc import compose
from pricesvc.core.periods import Period, observations
from pricesvc.questions import Question, Terms
from pricesvc.settings import Settings

DAY = date(2023, 12, 7)
FILLER = "The prosecutor said on Monday that the company had moved the goods through three ports without papers. " * 9
PARAGRAPH = f"{FILLER}A dealer shipped a Lexus worth 10 million yen ($68,965). "


@dataclass(frozen=True, slots=True)
class Curve:
    """One cost: ``points`` are (size, seconds, megabytes)."""

    title: str
    unit: str
    points: tuple[tuple[int, float, float], ...]


def _apart(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds and further megabytes that some work takes, in a process of its own."""
    read, write = os.pipe()
    process = os.fork()
    if process == 0:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        began = time.process_time()
        work()
        spent = time.process_time() - began
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        os.write(write, json.dumps([spent, more]).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as found:
        content = found.read()
    os.waitpid(process, 0)
    spent, more = json.loads(content)
    return spent, more


def _curve(title: str, unit: str, sizes: tuple[int, ...], work: Callable[[int], object]) -> Curve:
    return Curve(title, unit, tuple((size, *_apart(lambda size=size: work(size))) for size in sizes))  # type: ignore[misc]


def _report(size: int) -> None:
    text = (PARAGRAPH * (size // len(PARAGRAPH) + 1))[:size]
    worker, rates = compose.appraiser(), compose.offline_rates()
    terms = Terms(on=DAY, to=("USD",), regimes=())
    worker.finish_report(worker.read_report(text, terms), terms, rates)


def _batch(size: int) -> None:
    items = [Question(id=str(number), value=f"¥{number + 1} million Lexus") for number in range(size)]

    async def run() -> None:
        settings = Settings(sources=(), state_dir=Path("/nonexistent"), log_level="error")
        async with compose.opened(settings) as service:
            await service.normalize_many(items, Terms(on=DAY, to=("USD",), regimes=("eu-dprk",)))

    asyncio.run(run())


def _regimes(count: int) -> None:
    worker, rates = compose.appraiser(), compose.offline_rates()
    ids = tuple(sorted(worker.judge.regimes))[:count]
    terms = Terms(on=DAY, to=("USD",), regimes=ids)
    for number in range(100):
        worker.appraise(Question(value=f"¥{number + 1}M Lexus"), terms, rates)


def _days(count: int) -> None:
    rates = compose.offline_rates()
    last = date(2023, 12, 7)
    period = Period(last - timedelta(days=count * 365 // 256), last)
    for _, rate in observations(rates, "JPY", "USD", period):
        assert rate > Decimal(0)


def curves() -> list[Curve]:
    """All four."""
    for work in (_report, _batch, _regimes, _days):
        work(3)
    known = len(compose.appraiser().judge.regimes)
    return [
        _curve("a report", "bytes", (1_000, 10_000, 100_000, 1_000_000, 10_000_000), _report),
        _curve("a batch", "items", (1, 10, 100, 1_000, 10_000), _batch),
        _curve("100 items by regimes", "regimes", (1, 3, 10, min(known, 30)), _regimes),
        _curve("a series", "days", (1, 10, 100, 1_000, 6_400), _days),
    ]
