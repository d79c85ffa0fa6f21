"""Prices as people write them, language by language; the cases lie beside, one file a language."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from pricesvc.catalog.words import words
from pricesvc.core.mentions import Mention
from pricesvc.reading.prices.reader import PriceReader

READER = PriceReader(words())
TABLES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in Path(__file__).parent.glob("cases/*.toml")}
READS = [(table["locale"], *case) for table in TABLES.values() for case in table["reads"]]
NOTHING = [(table["locale"], text) for table in TABLES.values() for text in table["nothing"]]
LEAST = 35


def shown(mention: Mention) -> str:
    """A mention as the tables write it: "about 70000 USD", "300..400 EUR"."""
    if mention.amount is None:
        return f"{plain(mention.low)}..{plain(mention.high)} {mention.currency}"
    said = "" if mention.qualifier == "exact" else f"{mention.qualifier} "
    return f"{said}{plain(mention.amount)} {mention.currency}"


def plain(amount: Decimal | None) -> str:
    """A decimal without an exponent."""
    return "" if amount is None else f"{amount:f}"


def test_every_language_has_a_table() -> None:
    """A table that is not found would test nothing."""
    assert len(TABLES) >= LEAST
    assert all(len(table["reads"]) >= 8 and table["nothing"] for table in TABLES.values())


@pytest.mark.parametrize("case", READS, ids=lambda case: f"{case[0]} {case[1]}")
def test_prices_are_read(case: tuple[str, ...]) -> None:
    """Every price of a text in the locale of its language, with its currency and what qualifies it."""
    locale, text, *prices = case
    assert [shown(mention) for mention in READER.read_text(text, locale=locale)] == prices


@pytest.mark.parametrize("case", NOTHING, ids=lambda case: f"{case[0]} {case[1]}")
def test_other_numbers_are_no_prices(case: tuple[str, str]) -> None:
    """Dates, scores, models, pages and the like, with the locale and without."""
    locale, text = case
    assert READER.read_text(text, locale=locale) == []
    assert READER.read_text(text) == []


@pytest.mark.parametrize(
    ("text", "locale", "price"),
    [
        ("1 299,-", "nb-NO", "1299 NOK"),
        ("1,590.-", "th-TH", "1590 THB"),
        ("nur 99,-", "de-DE", "99 EUR"),
        ("P500", "en-PH", "500 PHP"),
        ("$ 2,500.00 M.N.", "es-MX", "2500.00 MXN"),
        ("€ 450.000 k.k.", "nl-NL", "450000 EUR"),
        ("L. 1.500.000", "it-IT", "1500000 ITL"),
        ("a fiver", "en-GB", "5 GBP"),
        ("5 lucas", "es-CL", "5000 CLP"),
        ("(QUINIENTOS PESOS 50/100 M.N.)", "es-MX", "500.5 MXN"),
        ("10.000 francs", "fr-BE", "10000 BEF"),
        ("From: £24.99", "en-GB", "at_least 24.99 GBP"),
    ],
)
def test_values_are_read_as_their_country_writes_them(text: str, locale: str, price: str) -> None:
    """Where a text is known to state a price, a dash for the cents and a letter are enough."""
    assert [shown(mention) for mention in READER.read_values(text, locale=locale)] == [price]
