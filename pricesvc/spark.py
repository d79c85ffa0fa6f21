"""A table of a cluster answered where its parts lie: the batches of ``pricesvc bulk``, in every executor.

::

    from pricesvc import spark
    spark.normalize(session.read.parquet("customs/"), to=["EUR"], regimes=["eu-russia"]).write.parquet("answered/")

The rates and the law go along as one pinned snapshot; ``pricesvc[bulk]`` must be installed on the executors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pricesvc.bulk.answers import Answers
from pricesvc.bulk.shape import output_schema
from pricesvc.bulk.shipping import packed, unpacked
from pricesvc.compose import appraiser, digests
from pricesvc.frames import job

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


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

    def answer(batches: Iterable[Any]) -> Iterator[Any]:
        answers = _answers(pinned.value)
        for batch in batches:
            yield answers.columns(batch).replace_schema_metadata(None)

    return frame.mapInArrow(answer, from_arrow_schema(answered))


@lru_cache(maxsize=1)
def _answers(blob: bytes) -> Answers:
    """What answers in one process of an executor, kept from task to task."""
    return Answers(unpacked(blob, appraiser(), digests()))
