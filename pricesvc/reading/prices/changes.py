"""A price that rose or fell: "from $5,000 to $7,000" behind such a word is two prices, not the ends of a range."""

from __future__ import annotations

import re

from pricesvc.reading.phrases import LETTER, Phrases, any_of
from pricesvc.reading.prices.pieces import Piece
from pricesvc.reading.prices.words import Ranges
from pricesvc.reading.spaces import before, past

_REACH = 48
"""Characters in front of a price in which a word of rising or falling counts."""
_CLAUSE = re.compile(r"[.,;:!?()\n，。；：、]")
_WORD = re.compile(f"{LETTER}+|[\u2e80-\ua4cf\uac00-\ud7ff]")


class Changes:
    """Tells changes from ranges by the words round them."""

    def __init__(self, ranges: Ranges) -> None:
        self._links = ranges.links
        self._always: Phrases[frozenset[str]] = Phrases(ranges.changed)
        self._perhaps: Phrases[frozenset[str]] = Phrases(ranges.changeable)
        self._bare = ranges.changeable.get("", frozenset())
        self._gaps = ranges.links.union(*ranges.changed.values(), *ranges.changeable.values())
        self._moves = any_of(ranges.moves)
        self._moved = any_of(ranges.moved)
        self._falls = any_of(ranges.falls)

    def tell(self, low: str, held: Piece, piece: Piece, gap: str) -> bool:
        """Whether a price changed from the first to the second of two; ``gap`` is what stands between them."""
        if gap not in self._gaps:
            return False
        if gap in self._links:
            return True
        place = before(low, held.start)
        opener = self._always.before(low, place)
        if opener is not None and gap in opener[1]:
            return True
        opener = self._perhaps.before(low, place)
        if opener is not None and gap in opener[1]:
            place = opener[0]
        elif gap not in self._bare:
            return False
        return self.moving(low, place, piece.end)

    def moving(self, low: str, start: int, end: int) -> bool:
        """Whether words round two prices say that one became the other."""
        return self._moved.at(low, past(low, end)) is not None or _before(low, start, self._moves)

    def fell(self, low: str, held: Piece, piece: Piece) -> bool:
        """Whether the words round a change say that the price fell."""
        return self._falls.at(low, past(low, piece.end)) is not None or _before(low, held.start, self._falls)


def _before(low: str, place: int, words: Phrases[bool]) -> bool:
    """Whether one of some words stands in the same clause before a place."""
    start = max(0, place - _REACH)
    for mark in _CLAUSE.finditer(low, start, place):
        start = mark.end()
    return any(words.at(low, word.start()) for word in _WORD.finditer(low, start, place))
