"""The number words of one language, and how they make a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pricesvc.reading.phrases import LETTER, Phrases, any_of, head
from pricesvc.reading.prices.adding import Total, teens
from pricesvc.reading.prices.words import NumberWords

WORD = re.compile(f"{LETTER}+")
STEM = 3
"""Letters that show whether number words written as one may begin."""
LONGEST_WORD = 72
_TEN, _TWENTY, _HUNDRED = Decimal(10), Decimal(20), Decimal(100)
_TENTH, _THOUSAND, _MILLION = Decimal("0.1"), Decimal(1000), Decimal(10**6)
_MOST_WORDS = 32
_COMMA = ", "


@dataclass(frozen=True, slots=True)
class Run:
    """Words read as a number: ``value`` times ``scale``, in the language they are of.

    ``article``: nothing but "a" or "ein", which counts as one only where a price is expected. ``rough``: "une centaine".
    ``rest``: the rest of a number that could not be read whole.
    """

    start: int
    end: int
    value: Decimal
    scale: Decimal
    language: str
    article: bool = False
    rough: bool = False
    rest: bool = False


class Language:
    """The number words of one language, ready to be looked up."""

    def __init__(self, words: NumberWords, coins: frozenset[str]) -> None:
        self.words = words
        self._coins = frozenset(word for word, value in words.values.items() if value == _HUNDRED and word in coins)
        self._values: Phrases[Decimal] = Phrases(words.values)
        self._joiners = any_of(words.joiners)
        self._ahead: Phrases[Decimal] = Phrases(words.ahead)
        self._fractions: Phrases[Decimal] = Phrases(words.fractions)
        joiners = tuple(words.joiners)
        self._following = frozenset(
            phrase
            for phrase in (*words.values, *words.fractions)
            if phrase in words.behind or phrase.startswith(joiners)
        )
        self._points = any_of(words.points)
        self._pointed = bool(words.points)
        self._shares: Phrases[Decimal] = Phrases(words.shares)
        self._glued = {**words.values, **words.elided}
        atoms = sorted((*self._glued, *words.joiners), key=len, reverse=True) if words.glued else ()
        self._starting: dict[str, list[str]] = {}
        for atom in atoms:
            self._starting.setdefault(atom[0], []).append(atom)
        self._teens = teens(words.values.values())
        self.heads = frozenset(
            head(word)
            for word in (*words.values, *words.fractions, *words.articles, *words.ahead)
            if word not in words.behind
        )
        self.stems = frozenset(_stems(words)) if words.glued else frozenset()

    def read(self, low: str, start: int) -> Run | None:
        """The longest number that begins at ``start``."""
        number, place, end, joined = Total(self._teens), start, start, False
        first = ""
        for _ in range(_MOST_WORDS):
            taken = self._part(low, place, number) if self.words.fractions else None
            if taken is None:
                taken = self._word(low, place, number, joined=joined)
                first = first or low[start : taken or start]
            if taken is None:
                skipped = self._joiners.at(low, place) if number.started and not joined else None
                if skipped is None:
                    end = (self._behind_comma(low, place, number) or end) if low[place : place + 1] == "," else end
                    break
                place, joined = past_space(low, skipped[0]), True
                continue
            end, joined = taken, False
            place = past_space(low, end)
        return self._run(low, start, end, number, first) if end > start else None

    def _run(self, low: str, start: int, end: int, number: Total, first: str) -> Run | None:
        """A number that has been read, unless it is nothing but a large unit, "million"; ``first`` is its first word."""
        if first in self.words.inner:
            return None
        value, scale = number.parts
        only = low[start:end] == first
        large = self.words.values.get(first) == scale >= _MILLION
        if only and large and value == 1 and first not in self.words.singles:
            return None
        article, rough = only and first in self.words.articles, first in self.words.rough
        return Run(start, end, value, scale, self.words.language, article, rough)

    def _part(self, low: str, place: int, number: Total) -> int | None:
        """Take in a half or a quarter; one that begins with "and" stands behind a number only. Answers where it ends."""
        found = self._fractions.at(low, place)
        if found is None or number.section != number.section.to_integral_value():
            return None
        if not number.started and low[place : found[0]] in self._following:
            return None
        number.part(found[1])
        return found[0]

    def _word(self, low: str, place: int, number: Total, *, joined: bool) -> int | None:
        """Take in a number word, or several written as one, with the decimals behind it. Answers where it ends."""
        found = self._added_to(low, place, number) or self._values.at(low, place) or self._split(low, place)
        if found is None:
            return None
        end, value = found
        if value == _HUNDRED and low[place:end] in self._coins and number.counts_coins:
            return None
        joined = joined or low[place:end] in self._following
        if not number.take(value if isinstance(value, tuple) else (value,), joined=joined):
            return None
        point = self._points.at(low, past_space(low, end)) if self._pointed else None
        decimals = self._behind_point(low, past_space(low, point[0])) if point else None
        if decimals is None:
            return end
        number.point(decimals[1])
        return decimals[0]

    def _added_to(self, low: str, place: int, number: Total) -> tuple[int, Decimal] | None:
        """A number below a hundred with the word before it that adds to it: साढ़े तीन, पौने दो."""
        more = self._ahead.at(low, place) if self.words.ahead and not number.section else None
        found = self._values.at(low, past_space(low, more[0])) if more else None
        return (found[0], found[1] + more[1]) if more and found and 1 <= found[1] < _HUNDRED else None

    def _behind_comma(self, low: str, place: int, number: Total) -> int | None:
        """Take in what follows a large unit and a comma, "one thousand, two hundred"; answers where it ends."""
        if not low.startswith(_COMMA, place) or not number.resting:
            return None
        rest = self.read(low, place + len(_COMMA))
        if rest is None or rest.article or not _HUNDRED <= rest.value * rest.scale < number.scale:
            return None
        number.section = rest.value * rest.scale
        return rest.end

    def splits(self, word: str) -> bool:
        """Whether a word is number words written as one."""
        return self._split(word, 0) is not None

    def _behind_point(self, low: str, place: int) -> tuple[int, Decimal] | None:
        """Decimals: by what a word behind them says they count, as one number ("three hundred and twelve"), or digit by
        digit.
        """
        joiner = self._joiners.at(low, place) if self.words.shares else None
        part = self.read(low, past_space(low, joiner[0]) if joiner else place)
        share = self._shares.at(low, past_space(low, part.end)) if part else None
        if part and share:
            return share[0], part.value * part.scale * share[1]
        decimals = self._decimals(low, place)
        whole = Decimal(0) if part is None or joiner else part.value * part.scale
        if part is None or not 1 <= whole < _THOUSAND or whole != whole.to_integral_value():
            return decimals
        one = decimals is None or part.end > decimals[0] or (part.end == decimals[0] and decimals[1] >= _TENTH)
        return (part.end, Decimal(f"0.{whole:f}")) if one else decimals

    def _decimals(self, low: str, place: int) -> tuple[int, Decimal] | None:
        """Decimals behind a word for their sign: digit by digit ("seven seven"), or as a number ("seventy-seven")."""
        digits, end = "", place
        while len(digits) < _MOST_WORDS:
            found = self._values.at(low, place)
            if found is None or found[1] >= _HUNDRED or found[1] != found[1].to_integral_value():
                break
            end, value = found
            if not digits and value > _TEN:
                end, value = self._with_unit(low, end, value)
                return end, Decimal(f"0.{value}")
            digits += str(value)
            place = past_space(low, end)
        return (end, Decimal(f"0.{digits}")) if digits else None

    def _with_unit(self, low: str, end: int, tens: Decimal) -> tuple[int, Decimal]:
        """Take in the unit behind tens, "seventy-seven"."""
        place = past_space(low, end)
        joiner = self._joiners.at(low, place)
        found = self._values.at(low, past_space(low, joiner[0]) if joiner else place)
        fits = found is not None and tens % _TEN == 0 and 0 < found[1] < _TWENTY
        return (found[0], tens + found[1]) if found and fits else (end, tens)

    def _split(self, low: str, place: int) -> tuple[int, tuple[Decimal, ...]] | None:
        """The values of number words written as one word."""
        if low[place : place + STEM] not in self.stems:
            return None
        found = WORD.match(low, place)
        if found is None or len(word := found.group()) > LONGEST_WORD:
            return None
        atoms = self._atoms_of(word, 0, set()) if word not in self.words.elided else None
        if not atoms or atoms[-1] not in self._glued:
            return None  # "honderdduizenden", hundreds of thousands, is no number
        return found.end(), tuple(self._glued[atom] for atom in atoms if atom in self._glued)

    def _atoms_of(self, word: str, place: int, dead: set[int]) -> list[str] | None:
        """The number words that make up the rest of a word, the longest first where several fit: "ni|og|tyve" goes on
        where "nio|gtyve" does not. ``dead`` are the places from which none goes on.
        """
        if place == len(word):
            return []
        for atom in self._starting.get(word[place], ()):
            end = place + len(atom)
            if end not in dead and word.startswith(atom, place):
                rest = self._atoms_of(word, end, dead)
                if rest is not None:
                    return [atom, *rest]
        dead.add(place)
        return None


def _stems(words: NumberWords) -> Iterator[str]:
    """How number words written as one begin: a short one with the next behind it, "ötszáz"."""
    parts = (*words.values, *words.joiners)
    for word in words.values:
        lacking = STEM - len(word)
        yield from (word + part[:lacking] for part in parts) if lacking > 0 else (word[:STEM],)


def past_space(low: str, place: int) -> int:
    """The place after a hyphen, or after up to two spaces: more of them part columns."""
    following = low[place : place + 2]
    return place + len(following) if following == "  " else place + (following[:1] in (" ", "-"))
