"""A table of a cluster answered where its parts lie: the batches of ``pricesvc bulk``, in every executor.

::

    from pricesvc import spark
    spark.normalize(session.read.parquet("customs/"), to=["EUR"], regimes=["eu-russia"]).write.parquet("answered/")

The rates and the law go along as one pinned snapshot, named in the metadata of the last column; ``pricesvc[bulk]`` must
be installed for the Python of the executors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from pricesvc.bulk.answers import Answers
from pricesvc.bulk.directories import Folder, Piece, pieces
from pricesvc.bulk.shape import output_schema
from pricesvc.bulk.shipping import packed
from pricesvc.bulk.tables import BATCH_ROWS
from pricesvc.bulk.tally import Tally
from pricesvc.core.errors import InvalidField, PricesvcError
from pricesvc.frames import job, unpacked_here

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def normalize(
    frame: DataFrame,
    *,
    to: Sequence[str] = ("USD",),
    regimes: Sequence[str] | None = None,
    on: str | date | None = None,
    columns: Mapping[str, str] | None = None,
    basis: str = "market",
    locale: str | None = None,
) -> DataFrame:
    """The frame with the answers behind its own columns; the arguments are those of ``normalize_frame``.

    Raises:
        PricesvcError: for a frame that cannot be read, or a name that does not exist. A bad row has a ``problem``.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema  # noqa: PLC0415 - an extra

    asked = job(to=to, regimes=regimes, on=on, columns=columns, basis=basis, locale=locale)
    # What a map gives must have the very columns it declares, and Spark keeps no metadata of ours.
    answered = output_schema(to_arrow_schema(frame.schema), asked).remove_metadata()
    pinned = frame.sparkSession.sparkContext.broadcast(packed(asked))

    def answer(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        answers = _answers(pinned.value)
        for batch in gathered(batches, BATCH_ROWS):
            yield answers.columns(batch).replace_schema_metadata(None)

    mapped = frame.mapInArrow(answer, from_arrow_schema(answered))
    return mapped.withMetadata(answered.names[-1], {"pricesvc": dict(asked.snapshot)})


def normalize_files(
    session: SparkSession,
    source: str | PathLike[str],
    out: str | PathLike[str],
    *,
    to: Sequence[str] = ("USD",),
    regimes: Sequence[str] | None = None,
    on: str | date | None = None,
    columns: Mapping[str, str] | None = None,
    basis: str = "market",
    locale: str | None = None,
) -> Tally:
    """Answer a Parquet file, or all of a directory, into the directory ``out`` of Parquet files, in the same order.

    Executors read and write the files themselves, so that the rows never pass through the JVM: on one machine a third of
    the time of ``normalize``. Both paths must be directories that every executor and this machine see under these names.
    What is answered is counted; the further arguments are those of ``normalize_frame``.

    Raises:
        PricesvcError: for files that cannot be read, an ``out`` that exists, or a name that does not exist.
    """
    asked = job(to=to, regimes=regimes, on=on, columns=columns, basis=basis, locale=locale)
    context, folder = session.sparkContext, Folder(_local(out))
    schema, found = pieces(_local(source))
    output_schema(schema, asked)
    folder.begin()
    pinned = context.broadcast(packed(asked))

    def answer(piece: Piece) -> Tally | PricesvcError:
        try:
            return folder.answer(piece, _answers(pinned.value))
        except PricesvcError as refusal:  # another attempt would end alike
            return refusal

    total = Tally()
    for tally in context.parallelize(found, len(found)).map(answer).collect():
        if isinstance(tally, PricesvcError):
            raise tally
        total.add(tally)
    folder.finish(found)
    return total


def _local(path: str | PathLike[str]) -> Path:
    """A path of this machine.

    Raises:
        InvalidField: for an address of anything else.
    """
    text = fspath(path).removeprefix("file://")
    if "://" in text:
        raise InvalidField(f"{text}: read it with Spark and normalize the frame.", field="path")
    return Path(text).resolve()


def gathered(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """Spark's small batches (10,000 rows) put together to at least ``rows``, so that columns and not batches cost time."""
    group: list[pa.RecordBatch] = []
    for batch in batches:
        group.append(batch)
        if sum(map(len, group)) >= rows:
            yield from pa.Table.from_batches(group).combine_chunks().to_batches()
            group = []
    if group:
        yield from pa.Table.from_batches(group).combine_chunks().to_batches()


@lru_cache(maxsize=1)
def _answers(blob: bytes) -> Answers:
    """What answers in one process of an executor, kept from task to task."""
    return Answers(unpacked_here(blob))
