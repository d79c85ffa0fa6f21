"""A whole report: every price, the thing each is of, and which values are conversions of one another."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pricesvc.core.errors import TooManyItems
from pricesvc.core.goods import Evidence, Goods
from pricesvc.core.mentions import Mention
from pricesvc.reading.goods import GoodsReader
from pricesvc.reading.makes import Makes
from pricesvc.reading.prices import PriceReader
from pricesvc.reading.quantities import priced

GAP: Final = 30
"""Characters between two words of one name, as in "IWC Portofino Automatic wristwatch"."""

ATTACHED: Final = 40
"""Characters between a price and the thing it stands before, as in "a $70,000 second-hand black Lexus"."""

LEADING: Final = 3
"""Words before the first known one that still belong to the name: "Swiss", "black", "second-hand"."""

NEAR: Final = 16
"""Known words on each side of a price among which the thing is looked for; a sentence may have hundreds."""

WINDOW: Final = 600
"""Characters on each side of a price that are looked at, however long the sentence is."""

ABBREVIATION: Final = 8
"""Characters before a full stop that may be an abbreviation, with a sign before them."""

ASIDE: Final = 3
"""Words between a price and the comma before its conversion: "98,500 reais in Brazil, about $18,000"."""

_AND = frozenset({",", ";", "/", "or", "and", "、", "，", "；"})
"""Between two conversions of one price: "5,000 euros ($5,400; £4,300)"."""
_OPENED = re.compile(r"^(?!.*(?:[.!?]\s|[,;:。！？；、，]).*[(（\[]).*[(（\[][^)）\]]*$")
COUNTED: Final = 32
"""Characters before a name in which its count may stand."""

_COUNT = re.compile(r"(?<![\w.,/-])[0-9][0-9,.]*\s+(?:[^\W\d_]+\s+){0,2}\Z")
_END = re.compile(r"[.!?](?=[\s\"”’»)]|$)|[。！？｡\n]")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|No|approx|ca|ltd|inc|Co|Mio|Mrd|Tsd))$", re.IGNORECASE)
_STOP = re.compile(r"[,;:()（）\[\]、，；：。|!?！？\n–—]")
_WORD = re.compile(r"[\w’'&/-]+")
_DIGIT = re.compile(r"\d")
_WIDE = re.compile(r"[぀-ヿ㐀-鿿가-힣]")


@dataclass(frozen=True, slots=True)
class Ties:
    """The words that tie a price to a thing, a price to its conversion, that end a name, articles, and who buys and sells."""

    attach: frozenset[str]
    convert: frozenset[str]
    bound: frozenset[str]
    article: frozenset[str]
    person: frozenset[str]


@dataclass(frozen=True, slots=True)
class Priced:
    """One price of a report and the thing it is of; ``converted_of`` indexes the price that this one converts."""

    mention: Mention
    goods: Goods
    converted_of: int | None = None


@dataclass(frozen=True, slots=True)
class _Page:
    """A text, its prices, the known words outside them, and where its sentences end."""

    text: str
    mentions: Sequence[Mention]
    things: Sequence[Evidence]
    ends: Sequence[tuple[int, int]]


class ReportReader:
    """Reads reports with the readers of prices and of goods."""

    def __init__(self, prices: PriceReader, goods: GoodsReader, ties: Ties) -> None:
        self._prices = prices
        self._goods = goods
        self._ties = ties

    def read(self, text: str, *, locale: str | None = None, most: int | None = None) -> list[Priced]:
        """Every price in the text, in order, with what it is of.

        Raises:
            TooManyItems: for more than ``most`` prices.
        """
        makes = Makes(self._goods.makes(text))
        mentions = self._prices.read_text(text, locale=locale, makes=makes)
        if most is not None and len(mentions) > most:
            raise TooManyItems(f"A report has at most {most} prices; send it in parts.", limit=most)
        found: list[Priced] = []
        things = [thing for thing in self._goods.find(text) if self._is_thing(thing, mentions)]
        page = _Page(text, mentions, things, list(sentence_ends(text)))
        for index, mention in enumerate(mentions):
            source = self._converts(text, found, mentions, index)
            goods = self._goods_of(page, mention) if source is None else found[source].goods
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
        if len(between) < GAP and _OPENED.search(between):
            return True
        words = between.strip("(（[,，、=≈~～ ").strip()
        if words in self._ties.convert:
            return bool(between)
        aside, comma, tail = (part.strip() for part in between.rpartition(","))
        if not comma or len(aside.split()) > ASIDE or _STOP.search(aside):
            return False
        return tail in self._ties.convert if tail else mention.qualifier == "about"

    def _is_thing(self, thing: Evidence, mentions: Sequence[Mention]) -> bool:
        """Whether a known word may name what a price is of: it is no part of a price, and nobody who trades."""
        return not _inside(thing, mentions) and thing.text.lower() not in self._ties.person

    def _goods_of(self, page: _Page, mention: Mention) -> Goods:
        span = self._thing(page, mention)
        if span is None:
            return Goods()
        start, end = span
        goods = shifted(self._goods.classify(page.text[start:end]), start)
        wider = _counted_from(page, start)
        if wider == start:
            return goods
        counted = self._goods.classify(page.text[wider:end])
        same = counted.category == goods.category
        return replace(goods, quantity=counted.quantity, unit=counted.unit) if same else goods

    def _thing(self, page: _Page, mention: Mention) -> tuple[int, int] | None:
        """Where the name of the thing stands: right behind the price, else before it, else later in the sentence."""
        text, things = page.text, page.things
        low, high = sentence(page.ends, mention.start, mention.end, len(text))
        first, last = bisect_left(things, low, key=_start), bisect_left(things, high, key=_start)
        around = bisect_left(things, mention.start, key=_start)
        near = things[max(first, around - NEAR) : min(last, around + NEAR)]
        here = [thing for thing in near if thing.end <= high]
        names = list(self._names(page, here))
        behind = self._behind(text, mention, page.mentions)
        after = [name for name in names if name[0] >= behind]
        ahead = [name for name in names if name[1] <= mention.start]
        beside = bool(ahead) and not text[ahead[-1][1] : mention.start].strip()
        if after:
            gap = text[behind : after[0][0]]
            if self._is_attached(gap) and not (beside and gap.strip()):
                return after[0]
        unknown = self._unknown(text, mention.start, behind)
        if unknown is not None:
            return unknown
        if ahead:
            return self._whole(text, ahead, here)
        return after[0] if after else None

    def _behind(self, text: str, mention: Mention, mentions: Sequence[Mention]) -> int:
        """Where the price ends, with its conversion in brackets: "a 14 million won ($11,850) watch"."""
        index = bisect_left(mentions, mention.end, key=lambda one: one.start)
        if index == len(mentions) or text[mention.end : mentions[index].start].strip() not in {"(", "（"}:
            return mention.end
        closing = text[mentions[index].end : mentions[index].end + 1]
        return mentions[index].end + 1 if closing in {")", "）"} else mention.end

    def _unknown(self, text: str, start: int, behind: int) -> tuple[int, int] | None:
        """A name that nobody listed, when an article stands before the price: "a $1.2-million Pagani"."""
        before = _WORD.findall(text[max(0, start - 12) : start])
        if not before or before[-1].lower() not in self._ties.article or not text[behind : behind + 1].isspace():
            return None
        end = behind
        for word in _WORD.finditer(text, behind, behind + ATTACHED):
            if _STOP.search(text[end : word.start()]) or word[0].lower() in self._ties.bound:
                break
            end = word.end()
        return (behind + 1, end) if end > behind else None

    def _is_attached(self, gap: str) -> bool:
        """Whether only a tie, or a few words without a stop, stand between the price and the thing."""
        words = gap.strip().lower()
        if words in self._ties.attach:
            return True
        first = words.split(" ")[0]
        return len(gap) <= ATTACHED and not _STOP.search(gap) and first not in self._ties.bound - self._ties.attach

    def _names(self, page: _Page, things: Iterable[Evidence]) -> Iterator[tuple[int, int]]:
        """Neighbouring words of one name together, with the words that lead up to it; no name goes over a price."""
        text = page.text
        start = end = -1
        for thing in things:
            gap = text[end : thing.start] if end >= 0 else ""
            parted = len(gap) > GAP or _STOP.search(gap) or self._bounded(gap) or _holds_price(page, end, thing.start)
            if end < 0 or parted:
                if end >= 0:
                    yield self._led(text, start), end
                start = thing.start
            end = max(end, thing.end)
        if end >= 0:
            yield self._led(text, start), end

    def _bounded(self, gap: str) -> bool:
        return any(word.lower() in self._ties.bound for word in _WORD.findall(gap))

    def _led(self, text: str, start: int) -> int:
        """Where the name begins, with up to three words before the first known one."""
        if _WIDE.match(text, start):
            return start
        for _ in range(LEADING):
            before = re.search(r"([\w’'&/-]+) $", text[max(0, start - 40) : start])
            if (
                before is None
                or before[1].lower() in self._ties.bound
                or before[1].isdigit()
                or _WIDE.search(before[1])
            ):
                break
            start -= len(before[0])
        return start

    def _whole(self, text: str, ahead: Sequence[tuple[int, int]], things: Sequence[Evidence]) -> tuple[int, int]:
        """The nearest name before the price; a maker alone ("…, made by Dior, worth") takes the thing before it along."""
        start, end = ahead[-1]
        kinds = {thing.kind for thing in things if start <= thing.start and thing.end <= end}
        if kinds <= {"house"} and len(ahead) > 1 and not _DIGIT.search(text, ahead[-2][1], start):
            return ahead[-2][0], end
        return start, end


def sentence_ends(text: str) -> Iterator[tuple[int, int]]:
    """Every sign that ends a sentence: where it begins and where it ends."""
    for stop in _END.finditer(text):
        start = stop.start()
        if not (text[start] == "." and _ABBREVIATED.search(text[max(0, start - ABBREVIATION) : start])):
            yield stop.span()


def sentence(ends: Sequence[tuple[int, int]], start: int, end: int, length: int) -> tuple[int, int]:
    """The sentence round a span of a text: its first character and the one behind its last."""
    index = bisect_right(ends, (start, start))
    low = ends[index - 1][1] if index else 0
    following = bisect_left(ends, (end, end))
    high = ends[following][0] if following < len(ends) else length
    return max(low, start - WINDOW), min(high, end + WINDOW)


def _holds_price(page: _Page, start: int, end: int) -> bool:
    """Whether a price stands between two places."""
    first = bisect_left(page.mentions, start, key=lambda mention: mention.start)
    return first < len(page.mentions) and page.mentions[first].start < end


def _counted_from(page: _Page, start: int) -> int:
    """Where a number that may count the things begins, no price being in between: "3 Rolex", "12 bottles of"."""
    low = max(0, start - COUNTED)
    found = _COUNT.search(page.text, low, start)
    if found is None:
        return start
    before = bisect_left(page.mentions, start, key=lambda mention: mention.start)
    return start if before and page.mentions[before - 1].end > found.start() else found.start()


def shifted(goods: Goods, start: int) -> Goods:
    """Goods read from a part of a text, with the evidence's places counted in the whole."""
    return replace(goods, evidence=_moved(goods.evidence, start), rejected=_moved(goods.rejected, start))


def _moved(evidence: Iterable[Evidence], start: int) -> tuple[Evidence, ...]:
    return tuple(replace(one, start=one.start + start, end=one.end + start) for one in evidence)


def _inside(thing: Evidence, mentions: Sequence[Mention]) -> bool:
    """Whether a word is part of a price ("pounds" of one, "crown" of another)."""
    index = bisect_left(mentions, thing.end, key=lambda mention: mention.start)
    return index > 0 and mentions[index - 1].end > thing.start


def _start(thing: Evidence) -> int:
    return thing.start
