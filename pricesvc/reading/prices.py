"""Prices in a text: what is found, joined, qualified, and given its currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pricesvc.core.errors import NoPrice, SeveralPrices
from pricesvc.core.mentions import Mention, Qualifier
from pricesvc.core.money import WIDE
from pricesvc.reading.currencies import Choice, Currencies, Evidence, Makes
from pricesvc.reading.digits import Digits, Style
from pricesvc.reading.joins import Joins
from pricesvc.reading.numbers import times
from pricesvc.reading.phrases import Phrases
from pricesvc.reading.pieces import Piece, Pieces
from pricesvc.reading.text import Folded, fold, original_span
from pricesvc.reading.words import Said, Words

_HALF = Decimal("0.5")
_REMEMBERED = 1024
"""Locales and hints whose meaning is kept at hand."""
_TELLING = 5
"""Letters from which on a qualifying word is taken for what it says in any language."""
_ALPHABETIC = frozenset(
    {
        "en",
        "de",
        "fr",
        "es",
        "pt",
        "it",
        "nl",
        "sv",
        "nb",
        "no",
        "da",
        "pl",
        "id",
        "vi",
        "tr",
        "ro",
        "ca",
        "cs",
        "hr",
        "hu",
        "fi",
    }
)
_OPENING, _CLOSING = "([", ")]"


class PriceReader:
    """Reads prices with a set of words. Build it once and keep it: it holds no state of a text."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._currencies = Currencies(words)
        self._pieces = Pieces(words, self._currencies)
        self._joins = Joins(words)
        self._before: Phrases[Said] = Phrases(words.before)
        self._after: Phrases[Said] = Phrases(words.after)
        self._per_after: Phrases[str] = Phrases(words.per_after)
        self._per_before: Phrases[str] = Phrases(words.per_before)
        self._region = lru_cache(_REMEMBERED)(words.region)
        self._hinted = lru_cache(_REMEMBERED)(self._currencies.hinted)

    def read_text(
        self, text: str, *, locale: str | None = None, currency: str | None = None, makes: Makes | None = None
    ) -> list[Mention]:
        """Every price in a running text, in order, with spans of the text as given.

        ``locale`` is a BCP 47 tag. ``currency`` is what an ambiguous sign is taken for if it can be. ``makes`` tells
        the country of a make near a span: a Lexus decides what "¥" is.
        """
        return self._read(fold(text), Evidence(self._region(locale, None), currency, makes), running=True)

    def read_values(
        self,
        text: str,
        *,
        locale: str | None = None,
        currency: str | None = None,
        context: str | None = None,
        decimal: str | None = None,
        makes: Makes | None = None,
    ) -> list[Mention]:
        """The prices in a short text that is known to state one: a cell, a form field, a phrase.

        More is taken for a price than in running text: "euro 5", "20 dollars 43", "(1,200 €)" as a negative, and, when
        ``currency`` (a code, sign or name) is given, a bare number. ``context`` is text that stands near, and may say
        which currency an ambiguous sign is; ``decimal`` is the decimal sign, when it is known; ``makes`` as in
        ``read_text``.
        """
        region = self._region(locale, decimal)
        hint = self._hinted(currency, region) if currency else None
        evidence = Evidence(region, hint, makes, fold(context) if context else None)
        return self._read(fold(text), evidence, running=False)

    def read_value(
        self,
        text: str,
        *,
        locale: str | None = None,
        currency: str | None = None,
        context: str | None = None,
        decimal: str | None = None,
        makes: Makes | None = None,
    ) -> Mention:
        """The one price that a text states; the arguments are those of ``read_values``.

        Raises:
            NoPrice: the text states none.
            SeveralPrices: it states several.
        """
        found = self.read_values(text, locale=locale, currency=currency, context=context, decimal=decimal, makes=makes)
        if not found:
            raise NoPrice("No price can be read in this text.", text=text)
        if len(found) > 1:
            raise SeveralPrices("The text states several prices.", text=text, found=[mention.text for mention in found])
        return found[0]

    def _read(self, folded: Folded, evidence: Evidence, *, running: bool) -> list[Mention]:
        only = None if running else self._pieces.only(folded, evidence.region)
        if only is not None:
            mention = self._mention(folded, only, evidence)
            return [] if mention is None else [mention]
        pieces = self._pieces.find(folded, evidence.region, running=running)
        prices = self._joins.join(folded, pieces, evidence.region, running=running)
        if not prices and not running and evidence.hint and len(pieces) == 1:
            prices = pieces
        floor, mentions = 0, []
        for piece in prices:
            if not running and len(prices) == 1:
                _bracketed(folded.low, piece)
            mention = self._mention(folded, piece, evidence, floor)
            if mention is not None:
                mentions.append(mention)
                floor = piece.end
        return mentions

    def _mention(self, folded: Folded, piece: Piece, evidence: Evidence, floor: int | None = None) -> Mention | None:
        """The mention of a piece; ``floor`` is where its neighbours may begin, None if it has none."""
        choice = self._currencies.choose(folded, piece.hits, (piece.start, piece.end), evidence)
        style = self._style(piece, choice, evidence)
        first = piece.number.read(style)
        second = piece.upper.number.read(style) if piece.upper else None
        if first is None or (piece.upper and second is None):
            return None
        amount = _Amount(first, second, piece.added, choice.share, negative=piece.negative)
        qualifier: Qualifier = "exact"
        if floor is not None:
            qualifier = self._qualify(folded.low, piece, floor, evidence.region.language)
        low, high = amount.bounds(qualifier)
        start, end = original_span(folded, piece.start, piece.end)
        return Mention(
            text=folded.original[start:end],
            start=start,
            end=end,
            amount=None if second else amount.value,
            low=low,
            high=high,
            currency=choice.currency,
            candidates=choice.candidates,
            why=choice.why,
            qualifier=qualifier,
            per=None if floor is None else self._per(folded.low, piece, floor),
            alternatives=amount.alternatives,
        )

    def _style(self, piece: Piece, choice: Choice, evidence: Evidence) -> Style:
        decimal = evidence.region.decimal
        if decimal is None and piece.number.language:
            decimal = self._region(piece.number.language, None).decimal
        return Style(decimal, self._words.places.get(choice.currency, 2), piece.number.scale != 1)

    def _qualify(self, low: str, piece: Piece, floor: int, language: str | None) -> Qualifier:
        """Take the words that qualify a price into its span, and answer what they say."""
        said: Qualifier = piece.qualifier or piece.number.qualifier or "exact"
        place = piece.start
        while place > floor and low[place - 1] in " \n":
            place -= 1
        found = self._before.before(low, place, floor)
        says = _says(found[1], language, place - found[0]) if found else None
        if found and says:
            piece.start = found[0]
            return says if said == "exact" else said
        place = _past_spaces(low, piece.end)
        found = self._after.at(low, place)
        says = _says(found[1], language, found[0] - place) if found else None
        if found and says:
            piece.end = found[0]
            return says if said == "exact" else said
        return said

    def _per(self, low: str, piece: Piece, floor: int) -> str | None:
        """What the price is for each of: "a month", "每瓶"."""
        behind = self._per_after.at(low, _past_spaces(low, piece.end))
        if behind:
            return behind[1]
        place = piece.start
        while place > floor and low[place - 1] == " ":
            place -= 1
        before = self._per_before.before(low, place, floor)
        return before[1] if before else None


