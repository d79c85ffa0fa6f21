"""Makes near a price: a Lexus beside ¥ speaks for yen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Final

REACH: Final = 80
"""Characters within which a make speaks for a price."""

Place = tuple[int, int, str]
"""Where a maker is named, start and end, and the ISO 3166 code of its country."""

FindMakes = Callable[[str], Sequence[Place]]
"""Finds where a text names makers, in order."""


class Makes:
    """Where a text names makers, in order: start, end, ISO 3166 code of the maker's country."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self._starts = [start for start, _, _ in places]

    def __call__(self, start: int, end: int) -> str | None:
        """The country of the make nearest to a price; one behind the price wins over one as near before it."""
        index = bisect_left(self._starts, end)
        after = self._places[index] if index < len(self._places) else None
        before = self._places[index - 1] if index else None
        ahead = REACH + 1 if after is None else after[0] - end
        behind = REACH + 1 if before is None else start - before[1]
        if min(ahead, behind) > REACH:
            return None
        nearest = after if ahead <= behind else before
        return None if nearest is None else nearest[2]


class MakesOfValue:
    """The makers named in a value: looked for when a sign needs them, only then, and once for all its signs."""

    def __init__(self, find: FindMakes, text: str) -> None:
        self._find = find
        self._text = text
        self._makes: Makes | None = None

    def __call__(self, start: int, end: int) -> str | None:
        """The country of the make nearest to a price."""
        if self._makes is None:
            if not (self._text[:start] + self._text[end:]).strip():
                return None  # nothing but the price
            self._makes = Makes(self._find(self._text))
        return self._makes(start, end)
