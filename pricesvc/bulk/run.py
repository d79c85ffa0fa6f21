"""A whole file carried through: in parts that are finished or absent, so that an interrupted run can go on.

The parts stand beside OUT in ``.OUT.parts``; OUT gets its name when it is whole. A part is finished when its counts
are written. The directory belongs to one run: its fingerprint names the file read, the terms and the snapshot.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pyarrow as pa

from pricesvc.bulk.answers import Answers
from pricesvc.bulk.job import Job
from pricesvc.bulk.shape import output_schema
from pricesvc.bulk.tables import Table
from pricesvc.bulk.tally import Tally
from pricesvc.bulk.writing import Opened, join
from pricesvc.core.errors import BadTable

PART_ROWS = 1_048_576
"""Rows after which a part is finished: what an interruption costs at most."""

OnRows = Callable[[int], None]
"""Told how many rows have been answered since it was last told."""


def _ignore(_rows: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """One table to be answered into one file."""

    job: Job
    out: Path
    format: str
    origin: str = ""
    resume: bool = False
    on_rows: OnRows = field(default=_ignore)
    part_rows: int = PART_ROWS

    @property
    def _folder(self) -> Path:
        return self.out.with_name(f".{self.out.name}.parts")

    def carry_out(self, table: Table) -> Tally:
        """Answer every row; afterwards OUT is whole, or it is not there and the finished parts are.

        Raises:
            BadTable: when the table cannot be read, what is written does not fit, or parts of another run are there.
        """
        schema = output_schema(table.schema, self.job)
        try:
            done = self._finished(schema)
            total = _sum(tally for _, tally in done)
            self.on_rows(total.rows)
            batches = _without(table.batches, total.rows)
            parts = [part for part, _ in done]
            for part, tally in self._write_parts(batches, schema, len(parts)):
                parts.append(part)
                total.add(tally)
            self._publish(parts, schema)
        except OSError as error:
            raise BadTable(f"{self.out}: {error.strerror or error}", file=str(self.out)) from error
        return total

    def _finished(self, schema: pa.Schema) -> list[tuple[Path, Tally]]:
        """The parts of an interrupted run of the same job; without ``resume`` they are thrown away."""
        mark, folder = self._folder / "run.json", self._folder
        wanted = {"fingerprint": self._fingerprint(schema)}
        if self.resume and mark.exists():
            if json.loads(mark.read_bytes()) != wanted:
                raise BadTable(f"{folder}: the parts are of another table, terms or snapshot.", file=str(folder))
            counted = sorted(folder.glob("*.counts"))
            return [(one.with_suffix(".part"), Tally.of(json.loads(one.read_bytes()))) for one in counted]
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        mark.write_text(json.dumps(wanted))
        return []

    def _fingerprint(self, schema: pa.Schema) -> str:
        told = (self.origin, self.format, self.job.terms, dict(self.job.snapshot), dict(self.job.columns), str(schema))
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def _write_parts(
        self, batches: Iterator[pa.RecordBatch], schema: pa.Schema, first: int
    ) -> Iterator[tuple[Path, Tally]]:
        answers = Answers(self.job)
        for number, group in enumerate(_grouped(batches, self.part_rows), start=first):
            part = self._folder / f"{number:06}.part"
            tally = Tally()
            with part.open("wb") as stream:
                with Opened(stream, schema, self.format, header=not number) as writer:
                    for batch in group:
                        answered = answers.columns(batch)
                        writer.write(answered)
                        tally.count(answered, self.job)
                        self.on_rows(len(batch))
                stream.flush()
                os.fsync(stream.fileno())
            beside = part.with_suffix(".writing")
            beside.write_text(json.dumps(tally.as_json()))
            beside.replace(part.with_suffix(".counts"))
            yield part, tally

    def _publish(self, parts: list[Path], schema: pa.Schema) -> None:
        if len(parts) == 1:
            whole = parts[0]
        else:
            whole = self._folder / "whole"
            if parts:
                join(parts, whole, schema, self.format)
            else:
                with whole.open("wb") as stream, Opened(stream, schema, self.format):
                    pass
        whole.replace(self.out)
        shutil.rmtree(self._folder, ignore_errors=True)


def pour(job: Job, table: Table, stream: IO[bytes], format_: str, on_rows: OnRows = _ignore) -> Tally:
    """Answer every row into a stream as the rows come, such as standard output.

    Raises:
        BadTable: when the table cannot be read, or the stream takes no more.
    """
    answers, total = Answers(job), Tally()
    try:
        with Opened(stream, output_schema(table.schema, job), format_) as writer:
            for batch in table.batches:
                answered = answers.columns(batch)
                writer.write(answered)
                total.count(answered, job)
                on_rows(len(batch))
    except OSError as error:
        raise BadTable(f"standard output: {error.strerror or error}", file="-") from error
    return total


def _sum(tallies: Iterator[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def _without(batches: Iterator[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """The batches behind the first ``rows`` rows."""
    for batch in batches:
        if rows < len(batch):
            yield batch.slice(rows)
        rows = max(0, rows - len(batch))


def _grouped(batches: Iterator[pa.RecordBatch], size: int) -> Iterator[Iterator[pa.RecordBatch]]:
    """Batches in groups of at least ``size`` rows; a group must be used up before the next is asked for."""
    for first in batches:
        yield _group(first, batches, size)


def _group(first: pa.RecordBatch, rest: Iterator[pa.RecordBatch], size: int) -> Iterator[pa.RecordBatch]:
    yield first
    rows = len(first)
    while rows < size and (batch := next(rest, None)) is not None:
        yield batch
        rows += len(batch)
