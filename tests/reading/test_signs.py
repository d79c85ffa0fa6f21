"""Which currency an ambiguous sign is, by what the rest of the text says."""

from __future__ import annotations

import pytest

from pricesvc.catalog.words import words
from pricesvc.reading.prices.reader import PriceReader

READER = PriceReader(words())


@pytest.mark.parametrize(
    ("text", "currencies"),
    [
        ("It cost 500 NOK, the other 300 kr.", ["NOK", "NOK"]),
        ("Fined RMB 500,000; later ¥300,000 more", ["CNY", "CNY"]),
        ("PKR 5,000 down, then Rs 300 a month", ["PKR", "PKR"]),
        ("EGP 500 and 300 pounds", ["EGP", "EGP"]),
    ],
)
def test_a_currency_named_elsewhere_settles_a_sign(text: str, currencies: list[str]) -> None:
    """The reason says so."""
    found = READER.read_text(text)
    assert [mention.currency for mention in found] == currencies
    assert "elsewhere" in found[-1].why


@pytest.mark.parametrize(
    ("text", "currencies"),
    [
        ("¥10m (RMB 500,000)", ["JPY", "CNY"]),
        ("C$500 and $400", ["CAD", "USD"]),
        ("CAD 5m in fines on sales of $2bn", ["CAD", "USD"]),
        ("NOK 500, DKK 400 and 300 kr", ["NOK", "DKK", "SEK"]),
    ],
)
def test_some_say_nothing_of_it(text: str, currencies: list[str]) -> None:
    """What a price is the worth of is another currency; who marks other dollars leaves the American one bare; two
    currencies of one sign tell nothing.
    """
    found = READER.read_text(text)
    assert [mention.currency for mention in found] == currencies
    assert "by default" in next(mention.why for mention in found if len(mention.candidates) > 1)
