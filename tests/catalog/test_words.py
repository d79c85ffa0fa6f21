"""What the words take from the other tables."""

from __future__ import annotations

from pricesvc.catalog.currencies import currencies
from pricesvc.catalog.words import words


def test_every_currency_has_its_minor_units() -> None:
    """They decide what "1.234" is: a thousand and more yen, or a dinar and 234 fils."""
    places = words().places
    assert {info.code: info.places for info in currencies()} == places
    assert (places["JPY"], places["USD"], places["KWD"], places["CLF"]) == (0, 2, 3, 4)
