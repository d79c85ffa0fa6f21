"""Answered tables into files, and the parts of one put together."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq


class Writer(Protocol):
    """Takes batches of one schema."""

    def write(self, batch: pa.RecordBatch) -> None:
        """Append a batch."""

    def close(self) -> None:
        """Write what ends the file."""


class _Csv:
    def __init__(self, stream: IO[bytes], schema: pa.Schema, *, header: bool) -> None:
        self._writer = pc.CSVWriter(stream, schema, write_options=pc.WriteOptions(include_header=header))

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)

    def close(self) -> None:
        self._writer.close()


class _Ndjson:
    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, batch: pa.RecordBatch) -> None:
        lines = (json.dumps(row, ensure_ascii=False, default=str) for row in batch.to_pylist())
        self._stream.write("".join(f"{line}\n" for line in lines).encode())

    def close(self) -> None:
        self._stream.flush()


class _Parquet:
    def __init__(self, stream: IO[bytes], schema: pa.Schema) -> None:
        self._writer = pq.ParquetWriter(stream, schema)

    def write(self, batch: pa.RecordBatch) -> None:
        self._writer.write_batch(batch)

    def close(self) -> None:
        self._writer.close()


class Opened:
    """A writer that is closed with its block, and not finished when the block fails."""

    def __init__(self, stream: IO[bytes], schema: pa.Schema, format_: str, *, header: bool = True) -> None:
        self._writer: Writer
        if format_ == "csv":
            self._writer = _Csv(stream, schema, header=header)
        elif format_ == "ndjson":
            self._writer = _Ndjson(stream)
        else:
            self._writer = _Parquet(stream, schema)

    def __enter__(self) -> Writer:
        return self._writer

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._writer.close()


def join(parts: Iterable[Path], out: Path, schema: pa.Schema, format_: str) -> None:
    """Make one file of the parts; text is copied as it stands, Parquet row group by row group."""
    with out.open("wb") as stream:
        if format_ != "parquet":
            for part in parts:
                with part.open("rb") as one:
                    shutil.copyfileobj(one, stream, 4 * 1024 * 1024)
            return
        with Opened(stream, schema, format_) as writer:
            for part in parts:
                for batch in pq.ParquetFile(part).iter_batches(1 << 18):
                    writer.write(batch)
