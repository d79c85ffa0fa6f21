"""What is not read as it should be, and why."""

from __future__ import annotations

import pytest

from pricesvc.catalog.words import words
from pricesvc.reading.prices.reader import PriceReader

READER = PriceReader(words())


@pytest.mark.xfail(strict=True, reason="a shell's $1 looks like a dollar; nothing near it says that this is code")
def test_shell_arguments_are_no_prices() -> None:
    """Positional arguments of a script."""
    assert READER.read_text("The script prints $1 and $HOME.") == []


@pytest.mark.xfail(strict=True, reason="only the last number of a list has the currency at its edge")
def test_a_list_shares_its_currency() -> None:
    """The currency stands at the last number only."""
    assert len(READER.read_text("tickets at 20, 30 and 45 euros")) == 3


@pytest.mark.xfail(strict=True, reason="a coin is named without a number: words alone are no amount")
def test_a_word_for_a_coin_is_an_amount() -> None:
    """Hebrew's "a shekel"."""
    assert [mention.amount for mention in READER.read_text("זה עולה שקל", locale="he-IL")] == [1]


@pytest.mark.xfail(
    strict=True, reason="“штука” is a thousand in slang and a piece in shops; only its digits would tell"
)
def test_a_thousand_in_slang_is_an_amount() -> None:
    """A grand."""
    assert [mention.amount for mention in READER.read_text("штука баксов", locale="ru-RU")] == [1000]
