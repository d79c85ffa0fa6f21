"""A whole report: every price, the thing each is of, and which values are conversions of one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pricesvc.core.errors import TooManyItems
from pricesvc.core.goods import Evidence, Goods
from pricesvc.core.mentions import Mention
from pricesvc.reading.counted import with_count
from pricesvc.reading.goods import GoodsReader
from pricesvc.reading.makes import Makes
from pricesvc.reading.pages import STOP, Page, Ties, page
from pricesvc.reading.prices import PriceReader
from pricesvc.reading.quantities import priced
from pricesvc.reading.sentences import sentence_ends
from pricesvc.reading.things import Things

CONVERTED: Final = 30
"""Characters between a price and its conversion in brackets."""

ASIDE: Final = 3
"""Words between a price and the comma before its conversion: "98,500 reais in Brazil, about $18,000"."""

_AND = frozenset({",", ";", "/", "or", "and", "、", "，", "；"})
"""Between two conversions of one price: "5,000 euros ($5,400; £4,300)"."""
_OPENED = re.compile(r"^(?!.*(?:[.!?]\s|[,;:。！？；、，]).*[(（\[]).*[(（\[][^)）\]]*$")


@dataclass(frozen=True, slots=True)
class Priced:
    """One price of a report and the thing it is of; ``converted_of`` indexes the price that this one converts."""

    mention: Mention
    goods: Goods
    converted_of: int | None = None


class ReportReader:
    """Reads reports with the readers of prices and of goods."""

    def __init__(self, prices: PriceReader, goods: GoodsReader, ties: Ties) -> None:
        self._prices = prices
        self._goods = goods
        self._ties = ties
        self._things = Things(ties)

    def read(self, text: str, *, locale: str | None = None, most: int | None = None) -> list[Priced]:
        """Every price in the text, in order, with what it is of.

        Raises:
            TooManyItems: for more than ``most`` prices.
        """
        language = locale.replace("_", "-").lower().split("-")[0] if locale else None
        words, makers = self._goods.find(text, language)
        mentions = self._prices.read_text(text, locale=locale, makes=Makes(makers))
        if most is not None and len(mentions) > most:
            raise TooManyItems(f"A report has at most {most} prices; send it in parts.", limit=most)
        read = page(text, mentions, words, list(sentence_ends(text)), self._ties)
        found: list[Priced] = []
        for index, mention in enumerate(mentions):
            source = self._converts(text, found, mentions, index)
            goods = self._goods_of(read, mention, language) if source is None else found[source].goods
            found.append(Priced(mention, priced(goods, mention.per), source))
        return found

    def _converts(self, text: str, found: Sequence[Priced], mentions: Sequence[Mention], index: int) -> int | None:
        """The price before this one, when only a bracket or a word of conversion stands between them."""
        if index == 0 or mentions[index - 1].currency == mentions[index].currency:
            return None
        between = text[mentions[index - 1].end : mentions[index].start].strip().lower()
        first = found[index - 1].converted_of
        if first is not None and between in _AND and mentions[first].currency != mentions[index].currency:
            return first
        return index - 1 if self._is_conversion(between, mentions[index]) else None

    def _is_conversion(self, between: str, mention: Mention) -> bool:
        """Whether what stands between two prices makes the second the worth of the first: "a year, or about"."""
        if len(between) < CONVERTED and _OPENED.search(between):
            return True
        words = between.strip("(（[,，、=≈~～ ").strip()
        if words in self._ties.convert:
            return bool(between)
        aside, comma, tail = (part.strip() for part in between.rpartition(","))
        if not comma or len(aside.split()) > ASIDE or STOP.search(aside):
            return False
        return tail in self._ties.convert if tail else mention.qualifier == "about"

    def _goods_of(self, page: Page, mention: Mention, language: str | None) -> Goods:
        """What the name says, and with its count how many; the words of a count may also say what: "bottles of Pétrus"."""
        span = self._things.of(page, mention)
        if span is None:
            return Goods()
        start, end = span
        goods = shifted(self._goods.classify(page.text[start:end], language=language), start)
        low, high = with_count(page, self._ties, start, end)
        if (low, high) == (start, end):
            return goods
        counted = self._goods.classify(page.text[low:high], language=language)
        if goods.category is None:
            return shifted(counted, low)
        same = counted.category == goods.category
        return replace(goods, quantity=counted.quantity, unit=counted.unit) if same else goods


def shifted(goods: Goods, start: int) -> Goods:
    """Goods read from a part of a text, with the evidence's places counted in the whole."""
    return replace(goods, evidence=_moved(goods.evidence, start), rejected=_moved(goods.rejected, start))


def _moved(evidence: Iterable[Evidence], start: int) -> tuple[Evidence, ...]:
    return tuple(replace(one, start=one.start + start, end=one.end + start) for one in evidence)
