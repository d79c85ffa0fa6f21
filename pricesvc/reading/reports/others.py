"""Whether a price is of another thing than the price before it, though nobody listed what: "a watch for $500, and a doodad for $9"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import fields
from typing import Final

from pricesvc.reading.reports.pages import STOP, UNSPACED, WORD, Page, Ties
from pricesvc.reading.reports.references import Openings
from pricesvc.reading.reports.scenes import start_of

FEW: Final = 4
"""Words that may be the name of a thing that stands right before its price: ", Kette 890 Euro"."""

_COUNTED: Final = 2
_TOKEN = re.compile(f"{WORD.pattern}|{STOP.pattern}")


class Others:
    """Tells with the words of ``Ties``."""

    def __init__(self, ties: Ties) -> None:
        self._ties = ties
        self._openings = Openings(ties)
        phrases = (
            phrase for field in fields(ties) if field.type == "frozenset[str]" for phrase in getattr(ties, field.name)
        )
        self._known = frozenset(word for phrase in phrases for word in phrase.split())
        self._labels = ties.label - ties.level
        self._leads = (ties.within | ties.buys | ties.of | ties.link | ties.worth) - ties.also

    def is_other(self, page: Page, floor: int, price: int) -> bool:
        """Whether the words between the price before, which ends at ``floor``, and a price name a thing of its own."""
        ties, whole = self._ties, page.text[floor:price].lower()
        gap = whole.lstrip(" )）")
        if whole.lstrip().startswith(")") and gap.strip() in ties.also:
            return True  # "a watch (€7,200) and €4,000"
        words: list[str] = _TOKEN.findall(gap)
        if not words:
            return False
        if words[0][0] in ties.prefix and words[0] not in ties.also:
            words[:1] = [words[0][0], words[0][1:]]
        articles = (place for place, word in enumerate(words) if place and word in ties.article)
        if any(self._opens(words[:one][-2:]) and self._names(page, floor, words[one + 1 :]) for one in articles):
            return True
        if self.is_parted(gap) or self._counts_others(page, floor, words):
            return True
        return self._adds(words, gap.strip()) or (self._goes_on(gap) if UNSPACED.search(gap) else self._follows(words))

    def _goes_on(self, gap: str) -> bool:
        """Whether a Chinese, Japanese or Thai sentence goes on, behind a comma, with words that tie nothing to the thing before."""
        _, comma, part = gap.replace("，", ",").rpartition(",")
        ties = (self._ties.label, self._ties.worth, self._ties.level, self._ties.attach, self._ties.convert)
        said = part.strip()
        if any(said.endswith(word) for tie in ties for word in tie if word):
            return False
        return bool(comma and said) and not self._openings.opens(said)

    def is_parted(self, gap: str) -> bool:
        """Whether a sentence speaks of something else behind a semicolon since a name: "…; the driver paid"."""
        before, sign, part = gap.lower().rpartition(";")
        return bool(sign) and not UNSPACED.search(before + part) and self._follows([sign, *_TOKEN.findall(part)])

    def _adds(self, words: Sequence[str], gap: str) -> bool:
        """As in "and 5 doodads for", "and doodads worth"; or "…, as well as" with nothing but the money behind it."""
        ties = self._ties
        if len(words) > 1 and any(" " in word and gap.endswith(f" {word}") for word in ties.also):
            return True
        if len(words) < 2 or words[0] not in ties.also or words[1] in ties.level:
            return False
        return words[1].isdigit() or (
            words[1] not in ties.bound and words[-1] not in ties.buys and ties.says_worth(gap)
        )

    def _follows(self, words: Sequence[str]) -> bool:
        """As in ", Kette"; or "; the insurer paid", where a part of the sentence begins that speaks of something else."""
        if words[0] == ";":
            subject = next((word for word in words[1:] if word not in self._ties.article), "")
            return bool(subject) and subject not in self._known and self._labels.isdisjoint(words)
        return words[0] == "," and 0 < len(words) - 1 <= FEW and self._known.isdisjoint(words[1:])

    def _counts_others(self, page: Page, floor: int, words: Sequence[str]) -> bool:
        """As in "and two doodads, each"."""
        if len(words) <= _COUNTED or words[0] not in self._ties.also or words[_COUNTED] in self._known:
            return False
        index = bisect_left(page.counts, floor, key=start_of)
        return any(one.text.lower() == words[1] for one in page.counts[index : index + _COUNTED])

    def _opens(self, before: Sequence[str]) -> bool:
        """Whether a part of a sentence begins behind two words: "and", "while he"; not "and to"."""
        if not before or before[-1] in self._leads:
            return False
        return STOP.match(before[-1]) is not None or not self._ties.also.isdisjoint(before)

    def _names(self, page: Page, floor: int, words: Sequence[str]) -> bool:
        """Whether words behind an article name a thing: no "price", no "version" of the same, no "bottle" of it."""
        index = bisect_left(page.counts, floor, key=start_of)
        measured = {one.text.lower() for one in page.counts[index : index + len(words) + 2]}
        return bool(words) and self._labels.isdisjoint(words) and measured.isdisjoint(words)
