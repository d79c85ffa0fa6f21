"""A claimed value beside the one that the rate implies: what is close, rounded, or a magnitude word off."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pricesvc.core.checks import Check, compare
from pricesvc.core.money import Interval


@pytest.mark.parametrize(
    ("low", "high", "claimed", "finding"),
    [
        # A hundredth to either side, to the last cent.
        ("100", "100", "99", "consistent"),
        ("100", "100", "98.99", "inconsistent"),
        ("100", "100", "101", "consistent"),
        ("100", "100", "101.01", "inconsistent"),
        ("1", "1", "1", "consistent"),
        ("90", "110", "90", "consistent"),
        ("90", "110", "110", "consistent"),
        ("100", "100", "110", "inconsistent"),
        ("100", "100", "150", "inconsistent"),
        # Half of the last digit that is told.
        ("24", "24", "20", "rounded"),
        ("25", "25", "20", "rounded"),
        ("26", "26", "20", "inconsistent"),
        ("15", "15", "20", "rounded"),
        ("14", "14", "20", "inconsistent"),
        ("26", "30", "20", "inconsistent"),
        ("24", "30", "20", "rounded"),
        ("24", "24", "20.0", "rounded"),
        ("12" + "0" * 28, "12" + "0" * 28, "1" + "0" * 28 + "5", "inconsistent"),  # told to the last of 30 digits
        # A power of ten, give or take a quarter.
        ("100", "100", "1000", "off-by-10x"),
        ("100", "100", "10", "off-by-10x"),
        ("100", "100", "1000000", "off-by-10x"),
        ("50", "150", "1000", "off-by-10x"),
        ("100", "100", "1250", "off-by-10x"),
        ("100", "100", "1251", "inconsistent"),
        ("100", "100", "750", "off-by-10x"),
        ("100", "100", "749", "inconsistent"),
        ("100", "100", "500", "inconsistent"),
        # What cannot be held against anything.
        ("100", "100", "0", "inconsistent"),
        ("0", "10", "5", "inconsistent"),
        ("", "10", "10", "inconsistent"),
        ("10", "", "10", "inconsistent"),
    ],
)
def test_findings(low: str, high: str, claimed: str, finding: str) -> None:
    """Every bound is met from both sides."""
    implied = Interval(Decimal(low) if low else None, Decimal(high) if high else None)
    assert compare(implied, Decimal(claimed)) == finding


def test_the_ratio_is_of_the_claim() -> None:
    """Ten times too much is ten."""
    assert Check(0, 1, Decimal(70), Decimal(700), "USD", "off-by-10x").ratio == 10
