"""Measure everything in one run: ``python -m tests.bench``. Prints one table, and draws ``growth.svg`` beside this file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.bench import growth, in_process, over_http, plot
from tests.bench.measure import Row, markdown
from tests.bench.serving import Press

PICTURE = Path(__file__).with_name("growth.svg")
PARTS = ("http", "rest", "process", "growth")


def _rows(parts: Iterable[str], seconds: float, frankfurter: str | None) -> Iterator[Row]:
    if "http" in parts:
        yield from over_http.requests(Press(seconds))
        if frankfurter is not None:
            yield from over_http.frankfurter(frankfurter, Press(seconds))
    if "rest" in parts:
        yield from over_http.rest(rounds=max(3, round(seconds)))
    if "process" in parts:
        for rows in (in_process.conversion(seconds / 4), in_process.reading(seconds / 4)):
            yield from rows
        yield from in_process.goods()
        yield from in_process.verdicts()


def main() -> None:
    """Measure, print, draw."""
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("parts", nargs="*", default=PARTS, help=f"what to measure: {', '.join(PARTS)}")
    options.add_argument("--seconds", type=float, default=2.0, help="how long each measurement takes")
    options.add_argument("--frankfurter", metavar="URL", help="a Frankfurter of your own to compare with")
    given = options.parse_args()
    print(markdown(_told(_rows(given.parts, given.seconds, given.frankfurter))))  # noqa: T201
    if "growth" in given.parts:
        found = growth.curves()
        PICTURE.write_text(plot.svg(found), "utf-8")
        for curve in found:
            each = ", ".join(f"{size:,}: {took:.3g} s {more:.0f} MB" for size, took, more in curve.points)
            print(f"{curve.title} ({curve.unit}): {each}")  # noqa: T201


def _told(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, each also told as it comes: the whole takes minutes."""
    for row in rows:
        print(*row.cells(), sep=" · ", file=sys.stderr)  # noqa: T201
        yield row


if __name__ == "__main__":
    main()
