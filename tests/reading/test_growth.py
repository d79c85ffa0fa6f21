"""Reading costs time in proportion to the text, whatever the text repeats."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from pricesvc.catalog.words import words
from pricesvc.compose import appraiser
from pricesvc.reading.prices.reader import PriceReader

READER = PriceReader(words())
SMALL = 1_500
SLACK = 1.25
REPEATED = (
    "$5 ", "1,1,1,", "$ $ $", "1 million ", "ten ", "one ", "five hundred ", "¥", "万", "1万", "(", "$1 (€2) ", "per ", "about ",
    "a $5 watch ", "Lexus ", "€5–7 ", "1 ", "1.", "' ", "\u0301", "e\u0301", "가", "from $1 to ", "1,2 ", "USD", "0", ".",
    "watch | 2 | $5\n", "watch, $5, $6 and $7 ", "Total $5\n",
    "&euro;5 ", "<td>$5</td>", "<p ", "a watch, a bag and ", "a watch; he paid $5 ", "each of ",
)  # fmt: skip


def calls(work: Callable[[str], object], text: str) -> int:
    """How many functions are called: a measure of work that a busy machine does not change."""
    count = 0

    def seen(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    work(text)  # whatever is remembered between texts is remembered now
    sys.setprofile(seen)
    try:
        work(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("scrap", REPEATED)
def test_twice_the_text_is_at_most_twice_the_work(scrap: str) -> None:
    """Prices of a text, prices with their things, and prices of one value, where makers are looked for."""
    for work in (READER.read_text, appraiser().reports.read, appraiser().prices.read_values):
        small, large = (calls(work, scrap * (size // len(scrap))) for size in (SMALL, 2 * SMALL))
        assert large <= SLACK * 2 * small + 200


@pytest.mark.parametrize("scrap", REPEATED)
def test_a_character_costs_little(scrap: str) -> None:
    """No text is far dearer than its length: a bound on the constant."""
    text = scrap * (SMALL // len(scrap))
    assert calls(READER.read_text, text) <= 120 * len(text)
