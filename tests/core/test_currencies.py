"""Currency codes and their look-up."""

from __future__ import annotations

from datetime import date

import pytest

from pricesvc.core.currencies import Currencies, CurrencyInfo, currency_code
from pricesvc.core.errors import InvalidCurrency, UnknownCurrency

USD = CurrencyInfo("USD", "US Dollar", 2, "840")
HRK = CurrencyInfo("HRK", "Kuna", 2, "191", since=date(1994, 5, 30), until=date(2023, 1, 31), successor="EUR")
XAU = CurrencyInfo("XAU", "Gold", None, "959")


def test_a_code_is_found_in_any_case() -> None:
    """Lower case finds the same currency."""
    known = Currencies([USD, HRK])
    assert known.get("usd") is known.get("USD") is USD
    assert [info.code for info in known] == ["HRK", "USD"]
    assert "USD" in known
    assert "usd" not in known
    assert len(known) == 2


def test_an_unknown_code_is_refused_with_its_neighbours() -> None:
    """A slip of the finger is answered with what was meant."""
    with pytest.raises(UnknownCurrency) as caught:
        Currencies([USD, HRK]).get("UDS")
    assert caught.value.facts["nearest"] == ["USD"]


@pytest.mark.parametrize("text", ["", "US", "USDT", "U$D", "ÜSD", "ＵＳＤ", "US\n", "123", "ſſſ"])
def test_what_has_not_the_shape_of_a_code_is_refused(text: str) -> None:
    """Only three letters A to Z are a code; what upper-casing turns into one is not."""
    with pytest.raises(InvalidCurrency):
        currency_code(text)


def test_places_in_print() -> None:
    """A code without minor units prints two digits; one with them prints those."""
    assert XAU.places == 2
    assert CurrencyInfo("JPY", "Yen", 0, "392").places == 0


@pytest.mark.parametrize(
    ("day", "active"),
    [(date(1994, 5, 29), False), (date(1994, 5, 30), True), (date(2023, 1, 31), True), (date(2023, 2, 1), False)],
)
def test_lifetime(day: date, active: bool) -> None:
    """A code is active from its first day to its last, both included."""
    assert HRK.is_active(day) is active
