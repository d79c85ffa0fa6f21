"""A whole report: every price, the thing each is of, and which values are conversions of one another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from pricesvc.core.errors import TooManyItems
from pricesvc.core.goods import NONE, Evidence, Goods
from pricesvc.core.mentions import Mention
from pricesvc.reading.goods.quantities import priced
from pricesvc.reading.goods.reader import GoodsReader, of_several
from pricesvc.reading.markup import Shown, shown
from pricesvc.reading.phrases import Phrases, any_of
from pricesvc.reading.prices.makes import Makes
from pricesvc.reading.prices.reader import PriceReader
from pricesvc.reading.reports.conversions import sources
from pricesvc.reading.reports.counted import is_of_each, with_count
from pricesvc.reading.reports.described import described
from pricesvc.reading.reports.listed import sharing
from pricesvc.reading.reports.names import Named, Span
from pricesvc.reading.reports.pages import Page, Ties, page
from pricesvc.reading.reports.scenes import start_of
from pricesvc.reading.reports.sentences import sentence_ends, unwrapped
from pricesvc.reading.reports.tables import Tables
from pricesvc.reading.reports.things import Things

_SEVERAL: Final = 2


@dataclass(frozen=True, slots=True)
class Priced:
    """One price of a report and the thing it is of; ``converted_of`` indexes the price that this one converts."""

    mention: Mention
    goods: Goods
    converted_of: int | None = None


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What is made once of the words of a language: ``runs_on`` tie a line to the one before, ``idle`` are no things."""

    ties: Ties
    things: Things
    runs_on: frozenset[str]
    idle: frozenset[str]
    labels: Phrases[bool]


def _spoken(ties: Ties) -> _Spoken:
    idle = ties.person | ties.also | ties.article
    if ties.language:
        idle |= ties.bound | ties.level
    runs_on = ties.convert | ties.attach | ties.also | ties.worth
    return _Spoken(ties, Things(ties), runs_on, idle, any_of(ties.label))


class ReportReader:
    """Reads reports with the readers of prices and of goods."""

    def __init__(self, prices: PriceReader, goods: GoodsReader, ties: Mapping[str, Ties]) -> None:
        """``ties`` holds those of each language, and under "" those for a text in any other or in an unknown one."""
        self._prices = prices
        self._goods = goods
        self._ties = ties
        self._spoken: dict[str, _Spoken] = {}

    def read(self, text: str, *, locale: str | None = None, most: int | None = None) -> list[Priced]:
        """Every price in the text, in order, with what it is of.

        Raises:
            TooManyItems: for more than ``most`` prices.
        """
        language = locale.replace("_", "-").lower().split("-")[0] if locale else None
        spoken = self._spoken_in(language)
        ties = spoken.ties
        seen = shown(text)
        plain = unwrapped(seen.text, spoken.runs_on)
        words, makers = self._goods.find(plain, language)
        mentions = self._prices.read_text(seen.text, locale=locale, makes=Makes(makers))
        if most is not None and len(mentions) > most:
            raise TooManyItems(f"A report has at most {most} prices; send it in parts.", limit=most)
        ends = list(sentence_ends(plain, {mention.end for mention in mentions}, language))
        converts = sources(plain, mentions, ties)
        taken = page(
            plain,
            mentions,
            words,
            sources=converts,
            ends=ends,
            idle=spoken.idle,
            labels=spoken.labels,
            language=ties.language,
        )
        found = self._priced(taken, spoken, language)
        return found if seen.back is None and seen.text is text else [_in_original(one, seen) for one in found]

    def _spoken_in(self, language: str | None) -> _Spoken:
        """What is made of the words of a language when a report in it is first read: all of them take 0.1 s."""
        code = language if language and language in self._ties else ""
        found = self._spoken.get(code)
        if found is None:
            found = self._spoken[code] = _spoken(self._ties[code])
        return found

    def _priced(self, page: Page, spoken: _Spoken, language: str | None) -> list[Priced]:
        """Each price with its thing; a conversion is of what it converts."""
        things, ties = spoken.things, spoken.ties
        tables = Tables(page, ties)
        given: list[Span | None] = []
        found: list[Goods] = []
        for index, (mention, source) in enumerate(zip(page.mentions, page.sources, strict=True)):
            if source is None:
                names = things.of(page, index, given)
                given.append((names[0][0], names[-1][1]) if names else None)
                goods = _tabled(self._goods_of(page, ties, names, language), tables.count(index))
                per = mention.per or ("item" if is_of_each(page, ties, index) else None)
                found.append(priced(goods, per))
            else:
                given.append(given[source])
                found.append(priced(found[source], mention.per))
        for index, count in sharing(page, ties, given).items():
            if found[index].quantity == count:  # of three watches at three prices each is one
                found[index] = replace(found[index], quantity=Decimal(1))
        return list(map(Priced, page.mentions, found, page.sources))

    def _goods_of(self, page: Page, ties: Ties, names: Named, language: str | None) -> Goods:
        """What the names say: of a list with one price, what all have in common."""
        every = [self._goods_at(page, ties, name, language) for name in names]
        if len(every) < _SEVERAL:
            return every[0] if every else Goods()
        return together(every, page.text[names[0][0] : names[-1][1]])

    def _unled(self, goods: Goods, page: Page, span: Span, language: str | None) -> tuple[Goods, Span]:
        """What a name says without the unknown words that lead up to it, if it is something: no "thief took" of a ring."""
        first = bisect_left(page.things, span[0], key=start_of)
        start = page.things[first].start if first < len(page.things) else span[0]
        if not span[0] < start < span[1]:
            return goods, span
        alone = self._goods.classify(page.text[start : span[1]], language=language)
        known = alone.category not in {None, NONE}
        return (shifted(alone, start), (start, span[1])) if known else (goods, span)

    def _goods_at(self, page: Page, ties: Ties, span: Span, language: str | None) -> Goods:
        """What the name says, and with its count how many; the words of a count may also say what: "bottles of Pétrus"."""
        start, end = span
        goods = shifted(self._goods.classify(page.text[start:end], language=language), start)
        if page.text[start] in ties.prefix:  # "and", written together with its word, is no part of the name
            alone = shifted(self._goods.classify(page.text[start + 1 : end], language=language), start + 1)
            if alone.category == goods.category and alone.evidence:
                goods, start, span = alone, start + 1, (start + 1, end)
        if goods.category in {None, NONE}:
            goods, span = self._unled(goods, page, span, language)
        goods = described(goods, page, ties, span)
        low, high = with_count(page, ties, start, end)
        if (low, high) == (start, end):
            return goods
        counted = self._goods.classify(page.text[low:high], language=language)
        if goods.category is None:
            return shifted(counted, low)
        same = counted.category == goods.category
        return replace(goods, quantity=counted.quantity, unit=counted.unit) if same else goods


