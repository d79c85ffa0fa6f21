"""The prices that pricesvc was first asked for."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pricesvc.catalog.words import words
from pricesvc.reading.prices.reader import PriceReader

READER = PriceReader(words())


@pytest.mark.parametrize(
    ("text", "amount", "currency", "span"),
    [
        ("¥10M Lexus", "10000000", "JPY", "¥10M"),
        ("10 million Japanese yen", "10000000", "JPY", "10 million Japanese yen"),
        ("1000万円", "10000000", "JPY", "1000万円"),
        ("1,400만원", "14000000", "KRW", "1,400만원"),
        ("€1.234,56", "1234.56", "EUR", "€1.234,56"),
        ("US$ 70k", "70000", "USD", "US$ 70k"),
        ("CHF 12’500.–", "12500", "CHF", "CHF 12’500.–"),
        ("around $200,000", "200000", "USD", "around $200,000"),
    ],
)
def test_a_value_is_read(text: str, amount: str, currency: str, span: str) -> None:
    """Amount, currency and span of one reported value."""
    mention = READER.read_value(text)
    assert (mention.amount, mention.currency, mention.text) == (Decimal(amount), currency, span)
