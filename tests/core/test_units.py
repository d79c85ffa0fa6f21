"""Units of measure as a law and as a caller write them, and how often one goes into a quantity."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from pricesvc.core.errors import InvalidUnit
from pricesvc.core.units import Measure, parse_unit

UNITS = ("item", "pair", "set", "ml", "cl", "dl", "l", "ct", "g", "kg", "m2")


@pytest.mark.parametrize(
    ("text", "size", "unit", "again"),
    [
        ("item", "1", "item", "item"),
        ("1 item", "1", "item", "item"),
        ("50 ml", "50", "ml", "50 ml"),
        ("1.5 kg", "1.5", "kg", "1.5 kg"),
        ("0.5 m2", "0.5", "m2", "0.5 m2"),
    ],
)
def test_a_measure_is_read_and_written(text: str, size: str, unit: str, again: str) -> None:
    """One of a unit is written without its number."""
    measure = Measure.parse(text)
    assert (measure, str(measure)) == (Measure(Decimal(size), unit), again)


@pytest.mark.parametrize("text", ["", "50", "ml 50", "0 ml", "0.0 kg", "-1 kg", "50  ml", "50 litres", "Item", "1e3 g"])
def test_what_is_no_measure_is_refused(text: str) -> None:
    """The refusal repeats it and names the units there are."""
    with pytest.raises(InvalidUnit) as caught:
        Measure.parse(text)
    assert caught.value.detail == f"No rule counts in {text!r}; units are {', '.join(UNITS)}."
    assert caught.value.facts == {"supported": UNITS}


def test_a_long_text_is_cut_in_the_refusal() -> None:
    """Forty characters are enough to recognize it by."""
    with pytest.raises(InvalidUnit, match=rf"^No rule counts in '{'x' * 40}'; units are "):
        parse_unit("x" * 41)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (" Litres ", "l"),
        ("m²", "m2"),
        ("PIECES", "item"),
        ("kg", "kg"),
        ("sets", "set"),
        ("bottles", "item"),
        ("CL", "cl"),
        ("carats", "ct"),
    ],
)
def test_a_caller_may_spell_a_unit_in_several_ways(text: str, unit: str) -> None:
    """Case and spaces around it do not count."""
    assert parse_unit(text) == unit


@pytest.mark.parametrize(
    ("measure", "quantity", "unit", "times"),
    [
        ("item", "3", "item", "3"),
        ("item", "3", "pair", "3"),
        ("50 ml", "0.7", "l", "14"),
        ("1.5 kg", "750", "g", "0.5"),
        ("l", "75", "cl", "0.75"),
        ("l", "3", "dl", "0.3"),
        ("100 g", "500", "ct", "1"),
        ("item", "2", "set", "2"),
        ("set", "2", "item", None),
        ("50 ml", "1", "kg", None),
        ("item", "1", "m2", None),
    ],
)
def test_how_often_a_measure_goes_into_a_quantity(measure: str, quantity: str, unit: str, times: str | None) -> None:
    """Only what is of one dimension can be compared; a set counts as one piece, a piece never as a set."""
    found = Measure.parse(measure).within(Decimal(quantity), unit)
    assert (found and Fraction(found[0]) / Fraction(found[1])) == (times and Fraction(times))
