"""Prices of everything together: "a watch for $500, a bag for $300: total $800"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pricesvc.reading.phrases import any_of
from pricesvc.reading.reports.names import Span
from pricesvc.reading.reports.pages import STOP, Page, Ties

REACH: Final = 32
"""Characters before and behind a price in which "total" may stand."""

MOST: Final = 32
"""Prices back that a total may be that of."""

_PLAIN: Final = 4


class Totals:
    """Knows totals with the words of ``Ties``."""

    def __init__(self, ties: Ties) -> None:
        self._ties = ties
        self._words = any_of(ties.total)
        self._worth = any_of(tie for tie in ties.worth if len(tie) > _PLAIN)
        self._small = (ties.of | ties.filler) - ties.total

    def is_total(self, page: Page, index: int, given: Sequence[Span | None], own: Sequence[Span]) -> bool:
        """Whether a price is the sum of those before it, which are not all of one thing; ``own`` are names between."""
        place = self._said(page, index) if index else None
        if place is None:
            return False
        if own and self._is_of(page.text[own[-1][1] : place].rstrip(" (（").lower()):
            return False
        earlier = _earlier(page, index, given)
        if (
            len(earlier) == 1
        ):  # "two watches and $500 in cash, $9,000 in total", "a ring for $5, and watches: $9 in total"
            return bool(own) or earlier[0] is None
        return len(earlier) > 1 and len(set(earlier)) > 1

    def _is_of(self, tail: str) -> bool:
        """Whether a total is that of the name that stands before it: "12 vases, worth a combined $9"."""
        rest, _, last = tail.rpartition(" ")
        said = rest if last in self._ties.article else tail
        return not STOP.search(tail) or self._worth.before(said, len(said)) is not None

    def _said(self, page: Page, index: int) -> int | None:
        """Where a word such as "total" stands that says so of a price: before it, else in it or behind it."""
        start = page.mentions[index].start
        low = max(0, start - REACH)
        before = page.text[low:start].lower().rstrip(" :：-–|\t(（")
        rest, _, last = before.rpartition(" ")
        if rest and last in self._small:
            before = rest
        found = self._words.before(before, len(before))
        if found is not None:
            return low + found[0]
        return start if self._says_so(page, index) else None

    def _says_so(self, page: Page, index: int) -> bool:
        """Whether a price itself says so, or the words right behind it: 總值約350萬元, "$9,000 in total"."""
        mention = page.mentions[index]
        if self._words.at(mention.text.lower(), 0) is not None:
            return True
        behind = page.text[mention.end : mention.end + REACH].lower().lstrip()
        found = self._words.at(behind, 0)
        if found is None or page.holds_price(mention.end, mention.end + REACH):
            return False
        return not behind[found[0] :].lstrip(" :：")[:1].isalnum()


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
