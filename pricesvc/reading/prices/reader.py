"""Prices in a text: what is found, joined, qualified, and given its currency."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import localcontext
from functools import lru_cache

from pricesvc.core.errors import NoPrice, SeveralPrices
from pricesvc.core.mentions import Mention
from pricesvc.core.money import WIDE
from pricesvc.reading.markup import folded_of
from pricesvc.reading.phrases import Phrases
from pricesvc.reading.prices.currencies import BESIDE, Choice, Currencies, Evidence, MakeNear, Told
from pricesvc.reading.prices.digits import Style
from pricesvc.reading.prices.joins import Joins
from pricesvc.reading.prices.makes import FindMakes, MakesOfValue
from pricesvc.reading.prices.minus import minus_behind, said_before
from pricesvc.reading.prices.moulds import Mould, shape_of
from pricesvc.reading.prices.pieces import Piece, Pieces
from pricesvc.reading.prices.qualifiers import Qualifiers
from pricesvc.reading.prices.words import Words
from pricesvc.reading.spaces import past
from pricesvc.reading.text import Folded, fold, original_span

_REMEMBERED = 1024
"""Locales and hints whose meaning is kept at hand."""
_SHAPES = 8192
"""Shapes of values that are kept at hand."""
_APART = 32
"""Characters from which on two prices are not taken for one value in two currencies."""
_WORTH = re.compile(r"[(\[/=≈~（]|\bor\b|\babout\b")
_OPENING, _CLOSING = "([", ")]"


class PriceReader:
    """Reads prices with a set of words, and with ``find_makes``, which finds makers' names in a text: a Lexus decides
    what "¥" is. Build it once and keep it: of a text it remembers no more than its shape.
    """

    def __init__(self, words: Words, find_makes: FindMakes | None = None) -> None:
        self._words = words
        self._find_makes = find_makes
        self._currencies = Currencies(words, find_makes)
        self._pieces = Pieces(words, self._currencies)
        self._joins = Joins(words)
        self._qualifiers = Qualifiers(words)
        self._per_after: Phrases[str] = Phrases(words.per_after)
        self._per_before: Phrases[str] = Phrases(words.per_before)
        self._per_own = {language: Phrases(own) for language, own in words.per_own.items()}
        self._region = lru_cache(_REMEMBERED)(words.region)
        self._hinted = lru_cache(_REMEMBERED)(self._currencies.hinted)
        self._aside = lru_cache(_SHAPES)(self._currencies.aside)
        self._mould = lru_cache(_SHAPES)(self._mould_of)

    def read_text(
        self, text: str, *, locale: str | None = None, currency: str | None = None, makes: MakeNear | None = None
    ) -> list[Mention]:
        """Every price in a running text, in order, with spans of the text as given.

        ``locale`` is a BCP 47 tag. ``currency`` is what an ambiguous sign is taken for if it can be. ``makes`` tells
        the country of a make near a span.
        """
        evidence = Evidence(self._region(locale, None), currency, makes)
        return [mention for _, mention in self._read(folded_of(text), evidence, running=True)]

    def read_values(
        self,
        text: str,
        *,
        locale: str | None = None,
        currency: str | None = None,
        context: str | None = None,
        decimal: str | None = None,
    ) -> list[Mention]:
        """The prices in a short text that is known to state one: a cell, a form field, a phrase.

        More is taken for a price than in running text: "euro 5", "20 dollars 43", "(1,200 €)" as a negative, and, when
        ``currency`` (a code, sign or name) is given, a bare number. ``context`` is text that stands near, and may say
        which currency an ambiguous sign is; ``decimal`` is the decimal sign, when it is known.
        """
        beside = context[:BESIDE] if context else None
        shaped = shape_of(text)
        if shaped is not None:
            shape, run = shaped
            mould = self._mould(shape, locale, currency, decimal)
            if mould is not None and mould.choice.default and beside:
                mould = self._mould(shape, locale, currency, decimal, self._aside(beside))
            if mould is not None:
                mention = mould.with_digits(text, run)
                return [] if mention is None else [mention]
        aside = self._aside(beside) if beside else ()
        return [mention for _, mention in self._value(text, locale, currency, decimal, aside)]

    def read_value(
        self,
        text: str,
        *,
        locale: str | None = None,
        currency: str | None = None,
        context: str | None = None,
        decimal: str | None = None,
    ) -> Mention:
        """The one price that a text states; the arguments are those of ``read_values``.

        Raises:
            NoPrice: the text states none.
            SeveralPrices: it states several.
        """
        found = self.read_values(text, locale=locale, currency=currency, context=context, decimal=decimal)
        if not found:
            raise NoPrice("No price can be read in this text.", text=text)
        if len(found) > 1:
            raise SeveralPrices("The text states several prices.", text=text, found=[mention.text for mention in found])
        return found[0]

    def follows_shape(self, text: str, *, locale: str | None = None, currency: str | None = None) -> bool:
        """Whether any value of a value's shape reads as it does but for its digits: "$5" does, "five to $5" does not."""
        shaped = shape_of(text)
        return shaped is not None and self._mould(shaped[0], locale, currency, None) is not None

    def _mould_of(
        self, shape: str, locale: str | None, currency: str | None, decimal: str | None, aside: Told = ()
    ) -> Mould | None:
        """The mould of the values of a shape; None where they hold no price, several, or one that more than the digits
        of the run decide.
        """
        read = self._value(shape, locale, currency, decimal, aside)
        return read[0][0].of_shape(shape) if len(read) == 1 else None

    def _value(
        self, text: str, locale: str | None, currency: str | None, decimal: str | None, aside: Told
    ) -> list[tuple[Mould, Mention]]:
        region = self._region(locale, decimal)
        hint = self._hinted(currency, region) if currency else None
        makes = None if self._find_makes is None else MakesOfValue(self._find_makes, text)
        return self._read(fold(text), Evidence(region, hint, makes, aside), running=False)

    def _read(self, folded: Folded, evidence: Evidence, *, running: bool) -> list[tuple[Mould, Mention]]:
        with localcontext(WIDE):  # numbers have up to 34 digits, and Python's own context rounds sums to 28
            return self._exactly(folded, evidence, running=running)

    def _exactly(self, folded: Folded, evidence: Evidence, *, running: bool) -> list[tuple[Mould, Mention]]:
        pieces = self._pieces.find(folded, evidence.region, running=running)
        prices = self._joins.join(folded, pieces, evidence.region, running=running)
        if not prices and not running and len(pieces) == 1:
            dashed = pieces[0].number.dashed and evidence.region.currency
            prices = pieces if evidence.hint or (dashed and not pieces[0].priced) else prices
        settled = self._settled(folded.low, prices, evidence.region.language) if len(prices) > 1 else None
        floor = 0
        found: list[tuple[Mould, Mention]] = []
        for index, piece in enumerate(prices):
            if not running and len(prices) == 1:
                _bracketed(folded.low, piece)
                if piece.start and said_before(folded.low, piece.start, self._words.minus):
                    piece.negative, piece.start = True, 0
                behind = minus_behind(folded.low, piece.end, piece.number.end, piece.number.run)
                if behind is not None and piece.upper is None and not piece.negative:
                    piece.negative, piece.end = True, behind
            told = evidence if settled is None else replace(evidence, settled=settled[index])
            mould = self._moulded(folded, piece, told, floor, alone=len(prices) == 1 and _alone(piece, pieces))
            mention = mould.mention(folded.original)
            if mention is not None:
                found.append((mould, mention))
                floor = piece.end
        return found

    def _settled(self, low: str, prices: list[Piece], language: str | None) -> list[frozenset[str]] | None:
        """For each price the currencies that others name plainly; one that it is the worth of is surely not its own."""
        plain = [self._currencies.plain(piece.hits, language) if piece.hits else None for piece in prices]
        named = frozenset(currency for currency in plain if currency is not None)
        if not named or None not in plain:
            return None
        settled = [named] * len(prices)
        for index in range(1, len(prices)):
            gap = low[prices[index - 1].end : prices[index].start]
            if len(gap) < _APART and _WORTH.search(gap):
                settled[index] -= {plain[index - 1]}
                settled[index - 1] -= {plain[index]}
        return settled

    def _moulded(self, folded: Folded, piece: Piece, evidence: Evidence, floor: int, *, alone: bool) -> Mould:
        """The mould of a piece; ``floor`` is where its neighbours may begin."""
        choice = self._currencies.choose(folded, piece.hits, (piece.start, piece.end), evidence)
        style = self._style(piece, choice, evidence)
        qualifier = self._qualifiers.qualify(folded.low, piece, floor, evidence.region.language)
        start, end = original_span(folded, piece.start, piece.end)
        per = self._per(folded.low, piece, floor, evidence.region.language)
        upper = piece.upper.number if piece.upper else None
        added, negative = piece.added, piece.negative
        return Mould(start, end, choice, qualifier, per, style, piece.number, upper, added, negative, alone)

    def _style(self, piece: Piece, choice: Choice, evidence: Evidence) -> Style:
        decimal = evidence.region.decimal
        if decimal is None and piece.number.language:
            decimal = self._region(piece.number.language, None).decimal
        return Style(decimal, self._words.places.get(choice.currency, 2))

    def _per(self, low: str, piece: Piece, floor: int, language: str | None) -> str | None:
        """What the price is for each of: "a month", "每瓶"."""
        if piece.per is not None:
            return piece.per
        behind = self._per_after.at(low, past(low, piece.end, blanks=" "))
        if behind:
            return behind[1]
        place = piece.start
        while place > floor and low[place - 1] == " ":
            place -= 1
        before = self._per_before.before(low, place, floor)
        if before is None and language in self._per_own:
            before = self._per_own[language].before(low, place, floor)
        return before[1] if before else None


def _bracketed(low: str, piece: Piece) -> None:
    """A value in brackets is negative, as accountants write it; one in words is a cheque's."""
    if (
        piece.number.run
        and low[: piece.start].strip() in tuple(_OPENING)
        and low[piece.end :].strip() in tuple(_CLOSING)
    ):
        piece.start, piece.end, piece.negative = low.index("("), low.rindex(")") + 1, True


def _alone(piece: Piece, pieces: list[Piece]) -> bool:
    """Whether no number but a price's own is in a text; the "a" of "A$ 50" is part of its sign."""
    return piece.upper is None and all(piece.start <= other.start < piece.end for other in pieces)
