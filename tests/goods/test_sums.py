"""A sum that is named first, and a person with a maker's name: nobody knows what the thing is."""

import pytest

from pricesvc.catalog.goods import reader


@pytest.mark.parametrize(
    "text",
    [
        "a fine of 300 for a Ferrari",
        "customs duty on a Rolex watch",
        "salary of a Chanel model",
        "amende pour une Ferrari",
        "multa a una Ferrari",
        "штраф за Феррари",
        "tiền phạt xe hơi",
        "Mercedes, aged 34, a nurse",
        "Tiffany, 24, student",
        "Tiffany Smith, 34, of Leeds",
    ],
)
def test_what_a_sum_is_for_and_who_bears_a_name_is_no_thing(text: str) -> None:
    """The words behind a sum only say what for."""
    assert reader().classify(text).category in {None, "none"}
