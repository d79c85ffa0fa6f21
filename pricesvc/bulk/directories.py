"""A directory of Parquet files, answered piece by piece by whoever sees it: no two pieces share a file that is written.

A piece is some row groups of one file; its part has the piece's number, and gets its name when it is whole. A piece that
is answered twice, because a first attempt died or was slow, is one part all the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from pricesvc.bulk.answers import Answers
from pricesvc.bulk.parts import written
from pricesvc.bulk.shape import output_schema
from pricesvc.bulk.tables import open_row_groups
from pricesvc.bulk.tally import Tally
from pricesvc.core.errors import BadTable

PIECE_ROWS: Final = 1_000_000
"""Rows up to which row groups are put together: some seconds of work, which is what a death costs."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some row groups of a file, and the place of their part among all."""

    number: int
    path: str
    groups: tuple[int, ...]


def pieces(source: Path) -> tuple[pa.Schema, list[Piece]]:
    """The schema of a Parquet file or of all files of a directory, and their pieces in order.

    Raises:
        BadTable: when there is no file, one is no Parquet, or their columns differ.
    """
    paths = [source] if source.is_file() else sorted(_files(source))
    if not paths:
        raise BadTable(f"{source}: there is no Parquet file.", file=str(source))
    footers = [(str(path.resolve()), _footer(path)) for path in paths]
    schema = footers[0][1].schema.to_arrow_schema()
    for path, footer in footers:
        if not footer.schema.to_arrow_schema().equals(schema):
            raise BadTable(f"{path}: its columns are not those of {paths[0]}.", file=path)
    found = [(path, groups) for path, footer in footers for groups in _grouped(footer)]
    return schema, [Piece(number, path, groups) for number, (path, groups) in enumerate(found)]


def _files(folder: Path) -> Iterator[Path]:
    """The files of a directory, but for those that Spark and we hide."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name.startswith((".", "_")):
            continue
        if path.is_dir():
            raise BadTable(f"{path}: a directory of directories is read by Spark itself.", file=str(path))
        yield path


def _footer(path: Path) -> pq.FileMetaData:
    try:
        return pq.read_metadata(path)
    except (pa.ArrowException, OSError) as error:
        raise BadTable(f"{path}, the footer: {error}", file=str(path), place="the footer") from error


def _grouped(footer: pq.FileMetaData) -> Iterator[tuple[int, ...]]:
    """The numbers of a file's row groups, so many together as have ``PIECE_ROWS`` rows."""
    group: list[int] = []
    rows = 0
    for number in range(footer.num_row_groups):
        more = footer.row_group(number).num_rows
        if group and rows + more > PIECE_ROWS:
            yield tuple(group)
            group, rows = [], 0
        group.append(number)
        rows += more
    if group:
        yield tuple(group)


class Folder:
    """The directory OUT that the parts are in: it gets its name when every part is there."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._parts = out.with_name(f".{out.name}.parts")

    def begin(self) -> None:
        """Make room for the parts.

        Raises:
            BadTable: when OUT is there already, or cannot be.
        """
        if self._out.exists():
            raise BadTable(f"{self._out}: it is there already.", file=str(self._out))
        try:
            shutil.rmtree(self._parts, ignore_errors=True)
            self._parts.mkdir()
        except OSError as error:
            raise BadTable(f"{self._out}: {error.strerror or error}.", file=str(self._out)) from error

    def answer(self, piece: Piece, answers: Answers) -> Tally:
        """Answer a piece into its part.

        Raises:
            BadTable: when the piece cannot be read; OSError when the part cannot be written.
        """
        whole = self._part(piece)
        unfinished = whole.with_name(f".{whole.name}.{uuid4().hex}")
        with open(piece.path, "rb") as stream:  # noqa: PTH123 - a path is shipped as text
            table = open_row_groups(piece.path, stream, piece.groups)
            tally = written(unfinished, "parquet", answers, table.batches, output_schema(table.schema, answers.job))
        unfinished.replace(whole)
        return tally

    def finish(self, found: list[Piece]) -> None:
        """Give OUT its name.

        Raises:
            BadTable: when a part was written where this machine does not see it.
        """
        missing = next((piece for piece in found if not self._part(piece).exists()), None)
        if missing is not None:
            path = str(self._part(missing))
            raise BadTable(f"{path}: written on another machine, and not seen on this one.", file=path)
        for unfinished in self._parts.glob(".part-*"):
            unfinished.unlink(missing_ok=True)
        self._parts.replace(self._out)

    def _part(self, piece: Piece) -> Path:
        return self._parts / f"part-{piece.number:05}.parquet"
