"""Prices of no goods: fines, salaries, revenues, bail, cash."""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from pricesvc.core.goods import Evidence
from pricesvc.core.mentions import Mention
from pricesvc.reading.reports.pages import STOP, UNSPACED, WORD, Page, Ties

LEFT: Final = 60
"""Characters between a word such as "revenue" and its sum."""

RIGHT: Final = 24
"""Characters between a sum and the word for it: "$5,000 in back taxes"."""

_FEW: Final = 3
_SOON: Final = 4
_PLAIN: Final = 4
_TOUCHING: Final = 4
_VERB: Final = 24


def is_sum(page: Page, ties: Ties, mention: Mention, rest: tuple[int, int], *, attached: bool) -> bool:
    """Whether a price is what somebody is fined, paid or lent, so that no goods are had for it.

    ``rest`` is what follows the price with all that belongs to it in its sentence; ``attached`` says whether a thing
    follows at once.
    """
    return _named_behind(page, ties, mention, rest) or _named_before(page, ties, mention, attached=attached)


def _named_behind(page: Page, ties: Ties, mention: Mention, rest: tuple[int, int]) -> bool:
    """As in "a $5,000 fine", "$400 in cash"."""
    behind, high = rest
    index = bisect_left(page.money, behind, key=_start)
    if index == len(page.money) or page.money[index].start >= high:
        return False
    word = page.money[index]
    gap = page.text[behind : word.start]
    first = gap.strip().lower().split(" ")[0]
    if len(gap) > RIGHT or STOP.search(gap) or len(WORD.findall(gap)) > _FEW or first in ties.buys:
        return False
    if UNSPACED.search(gap) and gap.strip() not in ties.attach:
        return False
    if _is_of_next(page, ties, word.end, high):
        return False
    if page.holds_price(behind, word.end) or _thing_within(page, behind, word.end) or _thing_at(page, word.end):
        return False
    return word.text.lower() not in ties.cash or not _pays(page, ties, mention, word.end)


def _is_of_next(page: Page, ties: Ties, end: int, high: int) -> bool:
    """Whether a word is that of the next price: "a watch worth $9,000, a fine of $500"."""
    following = page.ceiling(end)
    if following >= high:
        return False
    gap = page.text[end:following].lower()
    if len(gap) <= _TOUCHING and not STOP.search(gap) and gap.strip() not in ties.also:
        return True
    if gap.startswith((",", ";", "，", "、")):
        return False
    return all(word in ties.filler or word in ties.level or word in ties.of for word in WORD.findall(gap))


def _pays(page: Page, ties: Ties, mention: Mention, end: int) -> bool:
    """Whether cash is what a thing is paid with: "$5,000 in cash for a watch", "a watch for $5,000 in cash", "a watch, for which he paid $5,000 in cash"."""
    after = WORD.match(page.text, end + 1)
    if after is not None and after[0].lower() in ties.buys:
        return True
    before = WORD.findall(page.text[max(0, mention.start - _VERB) : mention.start].lower())
    if not before:
        return _thing_before(page, mention.start)
    paid = before[-1] in ties.pays and ties.level.isdisjoint(before[-2:-1])
    return paid or before[-1] in ties.buys or _thing_before(page, mention.start)


def _named_before(page: Page, ties: Ties, mention: Mention, *, attached: bool) -> bool:
    """As in "fined $5,000", "revenue of the carmaker rose to $3bn"."""
    index = bisect_left(page.money, mention.start, key=_start) - 1
    if index < 0:
        return False
    word = page.money[index]
    gap = page.text[word.end : mention.start]
    if len(gap) > LEFT or page.floor(mention.start) > word.start or STOP.search(gap.strip(" :：(（–—-")):
        return False
    if any(one in ties.also for one in WORD.findall(gap.lower())):
        return False
    if UNSPACED.search(gap) and any(one in gap for one in ties.label if len(one) > 1):
        return False  # a commission included, the price is
    last = _last_thing(page, word.end, mention.start)
    if last is None:
        labelled = word.text.lower() in ties.label and _last_thing(page, page.floor(word.start), word.start) is not None
        return not labelled and (not attached or _is_tight(gap, ties))
    tail = page.text[last.end : mention.start].strip().lower()
    worth = any(tail.endswith(tie) for tie in ties.worth if len(tie) > _PLAIN)
    return not worth and any(word in ties.level for word in WORD.findall(tail)[:_SOON])


def _is_tight(gap: str, ties: Ties) -> bool:
    """Whether only ties stand between a word and its sum, so that the sum is its own whatever follows: "bail was set at".

    Before "of" an adjective may stand: "une amende douanière de".
    """
    words = WORD.findall(gap.lower())
    if words and words[-1] in ties.of and len(words) <= _FEW:
        return True
    return all(any(word in tie for tie in (ties.filler, ties.level, ties.bound, ties.attach)) for word in words)


def _last_thing(page: Page, start: int, end: int) -> Evidence | None:
    index = bisect_left(page.things, end, key=_start) - 1
    return page.things[index] if index >= 0 and page.things[index].start >= start else None


def _thing_within(page: Page, start: int, end: int) -> bool:
    return _last_thing(page, start, end) is not None


def _thing_before(page: Page, place: int) -> bool:
    """Whether a thing stands right before a price, with no sign between: "paid for the boat €320,000 in cash"."""
    last = _last_thing(page, 0, place)
    return last is not None and not page.text[last.end : place].strip()


def _thing_at(page: Page, place: int) -> bool:
    """Whether a thing stands right behind a word: a "fine" before a watch is no penalty."""
    index = bisect_left(page.things, place, key=_start)
    return index < len(page.things) and page.text[place : page.things[index].start] == " "


def _start(word: Evidence) -> int:
    return word.start
