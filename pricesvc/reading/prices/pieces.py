"""A number with the currency at its edges: "$70,000", "1,2 Mio. €", "人民币50元"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pricesvc.core.mentions import Qualifier
from pricesvc.core.money import WIDE
from pricesvc.reading.phrases import Phrases, any_of, is_letter
from pricesvc.reading.prices.couples import Couples
from pricesvc.reading.prices.currencies import Currencies, Hit, agree, sense_in
from pricesvc.reading.prices.edges import behind_slash, bracketed, ends_clause, goes_before, goes_on, is_serial
from pricesvc.reading.prices.guards import Guarding
from pricesvc.reading.prices.minus import minus_before
from pricesvc.reading.prices.number import Number
from pricesvc.reading.prices.numbers import Numbers
from pricesvc.reading.prices.tongues import settle
from pricesvc.reading.prices.words import Magnitude, Region, Said, Words
from pricesvc.reading.spaces import before, past
from pricesvc.reading.text import Folded

_DIGITS = "0123456789"
_RATE = re.compile("[A-Z]{3}/")
"""What stands before the second currency of a rate: "EUR/USD 1.08"."""
_WIDEST = 3
"""Blanks between a number and its currency, of which those that turn the direction of the script are some."""
_UNIT = 12
"""Characters in front of a number in which a unit with a slash is looked for."""
_LARGE = re.compile("[0-9]{1,3}(?:[.,' ][0-9]{3})+(?![0-9])|[0-9]{5}")
"""A number that is no year, and seldom anything but an amount where a currency's name stands before it."""
_BEFORE = "-+负負"
"""What may stand between a currency and its number: "$-5", "人民币负五元"."""
_EVERYWHERE = ("EUR", "USD")
"""Currencies that show no language."""
_NOTHING = Decimal(0)
_LEAST_PLAIN = 100
"""From this number on an everyday word that is also a currency ("won", "marks") is taken for the currency."""


