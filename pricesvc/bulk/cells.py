"""The cells of a batch as the text that a person would have typed, whatever type the table gives them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import pyarrow as pa
import pyarrow.compute as pc

from pricesvc.bulk.job import Job
from pricesvc.core.errors import InvalidField
from pricesvc.core.money import MAX_DIGITS, decimal_text
from pricesvc.questions import INPUTS


@dataclass(frozen=True, slots=True)
class Cells:
    """The inputs that a batch has: each as text, and days as such where the table has days.

    ``amounts`` are the amounts as floats, where the table's own type makes sure that their text is plain.
    """

    texts: dict[str, pa.Array]
    amounts: pa.DoubleArray | None


def cells(batch: pa.RecordBatch, job: Job) -> Cells:
    """Each input that the batch has; empty text is no text.

    Raises:
        InvalidField: for a column of a type that has no text, such as a list; names the column.
    """
    names = batch.schema.names
    found = {name: job.source_of(name, names) for name in INPUTS}
    columns = {name: (batch.column(column), column) for name, column in found.items() if column is not None}
    texts = {name: _text(column, title) for name, (column, title) in columns.items()}
    return Cells(texts, _numbers(columns["amount"][0]) if "amount" in columns else None)


def _numbers(column: pa.Array) -> pa.DoubleArray | None:
    kind = column.type
    is_plain = pa.types.is_decimal128(kind) and kind.precision <= MAX_DIGITS and kind.scale >= 0
    return column.cast(pa.float64(), safe=False) if is_plain or pa.types.is_integer(kind) else None


def _text(column: pa.Array, name: str) -> pa.StringArray:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_null(kind):
        return pa.nulls(len(column), pa.string())
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        text = column.cast(pa.string())
        return pc.if_else(pc.equal(text, ""), None, text)
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return _plain(column)
    if pa.types.is_date32(kind):
        return column
    if pa.types.is_integer(kind):
        return column.cast(pa.string())
    if pa.types.is_temporal(kind):
        return pa.array(_days(column), pa.string())
    raise _without_text(name, kind)


def refuse_unreadable(schema: pa.Schema, job: Job) -> None:
    """Refuse a table before its first row is read.

    Raises:
        InvalidField: for a column that is read and has no text; names it.
    """
    for wanted in INPUTS:
        name = job.source_of(wanted, schema.names)
        if name is not None:
            _text(pa.nulls(0, schema.field(name).type), name)


def _without_text(name: str, kind: pa.DataType) -> InvalidField:
    return InvalidField(f"Column {name!r} is of type {kind}, which has no plain text.", field="columns", column=name)


def _plain(column: pa.Array) -> pa.StringArray:
    """Numbers without exponent; one that is not finite stays as it is, for the reader to refuse."""
    text = column.cast(pa.string())
    odd = pc.match_substring_regex(text, "[eE]")
    if not pc.any(odd).as_py():
        return text
    return pa.array([None if one is None else _without_exponent(one) for one in text.to_pylist()], pa.string())


def _without_exponent(text: str) -> str:
    try:
        return decimal_text(Decimal(text))
    except InvalidOperation:
        return text


def _days(column: pa.Array) -> list[str | None]:
    """The day of each cell; one that is past the year 9999 stays as it is, for the reader to refuse."""
    try:
        return [_day(value) for value in column.to_pylist()]
    except (OverflowError, ValueError):
        return [_day_of(cell, text) for cell, text in zip(column, column.cast(pa.string()).to_pylist(), strict=True)]


def _day_of(cell: pa.Scalar, text: str | None) -> str | None:
    try:
        return _day(cell.as_py())
    except (OverflowError, ValueError):
        return text


def _day(value: object) -> str | None:
    """The day of a timestamp; a time within the day is no day, and its text is refused where it is read."""
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return None if value is None else str(value)
