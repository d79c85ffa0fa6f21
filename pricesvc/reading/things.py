"""Where the name of the thing stands that a price is of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final

from pricesvc.core.mentions import Mention
from pricesvc.reading.listed import in_order
from pricesvc.reading.names import Names, Span
from pricesvc.reading.pages import STOP, WORD, Page, Ties
from pricesvc.reading.phrases import Phrases
from pricesvc.reading.scenes import Scene, scene, start_of
from pricesvc.reading.sentences import sentence
from pricesvc.reading.sums import is_sum
from pricesvc.reading.totals import is_total

ATTACHED: Final = 40
"""Characters between a price and the thing it stands before, as in "a $70,000 second-hand black Lexus"."""

FURTHER: Final = 3
"""Sentences back in which the thing of a bare "Sold: $500" is looked for."""

_TOKEN = re.compile(f"{WORD.pattern}|{STOP.pattern}")
_LABELLING = " :：-–.\n\t*•"


class Things:
    """Finds the thing of each price with the words of ``Ties``."""

    def __init__(self, ties: Ties) -> None:
        self._ties = ties
        self._names = Names(ties)
        self._each = Phrases(dict.fromkeys(ties.each, True))
        self._loose = (ties.bound | ties.also) - ties.attach

    def of(self, page: Page, index: int, given: Sequence[Span | None]) -> Span | None:
        """Where the name of the thing stands: right behind the price, else before it, else later in the sentence.

        ``given`` are the names that the prices before this one have.
        """
        mention = page.mentions[index]
        here = scene(page, self._names, self._each, index, given)
        if is_total(page, self._ties, index, given, here.own):
            return None
        attached = self._is_own(page, here, mention.start)
        label = page.text[here.low : mention.start].strip(_LABELLING).lower()
        if label and label in self._ties.label:
            return here.after[0] if attached else self._labelled(page, here)
        if is_sum(page, self._ties, mention, (here.behind, here.high), attached=attached):
            return None
        listed = in_order(page, self._ties, here, index)
        if listed is not None:
            return listed[0]
        return here.after[0] if attached else self._elsewhere(page, here, mention, label)

    def _elsewhere(self, page: Page, here: Scene, mention: Mention, label: str) -> Span | None:
        """The thing that does not stand right behind its price."""
        unknown = self._unknown(page.text, mention.start, here.behind)
        if unknown is not None:
            return unknown
        if here.ahead:
            new = not here.own and self._is_new(page, mention)
            return None if new else self._names.whole(page, here.ahead, here.things, mention.start)
        if here.after:
            return None if self._is_owned(page, here) else here.after[0]
        return self._before(page, here.low) if not label or self._refers(label) else None

    def _refers(self, words: str) -> bool:
        """Whether a sentence begins with what was spoken of, and its price: "It was sold for", "Costó"."""
        found = WORD.findall(words)
        said = self._ties.pronoun | self._ties.level | self._ties.worth | self._ties.buys
        return (
            self._says_worth(words)
            and (found[0] in self._ties.pronoun or len(found) == 1)
            and said.issuperset(found[1:-1])
        )

    def _labelled(self, page: Page, here: Scene) -> Span | None:
        """The thing of a price that a label stands before: it was named before, else it follows."""
        before = self._before(page, here.low)
        return here.after[0] if before is None and here.after and not self._is_owned(page, here) else before

    def _before(self, page: Page, low: int) -> Span | None:
        """The thing of the sentence before, when this one only says what the number is: "Estimate: $500"."""
        for _ in range(FURTHER):
            if low == 0:
                return None
            end = max(low - 1, 0)
            low, high = sentence(page.ends, end, end, len(page.text))
            if page.text[low:high].partition(":")[0].strip(_LABELLING).lower() in self._ties.label:
                continue
            first, last = bisect_left(page.things, low, key=start_of), bisect_left(page.things, high, key=start_of)
            name = next(self._names.among(page, page.things[first:last]), None)
            if name is not None:
                return name
        return None

    def _is_own(self, page: Page, here: Scene, price: int) -> bool:
        """Whether the thing behind a price is its own: tied to it, and none is tied closer before the price."""
        if not here.after:
            return False
        text, start = page.text, here.after[0][0]
        gap = text[here.behind : start]
        words = gap.strip().lower()
        if words in self._ties.also or (not words and self._names.conjoined(text, start)):
            return False
        ahead = text[here.ahead[-1][1] : price].strip().lower() if here.ahead else None
        if words and ahead is not None and (not ahead or self._says_worth(ahead)):
            return False
        if words in self._ties.attach and (words or self._ties.last or not here.own):
            return True
        return self._is_near(gap, words) and not (here.own and self._is_owned(page, here))

    def _is_near(self, gap: str, words: str) -> bool:
        """Whether a few words without a stop stand between the price and the thing."""
        return len(gap) <= ATTACHED and not STOP.search(gap) and words.split(" ", maxsplit=1)[0] not in self._loose

    def _is_owned(self, page: Page, here: Scene) -> bool:
        """Whether the name behind a price is that of the next price, before which it stands alone."""
        name = here.after[0]
        following = page.ceiling(name[1])
        if following >= here.high:
            return False
        gap = page.text[name[1] : following].strip().lower()
        alone = not any(name[1] <= other[0] < following for other in here.after)
        return alone and (bool(here.own) or not gap or self._says_worth(gap))

    def _says_worth(self, words: str) -> bool:
        """Whether words end in such as "worth": "was bought for"."""
        return any(words.endswith(tie) and not words[-len(tie) - 1 : -len(tie)].isalpha() for tie in self._ties.worth)

    def _is_new(self, page: Page, mention: Mention) -> bool:
        """Whether words that nobody listed name another thing since the price before: "…, and a settee for"."""
        ties, floor = self._ties, page.floor(mention.start)
        gap = page.text[floor : mention.start].lower().lstrip(" )）")
        words: list[str] = _TOKEN.findall(gap)
        if words and words[0][0] in ties.prefix and words[0] not in ties.also:
            words[:1] = [words[0][0], words[0][1:]]
        article = next((place for place in range(len(words) - 1, -1, -1) if words[place] in ties.article), -1)
        if article > 0 and self._opens(words[:article][-2:]) and self._says_new(page, floor, words[article + 1 :]):
            return True
        if len(words) < 2 or words[0] not in ties.also or words[1] in ties.level:
            return False
        return words[1].isdigit() or (
            words[1] not in ties.bound and words[-1] not in ties.buys and self._says_worth(gap.strip())
        )

    def _opens(self, before: Sequence[str]) -> bool:
        """Whether a part of a sentence begins behind two words: "and", "while he"; not "and to"."""
        ties = self._ties
        if not before or before[-1] in (ties.within | ties.buys | ties.of | ties.link | ties.worth) - ties.also:
            return False
        return STOP.match(before[-1]) is not None or not ties.also.isdisjoint(before)

    def _says_new(self, page: Page, floor: int, words: Sequence[str]) -> bool:
        """Whether words behind an article name a thing: no "price", no "version" of the same, no "bottle" of it."""
        index = bisect_left(page.counts, floor, key=start_of)
        measured = {one.text.lower() for one in page.counts[index : index + len(words) + 2]}
        return bool(words) and not self._ties.label.intersection(words) and measured.isdisjoint(words)

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
