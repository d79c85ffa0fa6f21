"""Ratios measured in one run: ours and its anchor in turn, in seconds of work, so that a busy machine slows neither."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import TypeVar

T = TypeVar("T")
Meter = Callable[[], float]
"""Measures once: how many a second, or how much of something."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. ``ratio`` is ours ÷ anchor, the median of the rounds; None where there is no anchor."""

    what: str
    ours: str
    anchor: str
    ratio: float | None = None
    spread: tuple[float, float] | None = None
    goal: float | None = None
    less_is_better: bool = False

    @property
    def met(self) -> str:
        """Whether the goal is met."""
        if self.ratio is None or self.goal is None:
            return ""
        good = self.ratio <= self.goal if self.less_is_better else self.ratio >= self.goal
        return f"{'≤' if self.less_is_better else '≥'} {self.goal:g}: {'yes' if good else 'no'}"

    def cells(self) -> tuple[str, ...]:
        """The line's cells."""
        ratio = "" if self.ratio is None else f"**{self.ratio:.2f}**"
        spread = "" if self.spread is None else f"{self.spread[0]:.2f}–{self.spread[1]:.2f}"
        return self.what, self.ours, self.anchor, ratio, spread, self.met


def compared(
    what: str,
    ours: Meter,
    anchor: Meter,
    against: str,
    *,
    unit: str = "/s",
    rounds: int = 5,
    goal: float | None = None,
    less_is_better: bool = False,
) -> Row:
    """Measure in turn, and take the median of the ratios of neighbours."""
    pairs = [(ours(), anchor()) for _ in range(rounds)]
    ratios = [one / other for one, other in pairs]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Row(
        what,
        f"{mine:,.4g}{unit}" if mine < 1000 else f"{mine:,.0f}{unit}",
        f"{against} {theirs:,.4g}{unit}" if theirs < 1000 else f"{against} {theirs:,.0f}{unit}",
        statistics.median(ratios),
        (min(ratios), max(ratios)),
        goal,
        less_is_better,
    )


def rate(work: Callable[[T], object], things: Iterable[T], seconds: float) -> float:
    """How many of the things are worked on in a second of this process's own work."""
    endless = cycle(things)
    count, began, end = 0, time.process_time(), time.perf_counter() + seconds
    while time.perf_counter() < end:
        for _ in range(20):
            work(next(endless))
        count += 20
    return count / (time.process_time() - began)


def times(work: Callable[[T], object], things: Sequence[T], rounds: int) -> list[float]:
    """The least time of each thing over some rounds, in microseconds, sorted: what the machine does meanwhile is left out."""
    best = [float("inf")] * len(things)
    for _ in range(rounds):
        for place, thing in enumerate(things):
            began = time.perf_counter()
            work(thing)
            best[place] = min(best[place], (time.perf_counter() - began) * 1e6)
    return sorted(best)


def markdown(rows: Iterable[Row]) -> str:
    """The rows as a table."""
    head = ("what", "pricesvc", "anchor", "ratio", "least–most", "goal")
    lines = [f"| {' | '.join(cells)} |" for cells in (head, ("---",) * len(head), *(row.cells() for row in rows))]
    return "\n".join(lines) + "\n"
