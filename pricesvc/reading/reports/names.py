"""The names of things in a part of a text: which words are one name, and where it begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from pricesvc.core.goods import NONE, Evidence
from pricesvc.reading.reports.counted import counts_at, counts_over
from pricesvc.reading.reports.pages import STOP, UNSPACED, WIDE, WORD, Page, Ties

if TYPE_CHECKING:
    from pricesvc.reading.reports.scenes import Scene

GAP: Final = 30
"""Characters between two words of one name, as in "IWC Portofino Automatic wristwatch"."""

LEADING: Final = 3
"""Words before the first known one that still belong to the name: "Swiss", "black", "second-hand"."""

Span = tuple[int, int]

Named = tuple[Span, ...]
"""The names of what a price is of: one, or those of a list with one price; none when nobody knows."""

_TOKEN = re.compile(f"{WORD.pattern}|{STOP.pattern}")
_DIGIT = re.compile(r"\d")
_CLOSED = re.compile(r"[^(（\[\n]{0,40}[)）]")
_OPENED = re.compile(r"[(（\[]")
_WIDE_COMMA: Final = "、"
_COMMAS = frozenset({",", _WIDE_COMMA})
_COUNTING = re.compile(r"\D+\d+\s\Z")
_WORD_AND_SPACE = re.compile(r"([\w’'&/-]+) $")
_LONGEST: Final = 40
_DONE: Final = 4
_SHORT: Final = 4
_TWO: Final = 2
_PLACE: Final = 12


class Names:
    """Puts the known words of a text together to names, with the words of ``Ties``."""

    def __init__(self, ties: Ties) -> None:
        self._ties = ties
        self._ends = ties.bound | ties.also | ties.every

    def among(self, page: Page, things: Iterable[Evidence]) -> Iterator[Span]:
        """Neighbouring words of one name together, with the words that lead up to it; no name goes over a price."""
        start = end = before = -1
        last: Evidence | None = None
        for thing in things:
            if last is None or self._parted(page, end, last, thing):
                if end >= 0:
                    yield self._led(page, start, before), end
                start, before = thing.start, end
            last, end = thing, max(end, thing.end)
        if end >= 0:
            yield self._led(page, start, before), end

    def _parted(self, page: Page, end: int, last: Evidence, thing: Evidence) -> bool:
        """Whether two known words name two things: a sign, a price, a tie or a count stands between them."""
        start = thing.start
        gap = page.text[end:start]
        if len(gap) > GAP or STOP.search(gap) or page.holds_price(end, start) or _COUNTING.match(gap):
            return True
        if UNSPACED.search(gap) and any(gap.strip().startswith(word) for word in self._ties.also):
            return True
        return self.conjoined(page.text, start) or self._are_two(page.text, gap.lower(), last, thing)

    def _are_two(self, text: str, gap: str, last: Evidence, thing: Evidence) -> bool:
        """Whether the words between two known words part them: not "in", before what the first is made of, or the like."""
        words = WORD.findall(gap)
        if words and (words[-1] in self._ties.make or self._is_matter(words, last, thing)):
            return False
        if any(gap.rstrip().endswith(phrase) for phrase in self._ties.adorned) or self._is_beset(words, last, thing):
            return False
        return bool(words) and (self._is_place(text, last.start) or not self._ends.isdisjoint(words))

    def _is_place(self, text: str, start: int) -> bool:
        """Whether a word is where something stands: "in the garage stood", "В гараже стоят"."""
        before = WORD.findall(text[max(0, start - _PLACE) : start].lower())
        while before and before[-1] in self._ties.article:
            before.pop()
        return bool(before) and before[-1] in self._ties.within

    def _is_beset(self, words: Sequence[str], last: Evidence, thing: Evidence) -> bool:
        """Whether a thing has the other, of its kind, on it: "a ring with a diamond"."""
        first, *rest = words or [""]
        alike = thing.category == last.category and thing.category not in {None, NONE}
        return alike and first in self._ties.beset and self._ties.article.issuperset(rest)

    def _is_matter(self, words: Sequence[str], last: Evidence, thing: Evidence) -> bool:
        """Whether the second word says only what the thing is made of: "a Rolex ref. 1518 in steel"."""
        plain = all(word[-1].isdigit() or len(word) <= _SHORT for word in words[:-1])
        return plain and words[-1] in self._ties.matter and thing.category in {NONE, last.category}

    def conjoined(self, text: str, start: int) -> bool:
        """Whether an "and" that is written together with its word stands at a place, in Arabic and in Hebrew."""
        return text[start : start + 1] in self._ties.prefix and not text[start - 1 : start].isalnum()

    def _led(self, page: Page, start: int, before: int) -> int:
        """Where the name begins, with up to three words before the first known one, none of them of what stands before."""
        text, floor = page.text, max(page.floor(start), before)
        first = self._ties.language and self._ties.prefix  # Arabs and Hebrews put nothing before a noun
        if first or WIDE.match(text, start) or self.conjoined(text, start):
            return start
        for _ in range(LEADING):
            led = _WORD_AND_SPACE.search(text[max(floor, start - _LONGEST) : start])
            if led is None or led[1].isdigit() or WIDE.search(led[1]):
                break
            if led[1].lower() in self._ends or counts_at(page.counts, start - len(led[0]), start - 1):
                break
            start -= len(led[0])
        return start

    def whole(self, page: Page, here: Scene, price: int) -> Named:
        """The names before a price whose price it is: the nearest, or the whole list that it ends."""
        last = here.ahead[-1]
        if len(here.ahead) == 1 or page.holds_price(here.ahead[-2][1], last[0]):
            return (last,)
        bracketed = _OPENED.search(page.text, last[1], price) is not None
        merged = self._merged(page.text, here, price)
        if merged is not None:
            return (merged,)
        return (last,) if bracketed else self._list(page, here.own or here.ahead[-1:], price)

    def behind(self, page: Page, here: Scene) -> Named:
        """The names behind a price whose price it is: the first, or the list it is paid for: "$900 for a car and a bag"."""
        tie = page.text[here.behind : here.after[0][0]].strip()
        whole = 1
        if not tie or UNSPACED.search(tie):
            return here.after[:whole]
        for place in range(1, len(here.after)):
            start, end = here.after[place - 1][1], here.after[place][0]
            joined = None if page.holds_price(start, end) else self._joined(page, start, end)
            if joined is None:
                break
            whole = place + 1 if joined else whole
        end = here.after[whole - 1][1]
        following = page.ceiling(end)
        owned = following < here.high and not STOP.search(page.text[end:following])
        return here.after[: 1 if owned else whole]

    def _merged(self, text: str, here: Scene, price: int) -> Span | None:
        """Two names that are one thing: a maker alone ("…, made by Dior, worth") takes the thing before it along.

        A place that holds the thing is not it ("the painting in the car is worth"), nor is a part of it: "iPhone, battery 89%".
        """
        (first, place), (start, end) = here.ahead[-2:]
        gap = text[place:start]
        if gap.endswith(", ") and all(one.category == NONE for one in here.things if start <= one.start < end):
            return here.ahead[-2]
        if _DIGIT.search(gap):
            return None
        if text[end:price].startswith(",") and self._explains(text, here, gap):
            return first, end
        kinds = {thing.kind for thing in here.things if start <= thing.start and thing.end <= end}
        if kinds <= {"house"} or self._links(gap):
            return first, end
        return here.ahead[-2] if self._holds(text, place, start, text[end:price]) else None

    def _explains(self, text: str, here: Scene, gap: str) -> bool:
        """Whether a second name between commas says what the first is: "the watch, a Cartier, costs"; not in a list."""
        comma, _, article = gap.strip().lower().partition(" ")
        listed = len(here.ahead) > _TWO and text[here.ahead[-3][1] : here.ahead[-2][0]].startswith(",")
        return comma == "," and article in self._ties.article and not listed

    def _list(self, page: Page, names: Sequence[Span], price: int) -> Named:
        """The list that a price is of: "(furs, 120 bottles of wine and a piano) at", "a watch and a bag worth"."""
        bracket = _CLOSED.match(page.text, names[-1][1], price)
        opening = page.text.rfind("(", max(0, names[0][0] - GAP), names[-1][0]) if bracket else -1
        inside = [name for name in names if name[0] > opening]
        if opening >= 0 and len(inside) > 1:
            return tuple(inside)
        place = len(names) - 1
        while place > 0:
            joined = self._joined(page, names[place - 1][1], names[place][0])
            if joined is None or not (joined or place < len(names) - 1):
                break
            place -= 1
        return tuple(names[place:])

    def _joined(self, page: Page, start: int, end: int) -> bool | None:
        """Whether an "and" joins two names, or only a comma; None when more than an article or a count stands between."""
        found, also = self.conjoined(page.text, end), self._ties.also
        for token in _TOKEN.finditer(page.text, start, end):
            word = token[0].lower()
            found = found or word in also or word == _WIDE_COMMA
            figures = token.start() + len(word) - len(word.lstrip("0123456789"))
            counted = word.isdigit() or counts_over(page.counts, figures, token.end())
            if not (
                counted or word in _COMMAS or any(word in tie for tie in (also, self._ties.article, self._ties.of))
            ):
                return None
        return found

    def _links(self, gap: str) -> bool:
        """Whether a word such as "of" or "for", with an article at most, makes two names one: "a strap for a Rolex".

        So does what somebody did with it: "slippers worn by Judy Garland".
        """
        first, *rest = gap.strip().lower().split() or [""]
        if 0 < len(rest) < _DONE and rest[-1] in self._ties.agent and not STOP.search(gap):
            return True
        return first in self._ties.link and all(word in self._ties.link | self._ties.article for word in rest)

    def _holds(self, text: str, end: int, start: int, tail: str) -> bool:
        """Whether a name is where the one before it was, and the sentence goes on about that: "in a handbag, is valued"."""
        words = WORD.findall(text[end:start].lower())
        place = any(word in self._ties.within for word in words[-2:])
        after = WORD.findall(tail.lower())
        return place and bool(after) and after[0] in self._ties.level
