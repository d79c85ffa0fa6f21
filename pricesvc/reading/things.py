"""Where the name of the thing stands that a price is of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pricesvc.core.goods import NONE, Evidence
from pricesvc.core.mentions import Mention
from pricesvc.reading.counted import counts_at
from pricesvc.reading.pages import STOP, WIDE, WORD, Page, Ties
from pricesvc.reading.phrases import REACH, Phrases
from pricesvc.reading.sentences import sentence
from pricesvc.reading.sums import is_sum

GAP: Final = 30
"""Characters between two words of one name, as in "IWC Portofino Automatic wristwatch"."""

ATTACHED: Final = 40
"""Characters between a price and the thing it stands before, as in "a $70,000 second-hand black Lexus"."""

LEADING: Final = 3
"""Words before the first known one that still belong to the name: "Swiss", "black", "second-hand"."""

NEAR: Final = 16
"""Known words on each side of a price among which the thing is looked for; a sentence may have hundreds."""

FURTHER: Final = 3
"""Sentences back in which the thing of a bare "Sold: $500" is looked for."""

Span = tuple[int, int]

_DIGIT = re.compile(r"\d")
_COUNTING = re.compile(r"\D+\d+\s\Z")


class Things:
    """Finds the thing of each price with the words of ``Ties``."""

    def __init__(self, ties: Ties) -> None:
        self._ties = ties
        self._each = Phrases(dict.fromkeys(ties.each, True))

    def of(self, page: Page, mention: Mention) -> Span | None:
        """Where the name of the thing stands: right behind the price, else before it, else later in the sentence."""
        text, things = page.text, page.things
        low, high = sentence(page.ends, mention.start, mention.end, len(text))
        first, last = bisect_left(things, low, key=_start), bisect_left(things, high, key=_start)
        around = bisect_left(things, mention.start, key=_start)
        near = things[max(first, around - NEAR) : min(last, around + NEAR)]
        here = [thing for thing in near if thing.end <= high]
        names = list(self._names(page, here))
        behind = self._behind(page, mention)
        after = [name for name in names if name[0] >= behind]
        ahead = [name for name in names if name[1] <= mention.start]
        attached = bool(after) and self._follows(text, ahead, mention, text[behind : after[0][0]])
        if is_sum(page, self._ties, mention, behind, attached=attached):
            return None
        if attached:
            return after[0]
        unknown = self._unknown(text, mention.start, behind)
        if unknown is not None:
            return unknown
        if ahead:
            return self._whole(page, ahead, here, mention)
        return after[0] if after else self._labelled(page, low, mention)

    def _labelled(self, page: Page, low: int, mention: Mention) -> Span | None:
        """The thing of the sentence before, when this one only says what the number is: "Estimate: $500"."""
        label = page.text[low : mention.start].strip(" :：-–.\n").lower()
        if label and label not in self._ties.label:
            return None
        for _ in range(FURTHER):
            if low == 0:
                return None
            end = max(low - 1, 0)
            low, high = sentence(page.ends, end, end, len(page.text))
            first, last = bisect_left(page.things, low, key=_start), bisect_left(page.things, high, key=_start)
            name = next(self._names(page, page.things[first:last]), None)
            if name is not None:
                return name
        return None

    def _behind(self, page: Page, mention: Mention) -> int:
        """Where the price ends, with its conversion in brackets, and with what it is for each of: "$90 a bottle"."""
        text, mentions, end = page.text, page.mentions, mention.end
        index = bisect_left(mentions, end, key=lambda one: one.start)
        if index < len(mentions) and text[end : mentions[index].start].strip() in {"(", "（"}:
            closing = text[mentions[index].end : mentions[index].end + 1]
            return mentions[index].end + 1 if closing in {")", "）"} else end
        if mention.per is None:
            return end
        place = end + (text[end : end + 1] == " ")
        found = self._each.at(text[place : place + REACH].lower(), 0)
        return end if found is None else place + found[0]

    def _follows(self, text: str, ahead: Sequence[Span], mention: Mention, gap: str) -> bool:
        """Whether the thing behind a price is its own: tied to it, and none is tied closer before the price."""
        before = text[ahead[-1][1] : mention.start].strip().lower() if ahead else None
        beside = before is not None and (not before or before in self._ties.worth)
        return self._is_attached(gap) and not (beside and gap.strip())

    def _unknown(self, text: str, start: int, behind: int) -> Span | None:
        """A name that nobody listed, when an article stands before the price: "a $1.2-million Pagani"."""
        before = WORD.findall(text[max(0, start - 12) : start])
        if not before or before[-1].lower() not in self._ties.article or not text[behind : behind + 1].isspace():
            return None
        end = behind
        for word in WORD.finditer(text, behind, behind + ATTACHED):
            if STOP.search(text[end : word.start()]) or word[0].lower() in self._ties.bound:
                break
            end = word.end()
        return (behind + 1, end) if end > behind else None

    def _is_attached(self, gap: str) -> bool:
        """Whether only a tie, or a few words without a stop, stand between the price and the thing."""
        words = gap.strip().lower()
        if words in self._ties.attach:
            return True
        first = words.split(" ")[0]
        return len(gap) <= ATTACHED and not STOP.search(gap) and first not in self._ties.bound - self._ties.attach

    def _names(self, page: Page, things: Iterable[Evidence]) -> Iterator[Span]:
        """Neighbouring words of one name together, with the words that lead up to it; no name goes over a price."""
        start = end = -1
        for thing in things:
            if end < 0 or self._parted(page, end, thing.start):
                if end >= 0:
                    yield self._led(page, start), end
                start = thing.start
            end = max(end, thing.end)
        if end >= 0:
            yield self._led(page, start), end

    def _parted(self, page: Page, end: int, start: int) -> bool:
        """Whether two known words name two things: a sign, a price, a tie or a count stands between them."""
        gap = page.text[end:start]
        if len(gap) > GAP or STOP.search(gap) or page.holds_price(end, start) or _COUNTING.match(gap):
            return True
        return any(word.lower() in self._ties.bound for word in WORD.findall(gap))

    def _led(self, page: Page, start: int) -> int:
        """Where the name begins, with up to three words before the first known one, none of them a price's."""
        text, floor = page.text, page.floor(start)
        if WIDE.match(text, start):
            return start
        for _ in range(LEADING):
            before = re.search(r"([\w’'&/-]+) $", text[max(floor, start - 40) : start])
            if before is None or before[1].isdigit() or WIDE.search(before[1]):
                break
            if before[1].lower() in self._ties.bound or counts_at(page.counts, start - len(before[0]), start - 1):
                break
            start -= len(before[0])
        return start

    def _whole(self, page: Page, ahead: Sequence[Span], things: Sequence[Evidence], mention: Mention) -> Span:
        """The nearest name before the price; a maker alone ("…, made by Dior, worth") takes the thing before it along.

        A place that holds the thing is not it ("the painting in the car is worth"), nor is a part of it: "iPhone, battery 89%".
        """
        start, end = ahead[-1]
        if len(ahead) == 1:
            return start, end
        text, before = page.text, ahead[-2]
        gap = text[before[1] : start]
        if page.holds_price(before[1], start):
            return start, end
        if gap.endswith(", ") and all(one.category == NONE for one in things if start <= one.start < end):
            return before[0], end
        if _DIGIT.search(gap):
            return start, end
        kinds = {thing.kind for thing in things if start <= thing.start and thing.end <= end}
        if kinds <= {"house"} or self._links(gap):
            return before[0], end
        return before if self._holds(text, before[1], start, text[end : mention.start]) else (start, end)

    def _links(self, gap: str) -> bool:
        """Whether a word such as "of", "for" or "and", with an article at most, makes two names one: "a strap for a Rolex"."""
        first, *rest = gap.strip().lower().split() or [""]
        if gap.strip() == first and first in self._ties.also:
            return True
        return first in self._ties.link and all(word in self._ties.link | self._ties.article for word in rest)

    def _holds(self, text: str, end: int, start: int, tail: str) -> bool:
        """Whether a name is where the one before it was, and the sentence goes on about that: "in a handbag, is valued"."""
        words = WORD.findall(text[end:start].lower())
        place = any(word in self._ties.within for word in words[-2:])
        after = WORD.findall(tail.lower())
        return place and bool(after) and after[0] in self._ties.level


def _start(thing: Evidence) -> int:
    return thing.start
