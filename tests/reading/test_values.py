"""Values that stand alone, in cells and forms; the cases lie beside."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from pricesvc.catalog.words import words
from pricesvc.core.mentions import Mention
from pricesvc.reading.prices.reader import PriceReader

READER = PriceReader(words())
CASES = tomllib.loads(Path(__file__).with_name("values.toml").read_text("utf-8"))


def shown(mention: Mention) -> str:
    """A mention as the cases write it: "70000 USD", "300..400 EUR"."""
    if mention.amount is None:
        return f"{mention.low:f}..{mention.high:f} {mention.currency}"
    return f"{mention.amount:f} {mention.currency}"


@pytest.mark.parametrize("case", CASES["reads"], ids=lambda case: f"{case[0]} {case[1]}")
def test_a_value_is_read(case: tuple[str, str, str]) -> None:
    """Signs, units and cents as people write them."""
    locale, text, price = case
    assert [shown(mention) for mention in READER.read_values(text, locale=locale or None)] == [price]


@pytest.mark.parametrize("case", CASES["nothing"], ids=lambda case: f"{case[0]} {case[1]}")
def test_what_cannot_be_told_is_not_guessed(case: tuple[str, str]) -> None:
    """A wrong number is worse than none."""
    locale, text = case
    assert READER.read_values(text, locale=locale) == []


@pytest.mark.parametrize("case", CASES["per"], ids=lambda case: f"{case[0]} {case[1]}")
def test_a_unit_is_read(case: tuple[str, str, str]) -> None:
    """Before the price, behind it, and between the number and its currency."""
    locale, text, unit = case
    assert [mention.per or "" for mention in READER.read_text(text, locale=locale)] == [unit]