@dataclass(frozen=True, slots=True)
class _Amount:
    """What a price's digits come to in main units."""

    first: Digits
    second: Digits | None
    added: Decimal
    share: Decimal
    negative: bool

    @property
    def value(self) -> Decimal:
        return self._main(self.first.value)

    @property
    def alternatives(self) -> tuple[Decimal, ...]:
        return tuple(self._main(other) for other in self.first.others)

    def bounds(self, qualifier: Qualifier) -> tuple[Decimal | None, Decimal | None]:
        """What the words allow: both ends included, None for an open end."""
        value = self.value
        if self.second is not None:
            other = self._main(self.second.value)
            return (other, value) if self.negative else (value, other)
        if qualifier in ("over", "at_least"):
            return value, None
        if qualifier in ("under", "up_to"):
            return None, value
        if qualifier == "about":
            reach = _HALF.scaleb(_last_digit(value))
            return value - reach, value + reach
        return value, value

    def _main(self, number: Decimal) -> Decimal:
        amount = number if self.share == 1 else times(number, self.share)
        amount = amount + self.added if self.added else amount
        return -amount if self.negative else amount


def _says(said: Said, language: str | None, length: int) -> Qualifier | None:
    """What a phrase says in a language; a short word of other languages only ("do", "od") says nothing."""
    for own in (language, None):
        if own in said:
            return said[own]
    if language is not None and length < _TELLING and language in _ALPHABETIC:
        return None
    return next(iter(said.values()))


def _last_digit(value: Decimal) -> int:
    """The power of ten of the last digit that is not a zero of an integer: 4 for 70,000, -1 for 5.0."""
    exponent = int(value.as_tuple().exponent)
    return exponent if exponent < 0 else int(value.normalize(WIDE).as_tuple().exponent)


def _bracketed(low: str, piece: Piece) -> None:
    """A value in brackets is negative, as accountants write it."""
    if low[: piece.start].strip() in tuple(_OPENING) and low[piece.end :].strip() in tuple(_CLOSING):
        piece.start, piece.end, piece.negative = low.index("("), low.rindex(")") + 1, True


def _past_spaces(low: str, place: int) -> int:
    while low[place : place + 1] == " ":
        place += 1
    return place