@dataclass(slots=True)
class Piece:
    """A number, the currency forms at its edges, and what has been joined to it.

    ``start`` and ``end`` span all of it. ``upper`` is the other end of a range, ``added`` what subunits and smaller
    magnitudes add, in main units, ``least`` the share of the last of them. ``per``: the unit between the number and its
    currency, "18.50/kg €". ``doubtful``: "a dollar" and "3 won" are prices only with what is joined to them.
    """

    number: Number
    start: int
    end: int
    left: Hit | None = None
    right: Hit | None = None
    negative: bool = False
    upper: Piece | None = None
    added: Decimal = _NOTHING
    least: Decimal = _NOTHING
    qualifier: Qualifier | None = None
    doubtful: bool = False
    per: str | None = None

    @property
    def priced(self) -> bool:
        """Whether a currency stands at it."""
        return self.left is not None or self.right is not None

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The forms at its edges, from left to right."""
        return tuple(hit for hit in (self.left, self.right) if hit is not None)


class Pieces:
    """Finds the numbers of a text and looks at their edges."""

    def __init__(self, words: Words, currencies: Currencies) -> None:
        self._numbers = Numbers(words)
        self._couples = Couples(words)
        self._currencies = currencies
        self._region = words.region
        self._links: Phrases[str] = Phrases({link: link for link in words.links})
        self._inside: Phrases[Qualifier] = Phrases(words.inside)
        self._inside_letters = frozenset(phrase[0] for phrase in words.inside)
        self._vague = any_of(words.vague)
        self._said: Phrases[Said] = Phrases(words.before)
        self._said_after: Phrases[Said] = Phrases(words.after)
        self._slashed: Phrases[str] = Phrases({unit: per for unit, per in words.per_after.items() if unit[0] == "/"})
        self._guards = {form: Guarding(guard) for form, guard in words.guards.items()}

    def find(self, folded: Folded, region: Region, *, running: bool) -> list[Piece]:
        """Every number with its edges, in order. ``running``: a text, not one reported value."""
        pieces: list[Piece] = []
        floor = last = 0
        numbers = self._numbers.scan(folded, region, running=running)
        for number in self._couples.joined(folded.low, numbers, region) if len(numbers) > 1 else numbers:
            if number.rest or number.start < floor:  # "75 USD million" took its last word in already
                continue
            since, last = last, number.end
            piece = Piece(number, number.start, number.end)
            self._left(folded, piece, floor, region, running=running)
            self._right(folded, piece, region, running=running)
            if number.perhaps is not None and piece.right is None:
                self._perhaps(folded, piece, number.perhaps, region, running=running)
            if number.disputed is not None:
                settle(folded.low, number, piece.left, piece.right)
            if not piece.priced and number.dashed and pieces and pieces[-1].number.dashed and pieces[-1].priced:
                piece.left = pieces[-1].hits[0]  # "CHF 1'290.– statt 1'490.–"
            elif piece.priced:
                floor = piece.end
                if self._vaguely(folded.low, number.start, since) or self._refused(
                    folded, piece, region, running=running
                ):
                    continue
                slashed = piece.left is None and behind_slash(folded.low, number.start)
                piece.doubtful = slashed or (running and _doubtful(piece, region))
                if number.upper is not None:
                    other = replace(number, value=number.upper, upper=None)
                    piece.upper, piece.qualifier = Piece(other, number.start, number.end), "range"
            pieces.append(piece)
        return pieces

    def _left(self, folded: Folded, piece: Piece, floor: int, region: Region, *, running: bool) -> None:
        low, place = folded.low, piece.start
        if place > floor and low[place - 1] in _BEFORE:
            place -= 1
        inner = low[place : piece.start]
        if not running and bracketed(low, place, piece.end):
            place, inner = place - 1, "()"
        while place > floor and (low[place - 1] in " \n\t" or (low[place - 1] == ":" and not running)):
            place -= 1
        hit = self._currencies.before(folded, place, floor, region, running=running)
        if hit is None and "/" in low[place - _UNIT if place - floor > _UNIT else floor : place]:
            hit = self._across_unit(folded, piece, place, floor, region, running=running)
        if hit is not None and (hit.form.leads or _may_lead(low, hit, piece.number, region, running=running)):
            piece.left, piece.start, piece.negative = hit, hit.start, inner not in ("", "+")
            piece.end += inner == "()"
        if piece.start > floor and "-" in (low[piece.start - 1], low[piece.start - 2]):
            minus = minus_before(folded, piece.start, floor, running=running)
            if minus is not None:
                piece.negative, piece.start = True, minus

    def _across_unit(
        self, folded: Folded, piece: Piece, place: int, floor: int, region: Region, *, running: bool
    ) -> Hit | None:
        """The currency that a unit parts from the number behind it: "€/kg 18.50"."""
        unit = self._slashed.before(folded.low, place, floor)
        if unit is None:
            return None
        piece.per = unit[1]
        return self._currencies.before(folded, unit[0], floor, region, running=running)

    def _right(self, folded: Folded, piece: Piece, region: Region, *, running: bool) -> None:
        low = folded.low
        alone = not running and piece.number.run != "" and not low[: piece.start - 1].strip()
        closing = alone and piece.left is None and bracketed(low, piece.start, piece.end)
        place = past(low, piece.end + closing, most=_WIDEST)
        hit = self._currencies.after(folded, place, region, running=running)
        said = None
        if hit is None:
            inside = self._inside.at(low, place) if low[place : place + 1] in self._inside_letters else None
            said = inside[1] if inside else None
            link = inside or self._links.at(low, place)
            if link is None and piece.left is None and low[place : place + 1] == "/":
                link = self._slashed.at(low, place)
                piece.per = link[1] if link else None
            if link is None:
                apart = piece.left is not None and low[piece.end : piece.end + 1] == " "
                told = self._currencies.with_country(folded, piece.left, piece.end) if piece.left and apart else None
                piece.end, piece.left = told or (piece.end, piece.left)
                return
            hit = self._currencies.after(folded, past(low, link[0], most=1), region, running=running)
            if hit is not None and running and _is_weak(hit, region) and not piece.number.scaled:
                return
        if hit is None or (running and not hit.form.trails) or self._belongs_right(low, piece, hit):
            return
        if hit.end - hit.start == 1 and low[hit.start - 1] == "-" and is_letter(low, hit.start):
            return  # "5-c" is a name of something
        if piece.left is not None and not agree(piece.left.form, hit.form):
            if not self._speaks(low, piece.left, region):
                return
            piece.left, piece.start = None, piece.number.start
        piece.right, piece.end, piece.qualifier = hit, hit.end, said
        piece.negative, piece.start = piece.negative or closing, piece.start - closing
        if hit.form.senses[0].kind == "code" and piece.number.scale == 1:
            piece.end = self._numbers.scales.take_behind(low, hit.end, piece.number, region)

    def _perhaps(
        self, folded: Folded, piece: Piece, perhaps: tuple[int, Magnitude], region: Region, *, running: bool
    ) -> None:
        """Take a word for the magnitude that it is in some languages, where a currency shows the language: "₺20 bin"."""
        end, magnitude = perhaps
        number, factor = piece.number, None
        if piece.left is None:
            hit = self._currencies.after(folded, past(folded.low, end, most=1), region, running=running)
            factor = next(iter(magnitude.by_language.values())) if hit is not None else None
        else:
            own = sense_in(piece.left.form, None).currencies[0]
            spoken = (language for language in magnitude.by_language if self._region(language).currency == own)
            factor = magnitude.by_language.get(next(spoken, "")) if own not in _EVERYWHERE else None
            if factor is None and magnitude.last and ends_clause(folded.low, end, magnitude):
                factor = next(iter(magnitude.by_language.values()))
        if factor is not None:
            number.scale, number.end, number.perhaps = WIDE.multiply(number.scale, factor), end, None
            piece.end = end
            self._right(folded, piece, region, running=running)

    def _speaks(self, low: str, hit: Hit, region: Region) -> bool:
        """Whether a form before a number is a word of the language that qualifies it: the Swedish "fr.", from."""
        said = self._said.get(low[hit.start : hit.end])
        return said is not None and region.language in said

    def _belongs_right(self, low: str, piece: Piece, hit: Hit) -> bool:
        """Whether a sign is that of the next number: "100 $200"."""
        following = low[hit.end : hit.end + 2]
        if is_letter(low, hit.end - 1):
            return hit.start > piece.number.end and following[:1] in tuple(_DIGITS)
        if piece.number.article or piece.left is not None:
            return following.lstrip()[:1] in tuple(_DIGITS)
        return following[:1] in tuple(_DIGITS) and hit.start > piece.number.end

    def _refused(self, folded: Folded, piece: Piece, region: Region, *, running: bool) -> bool:
        """Whether the neighbours show it to be no price."""
        low = folded.low
        if goes_on(low, piece.number.end) or (piece.left is None and goes_before(low, piece.number.start)):
            return True
        if piece.negative and piece.left is not None and is_serial(piece.number.run):
            return True
        if len(piece.hits) != 1:
            return len(piece.hits) > 1 and _of_another(piece.hits, region)
        hit = piece.hits[0]
        rate = piece.right is None and _RATE.fullmatch(folded.plain, max(0, hit.start - 4), hit.start)
        guard = self._guards.get(low[hit.start : hit.end])
        if guard is None or rate:
            return bool(rate)
        if piece.right is None:
            return running and (guard.refuses(piece.number) or guard.is_series(folded.plain, hit, piece.number))
        return guard.speaks(low, piece.start, hit) or (running and guard.names(folded.plain, hit, region.language))

    def _vaguely(self, low: str, start: int, floor: int) -> bool:
        """Whether a word such as "several" stands before a number and behind the last one, which may end in "thousands";
        향수, a perfume, only ends like the Korean one.
        """
        place = before(low, start, most=1, blanks=" ")
        found = self._vague.before(low, place, floor)
        said = self._said_after.before(low, place, floor) if found else None
        if found is None or place == start or is_letter(low, place - 1):
            return found is not None and (said is None or said[0] >= found[0])  # 以上 is no 上
        return not low[: found[0]][-1:].strip()


def _of_another(hits: tuple[Hit, ...], region: Region) -> bool:
    """Whether a name in front belongs to an amount of its own that is not read: "[some] dollars 43 cents"."""
    left, right = (sense_in(hit.form, region.language) for hit in hits)
    return left.kind == "name" and right.share < left.share


def _may_lead(low: str, hit: Hit, number: Number, region: Region, *, running: bool) -> bool:
    """Whether a name may stand before its number: in a value always, in running text only where the number is large, as
    contracts have it, "US Dollars 5,000". A sign that never leads, as ":-", does not in a value either.
    """
    sense = sense_in(hit.form, region.language)
    if not running:
        return sense.kind != "sign"
    large = (number.scaled and number.value != 1) or _LARGE.match(number.run) is not None
    return large and is_letter(low, hit.end - 1) and sense.kind == "name" and not sense.weak and sense.share == 1


def _is_weak(hit: Hit, region: Region) -> bool:
    return sense_in(hit.form, region.language).weak


def _doubtful(piece: Piece, region: Region) -> bool:
    """Whether a form behind its number is too common a word for it, or the number is nothing but "a"."""
    if piece.right is None or piece.left is not None:
        return False
    return piece.number.article or (_is_weak(piece.right, region) and not _plainly_money(piece.number))


def _plainly_money(number: Number) -> bool:
    return number.scaled or number.value is not None or len(number.run) > len(str(_LEAST_PLAIN)) - 1
