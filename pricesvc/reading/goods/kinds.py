"""Several kinds of things under one description: "watch, handbag and perfume"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pricesvc.core.goods import NONE
from pricesvc.reading.goods.haystack import CUT, HARD
from pricesvc.reading.goods.lexicon import Lists, Match

UNKNOWN: Final = 2
"""Words that nobody listed between two things of a list: "a watch and a beautiful red handbag"."""

_BETWEEN: Final = frozenset({"attribute", "count", "brand", "house", "model", "money"})


def kinds(text: str, matches: Sequence[Match], head: Match, lists: Lists) -> tuple[str, ...]:
    """The categories of a list that the head is in and that has an "and", when they are several; else none.

    A set is no list: customs law classes it by the thing that gives it its character.
    """
    things = [match for match in matches if _is_thing(match)]
    if len(things) == 1 or not lists.sets.isdisjoint(text.split()):
        return ()
    start = next((place for place, one in enumerate(things) if one.entry.category != NONE), 0)
    listed, joined = things[start : start + 1], False
    for one, other in pairwise(things[start:]):
        follows, has_and = _gap(text, matches, one, other, lists.also)
        if not follows:
            break
        joined = joined or has_and
        listed.append(other)
    found = tuple(dict.fromkeys(one.entry.category for one in listed if one.entry.category not in {None, NONE}))
    return tuple(map(str, found)) if joined and head in listed and len(found) > 1 else ()


def _is_thing(match: Match) -> bool:
    return match.entry.kind == "type" and not match.entry.weak


def _gap(text: str, matches: Sequence[Match], one: Match, other: Match, also: frozenset[str]) -> tuple[bool, bool]:
    """Whether only a comma or an "and", with what describes the next thing, stands between two; and whether an "and" does."""
    parts = list(text[one.end : other.start])
    for match in matches:
        if one.end <= match.start < other.start and match.entry.kind in _BETWEEN:
            place = match.start - one.end
            parts[place : place + match.end - match.start] = " " * (min(match.end, other.start) - match.start)
        elif one.end <= match.start < other.start and text[match.start : match.end].strip() not in also:
            return False, False
    gap = "".join(parts)
    words = gap.replace(CUT, " ").split()
    has_and = not also.isdisjoint(words)
    if HARD in gap or not (CUT in gap or has_and):
        return False, False
    return len([word for word in words if word not in also]) <= UNKNOWN, has_and
