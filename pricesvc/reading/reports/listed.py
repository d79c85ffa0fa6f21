"""Several prices in a row, behind or before as many things: "a car, a watch and a bag for $50,000, $9,000 and $800"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pricesvc.reading.reports.names import Span
from pricesvc.reading.reports.pages import STOP, UNSPACED, WORD, Page, Ties
from pricesvc.reading.reports.scenes import Scene

MOST: Final = 16
"""Prices on either side of one that are looked at; a longer row is none."""

_SIGNS = " ,;、，；،)）"
"""What may stand between two prices of a row, beside an "and"."""


def in_order(page: Page, ties: Ties, scene: Scene, index: int) -> tuple[Span | None] | None:
    """The thing of a price that stands in a row: the first price is the first thing's. None when it is in no such row.

    Where there are as many prices as things, each has its own; where "respectively" says so and there are not, nobody
    knows whose it is.
    """
    row = row_of(page, ties, index)
    if len(row) == 1:
        return None
    first, last = page.mentions[row[0]], page.mentions[row[-1]]
    floor = page.floor(first.start)
    before = [name for name in scene.names if floor <= name[0] and name[1] <= first.start]
    behind = [name for name in scene.names if last.end <= name[0] and name[1] <= page.ceiling(last.end)]
    for names in (_last_list(page.text, ties, before), behind):
        if len(names) == len(row):
            return (names[row.index(index)],)
        if names:
            break
    said = not ties.respectively.isdisjoint(_near_words(page, ties, scene, (first.start, last.end)))
    return (None,) if said and len(before) > 1 else None


def _last_list(text: str, ties: Ties, names: Sequence[Span]) -> Sequence[Span]:
    """The names at the end that a comma or an "and" joins: "the suit lists a car, a watch and a bag"."""
    first = len(names) - 1
    while first > 0:
        gap = text[names[first - 1][1] : names[first][0]].lower()
        glued = UNSPACED.search(gap) is not None and any(gap.startswith(word) for word in ties.also)
        if not (glued or STOP.search(gap)) and ties.also.isdisjoint(WORD.findall(gap)):
            break
        first -= 1
    return names[max(first, 0) :]


def sharing(page: Page, ties: Ties, given: Sequence[Span | None]) -> Mapping[int, int]:
    """How many prices of a row share one name, for each of them: "three watches worth $9, $8 and $7"."""
    found: dict[int, int] = {}
    index = 0
    while index < len(given):
        row = row_of(page, ties, index)
        index = max(row[-1], index) + 1
        if len(row) > 1 and given[row[0]] is not None and len({given[one] for one in row}) == 1:
            found.update(dict.fromkeys(row, len(row)))
    return found


def row_of(page: Page, ties: Ties, index: int) -> list[int]:
    """The prices that stand in one row with a price: only a comma or an "and" between them. Conversions don't count."""
    row = [index]
    place = index
    while place > max(0, index - MOST) and _is_next(page, ties, place - 1, place):
        place -= 1
        row.insert(0, place)
    place = index
    while place + 1 < min(len(page.mentions), index + MOST) and _is_next(page, ties, place, place + 1):
        place += 1
        row.append(place)
    return [one for one in row if page.sources[one] is None]


def _is_next(page: Page, ties: Ties, one: int, other: int) -> bool:
    if page.sources[other] is not None:
        return True
    between = page.text[page.mentions[one].end : page.mentions[other].start]
    gap = between.strip(_SIGNS).lower()
    return gap in ties.also or (not gap and not between.isspace())


def _near_words(page: Page, ties: Ties, scene: Scene, row: tuple[int, int]) -> Sequence[str]:
    """The words beside a row in its sentence, and those of ``respectively`` that no spaces part from others."""
    beside = (
        page.text[max(scene.low, row[0] - 40) : row[0]] + " " + page.text[row[1] : min(scene.high, row[1] + 40)]
    ).lower()
    return [*WORD.findall(beside), *(word for word in ties.respectively if word in beside)]
