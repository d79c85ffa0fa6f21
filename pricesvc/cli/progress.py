"""How far a long run is: a bar on a terminal, one line a minute elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

EVERY = 60.0
"""Seconds from one line to the next where there is no terminal."""


@contextmanager
def shown(total: int | None, console: Console | None = None) -> Iterator[Callable[[int], None]]:
    """Show how many rows are done of ``total``; what it gives is told of every further number of rows."""
    where = console or Console(stderr=True)
    if not where.is_terminal:
        yield _lines(total, where)
        return
    rate = TextColumn("{task.speed:,.0f} rows/s" if total is None else "rows")
    with Progress(BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn(), console=where) as bar:
        task = bar.add_task("rows", total=total)
        yield lambda rows: bar.advance(task, rows)


def _lines(total: int | None, console: Console, timer: Callable[[], float] = time.monotonic) -> Callable[[int], None]:
    begun = last = timer()
    done = 0

    def note(rows: int) -> None:
        nonlocal last, done
        done += rows
        now = timer()
        if now - last >= EVERY:
            last = now
            rate = done / (now - begun)
            left = "" if total is None else f" of {total:,}, {(total - done) / max(rate, 1):,.0f} s left"
            console.print(f"{done:,} rows{left}, {rate:,.0f} rows/s", highlight=False)

    return note
