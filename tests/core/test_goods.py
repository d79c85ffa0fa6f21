"""Tariff codes as people write them, and how a code lies to another."""

from __future__ import annotations

import pytest

from pricesvc.core.errors import InvalidHsCode
from pricesvc.core.goods import HsCode

SHAPE = "A tariff code has 2, 4, 6, 8 or 10 digits, such as 8703 or 9101.21."


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("87", "87"),
        ("9101.21", "910121"),
        ("CN 8703 24 10", "87032410"),
        ("hs code: 4202", "4202"),
        ("HTSUS no. 9101.11.4000", "9101114000"),
        ("SH 8703-24", "870324"),
        ("heading 8703–24", "870324"),
        (" 0101 ", "0101"),
        ("8703" + " " * 60, "8703"),
    ],
)
def test_a_code_is_its_digits(text: str, digits: str) -> None:
    """Whatever label stands before them and whatever separates them."""
    assert HsCode.parse(text) == HsCode(digits)


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        *((text, SHAPE) for text in ("", "8", "870", "870324101111", "87O3", "８７０３", "8703 HS", "HS HS 8703")),
        ("8703" + " " * 61, SHAPE),
        *((f"{chapter}01", f"Chapter {chapter} of the Harmonized System holds no goods.") for chapter in (77, 98, 99)),
        ("00", "Chapter 00 of the Harmonized System holds no goods."),
    ],
)
def test_what_is_no_code_is_refused(text: str, detail: str) -> None:
    """By its shape, or because its chapter holds no goods."""
    with pytest.raises(InvalidHsCode) as caught:
        HsCode.parse(text)
    assert (caught.value.detail, caught.value.facts) == (detail, {"field": "hs"})


@pytest.mark.parametrize(
    ("code", "prefix", "within", "reaches"),
    [
        ("8703", "87", True, False),
        ("8703", "8703", True, False),
        ("8703", "870324", False, True),
        ("8703", "8704", False, False),
        ("8703", "871124", False, False),
    ],
)
def test_a_code_beside_another(code: str, prefix: str, within: bool, reaches: bool) -> None:
    """Under it, above it, or apart."""
    assert (HsCode(code).within(prefix), HsCode(code).reaches(prefix)) == (within, reaches)
