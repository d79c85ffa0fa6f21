"""How a thing is described: with its model, with whose work it is, and with what it is measured in."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import Final

from pricesvc.core.goods import Goods
from pricesvc.reading.reports.names import Span
from pricesvc.reading.reports.pages import WIDE, Page, Ties

MOST: Final = 3
"""Words with a capital behind a name that belong to it: "Obraz Františka Kupky"."""

_MAKES: Final = frozenset({"brand", "house", "model"})
_MODEL = re.compile(
    r"(?: (?!(?:19|20)[0-9]{2}\b)(?:[A-Z]{1,4}|[A-Z./-]{0,6}[0-9][A-Z0-9./-]{0,9})(?<![./-])(?!\w)){1,3}"
)
_FOLLOWING = re.compile(r" (?:([^\W\d_]{1,4}) |([dD]['’]))?([^\W\d_][\w’'-]+)(?![\w.])")
_LINK = re.compile(r" ([^\W\d_]+) \Z")
_LONGEST: Final = 8
_COMMON: Final = frozenset({"de"})
"""Languages that write every noun with a capital, so that only a word such as "von" tells a name."""


def described(goods: Goods, page: Page, ties: Ties, span: Span) -> Goods:
    """Goods with all words of their name. Those words say nothing of what a thing is."""
    start, end = span
    made = any(one.end == end and one.kind in _MAKES for one in goods.evidence)
    found = _MODEL.match(page.text, end, page.ceiling(end)) if made else None
    end = found.end() if found is not None and _is_model(page, ties, found) else _named(page, ties, end)
    start = _measured(page, ties, start)
    return goods if (start, end) == span else replace(goods, description=page.text[start:end])


def _is_model(page: Page, ties: Ties, found: re.Match[str]) -> bool:
    """Whether words behind a make are its model: no little words, and no count with its measure: เฟอร์รารี 1 คัน."""
    counts = bisect_left(page.counts, found.end(), key=lambda one: one.start)
    measured = counts < len(page.counts) and page.counts[counts].start == found.end() + 1
    return not measured and not any(word.lower() in ties.bound for word in found[0].split())


def _named(page: Page, ties: Ties, end: int) -> int:
    """Where a name ends, with whose work it is, or what it is called: "cuadro de Sorolla", "яхта Graceful"."""
    high = page.ceiling(end)
    if end and WIDE.match(page.text, end - 1):
        return end
    for _ in range(MOST):
        found = _FOLLOWING.match(page.text, end, high)
        if found is None or not found[3][0].isupper() or not _is_name(page, ties, found):
            break
        end = found.end()
    return end


def _is_name(page: Page, ties: Ties, found: re.Match[str]) -> bool:
    """Whether a word with a capital belongs to the name before it: no known thing, no day, no little word."""
    if (found[1] or found[2] or "").lower() not in (ties.of if found[1] or found[2] else {""}):
        return False
    if ties.language in _COMMON and not found[1]:
        return False
    place = found.start(3)
    index = bisect_left(page.things, place, key=lambda one: one.start)
    known = index < len(page.things) and page.things[index].start == place
    word = found[3].lower()
    return not known and not any(word in tie for tie in (ties.bound, ties.also, ties.level, ties.person, ties.day))


def _measured(page: Page, ties: Ties, start: int) -> int:
    """Where a name begins, with the word that it is measured in: "bottles of wine"."""
    link = _LINK.search(page.text, max(0, start - _LONGEST), start)
    if link is None or link[1].lower() not in ties.of:
        return start
    index = bisect_left(page.counts, link.start(), key=lambda one: one.end)
    if index == len(page.counts) or page.counts[index].end > start:
        return start
    measure = page.text.rfind(" ", page.counts[index].start, link.start())
    return max(page.counts[index].start, measure + 1)
