"""The rest of a number in words that was not read whole: "nineteen seventy-three dollars" is no 73 dollars."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pricesvc.reading.phrases import Phrases, any_of
from pricesvc.reading.prices.words import NumberWords
from pricesvc.reading.spaces import before

_ONE = Decimal(1)
_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class _Known:
    """Of a language, the words that count, those for the decimal sign, and those for "and" that are glued to a number."""

    numbers: Phrases[bool]
    points: Phrases[bool]
    glued: tuple[str, ...]


class Torn:
    """Tells such a rest by what stands before it: another number word, or a word for the decimal sign.

    ``sums`` are the words between main units and subunits: one of them that is a decimal sign too ("cinco con diez")
    shows nothing by itself. ``nouns`` are the first words of currencies.
    """

    def __init__(self, languages: tuple[NumberWords, ...], sums: frozenset[str], nouns: frozenset[str]) -> None:
        self._languages = {words.language: words for words in languages}
        self._known: dict[str, _Known] = {}
        self._sums = sums
        self._nouns = nouns

    def is_rest(self, low: str, start: int, end: int, language: str) -> bool:
        """Whether a number in words is one; "two fifty-dollar bills" are two numbers, and so are two with an "and"
        between them, which some languages glue to the second.
        """
        place = _before(low, start)
        if place == 0 or low.startswith("-", end):
            return False
        known = self._known.get(language) or self._learn(language)
        if low.startswith(known.glued, start):
            return False
        if self._counted(low, place, known):
            return True
        point = known.points.before(low, place)
        if point is None or _behind_digits(low, point[0]):
            return False
        return low[point[0] : place] not in self._sums or self._counted(low, before(low, point[0]), known)

    def _learn(self, language: str) -> _Known:
        words = self._languages[language]
        glued = tuple(words.clitics & words.joiners)
        known = self._known[language] = _Known(any_of(_counting(words)), any_of(words.points), glued)
        return known

    def _counted(self, low: str, place: int, known: _Known) -> bool:
        """Whether a number word ends at a place, which is neither the magnitude of digits ("5 thousand two hundred")
        nor that of a currency ("shilingi elfu mbili").
        """
        found = known.numbers.before(low, place)
        if found is None or _behind_digits(low, found[0]):
            return False
        place = _before(low, found[0])
        return low[:place].rpartition(" ")[2] not in self._nouns


def _behind_digits(low: str, start: int) -> bool:
    place = _before(low, start)
    return place > 0 and low[place - 1] in _DIGITS


def _before(low: str, start: int) -> int:
    """The place before the blanks or the hyphen in front of a word."""
    return start - 1 if low.startswith("-", start - 1) and start else before(low, start, blanks=" ")


def _counting(words: NumberWords) -> frozenset[str]:
    """The words of a language that count; one is an article where the language has no words of its own for that."""
    ones = words.articles or frozenset(word for word, value in words.values.items() if value == _ONE)
    return frozenset(words.values) - ones
