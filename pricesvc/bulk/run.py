"""A whole file carried through: in parts that are finished or absent, so that an interrupted run can go on.

The parts stand beside OUT in ``.OUT.parts``; OUT gets its name when it is whole. The directory belongs to one run: its
fingerprint names the file read, the terms and the snapshot.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import pyarrow as pa

from pricesvc.bulk.job import Job
from pricesvc.bulk.parts import Batches, Makers, Part, noted
from pricesvc.bulk.shape import output_schema
from pricesvc.bulk.tables import BATCH_ROWS, Table
from pricesvc.bulk.tally import Tally
from pricesvc.bulk.writing import Whole, part_format, refuse_unwritable
from pricesvc.core.errors import BadTable, InvalidField

OnRows = Callable[[int], None]
"""Told how many rows have been answered since it was last told."""


def _ignore(_rows: int) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """One table to be answered into one file. ``part_rows`` is what an interruption costs a process at most."""

    makers: Makers
    out: Path
    format: str
    origin: str = ""
    resume: bool = False
    on_rows: OnRows = field(default=_ignore)
    part_rows: int = BATCH_ROWS

    @property
    def _folder(self) -> Path:
        return self.out.with_name(f".{self.out.name}.parts")

    def carry_out(self, table: Table) -> Tally:
        """Answer every row; afterwards OUT is whole, or it is not there and the finished parts are.

        Raises:
            BadTable: when the table cannot be read, OUT is the table itself, what is written does not fit, or parts of another
                run are there.
        """
        if self.out.exists() and Path(table.path).exists() and self.out.samefile(table.path):
            raise BadTable(
                f"{self.out}: the table that is read is not written over; name another OUT.", file=str(self.out)
            )
        schema = _schema(table, self.makers.job, self.format)
        try:
            done = self._finished(schema)
            total = _sum(done)
            self.on_rows(total.rows)
            rest = _grouped(_without(table.batches, total.rows), self.part_rows)
            fresh = self.makers.parts(rest, self._folder, part_format(self.format), schema, first=len(done))
            unfinished = self._folder / "whole"
            with unfinished.open("wb") as stream:
                with Whole(stream, schema, self.format) as whole:
                    for part in done:
                        whole.add(part.path)
                    for part in fresh:
                        whole.add(part.path)
                        total.add(part.tally)
                        self.on_rows(part.tally.rows)
                os.fsync(stream.fileno())
            unfinished.replace(self.out)
            shutil.rmtree(self._folder, ignore_errors=True)
        except OSError as error:
            raise BadTable(f"{self.out}: {error.strerror or error}.", file=str(self.out)) from error
        return total

    def _finished(self, schema: pa.Schema) -> list[Part]:
        """The parts of an interrupted run of the same job; without ``resume`` they are thrown away."""
        mark, folder = self._folder / "run.json", self._folder
        wanted = {"fingerprint": self._fingerprint(schema)}
        if self.resume and mark.exists():
            try:
                if json.loads(mark.read_bytes()) == wanted:
                    return Part.finished(folder)
            except (ValueError, KeyError, TypeError) as error:
                raise _useless(folder, "what is noted of the parts is damaged") from error
            raise _useless(folder, "the parts are of another table, terms or snapshot")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        noted(mark, wanted)
        return []

    def _fingerprint(self, schema: pa.Schema) -> str:
        job = self.makers.job
        told = (self.origin, self.format, self.part_rows, job.terms, dict(job.snapshot), dict(job.columns), str(schema))
        return hashlib.sha256(repr(told).encode()).hexdigest()


def _useless(folder: Path, why: str) -> BadTable:
    return BadTable(f"{folder}: {why}; run without --resume to begin anew.", file=str(folder))


def pour(makers: Makers, table: Table, stream: IO[bytes], format_: str, on_rows: OnRows = _ignore) -> Tally:
    """Answer every row into a stream, such as standard output, a part at a time.

    Raises:
        BadTable: when the table cannot be read, or the stream takes no more.
    """
    total = Tally()
    schema = _schema(table, makers.job, format_)
    try:
        with TemporaryDirectory(prefix="pricesvc-") as folder, Whole(stream, schema, format_) as whole:
            groups = _grouped(table.batches, BATCH_ROWS)
            for part in makers.parts(groups, Path(folder), part_format(format_), schema):
                whole.add(part.path)
                part.path.unlink()
                total.add(part.tally)
                on_rows(part.tally.rows)
    except OSError as error:
        raise BadTable(f"standard output: {error.strerror or error}.", file="-") from error
    return total


def _schema(table: Table, job: Job, format_: str) -> pa.Schema:
    try:
        schema = output_schema(table.schema, job)
        refuse_unwritable(schema, format_)
    except InvalidField as error:
        raise BadTable(f"{table.path}: {error.detail}", file=table.path, **error.facts) from error
    return schema


def _sum(parts: list[Part]) -> Tally:
    total = Tally()
    for part in parts:
        total.add(part.tally)
    return total


def _without(batches: Iterator[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """The batches behind the first ``rows`` rows."""
    for batch in batches:
        if rows < len(batch):
            yield batch.slice(rows)
        rows = max(0, rows - len(batch))


def _grouped(batches: Iterator[pa.RecordBatch], size: int) -> Iterator[Batches]:
    """Batches in groups of ``size`` rows, the last one shorter."""
    group: list[pa.RecordBatch] = []
    room = size
    for batch in batches:
        rest = batch
        while len(rest) >= room:
            yield [*group, rest.slice(0, room)]
            rest, group, room = rest.slice(room), [], size
        if len(rest):
            group.append(rest)
            room -= len(rest)
    if group:
        yield group
