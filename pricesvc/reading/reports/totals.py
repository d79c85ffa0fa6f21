"""Prices of everything together: "a watch for $500, a bag for $300: total $800"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pricesvc.reading.reports.names import Span
from pricesvc.reading.reports.pages import STOP, UNSPACED, Page, Ties

REACH: Final = 32
"""Characters before a price in which "total" may stand."""

MOST: Final = 32
"""Prices back that a total may be that of."""


def is_total(page: Page, ties: Ties, index: int, given: Sequence[Span | None], own: Sequence[Span]) -> bool:
    """Whether a price is the sum of the prices before it, which are not all of one thing; ``own`` are names between."""
    mention = page.mentions[index]
    place = _total(page.text, ties, mention.start)
    if place is None and _says_so(page, ties, index):
        place = mention.start
    if place is None:
        return False
    tail = page.text[own[-1][1] : place].rstrip(" (（").lower() if own else ""
    if own and (not STOP.search(tail) or ties.says_worth(tail)):
        return False
    earlier = _earlier(page, index, given)
    if len(earlier) == 1 and not own:
        return earlier[0] is None  # "two watches and $500 in cash, $9,000 in total"
    return len(earlier) > 1 and len(set(earlier)) > 1


def _total(text: str, ties: Ties, price: int) -> int | None:
    """Where a word such as "total" begins that says of the price behind it that it is one."""
    before = text[max(0, price - REACH) : price].lower().rstrip(" :：-–|\t(（")
    last = before.rsplit(" ", 1)
    if len(last) > 1 and last[1] not in ties.total and (last[1] in ties.of or last[1] in ties.filler):
        before = last[0]
    if not before.endswith(tuple(ties.total)):
        return None
    word = max((one for one in ties.total if before.endswith(one)), key=len)
    start = len(before) - len(word)
    if before[start - 1 : start].isalpha() and not UNSPACED.match(word):
        return None
    return max(0, price - REACH) + start


def _says_so(page: Page, ties: Ties, index: int) -> bool:
    """Whether a price itself says that it is a total, or the words right behind it: 總值約350萬元, "$9,000 in total"."""
    mention = page.mentions[index]
    if mention.text.lower().startswith(tuple(ties.total)):
        return True
    behind = page.text[mention.end : mention.end + REACH].lower().lstrip()
    word = max((one for one in ties.total if behind.startswith(one)), key=len, default="")
    rest = behind[len(word) :].lstrip(" :：")
    return bool(word) and not rest[:1].isalnum() and not page.holds_price(mention.end, mention.end + REACH)


def _earlier(page: Page, index: int, given: Sequence[Span | None]) -> list[Span | None]:
    """The things of the prices before a total, back to an empty line; conversions have those of their prices."""
    found: list[Span | None] = []
    place = page.mentions[index].start
    for one in range(index - 1, max(-1, index - 1 - MOST), -1):
        mention = page.mentions[one]
        if "\n\n" in page.text[mention.end : place]:
            break
        place = mention.start
        if page.sources[one] is None:
            found.append(given[one])
    return found
