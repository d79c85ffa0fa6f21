"""A report: what each price is of, how many of it, and which prices are one another's conversions."""

from __future__ import annotations

import pytest

from pricesvc.compose import appraiser
from pricesvc.reading.reports import Priced


def read(text: str) -> list[Priced]:
    """The prices of an English report."""
    return appraiser().reports.read(text, locale="en-US")


@pytest.mark.parametrize(
    ("text", "category", "quantity"),
    [
        ("He imported 3 Rolex watches for $30,000.", "clocks_watches", 3),
        ("There were 12 bottles of champagne worth $1,200 in total.", "wine_spirits", 12),
        ("A shipment of 200 handbags valued at $50,000 was stopped.", "leather_bags", 200),
        ("Three cars worth $90,000 were seized.", "passenger_vehicles", 3),
        ("A $70,000 Lexus left Osaka.", "passenger_vehicles", 1),
        ("In 2023 a watch cost $500.", "clocks_watches", 1),
        ("A Lexus LX that a dealer in Osaka had sold for $70,000.", "passenger_vehicles", 1),
    ],
)
def test_how_many_of_what(text: str, category: str, quantity: int) -> None:
    """A total for three watches is not the price of one."""
    first = read(text)[0]
    assert first.goods.category == category
    assert first.goods.quantity == quantity
    assert first.goods.description is not None
    assert first.goods.description in text
    for evidence in first.goods.evidence:
        assert text[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("14 million won ($11,850) for a watch", [None, 0]),
        ("¥10M, or about $70,000, for a Lexus", [None, 0]),
        ("5,000 euros ($5,400; £4,300)", [None, 0, 0]),
        ("Watches cost £90. Two Ferraris ($2 million) stood outside.", [None, None]),
        ("A car for $5,000, a ring (€900)", [None, None]),
        ("$5 and $6", [None, None]),
    ],
)
def test_which_price_converts_which(text: str, sources: list[int | None]) -> None:
    """A bracket binds what stands before it, not the sentence before."""
    assert [one.converted_of for one in read(text)] == sources
