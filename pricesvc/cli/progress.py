"""How far a long run is: a bar on a terminal, one line a minute elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text

EVERY = 60.0
"""Seconds from one line to the next where there is no terminal."""


class _Rows(ProgressColumn):
    """The rows done, of how many, and how fast."""

    def render(self, task: Task) -> Text:
        """The column's text."""
        total = "" if task.total is None else f"/{task.total:,.0f}"
        speed = task.finished_speed or task.speed
        rate = "" if speed is None else f", {speed:,.0f} rows/s"
        return Text(f"{task.completed:,.0f}{total} rows{rate}")


@contextmanager
def shown(total: int | None, console: Console | None = None) -> Iterator[Callable[[int], None]]:
    """Show how many rows are done of ``total``; what it gives is told of every further number of rows."""
    where = console or Console(stderr=True)
    if not where.is_terminal:
        yield _lines(total, where)
        return
    with Progress(BarColumn(), _Rows(), TimeRemainingColumn(), console=where) as bar:
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
            left = "" if total is None else f" of {total:,}, {(total - done) / rate:,.0f} s left"
            console.print(f"{done:,} rows{left}, {rate:,.0f} rows/s", highlight=False)

    return note
