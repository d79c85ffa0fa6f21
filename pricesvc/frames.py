"""Data frames in, data frames out: every row answered as ``pricesvc bulk`` answers it, on the embedded rates.

>>> import polars
>>> seized = polars.DataFrame({"value": ["¥10M", "EUR 300"], "hs": ["8703", "4202"], "on": "2023-12-07"})
>>> answered = normalize_frame(seized, to=["USD"], regimes=["eu-dprk"])
>>> answered["amount_usd"].to_list(), answered["verdict_eu_dprk"].to_list()
([Decimal('68965.30'), Decimal('323.13')], ['over', 'over'])
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from pricesvc.compose import appraiser, digests, offline_rates
from pricesvc.core.errors import InvalidField
from pricesvc.core.periods import day_or
from pricesvc.extras import need_bulk
from pricesvc.questions import INPUTS, Terms, names_of

if TYPE_CHECKING:
    from pricesvc.bulk.job import Job

Frame = TypeVar("Frame")
"""A Polars or a pandas data frame, or an Arrow table: what comes in goes out."""


def normalize_frame(
    frame: Frame,
    *,
    to: Sequence[str] = ("USD",),
    regimes: Sequence[str] | None = None,
    on: str | date | None = None,
    columns: Mapping[str, str] | None = None,
    basis: str = "market",
    locale: str | None = None,
) -> Frame:
    """The frame with the answers behind its own columns, as many rows in the same order.

    Args:
        frame: a Polars or pandas data frame, or an Arrow table.
        to: currencies to convert to, a column each.
        regimes: ids of regimes with a column each; None: no columns, and ``luxury`` sums up every regime.
        on: the day of rows that have none; today (UTC) if None.
        columns: what the frame calls the inputs: ``{"value": "price_text"}``.
        basis: the purpose that chooses the rate, such as ``eu-customs``.
        locale: how the writers write numbers and money, a BCP 47 tag.

    Raises:
        PricesvcError: for a frame that cannot be read, or a name that does not exist. A bad row has a ``problem``.
        ImportError: when ``pricesvc[bulk]`` is not installed.
    """
    made = job(to=to, regimes=regimes, on=on, columns=columns, basis=basis, locale=locale)
    kind = type(frame).__module__.partition(".")[0]
    taken = _TAKEN.get(kind)
    if taken is None or not hasattr(frame, "columns") or type(frame).__name__ not in {"DataFrame", "Table"}:
        raise InvalidField("A frame is a Polars or pandas DataFrame, or an Arrow Table.", field="frame")
    return taken(frame, made)  # type: ignore[no-any-return]


def job(
    *,
    to: Sequence[str],
    regimes: Sequence[str] | None,
    on: str | date | None,
    columns: Mapping[str, str] | None,
    basis: str,
    locale: str | None,
) -> Job:
    """What is asked of every row, on the embedded rates as of today.

    Raises:
        PricesvcError: for a name that does not exist.
        ImportError: when ``pricesvc[bulk]`` is not installed.
    """
    need_bulk()
    from pricesvc.bulk.job import Job  # noqa: PLC0415 - who has no tables needs none of it

    rates = offline_rates()
    named = None if regimes is None else names_of(regimes)
    terms = Terms(on=day_or(on, rates.today), to=names_of(to), regimes=named, basis=basis, locale=locale)
    return Job.of(appraiser(), rates, terms, digests(), columns)


def unpacked_here(blob: bytes) -> Job:
    """A job that another process has packed, read with the words of this one.

    Raises:
        BadData: when that one would read otherwise.
    """
    from pricesvc.bulk.shipping import unpacked  # noqa: PLC0415

    return unpacked(blob, appraiser(), digests())


def _answered(table: Any, made: Job) -> Any:  # noqa: ANN401 - Arrow has no types
    """An Arrow table with the answers behind its columns."""
    import pyarrow as pa  # noqa: PLC0415

    from pricesvc.bulk.answers import Answers  # noqa: PLC0415
    from pricesvc.bulk.shape import output_schema  # noqa: PLC0415
    from pricesvc.bulk.tables import BATCH_ROWS  # noqa: PLC0415

    answers = Answers(made)
    batches = (answers.columns(batch) for batch in table.to_batches(max_chunksize=BATCH_ROWS))
    return pa.Table.from_batches(batches, schema=output_schema(table.schema, made))


def _fresh(table: Any, made: Job) -> Any:  # noqa: ANN401
    """Only what was worked out."""
    answered = _answered(table, made)
    return answered.select(answered.column_names[table.num_columns :])


def _polars(frame: Any, made: Job) -> Any:  # noqa: ANN401
    import polars as pl  # noqa: PLC0415

    return frame.hstack(pl.from_arrow(_fresh(frame.to_arrow(), made)))


def _pandas(frame: Any, made: Job) -> Any:  # noqa: ANN401
    import pandas as pd  # type: ignore[import-untyped]  # noqa: PLC0415
    import pyarrow as pa  # noqa: PLC0415

    read = [str(name) for name in _inputs(made) if name in frame.columns]
    try:
        table = pa.Table.from_pandas(frame[read], preserve_index=False)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
        raise InvalidField(f"The frame has a column of several types: {error}", field="frame") from error
    fresh = _fresh(table, made).to_pandas()
    fresh.index = frame.index
    return pd.concat([frame, fresh], axis=1)


def _inputs(made: Job) -> Iterator[str]:
    """The names that the frame's inputs have."""
    return (made.columns.get(name, name) for name in INPUTS)


_TAKEN = {"polars": _polars, "pandas": _pandas, "pyarrow": _answered}
