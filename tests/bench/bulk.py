"""Tables, measured side by side in one run: ``python -m tests.bench.bulk``. Prints Markdown.

Every figure is of a whole process, from its start to the finished file: imports, data and all. Memory is the most that
a run and its processes held together, shared pages counted once.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests.bench.bulk_rows import plain_limits, plain_rates, structured, texts

WHOLE = 1_000_000_000
LIMIT = 3600.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: how long, how much of the processors, and the most it held, in megabytes."""

    seconds: float
    work: float
    megabytes: float


def measured(what: str, given: Path, out: Path) -> Measured:
    """Run in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.bulk_runs", what, str(given), str(out)]
    began, before = time.perf_counter(), _work()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        most = [0.0]
        watch = threading.Thread(target=_watch, args=(process, most))
        watch.start()
        _, said = process.communicate(timeout=LIMIT)
        took = time.perf_counter() - began
        watch.join()
    if process.returncode:
        raise RuntimeError(f"{what} failed: {said.decode()[-2000:]}")
    return Measured(took, _work() - before, most[0])


def _work() -> float:
    """Seconds of processor time of every process that has ended, which no other program on the machine lengthens."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watch(process: subprocess.Popen[bytes], most: list[float]) -> None:
    while process.poll() is None:
        most[0] = max(most[0], sum(_held(pid) for pid in _family(process.pid)) / 1024)
        time.sleep(0.1)


def _family(pid: int) -> list[int]:
    """A process and those it started, and those they started."""
    found = [pid]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found.extend(map(int, (task / "children").read_text().split()))
        except OSError:
            continue
    return found


def _held(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))


def _structured(folder: Path, sizes: list[int]) -> Iterator[str]:
    yield "| rows, structured | bulk | memory | as-of join in Polars | memory | ratio of time | of work | rows/s | same words |"
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    plain_rates(folder / "rates.parquet")
    plain_limits(folder / "limits.parquet")
    ours: dict[int, Measured] = {}
    for rows in sizes:
        given, out, theirs = (folder / name for name in (f"{rows}.parquet", "bulk.parquet", "join.parquet"))
        structured(given, rows)
        mine, other = measured("bulk", given, out), measured("as-of-join", given, theirs)
        ours[rows] = mine
        yield (
            f"| {rows:,} | {mine.seconds:.1f} s | {mine.megabytes:,.0f} MB | {other.seconds:.1f} s | "
            f"{other.megabytes:,.0f} MB | **{mine.seconds / other.seconds:.2f}** | {mine.work / other.work:.2f} | {rows / mine.seconds:,.0f} | "
            f"{_alike(out, theirs):.4%} |"
        )
    if len(ours) > 1:
        (few, short), (many, long) = sorted(ours.items())[-2:]
        rate = (many - few) / (long.seconds - short.seconds)
        yield f"\n{WHOLE:,} rows, extrapolated at the {rate:,.0f} rows/s of the last {many - few:,}: {WHOLE / rate / 60:,.0f} min."


def _alike(mine: Path, theirs: Path) -> float:
    """The share of verdicts in which both agree: the join knows one limit a code, on one day, and only floats."""
    names = [name for name in pq.read_schema(theirs).names if name.startswith("verdict_")]
    same = rows = 0
    for left, right in zip(_batches(mine, names), _batches(theirs, names), strict=True):
        same += sum(pc.sum(pc.equal(left[name], right[name])).as_py() or 0 for name in names)
        rows += len(left)
    return float(same / max(1, len(names) * rows))


def _batches(path: Path, names: list[str]) -> Iterator[pa.Table]:
    """A table in pieces that do not depend on how it was written."""
    table = pq.read_table(path, columns=names)
    for start in range(0, len(table), 1_000_000):
        yield table.slice(start, 1_000_000).cast(pa.schema([(name, pa.string()) for name in names]))


def _texts(folder: Path, rows: int) -> Iterator[str]:
    yield "| prices in words | rows | bulk | rows/s | price-parser + CurrencyConverter | rows/s | ratio | of work |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    for distinct in (20_000, rows):
        given = folder / f"texts-{distinct}.parquet"
        texts(given, rows, distinct)
        mine = measured("bulk", given, folder / "texts.parquet")
        other = measured("price-parser", given, folder / "loop.parquet")
        yield (
            f"| {distinct:,} different | {rows:,} | {mine.seconds:.1f} s | {rows / mine.seconds:,.0f} | {other.seconds:.1f} s | "
            f"{rows / other.seconds:,.0f} | **{other.seconds / mine.seconds:.2f}** | {other.work / mine.work:.2f} |"
        )


def _spark(folder: Path, rows: int) -> Iterator[str]:
    yield "| rows, structured | bulk | by Spark, local[2] | more time |"
    yield "|---:|---:|---|---:|"
    given = folder / f"{rows}.parquet"
    if not given.exists():
        structured(given, rows)
    mine = measured("bulk", given, folder / "answered-bulk.parquet")
    for what, name in (("spark-files", "normalize_files"), ("spark-frame", "normalize")):
        other = measured(what, given, folder / f"answered-{what}")
        more = other.seconds / mine.seconds - 1
        yield f"| {rows:,} | {mine.seconds:.1f} s | `{name}` {other.seconds:.1f} s | **{more:+.0%}** |"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.bulk", description=__doc__)
    options.add_argument("parts", nargs="*", default=["structured", "texts", "spark"])
    options.add_argument("--rows", default="100000,1000000,10000000", help="sizes of the structured table")
    options.add_argument("--texts", type=int, default=1_000_000, help="prices in words")
    options.add_argument("--spark", type=int, default=10_000_000, help="rows for Spark")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="pricesvc-bench-") as name:
        folder = Path(name)
        lines = {
            "structured": lambda: _structured(folder, [int(size) for size in asked.rows.split(",")]),
            "texts": lambda: _texts(folder, asked.texts),
            "spark": lambda: _spark(folder, asked.spark),
        }
        for part in asked.parts:
            for line in lines[part]():
                print(line, flush=True)  # noqa: T201
            print()  # noqa: T201


if __name__ == "__main__":
    main()
