"""Tables in files, a batch at a time: CSV, newline-delimited JSON and Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Final

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from pricesvc.core.errors import BadTable

BATCH_ROWS: Final = 131_072
"""Rows of a batch and of a part: large enough that the columns, and not the batches, cost the time."""

_LINES = 16_384
_MOST_LINES = 64
_HALF = "a text holds half of a character (a lone surrogate)"
_BLOCK = 8 * 1024 * 1024

FORMATS: Final = ("csv", "ndjson", "parquet")


@dataclass(frozen=True, slots=True)
class Table:
    """An open table: its schema, its batches, and how many rows it has where that is known without reading it."""

    path: str
    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]
    rows: int | None = None


def format_of(path: str, given: str | None = None) -> str:
    """The format of a file by its name, unless it is given; standard input and output are CSV.

    Raises:
        BadTable: for an ending that says nothing.
    """
    found = given or ("csv" if path == "-" else Path(path).suffix.lower().removeprefix("."))
    found = {"jsonl": "ndjson", "pq": "parquet"}.get(found, found)
    if found not in FORMATS:
        raise BadTable(f"{path}: the format is not one of {', '.join(FORMATS)}; name it with --format.", file=path)
    return found


def open_table(path: str, stream: IO[bytes], format_: str) -> Table:
    """Open a table for reading from a binary stream; ``path`` names it in messages.

    Raises:
        BadTable: when it is no table of the format. Its ``batches`` raise it too, with the place.
    """
    readers: Mapping[str, Callable[[str, IO[bytes]], Table]] = {
        "csv": _open_csv, "ndjson": _open_ndjson, "parquet": _open_parquet,
    }  # fmt: skip
    return readers[format_](path, stream)


def _bad(path: str, place: str, error: object) -> BadTable:
    return BadTable(f"{path}, {place}: {error}", file=path, place=place)


class _Rewound:
    """A stream whose first lines were read already: gives them again, so that standard input needs no seeking."""

    closed = False

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head, self._rest = head, rest
        self._quotes = 0

    @property
    def is_balanced(self) -> bool:
        """Whether every quote that was opened was closed, by their number."""
        return self._quotes % 2 == 0

    def read(self, size: int = -1) -> bytes:
        found, self._head = self._head + self._rest.read(size if size < 0 else max(0, size - len(self._head))), b""
        found, self._head = (found, b"") if size < 0 else (found[:size], found[size:])
        self._quotes += found.count(b'"')
        return found

    def close(self) -> None:
        self.closed = True

    def readable(self) -> bool:
        return True


def _open_csv(path: str, stream: IO[bytes]) -> Table:
    """Every cell is text: a tariff code keeps its leading zero, an amount its digits."""
    head = _first_record(stream).removeprefix(b"\xef\xbb\xbf")
    rewound = _Rewound(head, stream)
    try:
        names = next(csv.reader([head.decode("utf-8")]), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise _bad(path, "the header", error) from error
    if not names:
        raise _bad(path, "the header", "there is none")
    try:
        reader = pc.open_csv(
            pa.PythonFile(rewound, mode="r"),
            read_options=pc.ReadOptions(block_size=_BLOCK),
            parse_options=pc.ParseOptions(newlines_in_values=True),
            convert_options=pc.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True, null_values=[""]
            ),
        )
    except (pa.ArrowInvalid, OSError) as error:
        raise _bad(path, "the first rows", error) from error
    return Table(path, reader.schema, _csv_batches(path, reader, rewound))


def _first_record(stream: IO[bytes]) -> bytes:
    """The line of names; quoted, a name may go over several lines."""
    found = stream.readline()
    for _ in range(_MOST_LINES):
        if found.count(b'"') % 2 == 0:
            break
        found += stream.readline()
    return found


def _csv_batches(path: str, reader: pc.CSVStreamingReader, stream: _Rewound) -> Iterator[pa.RecordBatch]:
    rows, last = 0, ""
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            break
        except (pa.ArrowInvalid, OSError) as error:
            raise _bad(path, f"after row {rows:,}", error) from error
        if len(batch):
            rows, last = rows + len(batch), batch[-1][-1].as_py() or ""
        yield batch
    if "\n" in last and not stream.is_balanced:  # the cell has swallowed the rows that follow it
        raise _bad(path, f"row {rows:,}", "the last quoted cell does not end")


def _open_ndjson(path: str, stream: IO[bytes]) -> Table:
    """The columns are those of the first rows, as text; numbers keep the digits they are written with."""
    first = _objects(path, stream, 0)
    if not first:
        raise _bad(path, "line 1", "there is none")
    names = list(dict.fromkeys(name for row in first for name in row))
    try:
        schema = pa.schema([pa.field(name, pa.string()) for name in names])
    except UnicodeEncodeError as error:
        raise _bad(path, "the names", _HALF) from error
    return Table(path, schema, _ndjson_batches(path, stream, first, schema))


def _ndjson_batches(
    path: str, stream: IO[bytes], rows: list[dict[str, str | None]], schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    done, known = 0, frozenset(schema.names)
    while rows:
        for index, row in enumerate(rows):
            if not known.issuperset(row):
                extra = ", ".join(sorted(set(row) - known)).encode("utf-8", "replace").decode()
                raise _bad(path, f"line {done + index + 1:,}", f"column {extra} is not one of the first rows'")
        try:
            yield pa.RecordBatch.from_pylist(rows, schema=schema)
        except UnicodeEncodeError as error:
            raise _bad(path, f"after line {done:,}", _HALF) from error
        done += len(rows)
        rows = _objects(path, stream, done)


def _objects(path: str, stream: IO[bytes], before: int) -> list[dict[str, str | None]]:
    found = []
    for index, line in enumerate(islice(stream, _LINES)):
        try:
            row = _decode(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise _bad(path, f"line {before + index + 1:,}", error) from error
        if not isinstance(row, dict):
            raise _bad(path, f"line {before + index + 1:,}", "it is no object")
        found.append({name: _cell(value) for name, value in row.items()})
    return found


def _object(members: list[tuple[str, object]]) -> dict[str, object]:
    """An object.

    Raises:
        ValueError: when two of its members have one name: which of them is meant?
    """
    found = dict(members)
    if len(found) < len(members):
        raise ValueError("an object has two members of one name")
    return found


_decode: Final = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_object).decode


def _cell(value: object) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _open_parquet(path: str, stream: IO[bytes], groups: Sequence[int] | None = None) -> Table:
    try:
        file = pq.ParquetFile(stream)
        wanted = range(file.num_row_groups) if groups is None else groups
        return Table(path, file.schema_arrow, _parquet_batches(path, file, wanted), file.metadata.num_rows)
    except (pa.ArrowException, OSError) as error:
        raise _bad(path, "the footer", error) from error


def open_row_groups(path: str, stream: IO[bytes], groups: Sequence[int]) -> Table:
    """Open some row groups of a Parquet file.

    Raises:
        BadTable: as ``open_table``.
    """
    return _open_parquet(path, stream, groups)


def _parquet_batches(path: str, file: pq.ParquetFile, groups: Sequence[int]) -> Iterator[pa.RecordBatch]:
    for group in groups:
        try:
            yield from file.iter_batches(BATCH_ROWS, row_groups=[group])
        except (pa.ArrowException, OSError) as error:
            raise _bad(path, f"row group {group}, {_broken_column(file, group)}", error) from error


def _broken_column(file: pq.ParquetFile, group: int) -> str:
    """Which column of a row group cannot be read."""
    for name in file.schema_arrow.names:
        try:
            file.read_row_group(group, columns=[name])
        except (pa.ArrowException, OSError):
            return f"column {name!r}"
    return "no single column"
