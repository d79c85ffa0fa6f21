"""How far the name of a thing reaches with its count: "3 Rolex", "a dozen bottles of Pétrus", 時計3点, "cognac, 20 bottles"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pricesvc.core.goods import Evidence
from pricesvc.reading.reports.pages import STOP, UNSPACED, WIDE, WORD, WORD_BEFORE, Page, Ties
from pricesvc.reading.reports.sentences import sentence

BEFORE: Final = 48
"""Characters before a name in which its count may stand."""

BETWEEN: Final = 2
"""Words between a count and the name that say something of the thing: "20 fake leather handbags"."""

_AT: Final = 3
_WIDE_WORDS: Final = 6
EACH: Final = 60
"""Characters before a price in which "each" may stand."""

_DIGITS = r"(?:\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?!\d)|\d[\d,.]*)"
_FIGURE = re.compile(rf"(?<!(?!{UNSPACED.pattern}|[가-힣])[\w.,/$€£¥#-]){_DIGITS}(?:\s?[x×])?\s?\Z")
_LINK = re.compile(r"(?:(?:\s(?!\d+[^\W\d])[\w.’-]+){0,2}(?=\s?[,(（、，]))?\s*[,(（、，:：]?\s?")
_PACKED = re.compile(r"[0-9]+\s?[x×]\s?[0-9.,]+\s?(?:cl|ml|l|g|kg|oz)\b")
_NUMBER = rf"(?:{_DIGITS}[万萬만]?|[〇一二三四五六七八九十百千两兩]{{1,6}})"
_AFTER = re.compile(rf"[約约]?{_NUMBER}\s?")
_TIMES = re.compile(
    r"(?:\s[0-9.,]+\s?(?:cl|ml|l|kg|g|oz)\b)?\s(?:[x×]\s?[0-9]{1,4})(?![\w.])|\s?×\s?[0-9]{1,4}(?![\w.])"
)


def with_count(page: Page, ties: Ties, start: int, end: int) -> tuple[int, int]:
    """The name with the words that count or measure it, before and behind it; as it is, when none do."""
    return _from(page, ties, start), _to(page, end)


def _from(page: Page, ties: Ties, start: int) -> int:
    """Where the count before a name begins. A word such as "of" goes on only to a measure: "bottles of"."""
    low = max(page.floor(start), start - BEFORE)
    over = bisect_left(page.counts, start + 1, key=lambda one: one.end)
    if over < len(page.counts) and low <= page.counts[over].start < start:
        start = page.counts[over].start
    place = found = start
    beyond = _past_wide(page, low, start)
    if beyond is not None:
        place = found = beyond
    spare = BETWEEN
    while place > low:
        figure = _FIGURE.search(page.text, low, place)
        if figure is not None:
            taken = _ending(page.counts, page.text, figure.start())
            return figure.start() if taken is None or taken.start < low else taken.start
        count = _ending(page.counts, page.text, place)
        if count is not None and count.start >= low:
            place = found = count.start
            continue
        word = WORD_BEFORE.search(page.text, low, place)
        if word is None or STOP.search(page.text, word.start(), place):
            break
        lower = (word[1] or word[2]).lower()
        measured = lower in ties.of and _counts(page, low, word.start())
        if not measured and (lower in ties.bound or not spare):
            break
        spare -= not measured
        place = word.start()
    return found


def _past_wide(page: Page, low: int, start: int) -> int | None:
    """Where a counter begins that Chinese or Japanese words part from the name: "500支冒牌紅酒"."""
    if not WIDE.match(page.text, start):
        return None
    index = bisect_left(page.counts, start + 1, key=lambda one: one.end) - 1
    if index < 0 or page.counts[index].start < low or not 0 < start - page.counts[index].end <= _WIDE_WORDS:
        return None
    between = page.text[page.counts[index].end : start]
    figures = _FIGURE.search(page.text, low, page.counts[index].start)
    return page.counts[index].start if figures and all(map(WIDE.match, between)) else None


def _counts(page: Page, low: int, place: int) -> bool:
    """Whether a measure or a figure ends at a place: "bottles" of, 20 "de genți"."""
    return _ending(page.counts, page.text, place) is not None or _FIGURE.search(page.text, low, place) is not None


def is_of_each(page: Page, ties: Ties, index: int) -> bool:
    """Whether the words before a price say that it is one of several: "Each of the watches was sold for"."""
    price = page.mentions[index].start
    if page.text[max(0, price - _AT) : price].rstrip().endswith("@"):
        return True
    low = sentence(page.ends, price, price, len(page.text))[0]
    words = list(WORD.finditer(page.text, max(low, page.floor(price), price - EACH), price))
    if words and words[-1][0].lower() in ties.every and page.text[words[-1].end() : price].isspace():
        return True
    return any(
        one[0].lower() in ties.every and (_follows(ties, other[0].lower()) or _names_at(page, other.start()))
        for one, other in pairwise(words)
    )


def _follows(ties: Ties, word: str) -> bool:
    return word in ties.level or word in ties.of or word in ties.bound


def _names_at(page: Page, place: int) -> bool:
    """Whether a known word begins at a place."""
    index = bisect_left(page.things, place, key=lambda one: one.start)
    return index < len(page.things) and page.things[index].start == place


def counts_at(counts: Sequence[Evidence], start: int, end: int) -> bool:
    """Whether a word as a whole is one of numbers or measures: "three", not "57-carat"."""
    index = bisect_left(counts, end, key=lambda one: one.end)
    return index < len(counts) and counts[index].end == end and counts[index].start <= start


def counts_over(counts: Sequence[Evidence], start: int, end: int) -> bool:
    """Whether a word is part of one of numbers or measures: the "cases" of "cases of"."""
    index = bisect_left(counts, end, key=lambda one: one.end)
    return index < len(counts) and counts[index].start <= start


def _to(page: Page, end: int) -> int:
    """Where the count behind a name ends: a number and a word that counts, or a multiplication."""
    high = page.ceiling(end)
    times = _TIMES.match(page.text, end, high)
    if times is not None:
        return times.end()
    place = _past(_LINK, page.text, end, high)
    packed = _PACKED.match(page.text, place, high)
    if packed is not None:
        return packed.end()
    spelled = _beginning(page.counts, place)
    number = _past(_AFTER, page.text, place, high)
    unit = (_beginning(page.counts, number) if number > place else None) or spelled
    return unit.end if unit is not None and unit.end <= high else end


def _past(pattern: re.Pattern[str], text: str, place: int, high: int) -> int:
    found = pattern.match(text, place, high)
    return found.end() if found is not None else place


def _ending(counts: Sequence[Evidence], text: str, place: int) -> Evidence | None:
    """The word of a count that ends at a place, a space before it or a link of Chinese or Japanese not counted."""
    while place and text[place - 1] in " の的-":
        place -= 1
    index = bisect_left(counts, place, key=lambda one: one.end)
    return counts[index] if index < len(counts) and counts[index].end == place else None


def _beginning(counts: Sequence[Evidence], place: int) -> Evidence | None:
    index = bisect_left(counts, place, key=lambda one: one.start)
    return counts[index] if index < len(counts) and counts[index].start == place else None
