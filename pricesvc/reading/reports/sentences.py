"""Where the sentences of a text end."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import Final

WINDOW: Final = 600
"""Characters on each side of a span that are looked at, however long the sentence is."""

ABBREVIATION: Final = 8
"""Characters before a full stop that may be an abbreviation, with a sign before them."""

WRAPPED: Final = 48
"""Characters from which on a line that ends in no sign may have been broken where the page was full."""

_END = re.compile(r"[.!?؟۔](?=[\s\"”’»)]|$)|[。！？｡।\n]")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|No|approx|ca|ltd|inc|Co|Mio|Mrd|Tsd|Jh|pcs|шт|экз|ед|szt|ks|uds|Stk|db|buc|Nr|Art|kl|kb|ul|ул|ст|им|tel|тел|Τηλ"
    r"|ref|réf|rif|nos|num|Jg|Bj|Jgg|mod|cat|inv|Mt|Ft|Ste|Jr|Sr|Sra|núm|art|pág|av|Mme|Mlle|max|min|bzw|inkl|Prof|Ing|Gen|Col|Lt|Sgt|Capt|Hon|Rev|vol|fig|pp|vs|est))$",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"(?<![\w.,])[0-9]{1,2}$")
_ORDINALS: Final = frozenset({"de", "cs", "sk", "hu", "da", "nb", "no", "fi", "sl", "hr", "sr", "et", "lv", "is", "tr"})
"""Languages that write "the third" with a full stop."""
_GOES_ON = re.compile(r"[\"”’»)\s]*\s[\"“„«(]*(\w)")
_BREAK = re.compile(r"(?<=[^\r\n.!?:;|•])\r?(\n)(?=([^\W\d_]+))")


def sentence_ends(text: str, prices: Collection[int] = (), language: str | None = None) -> Iterator[tuple[int, int]]:
    """Every sign that ends a sentence: where it begins and where it ends.

    ``prices``: where prices end. A full stop behind one ends the sentence, whatever number it stands behind, and one
    that is taken for its own ("5 kr.") does where a capital follows.
    """
    for stop in _END.finditer(text):
        start = stop.start()
        if text[start] != "." or _is_end(text, start, prices, language):
            yield (stop.end(), stop.end()) if stop.end() in prices else stop.span()


def _is_end(text: str, start: int, prices: Collection[int], language: str | None) -> bool:
    """Whether a full stop ends a sentence: no small letter follows it, and it stands behind no abbreviation."""
    goes_on = _GOES_ON.match(text, start + 1)
    if goes_on is not None and goes_on[1].islower():
        return False
    if start in prices or start + 1 in prices:
        return goes_on is None or not goes_on[1].isdigit()
    before = text[max(0, start - ABBREVIATION) : start]
    if language in _ORDINALS and _ORDINAL.search(before) and goes_on is not None:
        return False
    return _ABBREVIATED.search(before) is None


def unwrapped(text: str, ties: Collection[str]) -> str:
    """A text whose lines go on where they were broken for the page alone; every place stays what it was.

    Such a line is long, or the next one begins with a word that ties it to this: "or about", "for the car".
    """
    if "\n" not in text:
        return text
    parts = list(text)
    for found in _BREAK.finditer(text):
        word, place = found[2], found.start(1)
        long = place - text.rfind("\n", 0, place) > WRAPPED
        if word[0].islower() and (long or word in ties):
            parts[place] = " "
    return "".join(parts)


def sentence(ends: Sequence[tuple[int, int]], start: int, end: int, length: int) -> tuple[int, int]:
    """The sentence round a span of a text: its first character and the one behind its last."""
    index = bisect_right(ends, (start, start))
    low = ends[index - 1][1] if index else 0
    following = bisect_left(ends, (end, end))
    high = ends[following][0] if following < len(ends) else length
    return max(low, start - WINDOW), min(high, end + WINDOW)
