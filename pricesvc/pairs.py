"""Which values of a report are held against one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, islice
from typing import Final

from pricesvc.answers import Draft

_VALUES: Final = 16
"""Different values of one thing in a report that are held against one another: pairs grow with their square."""


def pairs_to_check(read: Sequence[tuple[Draft, int | None]], to: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of items that are values of one thing in two currencies, the second one the claim.

    A bracket ("14 million won ($11,850)") pairs what it joins. Elsewhere in the report, the same thing in another
    currency is the same money; the claim is the one in a currency that is asked for, else the later one. A value that
    is repeated is checked once.
    """
    yield from ((source, index) for index, (_, source) in enumerate(read) if source is not None)
    tied = {index for pair in enumerate(read) for index in (pair[0], pair[1][1]) if pair[1][1] is not None}
    things: dict[tuple[str, str], list[int]] = {}
    for index, (draft, _) in enumerate(read):
        if index not in tied and draft.mention and draft.goods.category and draft.goods.brand:
            things.setdefault((draft.goods.category, draft.goods.brand), []).append(index)
    for indexes in things.values():
        yield from _distinct_pairs([(index, read[index][0]) for index in indexes], to)


def _distinct_pairs(drafts: Sequence[tuple[int, Draft]], to: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Each two different values of one thing in different currencies, once, in the order (value, claim)."""
    first: dict[tuple[Decimal | None, str], int] = {}
    for index, draft in drafts:
        if draft.mention is not None:
            first.setdefault((draft.mention.amount, draft.mention.currency), index)
    for (one, index), (other, later) in combinations(islice(first.items(), _VALUES), 2):
        if one[1] != other[1]:
            yield (later, index) if one[1] in to else (index, later)
