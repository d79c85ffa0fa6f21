"""Prices in words that differ in nothing but their digits: one is read, and the others are filled in by columns.

``$1,234.56`` and ``$7,890.12`` are of one form, and so of one shape (``reading.prices.moulds``): what the reader says of
the first it says of every other: where the price stands, its currency, what its separators mean. Only forms whose one
price is the very number that stands there are filled in; a range, a magnitude, "about" and whatever else is more than
its digits is read text by text.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pricesvc.bulk.vectors import Mask, Whole
from pricesvc.core.mentions import Mention
from pricesvc.core.money import decimal_text
from pricesvc.reading.prices.moulds import run_of

UNFILLED, WHOLE, DECIMAL = 0, 1, 2
"""How a form is filled: not at all, with a number whose separators all part groups, or whose last one is its point."""

_POINTS: Final = (".", ",")
_ZERO, _ONE, _NINE, _POINT = b"019."


class _Signs(NamedTuple):
    """The bytes of a column of texts, of each whether it is a digit, and where each text begins and the last one ends.

    A digit's byte is no part of any other sign in UTF-8.
    """

    signs: npt.NDArray[np.uint8]
    digits: Mask
    bounds: Whole

    @classmethod
    def of(cls, texts: pa.StringArray) -> Self:
        _, bounds, data = texts.buffers()
        places = np.frombuffer(bounds, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
        first, last = (places[0], places[-1]) if len(places) else (0, 0)
        signs = np.frombuffer(data, np.uint8)[first:last] if data is not None else np.zeros(0, np.uint8)
        return cls(signs, (signs >= _ZERO) & (signs <= _NINE), places - first)

    @property
    def leading(self) -> Mask:
        """Which digits have none before them in their text."""
        follows = np.zeros_like(self.digits)
        follows[1:] = self.digits[:-1]
        begins = self.bounds[:-1]
        follows[begins[begins < len(follows)]] = False
        return self.digits & ~follows


def forms(texts: pa.StringArray) -> pa.StringArray:
    """The texts with a one for each digit, but for a zero that begins a run: 0.500 is no group of thousands."""
    signs, digits, bounds = found = _Signs.of(texts)
    alike = digits & ~(found.leading & (signs == _ZERO))
    return _strings(np.where(alike, np.uint8(_ONE), signs), bounds, texts.is_valid())


def way_of(text: str, mention: Mention) -> int:
    """How texts of the form of one are filled in, by what was read in it: only where the price is the run of its shape."""
    found = run_of(text)
    if found is None or mention.amount is None or mention.qualifier != "exact":
        return UNFILLED
    start, end, _ = found
    if mention.start > start or mention.end < end or not mention.low == mention.high == mention.amount:
        return UNFILLED
    *lead, tail = re.findall("[0-9]+", text[start:end]) or [""]
    amount = decimal_text(mention.amount)
    if amount == "".join(lead) + tail:
        return WHOLE
    pointed = bool(lead) and text[end - len(tail) - 1] in _POINTS
    return DECIMAL if pointed and amount == f"{''.join(lead)}.{tail}" else UNFILLED


def numbers(texts: pa.StringArray, ways: Whole) -> pa.StringArray:
    """The number that stands in each text, as it is printed; null where the form is read."""
    signs, digits, bounds = found = _Signs.of(texts)
    runs = np.flatnonzero(found.leading)
    tails = np.full(len(texts), -1)
    tails[np.searchsorted(bounds, runs, side="right") - 1] = runs
    points = tails[ways == DECIMAL] - 1
    kept, written = digits & np.repeat(ways != UNFILLED, np.diff(bounds)), signs.copy()
    kept[points], written[points] = True, _POINT
    places = np.concatenate([[0], np.cumsum(kept)])[bounds]
    return _strings(written[kept], places, pa.array(ways != UNFILLED))


def _strings(signs: npt.NDArray[np.uint8], bounds: Whole, valid: pa.BooleanArray) -> pa.StringArray:
    buffers = [valid.buffers()[1], pa.py_buffer(bounds.astype(np.int32)), pa.py_buffer(signs)]
    return pa.Array.from_buffers(pa.string(), len(valid), buffers)
