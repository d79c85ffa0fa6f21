"""Where the sentences of a text end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

WINDOW: Final = 600
"""Characters on each side of a span that are looked at, however long the sentence is."""

ABBREVIATION: Final = 8
"""Characters before a full stop that may be an abbreviation, with a sign before them."""

_END = re.compile(r"[.!?](?=[\s\"”’»)]|$)|[。！？｡\n]")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|No|approx|ca|ltd|inc|Co|Mio|Mrd|Tsd|Jh|pcs|Nr|Art))$", re.IGNORECASE
)


def sentence_ends(text: str) -> Iterator[tuple[int, int]]:
    """Every sign that ends a sentence: where it begins and where it ends."""
    for stop in _END.finditer(text):
        start = stop.start()
        if not (text[start] == "." and _ABBREVIATED.search(text[max(0, start - ABBREVIATION) : start])):
            yield stop.span()


def sentence(ends: Sequence[tuple[int, int]], start: int, end: int, length: int) -> tuple[int, int]:
    """The sentence round a span of a text: its first character and the one behind its last."""
    index = bisect_right(ends, (start, start))
    low = ends[index - 1][1] if index else 0
    following = bisect_left(ends, (end, end))
    high = ends[following][0] if following < len(ends) else length
    return max(low, start - WINDOW), min(high, end + WINDOW)
