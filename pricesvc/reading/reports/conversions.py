"""Which prices are conversions of one another: "14 million won ($11,850)", "¥10M, or about $70,000"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pricesvc.core.mentions import Mention
from pricesvc.reading.reports.pages import STOP, WORD, Ties

NEAR: Final = 30
"""Characters between a price and its conversion in brackets."""

ASIDE: Final = 3
"""Words between a price and the comma before its conversion: "98,500 reais in Brazil, about $18,000"."""

RATE: Final = 8
"""Words between a price and its conversion that say by which rate: "at the exchange rate of the day"."""

_BETWEEN = "（(［[,，、،=≈~～/–—- "
"""Signs that may stand between a price and its conversion, beside words."""
_OPENED = re.compile(r"^(?!.*(?:[.!?]\s|[,;:)\]。！？；、，）]).*[(（\[])(.*)[(（\[][^)）\]]*$")
_LISTED = frozenset({",", ";", "/", "、", "，", "；", "،"})


def sources(text: str, mentions: Sequence[Mention], ties: Ties) -> list[int | None]:
    """For each price the index of the one that it converts, if it does."""
    found: list[int | None] = []
    for index in range(len(mentions)):
        found.append(_source(text, mentions, index, found, ties))
    return found


def _source(text: str, mentions: Sequence[Mention], index: int, found: Sequence[int | None], ties: Ties) -> int | None:
    """The price before this one, when only a bracket or a word of conversion stands between them."""
    if index == 0 or mentions[index - 1].currency == mentions[index].currency:
        return None
    between = text[mentions[index - 1].end : mentions[index].start].lower()
    if "\n" in between and "(" not in between:
        return None
    between = between.strip()
    first = found[index - 1]
    if first is not None and (between in _LISTED or between.strip(" ,") in ties.either | ties.also):
        return first if mentions[first].currency != mentions[index].currency else None
    behind = text[mentions[index].end : mentions[index].end + NEAR].lower().lstrip()
    if between == "," and any(behind.startswith(word) for word in ties.cash):
        return None  # "a car worth 45 million pesos, 18,000 dollars in cash and a watch"
    return index - 1 if _is_conversion(between, mentions[index], ties) else None


def _is_conversion(between: str, mention: Mention, ties: Ties) -> bool:
    """Whether what stands between two prices makes the second the worth of the first: "a year, or about"."""
    opened = _OPENED.search(between) if len(between) < NEAR else None
    if opened is not None and ties.also.isdisjoint(WORD.findall(opened[1])):
        return True
    words = between.strip(_BETWEEN)
    if words in ties.convert:
        return bool(between)
    said = WORD.findall(words)
    if (
        0 < len(said) <= RATE
        and not ties.rate.isdisjoint(said)
        and not STOP.search(words)
        and ties.also.isdisjoint(said)
    ):
        return True
    aside, comma, tail = (part.strip() for part in between.replace("،", ",").lstrip(", ").rpartition(","))
    if not comma or len(aside.split()) > ASIDE or STOP.search(aside) or not ties.also.isdisjoint(WORD.findall(aside)):
        return False
    if not ties.rate.isdisjoint(tail.split()[-RATE:]):
        return True
    return tail in ties.convert if tail else mention.qualifier == "about"
