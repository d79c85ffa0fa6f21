"""A report taken apart: its prices, and the words that say what they are of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pricesvc.core.goods import Evidence
from pricesvc.core.mentions import Mention
from pricesvc.reading.phrases import Phrases

STOP: Final = re.compile(r"[,;:()（）\[\]、，；：。|!?！？\n\t–—،؛]")
"""Signs that part one thing of a sentence from the next."""
_LETTERS = r"\w\u0300-\u036f\u064b-\u0655\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e’'"
WORD: Final = re.compile(rf"[{_LETTERS}&/-]+")
"""A word, with the marks that stand above and below the letters of Arabic, Hindi and Thai."""
WORD_BEFORE: Final = re.compile(rf"(?:([^\W\d_][{_LETTERS}-]*)\s|(?<!\w)([dD])['’])\Z")
"""A word and a space at the end, or a "d'" such as that of "douzaine d'huîtres"."""
WIDE: Final = re.compile(r"[぀-ヿ㐀-鿿가-힣]")
UNSPACED: Final = re.compile(r"[぀-ヿ㐀-鿿\u0e00-\u0e7f]")
"""A character of a script that puts no spaces between words."""
_SAYING: Final = frozenset({"money", "negative"})
_SHORT: Final = 4
_NAMING: Final = frozenset({"type", "negative", "brand", "house", "model"})


@dataclass(frozen=True, slots=True)
class Ties:
    """The words that tie a price to a thing, those of one language: see ``data/reports.toml``.

    ``each`` are those of a price for each. ``language`` is "" where any may be spoken: then these are the words of all.
    """

    attach: frozenset[str]
    convert: frozenset[str]
    bound: frozenset[str]
    article: frozenset[str]
    person: frozenset[str]
    of: frozenset[str]
    buys: frozenset[str]
    cash: frozenset[str]
    level: frozenset[str]
    within: frozenset[str]
    link: frozenset[str]
    also: frozenset[str]
    prefix: frozenset[str]
    either: frozenset[str]
    worth: frozenset[str]
    label: frozenset[str]
    pronoun: frozenset[str]
    every: frozenset[str]
    total: frozenset[str]
    respectively: frozenset[str]
    quantity: frozenset[str]
    amount: frozenset[str]
    filler: frozenset[str]
    trade: frozenset[str]
    beside: frozenset[str]
    including: frozenset[str]
    matter: frozenset[str]
    agent: frozenset[str]
    make: frozenset[str]
    day: frozenset[str]
    rate: frozenset[str]
    pays: frozenset[str]
    adorned: frozenset[str]
    beset: frozenset[str]
    whose: frozenset[str]
    object: frozenset[str]
    each: frozenset[str]
    language: str
    last: bool
    """Whether the language puts what describes a noun before it, a price included: "a $500 watch"."""

    def says_worth(self, words: str) -> bool:
        """Whether words end in such as "worth": "was bought for"."""
        return any(not words[-len(tie) - 1 : -len(tie)].isalpha() for tie in self.worth if words.endswith(tie))


@dataclass(frozen=True, slots=True)
class Page:
    """A text, its prices, the words outside them that speak of goods, numbers and money, and where its sentences end.

    ``sources`` holds for each price the index of the one that it converts, if it does.
    """

    text: str
    mentions: Sequence[Mention]
    sources: Sequence[int | None]
    things: Sequence[Evidence]
    counts: Sequence[Evidence]
    money: Sequence[Evidence]
    ends: Sequence[tuple[int, int]]

    def holds_price(self, start: int, end: int) -> bool:
        """Whether a price begins between two places."""
        first = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        return first < len(self.mentions) and self.mentions[first].start < end

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """The prices that begin between two places."""
        first = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        return self.mentions[first : bisect_left(self.mentions, end, key=lambda mention: mention.start)]

    def floor(self, place: int) -> int:
        """Where the last price before a place ends."""
        before = bisect_left(self.mentions, place, key=lambda mention: mention.start)
        return self.mentions[before - 1].end if before else 0

    def ceiling(self, place: int) -> int:
        """Where the next price behind a place begins."""
        after = bisect_left(self.mentions, place, key=lambda mention: mention.start)
        return self.mentions[after].start if after < len(self.mentions) else len(self.text)


def page(
    text: str,
    mentions: Sequence[Mention],
    words: Iterable[Evidence],
    *,
    sources: Sequence[int | None],
    ends: Sequence[tuple[int, int]],
    idle: frozenset[str],
    labels: Phrases[bool],
    language: str,
) -> Page:
    """Sort the words of a text; those within a price, and ``idle`` ones, are no things: who trades, and little words."""
    free = [word for word in words if not _inside(word, mentions) and not _is_foreign(word, language)]
    return Page(
        text,
        mentions,
        sources,
        [
            one
            for one in free
            if one.kind in _NAMING and one.text.lower() not in idle and not _labels(one, text, labels)
        ],
        [one for one in free if one.kind == "count"],
        [one for one in free if one.kind == "money"],
        ends,
    )


def _is_foreign(word: Evidence, language: str) -> bool:
    """Whether a short word says something in another language only: the Turkish "et" is no meat in French."""
    spoken, dot, _ = word.entry.partition(".")
    other = bool(language and dot) and spoken != language and len(spoken) == len(language)
    return other and word.kind in _SAYING and len(word.text) <= _SHORT


def _labels(word: Evidence, text: str, labels: Phrases[bool]) -> bool:
    """Whether a word of a script that is written without spaces only begins a label: 감정 in 감정가."""
    found = labels.at(text, word.start) if WIDE.match(text, word.start) else None
    return found is not None and found[0] > word.end


def _inside(word: Evidence, mentions: Sequence[Mention]) -> bool:
    """Whether a word is part of a price ("pounds" of one, "crown" of another)."""
    index = bisect_left(mentions, word.end, key=lambda mention: mention.start)
    return index > 0 and mentions[index - 1].end > word.start
