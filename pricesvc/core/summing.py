"""Verdicts summed up: the one word of a regime that says several things, and whether a thing is luxury."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from pricesvc.core.goods import Goods
from pricesvc.core.outcomes import Word

STRENGTH: Final[tuple[Word, ...]] = (
    "over", "any-value", "borderline", "undetermined", "under", "not-in-force", "not-listed",
)  # fmt: skip
"""Of several verdicts of one regime, the first of these words is the regime's: a doubt outweighs a no, and a yes both."""

_YES: Final = frozenset[Word]({"over", "any-value"})
_NO: Final = frozenset[Word]({"under", "not-in-force", "not-listed"})


def strongest(words: Collection[Word]) -> Word:
    """The word that sums up the verdicts of one regime, of which there is at least one."""
    return min(words, key=STRENGTH.index)


def luxury_of(words: Collection[Word], goods: Goods) -> bool | None:
    """Whether verdicts of any regimes make a thing luxury: yes if one says yes, no if all say no and the thing is known,
    else unknown.
    """
    if not _YES.isdisjoint(words):
        return True
    known = goods.category is not None or goods.hs_given
    return False if known and _NO.issuperset(words) else None
