"""What several verdicts come to."""

from __future__ import annotations

from itertools import permutations
from typing import get_args

import pytest

from pricesvc.core.goods import Goods
from pricesvc.core.outcomes import Word
from pricesvc.core.summing import STRENGTH, luxury_of, strongest

CAR = Goods(category="passenger_vehicles")


def test_every_word_has_its_strength() -> None:
    """Each once: a word that is added must be put in its place."""
    assert sorted(STRENGTH) == sorted(get_args(Word))


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (("over",), "over"), (("any-value", "over"), "over"), (("undetermined", "any-value"), "any-value"),
        (("borderline", "undetermined", "under"), "borderline"), (("under", "undetermined"), "undetermined"),
        (("not-listed", "not-in-force", "under"), "under"), (("not-listed", "not-in-force"), "not-in-force"),
        (("not-listed",), "not-listed"),
    ],
)  # fmt: skip
def test_one_word_for_several(words: tuple[Word, ...], word: Word) -> None:
    """A yes outweighs a doubt, a doubt outweighs a no, in whatever order they come."""
    assert {strongest(order) for order in permutations(words)} == {word}


@pytest.mark.parametrize(
    ("words", "goods", "luxury"),
    [
        (("over",), Goods(), True), (("any-value",), Goods(), True), (("under", "undetermined", "over"), CAR, True),
        (("under",), CAR, False), (("not-listed", "not-in-force", "under"), CAR, False), ((), CAR, False),
        (("not-listed",), Goods(hs=("8703",), hs_given=True), False), (("not-listed",), Goods(hs=("8703",)), None),
        (("not-listed",), Goods(), None), ((), Goods(), None), (("under",), Goods(category="none"), False),
        (("borderline",), CAR, None), (("undetermined",), CAR, None), (("not-listed", "undetermined"), CAR, None),
    ],
)  # fmt: skip
def test_luxury(words: tuple[Word, ...], goods: Goods, luxury: object) -> None:
    """One yes makes it luxury; a no needs a known thing and no doubt."""
    assert luxury_of(words, goods) is luxury
