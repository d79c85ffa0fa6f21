"""Where a text goes on beside its spaces."""

from __future__ import annotations

from typing import Final

BLANKS: Final = " \n\t"


def past(low: str, place: int, most: int | None = None, blanks: str = BLANKS) -> int:
    """The place after the blanks at a place, of which so many at most are passed."""
    end = len(low) if most is None else min(len(low), place + most)
    while place < end and low[place] in blanks:
        place += 1
    return place


def before(low: str, place: int, most: int | None = None, blanks: str = BLANKS) -> int:
    """The place before the blanks that end at a place, of which so many at most are passed."""
    start = 0 if most is None else max(0, place - most)
    while place > start and low[place - 1] in blanks:
        place -= 1
    return place