def _in_original(one: Priced, seen: Shown) -> Priced:
    """A price with its places counted in the text as it was given."""

    def placed(found: Evidence) -> Evidence:
        start, end = seen.span(found.start, found.end)
        return replace(found, text=seen.original[start:end], start=start, end=end)

    start, end = seen.span(one.mention.start, one.mention.end)
    mention = one.mention._replace(text=seen.original[start:end], start=start, end=end)
    evidence, rejected = tuple(map(placed, one.goods.evidence)), tuple(map(placed, one.goods.rejected))
    return replace(one, mention=mention, goods=replace(one.goods, evidence=evidence, rejected=rejected))


def together(every: Sequence[Goods], description: str) -> Goods:
    """Things that have one price together: so many of their kind, or of none that they have in common."""
    first = every[0]
    evidence = tuple(one for goods in every for one in goods.evidence)
    whole = replace(first, description=description, evidence=evidence, quantity=Decimal(1))
    categories = tuple(dict.fromkeys(goods.category or "unknown" for goods in every))
    if len(categories) > 1:
        return replace(of_several(whole, categories), brand=None, unit="item")
    counted = all(goods.unit == "item" for goods in every) and any(goods.quantity > 1 for goods in every)
    brand = first.brand if all(goods.brand == first.brand for goods in every) else None
    quantity = sum((goods.quantity for goods in every), Decimal(0)) if counted else Decimal(1)
    return replace(whole, brand=brand, quantity=quantity)


def _tabled(goods: Goods, count: Decimal | None) -> Goods:
    """Goods with the count of their row of a table."""
    return goods if count is None or goods.description is None else replace(goods, quantity=count, unit="item")


def shifted(goods: Goods, start: int) -> Goods:
    """Goods read from a part of a text, with the evidence's places counted in the whole."""
    return replace(goods, evidence=_moved(goods.evidence, start), rejected=_moved(goods.rejected, start))


def _moved(evidence: Iterable[Evidence], start: int) -> tuple[Evidence, ...]:
    return tuple(replace(one, start=one.start + start, end=one.end + start) for one in evidence)
