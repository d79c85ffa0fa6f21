"""A form is a shape that is looked for in whole columns: texts of one form are of one shape, by one definition."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricesvc.bulk.forms import DECIMAL, UNFILLED, WHOLE, forms, numbers, way_of
from pricesvc.catalog.words import words
from pricesvc.reading.prices.moulds import shape_of
from pricesvc.reading.prices.reader import PriceReader
from tests.bulk.rows import FORMS, RUNS

READER = PriceReader(words())
SIGNS = "0123456789.,'’ \u00a0\u2009\u202f\u066b٣３$€円万k-/"


def redrawn(text: str, digits: st.DataObject) -> str:
    """The text with other digits in their places."""
    draw = st.sampled_from("0123456789")
    return "".join(digits.draw(draw) if sign in "0123456789" else sign for sign in text)


@settings(max_examples=500)
@given(st.text(SIGNS, max_size=12), st.data())
def test_texts_of_one_form_are_of_one_shape(text: str, digits: st.DataObject) -> None:
    other = redrawn(text, digits)
    one, two = forms(pa.array([text, other], pa.string())).to_pylist()
    shape, its = shape_of(text), shape_of(other)
    if one == two:
        assert (shape and shape[0]) == (its and its[0])


@settings(max_examples=500)
@given(st.sampled_from(FORMS), st.sampled_from(RUNS), st.data())
def test_what_is_filled_in_is_what_would_be_read(form: str, run: str, digits: st.DataObject) -> None:
    text = form.format(run)
    other = redrawn(text, digits)
    first, second = (READER.read_values(each) for each in (text, other))
    if forms(pa.array([text])) != forms(pa.array([other])) or not READER.follows_shape(text) or len(first) != 1:
        return
    way = way_of(text, first[0])
    if way != UNFILLED:
        (said,) = numbers(pa.array([other]), np.array([way])).to_pylist()
        assert [mention.amount for mention in second] == [Decimal(said)]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("$1,234.56", DECIMAL), ("$1,234", WHOLE), ("1'234 CHF", WHOLE), ("1\u202f234,50 €", DECIMAL), ("5 EUR", WHOLE),
        ("about $5", UNFILLED), ("$5k", UNFILLED), ("５ EUR", UNFILLED), ("1５ EUR", UNFILLED), ("$5-7", UNFILLED),
        ("five EUR", UNFILLED), ("$5" + " " * 64, UNFILLED),
    ],
)  # fmt: skip
def test_only_prices_that_are_their_digits_are_filled_in(text: str, way: int) -> None:
    (mention,) = READER.read_values(text)
    assert way_of(text, mention) == way
