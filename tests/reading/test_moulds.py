"""A value whose shape was read before is read as if it were the first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricesvc.catalog.words import words
from pricesvc.reading.prices.moulds import LONGEST, shape_of
from pricesvc.reading.prices.reader import PriceReader

READER = PriceReader(words())
PLACES = (
    "${}", "{} EUR", "A$ {}", "about £{}", "{}万円", "약 {}만 원", "over {} million dollars", "({} €)", "CHF {}.–", "{}k USD", "-{} ₽",
    "up to {} yen a month", "kr {},-", "{} dollars and five cents", "{} Mio. Euro", "no price in {} words", "{}½ Euro",
    "five to {} dollars", "{}٫{} ر.س", "between {} and {} euros", "${} (€{})", "三千{}円", "{}%", "No. {}", "{} and counting",
    "nur {},-", "{} TEUR", "{} m.n.", "£{}p", "From: £{}",
)  # fmt: skip
RUNS = st.from_regex(r"[0-9]{1,4}([.,' ][0-9]{1,3}){0,3}", fullmatch=True)
LONG = " " * LONGEST
"""Behind a value it makes it too long to have a shape."""


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(PLACES), RUNS, RUNS, st.sampled_from([None, "de", "en-IN", "ja"]), st.sampled_from([None, "CAD"])
)
def test_digits_in_a_known_shape_are_read_as_in_a_new_one(
    place: str, first: str, second: str, locale: str | None, currency: str | None
) -> None:
    """With spaces behind it a value is read in full."""
    text = place.format(first, second)
    READER.read_values(place.format("7" * len(first), second), locale=locale, currency=currency)
    known = READER.read_values(text, locale=locale, currency=currency)
    assert known == READER.read_values(text + LONG, locale=locale, currency=currency)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("$1,234.56", ("$1,111.11", "1,234.56")),
        ("0.750 kg", ("0.111 kg", "0.750")),
        ("１２万円", ("11万円", "12")),
        ("ten dollars", ("ten dollars", "")),
    ],
)
def test_a_shape_keeps_all_but_the_digits(text: str, shape: tuple[str, str]) -> None:
    """A zero in front stays, for it says what a separator is."""
    assert shape_of(text) == shape


@pytest.mark.parametrize("text", ["from $5 to $7", "$5" + LONG, "1,00" + "0" * LONGEST])
def test_a_long_text_and_several_runs_have_no_shape(text: str) -> None:
    """They are read in full, every time."""
    assert shape_of(text) is None


def test_makers_are_looked_for_in_the_text_and_beside_it() -> None:
    """An ambiguous sign is that of the country of a maker that is near."""
    asked: list[str] = []

    def find(text: str) -> list[tuple[int, int, str]]:
        asked.append(text)
        place = text.find("Lexus")
        return [] if place < 0 else [(place, place + 5, "JP")]

    reader = PriceReader(words(), find)
    assert reader.read_value("¥5M Lexus").currency == "JPY"
    assert reader.read_value("¥5M", context="a Lexus").currency == "JPY"
    assert reader.read_value("5M EUR Lexus").currency == "EUR"
    assert set(asked) == {"¥1M Lexus", "a Lexus"}
    assert "make from JP" in reader.read_value("¥5M", context="a Lexus").why
