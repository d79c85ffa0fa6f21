"""The prices in words of a batch that need no reading: those of a form that was read in another text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pricesvc.bulk.forms import UNFILLED, forms, numbers, way_of
from pricesvc.bulk.readings import Readings, Words, texts_at, worded
from pricesvc.bulk.vectors import Floats, Mask, Whole, combined

_PLAIN: Final = r"^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?$"
"""An amount as it is printed: such a text is its own reading, and a float holds it well enough to compare."""

_FEW: Final = 4
"""Rows up to which the texts of one form are read one by one: reading them costs no more."""


@dataclass(slots=True)
class Stated:
    """Amounts of a batch that are known without reading: as text, as floats (NaN where there is none), and what they
    are in, as ``codes`` into ``currencies`` (-1: nothing).
    """

    texts: pa.StringArray
    amounts: Floats
    codes: Whole
    currencies: list[str]


def plainly(texts: pa.StringArray) -> tuple[Mask, Floats]:
    """Which texts are plain numbers, and these as floats."""
    plain = pc.fill_null(pc.match_substring_regex(texts, _PLAIN), False)
    found = pc.if_else(plain, texts, None).cast(pa.float64())
    return (
        np.asarray(plain.to_numpy(zero_copy_only=False), np.bool_),
        np.asarray(found.to_numpy(zero_copy_only=False), np.float64),
    )


def filled(stated: Stated, cells: Words, readings: Readings) -> pa.StringArray:
    """The values that are left to be read: of the texts of one form the first, for the thing that all of them are of.

    The amounts of the forms that were read go into ``stated``.
    """
    values = cells["value"]
    words = worded({**cells, "value": forms(values)})
    codes, first = combined(list(words.values()), len(values))
    common = np.flatnonzero(np.bincount(codes, minlength=len(first)) > _FEW)
    ways, currencies = np.full(len(first), UNFILLED), np.full(len(first), -1)
    for code, texts in zip(common.tolist(), texts_at(worded(cells), first[common]), strict=True):
        reading = readings.of(texts)
        if reading is not None and reading.mention is not None and texts[0] and readings.follows_shape(texts):
            ways[code] = way_of(texts[0], reading.mention)
            currencies[code] = _place(reading.mention.currency, stated.currencies)
    if not ways.any():
        return values
    amounts = numbers(values, ways[codes])
    plain, floats = plainly(amounts)
    known = pa.array(plain)
    stated.texts = pc.if_else(known, amounts, stated.texts)
    stated.amounts = np.where(plain, floats, stated.amounts)
    stated.codes = np.where(plain, currencies[codes], stated.codes)
    return pc.if_else(known, values.take(pa.array(first[codes])), values)


def _place(currency: str, currencies: list[str]) -> int:
    if currency not in currencies:
        currencies.append(currency)
    return currencies.index(currency)
