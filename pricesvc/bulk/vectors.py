"""Small things with whole columns at once: codes for what repeats, and decimals out of whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

NEAR = 1e-9
"""How near to a limit, as a share of it, a value is held to be at it."""

_SLACK = 1e-14
"""How far off a product of three floats may be, as a share of it, twenty times over."""

_MOST = 1e17
"""The greatest number of minor units that is worked out in columns."""


def distinct(keys: Whole) -> tuple[Whole, Whole]:
    """A code for each key, from 0 on, and for each code the first row that has it."""
    coded = pa.array(keys).dictionary_encode()
    codes = np.asarray(coded.indices.to_numpy(), np.int64)
    return codes, _first_rows(codes, len(coded.dictionary))


def combined(columns: Sequence[pa.Array], rows: int) -> tuple[Whole, Whole]:
    """A code for each distinct row of some columns, and for each code the first row that has it."""
    keys, size = np.zeros(rows, np.int64), 1
    for column in columns:
        coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        width = len(coded.dictionary) + 1
        if size * width >= 1 << 62:
            keys, first = distinct(keys)
            size = len(first)
        keys = keys * width + np.asarray(pc.fill_null(coded.indices, width - 1).to_numpy(), np.int64)
        size *= width
    return distinct(keys)


def _first_rows(codes: Whole, count: int) -> Whole:
    first = np.empty(count, np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first


def minor_units(worths: Floats, places: int) -> tuple[Whole, Mask, Mask]:
    """Worths in whole minor units, half even; which are so near a half that they must be worked out exactly; and which
    are too great for that.
    """
    scaled = worths * 10.0**places
    size = np.abs(scaled)
    known = ~np.isnan(scaled)
    great = known & (size > _MOST)
    near = known & ~great & (np.abs(scaled - np.floor(scaled) - 0.5) <= NEAR + size * _SLACK)
    units = np.rint(np.where(known & ~great, scaled, 0.0)).astype(np.int64)
    return units, near, great


def decimals(units: Whole, known: Mask, kind: pa.Decimal128Type) -> pa.Array:
    """Whole minor units as decimals of 128 bits; those not known are null."""
    wide = np.empty((len(units), 2), np.int64)
    wide[:, 0] = units
    wide[:, 1] = units >> 63
    return pa.Array.from_buffers(kind, len(units), [_bits(known), pa.py_buffer(wide)])


def flags(values: Mask, known: Mask) -> pa.Array:
    """Yes and no; those not known are null."""
    return pa.Array.from_buffers(pa.bool_(), len(values), [_bits(known), _bits(values)])


def _bits(mask: Mask) -> pa.Buffer:
    return pa.py_buffer(np.packbits(mask, bitorder="little"))


def spread(values: Sequence[Any], codes: Whole, kind: pa.DataType) -> pa.Array:
    """The value of each code, a row each; a code below zero is null."""
    indices = pa.array(codes, mask=codes < 0) if len(codes) and codes.min() < 0 else pa.array(codes)
    return pa.array(values, kind).take(indices)
