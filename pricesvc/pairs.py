"""Which values of a report are held against one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, islice
from typing import Final

from pricesvc.answers import Draft

_VALUES: Final = 16
"""Different values of one thing in a report that are held against one another: pairs grow with their square."""


def pairs_to_check(read: Sequence[tuple[Draft, int | None]], to: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Pairs of items that are values of one thing in two currencies, the second one the claim; and whether the text ties them.

    A bracket ("14 million won ($11,850)") ties what it joins. Elsewhere in the report, the same thing in another
    currency may be the same money: as many of one make, and of no two models. The claim is the one in a currency that is
    asked for, else the later one. A value that is repeated is checked once.
    """
    yield from ((source, index, True) for index, (_, source) in enumerate(read) if source is not None)
    tied = {index for pair in enumerate(read) for index in (pair[0], pair[1][1]) if pair[1][1] is not None}
    things: dict[object, list[int]] = {}
    for index, (draft, _) in enumerate(read):
        goods = draft.goods
        if index not in tied and draft.mention and goods.category and goods.brand:
            things.setdefault((goods.category, goods.brand, goods.quantity, goods.unit), []).append(index)
    for indexes in things.values():
        yield from _distinct_pairs([(index, read[index][0]) for index in indexes], to)


def _distinct_pairs(drafts: Sequence[tuple[int, Draft]], to: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """Each two different values of one thing in different currencies, once, in the order (value, claim)."""
    first: dict[tuple[Decimal | None, str], tuple[int, frozenset[str]]] = {}
    for index, draft in drafts:
        if draft.mention is not None:
            first.setdefault((draft.mention.amount, draft.mention.currency), (index, _models(draft)))
    for (one, (index, models)), (other, (later, others)) in combinations(islice(first.items(), _VALUES), 2):
        if one[1] != other[1] and (models == others or not models or not others):
            yield (later, index, False) if one[1] in to else (index, later, False)


def _models(draft: Draft) -> frozenset[str]:
    """The models that a description names."""
    return frozenset(found.text.casefold() for found in draft.goods.evidence if found.kind == "model")
