"""The cells of a batch made ready for whole columns: days, amounts, and codes for the texts that repeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pricesvc.bulk.cells import Cells
from pricesvc.bulk.exchanges import EPOCH
from pricesvc.bulk.filling import Stated, filled, plainly
from pricesvc.bulk.job import Job
from pricesvc.bulk.readings import Reading, Readings, texts_at, worded
from pricesvc.bulk.vectors import Floats, Mask, Whole, combined
from pricesvc.core.errors import InvalidDay, Refusal
from pricesvc.core.periods import parse_day
from pricesvc.questions import SAYING


@dataclass(slots=True)
class Given:
    """A batch's rows as columns. ``odd`` are rows that the columns cannot answer.

    ``texts`` are the amounts as text, ``amounts`` as floats (NaN where there is none). ``stated`` are codes into
    ``currencies``; ``read`` are codes into ``readings``.
    """

    rows: int
    ordinals: Whole
    texts: pa.Array
    amounts: Floats
    stated: Whole
    currencies: list[str]
    read: Whole
    readings: list[Reading | None]
    odd: Mask

    @property
    def has_amount(self) -> Mask:
        """Which rows state an amount."""
        return ~np.isnan(self.amounts)


def given(cells: Cells, rows: int, job: Job, readings: Readings) -> Given:
    """Make a batch's cells ready."""
    odd = _silent(cells.texts, rows)
    columns = _with_one_price(cells.texts, odd)
    ordinals = _days(columns.get("on"), rows, job, odd)
    texts = columns.get("amount", pa.nulls(rows, pa.string()))
    amounts = _parsed(texts, odd) if cells.amounts is None else _taken(cells.amounts, odd)
    wordy = dict(columns)
    if "amount" in columns:
        present = _present(texts)
        if "value" in columns:
            odd |= present & _present(columns["value"])
        for name in ("value", "currency", "locale"):
            if name in columns:
                wordy[name] = pc.if_else(pa.array(~present), columns[name], None)
    stated = Stated(texts, amounts, *_currencies(columns.get("currency"), rows, job))
    odd |= _present(texts) & (stated.codes < 0)
    if "value" in columns:
        wordy["value"] = filled(stated, wordy, readings)
    read, found = _read(wordy, rows, readings)
    odd |= np.array([one is None for one in found], np.bool_)[read]
    return Given(rows, ordinals, stated.texts, stated.amounts, stated.codes, stated.currencies, read, found, odd)


def _present(column: pa.Array) -> Mask:
    return np.asarray(column.is_valid().to_numpy(zero_copy_only=False), np.bool_)


def _silent(columns: dict[str, pa.Array], rows: int) -> Mask:
    """Which rows say nothing that is asked about."""
    silent = np.ones(rows, np.bool_)
    for name in SAYING:
        if name in columns:
            silent &= ~_present(columns[name])
    return silent


def _with_one_price(columns: dict[str, pa.Array], odd: Mask) -> dict[str, pa.Array]:
    """The columns with ``text`` as ``value``, which are one; marks rows that have both."""
    if "text" not in columns:
        return columns
    others = dict(columns)
    text = others.pop("text")
    value = others.get("value", pa.nulls(len(text), pa.string()))
    odd |= _present(text) & _present(value)
    return {**others, "value": pc.coalesce(value, text)}


def _days(column: pa.Array | None, rows: int, job: Job, odd: Mask) -> Whole:
    """The ordinals of the rows' days; marks days that are none."""
    default = job.terms.on.toordinal()
    if column is None:
        return np.full(rows, default, np.int64)
    if pa.types.is_date32(column.type):
        days = pc.fill_null(column.cast(pa.int32()), default - EPOCH).to_numpy()
        ordinals = np.asarray(days, np.int64) + EPOCH
        late = (ordinals < 1) | (ordinals > date.max.toordinal())
        odd |= late
        return np.where(late, default, ordinals)
    coded = column.dictionary_encode()
    known = np.array([*(_ordinal(text) for text in coded.dictionary.to_pylist()), default], np.int64)
    found = known[pc.fill_null(coded.indices, len(known) - 1).to_numpy()]
    odd |= found == 0
    return np.where(found == 0, default, found)


def _ordinal(text: str) -> int:
    try:
        return parse_day(text).toordinal()
    except InvalidDay:
        return 0


def _taken(amounts: pa.DoubleArray, odd: Mask) -> Floats:
    """The amounts of a table that has numbers; marks those below zero."""
    numbers = np.asarray(pc.fill_null(amounts, np.nan).to_numpy(), np.float64)
    odd |= numbers < 0
    return numbers


def _parsed(texts: pa.Array, odd: Mask) -> Floats:
    """The amounts as floats; marks those that are not written plainly."""
    plain, numbers = plainly(texts)
    odd |= _present(texts) & ~plain
    return numbers


def _currencies(column: pa.Array | None, rows: int, job: Job) -> tuple[Whole, list[str]]:
    """A code for each row's currency, -1 where there is none, and the currencies of the codes."""
    if column is None:
        return np.full(rows, -1, np.int64), []
    coded = column.dictionary_encode()
    named = [_known(text, job) for text in coded.dictionary.to_pylist()]
    currencies = list(dict.fromkeys(name for name in named if name is not None))
    codes = np.array([*(-1 if name is None else currencies.index(name) for name in named), -1], np.int64)
    return codes[pc.fill_null(coded.indices, len(named)).to_numpy()], currencies


def _known(text: str, job: Job) -> str | None:
    try:
        return job.appraiser.known(text)
    except Refusal:
        return None


def _read(cells: dict[str, pa.Array], rows: int, readings: Readings) -> tuple[Whole, list[Reading | None]]:
    """A code for each row's words, and what they say."""
    words = worded(cells)
    codes, first = combined(list(words.values()), rows)
    return codes, [readings.of(texts) for texts in texts_at(words, first)]
