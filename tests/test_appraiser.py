"""One item and one report, worked out from the embedded rates."""

from __future__ import annotations

from datetime import date

import pytest

import pricesvc
from pricesvc.compose import appraiser
from pricesvc.core.errors import InvalidField
from pricesvc.questions import Question, Terms


def test_a_misspelt_fact_is_refused() -> None:
    """An answer to no question must not pass for silence."""
    with pytest.raises(InvalidField) as refusal:
        appraiser().draft(Question(text="A$80,000 Toyota", facts={"fuel_eficient": True}), Terms(on=date(2024, 1, 5)))
    assert refusal.value.facts["nearest"] == ["fuel_efficient"]


def test_many_values_of_one_thing_are_not_all_compared() -> None:
    """A thousand prices of one make cost as much as a thousand of many makes."""
    text = ". ".join(f"A Lexus for ${n} or {n * 150} yen" for n in range(10_001, 10_301))
    answer = pricesvc.extract(text, to=["USD"], on="2023-12-07", regimes=[])
    assert len(answer["items"]) == 600
    assert 0 < len(answer["checks"]) < 600


def test_a_report_without_a_price_is_empty() -> None:
    """Nothing is invented."""
    answer = pricesvc.extract("Resolution 1718 of 14 October 2006 lists luxury goods.", on="2023-12-07")
    assert (answer["items"], answer["checks"]) == ([], [])
