"""Answered tables into files: the parts of one, and the whole."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Protocol, Self

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from pricesvc.core.errors import InvalidField

_AMOUNTS: Final = ("amount", "reported_amount", "low", "high")
"""Columns whose cells hardly repeat: looking for repetition in them costs a third of the time of writing."""


class Writer(Protocol):
    """Takes batches of one schema."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Append a batch."""

    def close(self) -> None:
        """Write what ends the file."""


class _Csv:
    def __init__(self, stream: IO[bytes], schema: pa.Schema) -> None:
        self._writer = pc.CSVWriter(stream, schema, write_options=pc.WriteOptions(include_header=False))

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)

    def close(self) -> None:
        self._writer.close()


class _Ndjson:
    def __init__(self, stream: IO[bytes], _schema: pa.Schema) -> None:
        self._stream = stream

    def write(self, batch: pa.RecordBatch) -> None:
        try:
            rows = batch.to_pylist()
        except (OverflowError, ValueError):  # a day that is past the year 9999
            rows = pa.RecordBatch.from_arrays(list(map(_told, batch)), batch.schema.names).to_pylist()
        self._stream.write("".join(f"{_line(row)}\n" for row in rows).encode())

    def close(self) -> None:
        self._stream.flush()


def _told(column: pa.Array) -> pa.Array:
    return column.cast(pa.string()) if pa.types.is_temporal(column.type) else column


def _line(row: object) -> str:
    """A row as JSON, which has no word for what is not a number."""
    try:
        return json.dumps(row, ensure_ascii=False, allow_nan=False, default=str)
    except ValueError:
        return json.dumps(_finite(row), ensure_ascii=False, default=str)


def _finite(value: object) -> object:
    """A value in which numbers that are none are text."""
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


class _Arrow:
    """What a part of a Parquet file waits in: written and read in a tenth of the time."""

    def __init__(self, stream: IO[bytes], schema: pa.Schema) -> None:
        self._writer = pa.ipc.new_file(stream, schema, options=pa.ipc.IpcWriteOptions(compression="lz4"))

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)

    def close(self) -> None:
        self._writer.close()


class _Parquet:
    def __init__(self, stream: IO[bytes], schema: pa.Schema) -> None:
        repeating = [name for name in schema.names if not name.startswith(_AMOUNTS)]
        self._writer = pq.ParquetWriter(stream, schema, use_dictionary=repeating)

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch, row_group_size=max(1, len(batch)))

    def close(self) -> None:
        self._writer.close()


_WRITERS: Final[dict[str, Callable[[IO[bytes], pa.Schema], Writer]]] = {
    "csv": _Csv,
    "ndjson": _Ndjson,
    "arrow": _Arrow,
    "parquet": _Parquet,
}


class Opened:
    """A writer of one part, that is closed with its block, and not finished when the block fails."""

    def __init__(self, stream: IO[bytes], schema: pa.Schema, format_: str) -> None:
        self._writer = _WRITERS[format_](stream, schema)

    def __enter__(self) -> Writer:
        return self._writer

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._writer.close()


def refuse_unwritable(schema: pa.Schema, format_: str) -> None:
    """Refuse a table before its first row is answered.

    Raises:
        InvalidField: for a column of a type that the format cannot hold; names it.
    """
    if format_ == "csv" and not _fits_csv(schema):
        odd = next(field for field in schema if not _fits_csv(pa.schema([field])))
        raise InvalidField(
            f"Column {odd.name!r} is of type {odd.type}, which CSV cannot hold; write .parquet or .ndjson.",
            field="columns",
            column=odd.name,
        )


def _fits_csv(schema: pa.Schema) -> bool:
    try:
        pc.write_csv(schema.empty_table(), BytesIO())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return False
    return True


def part_format(format_: str) -> str:
    """The format that parts of a file are kept in."""
    return "arrow" if format_ == "parquet" else format_


class Whole:
    """One file made of parts: text is copied as it stands, and Parquet written a row group a part."""

    def __init__(self, stream: IO[bytes], schema: pa.Schema, format_: str) -> None:
        self._stream = stream
        self._parquet = _Parquet(stream, schema) if format_ == "parquet" else None
        if format_ == "csv":
            stream.write(_header(schema))

    def add(self, part: Path) -> None:
        """Append a part."""
        if self._parquet is None:
            with part.open("rb") as one:
                shutil.copyfileobj(one, self._stream, 4 * 1024 * 1024)
            return
        with pa.OSFile(str(part)) as one, pa.ipc.open_file(one) as batches:
            for index in range(batches.num_record_batches):
                self._parquet.write(batches.get_batch(index))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what ends the file; after a failure the file is worth nothing, and what else fails says no more."""
        with suppress(*(() if kind is None else (Exception,))):
            if self._parquet is not None:
                self._parquet.close()
            self._stream.flush()


def _header(schema: pa.Schema) -> bytes:
    names = ('"' + name.replace('"', '""') + '"' for name in schema.names)
    return (",".join(names) + "\n").encode()
