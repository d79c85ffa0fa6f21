"""Prices in a text: what is found, joined, qualified, and given its currency."""

from __future__ import annotations

from decimal import Decimal

from pricesvc.core.errors import NoPrice, SeveralPrices
from pricesvc.core.mentions import Mention, Qualifier
from pricesvc.core.money import WIDE
from pricesvc.reading.currencies import Choice, Currencies, Evidence, Makes
from pricesvc.reading.digits import Digits, Style
from pricesvc.reading.joins import Joins
from pricesvc.reading.phrases import Phrases
from pricesvc.reading.pieces import Piece, Pieces
from pricesvc.reading.text import Folded, fold, original_span
from pricesvc.reading.words import Words

_HALF = Decimal("0.5")


class PriceReader:
    """Reads prices with a set of words. Build it once and keep it: it holds no state of a text."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._currencies = Currencies(words)
        self._pieces = Pieces(words, self._currencies)
        self._joins = Joins(words)
        self._before: Phrases[Qualifier] = Phrases(words.before)
        self._after: Phrases[Qualifier] = Phrases(words.after)
        self._per_after: Phrases[str] = Phrases(words.per_after)
        self._per_before: Phrases[str] = Phrases(words.per_before)

    def read_text(
        self, text: str, *, locale: str | None = None, currency: str | None = None, makes: Makes | None = None
    ) -> list[Mention]:
        """Every price in a running text, in order, with the spans of the text as given."""
        return self._read(fold(text), Evidence(self._words.region(locale), currency, makes), running=True)

    def read_value(
        self,
        text: str,
        *,
        locale: str | None = None,
        currency: str | None = None,
        makes: Makes | None = None,
        context: str | None = None,
    ) -> Mention:
        """The one price that a text states.

        Raises:
            NoPrice: the text states none.
            SeveralPrices: it states several.
        """
        near = fold(context) if context else None
        found = self._read(fold(text), Evidence(self._words.region(locale), currency, makes, near), running=False)
        if not found:
            raise NoPrice("No price can be read in this text.", text=text)
        if len(found) > 1:
            raise SeveralPrices("The text states several prices.", text=text, found=[mention.text for mention in found])
        return found[0]

    def _read(self, folded: Folded, evidence: Evidence, *, running: bool) -> list[Mention]:
        pieces = self._pieces.find(folded, evidence.region, running=running)
        floor, mentions = 0, []
        for piece in self._joins.join(folded, pieces, evidence.region.decimal):
            mention = self._mention(folded, piece, evidence, floor)
            if mention is not None:
                mentions.append(mention)
                floor = piece.end
        return mentions

    def _mention(self, folded: Folded, piece: Piece, evidence: Evidence, floor: int) -> Mention | None:
        choice = self._currencies.choose(folded, piece.hits, (piece.start, piece.end), evidence)
        style = self._style(piece, choice, evidence)
        amount = piece.number.read(style)
        upper = piece.upper.number.read(style) if piece.upper else None
        if amount is None or (piece.upper and upper is None):
            return None
        qualifier = self._qualify(folded.low, piece, floor)
        low, high = _bounds(amount, upper, qualifier, choice.share, piece)
        start, end = original_span(folded, piece.start, piece.end)
        return Mention(
            text=folded.original[start:end],
            start=start,
            end=end,
            amount=None if upper else _signed(amount.value, choice.share, piece),
            low=low,
            high=high,
            currency=choice.currency,
            candidates=choice.candidates,
            why=choice.why,
            qualifier=qualifier,
            alternatives=tuple(_signed(other, choice.share, piece) for other in amount.others),
        )

    def _style(self, piece: Piece, choice: Choice, evidence: Evidence) -> Style:
        decimal = evidence.region.decimal
        if decimal is None and piece.number.language:
            decimal = self._words.region(piece.number.language).decimal
        return Style(decimal, self._words.places.get(choice.currency, 2), piece.number.scaled)

    def _qualify(self, low: str, piece: Piece, floor: int) -> Qualifier:
        """Take the words that qualify a price into its span, and answer what they say."""
        qualifier: Qualifier = piece.qualifier or piece.number.qualifier or "exact"
        place = piece.start
        while place > floor and low[place - 1] in " \n":
            place -= 1
        found = self._before.before(low, place, floor)
        if found:
            piece.start = found[0]
            return found[1] if qualifier == "exact" else qualifier
        place = piece.end
        while low[place : place + 1] == " ":
            place += 1
        behind = self._after.at(low, place)
        if behind:
            piece.end = behind[0]
            return behind[1] if qualifier == "exact" else qualifier
        return qualifier


def _signed(value: Decimal, share: Decimal, piece: Piece) -> Decimal:
    amount = value if share == 1 else WIDE.multiply(value, share)
    return -amount if piece.negative else amount


def _bounds(
    amount: Digits, upper: Digits | None, qualifier: Qualifier, share: Decimal, piece: Piece
) -> tuple[Decimal | None, Decimal | None]:
    """What the words allow: both ends included, None for an open end."""
    value = _signed(amount.value, share, piece)
    if upper is not None:
        return value, _signed(upper.value, share, piece)
    if qualifier in ("over", "at_least"):
        return value, None
    if qualifier in ("under", "up_to"):
        return None, value
    if qualifier == "about":
        reach = _HALF * Decimal(1).scaleb(int(value.normalize(WIDE).as_tuple().exponent))
        return value - reach, value + reach
    return value, value
