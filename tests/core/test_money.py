"""Amounts: what is one, how it is written, and how it is rounded for print."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricesvc.core.errors import InvalidAmount
from pricesvc.core.money import Interval, decimal_text, parse_decimal, quantized, significant

D = Decimal


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("10.50", "10.50"),
        ("-3", "-3"),
        ("9" * 34, "9" * 34),
        ("1" * 33 + ".1", "1" * 33 + ".1"),
        ("-" + "1" * 33 + ".1", "-" + "1" * 33 + ".1"),
        ("007", "7"),
    ],
)
def test_plain_decimals(text: str, number: str) -> None:
    """Read with every digit, up to 34 of them; there is no negative zero."""
    assert str(parse_decimal(text)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ".5",
        "5.",
        "+5",
        "1e3",
        "1_000",
        "1,000",
        " 1",
        "1\n",
        "NaN",
        "Infinity",
        "٣",
        "--1",
        "1.2.3",
        "1" * 35,
        "1" * 34 + ".1",
        "-" + "1" * 30 + ".12345",
        "0." + "0" * 34,
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """By name of the field, with what an amount looks like and how long it may be."""
    with pytest.raises(
        InvalidAmount, match=r"^An amount is a plain decimal such as 1234\.50: .* at most 34 digits\.$"
    ) as no:
        parse_decimal(text)
    assert no.value.facts == {"field": "amount"}


@pytest.mark.parametrize(("number", "text"), [("1E+5", "100000"), ("1E-7", "0.0000001"), ("12.50", "12.50")])
def test_no_exponent(number: str, text: str) -> None:
    """However it was worked out, it is written in digits."""
    assert decimal_text(D(number)) == text


@pytest.mark.parametrize(
    ("number", "places", "rounded"),
    [
        ("0.125", 2, "0.12"),
        ("0.135", 2, "0.14"),
        ("0.1251", 2, "0.13"),
        ("-0.125", 2, "-0.12"),
        ("2.5", 0, "2"),
        ("3.5", 0, "4"),
        ("7", 3, "7.000"),
        ("1" * 60 + ".5", 2, "1" * 60 + ".50"),
    ],
)
def test_minor_units(number: str, places: int, rounded: str) -> None:
    """Half to even, to as many places as the currency has, however long the amount is."""
    assert str(quantized(D(number), places)) == rounded


@pytest.mark.parametrize(
    ("number", "digits", "rounded"),
    [
        ("0.0068965296452", 10, "0.006896529645"),
        ("145.00046420", 10, "145.0004642"),
        ("1.5", 10, "1.5"),
        ("0.00012345", 4, "0.0001234"),
        ("0.00012355", 4, "0.0001236"),
        ("123456", 2, "120000"),
        ("100", 10, "100"),
        ("10", 1, "10"),
        ("20", 2, "20"),
        ("1E+60", 3, "1" + "0" * 60),
        ("0", 3, "0"),
        ("-1.2345", 2, "-1.2"),
    ],
)
def test_significant_digits(number: str, digits: int, rounded: str) -> None:
    """Half to even, without trailing zeros after the point and without an exponent."""
    assert str(significant(D(number), digits)) == rounded


def test_ten_digits_of_a_rate() -> None:
    """Ten, where nothing is said."""
    assert str(significant(D("1.23456789012345"))) == "1.23456789"
    assert str(significant(D("1.2345678951"))) == "1.234567895"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=6))
def test_there_and_back(number: D) -> None:
    """What is written is read as the same."""
    assert parse_decimal(decimal_text(number)) == number


def test_an_interval_of_one_amount() -> None:
    """Both ends are the amount."""
    assert Interval.point(D(5)) == Interval(D(5), D(5))
