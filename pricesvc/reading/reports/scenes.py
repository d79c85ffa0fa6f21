"""The sentence of a price, with the names of things in it on either side."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pricesvc.core.goods import Evidence
from pricesvc.reading.phrases import REACH, Phrases
from pricesvc.reading.reports.names import Named, Names, Span
from pricesvc.reading.reports.pages import Page
from pricesvc.reading.reports.sentences import sentence

NEAR: Final = 16
"""Known words on each side of a price among which the thing is looked for; a sentence may have hundreds."""

_CLOSING = frozenset({")", "）"})


@dataclass(frozen=True, slots=True)
class Scene:
    """The sentence of a price: its bounds, the known words near the price, the names they make on either side.

    ``behind`` is where the price ends with all that belongs to it; ``own`` are the names before it that stand behind
    the price before it and are not that one's.
    """

    low: int
    high: int
    behind: int
    things: Sequence[Evidence]
    names: Sequence[Span]
    ahead: Named
    own: Named
    after: Named


def scene(page: Page, names: Names, each: Phrases[bool], index: int, given: Sequence[Span | None]) -> Scene:
    """The scene of a price; ``given`` are the names that the prices before it have, ``each`` words such as "a bottle"."""
    mention, things = page.mentions[index], page.things
    low, high = sentence(page.ends, mention.start, mention.end, len(page.text))
    first, last = bisect_left(things, low, key=start_of), bisect_left(things, high, key=start_of)
    around = bisect_left(things, mention.start, key=start_of)
    near = things[max(first, around - NEAR) : min(last, around + NEAR)]
    here = [thing for thing in near if thing.end <= high]
    found = list(names.among(page, here))
    behind = _behind(page, each, index)
    ahead = tuple(name for name in found if name[1] <= mention.start)
    taken = given[-1][1] if given and given[-1] is not None else 0
    floor = max(_behind(page, each, index - 1) if index else 0, taken)
    own = tuple(name for name in ahead if name[0] >= floor)
    return Scene(low, high, behind, here, found, ahead, own, tuple(name for name in found if name[0] >= behind))


def _behind(page: Page, each: Phrases[bool], index: int) -> int:
    """Where the price ends, with its conversions, and with what it is for each of: "$90 a bottle"."""
    text, mentions, last = page.text, page.mentions, index
    while last + 1 < len(mentions) and page.sources[last + 1] is not None:
        last += 1
    end = mentions[last].end
    if last > index:
        return end + (text[end : end + 1] in _CLOSING)
    if mentions[index].per is None:
        return end
    place = end + (text[end : end + 1] == " ")
    found = each.at(text[place : place + REACH].lower(), 0)
    return end if found is None else place + found[0]


def start_of(thing: Evidence) -> int:
    """Where a word begins."""
    return thing.start
