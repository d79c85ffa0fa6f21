"""What several verdicts come to."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest

from pricesvc.core.goods import Goods
from pricesvc.core.outcomes import Word
from pricesvc.core.summing import STRENGTH, luxury_of, strongest

KNOWN = (Goods(category="clocks_watches"), Goods(category="none"), Goods(hs=("9101",), hs_given=True))
UNKNOWN = (Goods(), Goods(hs=("9101",)))


def test_the_word_of_a_regime_outweighs_the_others() -> None:
    """Whatever the order in which its verdicts come."""
    for first, second in combinations(STRENGTH, 2):
        assert {strongest(words) for words in permutations((first, second, second))} == {first}


@pytest.mark.parametrize(
    ("words", "known", "unknown"),
    [
        (("over", "undetermined"), True, True),
        (("under", "any-value"), True, True),
        (("under", "not-listed", "not-in-force"), False, None),
        (("under", "borderline"), None, None),
        (("undetermined",), None, None),
        ((), False, None),
    ],
)
def test_whether_a_thing_is_luxury(words: tuple[Word, ...], known: bool | None, unknown: bool | None) -> None:
    """One yes is enough; it takes every verdict, and a thing that is known, to say no."""
    assert {luxury_of(words, goods) for goods in KNOWN} == {known}
    assert {luxury_of(words, goods) for goods in UNKNOWN} == {unknown}
