"""Spelled-out numbers: "two and a half million", "zweihunderttausend", "dos mil quinientos", "двенадцать тысяч"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pricesvc.reading.adding import Total, teens
from pricesvc.reading.phrases import LETTER, Phrases, head
from pricesvc.reading.words import NumberWords

_WORD = re.compile(f"{LETTER}+")
_HUNDRED, _THOUSAND, _MILLION = Decimal(100), Decimal(1000), Decimal(10**6)
_STEM = 3
_COMMON = "en"
"""The language whose short words ("six", "ten") count in a text of unknown language; "to" and "en" count in their own."""
_MOST_WORDS = 32
_LONGEST_WORD = 72
_COMMA = ", "
_DIGITS = frozenset("0123456789")
_REMEMBERED = 8192


@dataclass(frozen=True, slots=True)
class Run:
    """Words read as a number: ``value`` times ``scale``, in the language they are of.

    ``article``: nothing but "a" or "ein", which counts as one only where a price is expected. ``rough``: "une centaine".
    """

    start: int
    end: int
    value: Decimal
    scale: Decimal
    language: str
    article: bool = False
    rough: bool = False


class _Language:
    """The number words of one language, ready to be looked up."""

    def __init__(self, words: NumberWords, coins: frozenset[str]) -> None:
        self.words = words
        self._coins = frozenset(word for word, value in words.values.items() if value == _HUNDRED and word in coins)
        self._values: Phrases[Decimal] = Phrases(words.values)
        self._joiners: Phrases[bool] = Phrases(dict.fromkeys(words.joiners, True))
        self._fractions: Phrases[Decimal] = Phrases(words.fractions)
        joiners = tuple(words.joiners)
        self._following = frozenset(
            phrase
            for phrase in (*words.values, *words.fractions)
            if phrase in words.behind or phrase.startswith(joiners)
        )
        self._points: Phrases[bool] = Phrases(dict.fromkeys(words.points, True))
        self._pointed = bool(words.points)
        atoms = sorted((*words.values, *words.joiners), key=len, reverse=True) if words.glued else ()
        self._atom = re.compile("|".join(map(re.escape, atoms)))
        self._teens = teens(words.values.values())
        self.heads = frozenset(
            head(word) for word in (*words.values, *words.fractions, *words.articles) if word not in words.behind
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
                place, joined = _past_space(low, skipped[0]), True
                continue
            end, joined = taken, False
            place = _past_space(low, end)
        return self._run(low, start, end, number, first) if end > start else None

    def _run(self, low: str, start: int, end: int, number: Total, first: str) -> Run | None:
        """A number that has been read, unless it is nothing but a large unit, "million"; ``first`` is its first word."""
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
        found = self._values.at(low, place) or self._split(low, place)
        if found is None:
            return None
        end, value = found
        if value == _HUNDRED and low[place:end] in self._coins and number.counts_coins:
            return None
        joined = joined or low[place:end] in self._following
        if not number.take(value if isinstance(value, tuple) else (value,), joined=joined):
            return None
        point = self._points.at(low, _past_space(low, end)) if self._pointed else None
        decimals = self._decimals(low, _past_space(low, point[0])) if point else None
        if decimals is None:
            return end
        number.section += decimals[1]
        return decimals[0]

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

    def _decimals(self, low: str, place: int) -> tuple[int, Decimal] | None:
        digits, end = "", place
        while len(digits) < _MOST_WORDS:
            found = self._values.at(low, place)
            if found is None or found[1] >= _HUNDRED or found[1] != found[1].to_integral_value():
                break
            digits += str(found[1])
            end, place = found[0], _past_space(low, found[0])
        return (end, Decimal(f"0.{digits}")) if digits else None

    def _split(self, low: str, place: int) -> tuple[int, tuple[Decimal, ...]] | None:
        """The values of number words written as one word."""
        if low[place : place + _STEM] not in self.stems:
            return None
        found = _WORD.match(low, place)
        if found is None or len(word := found.group()) > _LONGEST_WORD:
            return None
        values: list[Decimal] = []
        done = 0
        while done < len(word):
            atom = self._atom.match(word, done)
            if atom is None:
                return None
            if atom.group() in self.words.values:
                values.append(self.words.values[atom.group()])
            done = atom.end()
        return found.end(), tuple(values)


class Spelled:
    """Finds spelled-out numbers in all languages at once.

    ``nouns`` are the first words of currencies and ``coins`` those of subunits: "a dollar and 42 cents" is a dollar
    too, though "a" alone is no number.
    """

    def __init__(self, languages: tuple[NumberWords, ...], nouns: frozenset[str], coins: frozenset[str]) -> None:
        self._nouns = nouns.union(*(_behind_articles(words) for words in languages))
        self._coins = coins
        self._heads: dict[str, list[_Language]] = {}
        self._stems: dict[str, list[_Language]] = {}
        for language in (_Language(words, coins) for words in languages):
            for word in language.heads:
                self._heads.setdefault(word, []).append(language)
            for stem in language.stems:
                self._stems.setdefault(stem, []).append(language)
        self._articles = frozenset().union(*(words.articles for words in languages))
        self._telling = {
            words.language: frozenset((*map(head, (*words.values, *words.fractions)), *_behind_articles(words)))
            - words.articles
            for words in languages
        }
        self._parts = frozenset(
            part for words in languages for phrase in _phrases(words) for part in _WORD.findall(phrase)
        )
        self._large = frozenset(
            word for words in languages for word, value in words.values.items() if value >= _THOUSAND
        )
        self._gluing = lru_cache(_REMEMBERED)(self._glued_in)
        self._glued = frozenset(words.language for words in languages if words.glued)

    def find(self, low: str, preferred: str | None, *, running: bool) -> Iterator[Run]:
        """Every spelled number, in order; where several languages read one, the preferred or the longest counts."""
        if running and preferred is not None and self._silent(low, preferred):
            return
        floor = 0
        heads, stems = self._heads, self._stems
        for found in _WORD.finditer(low):
            word = found.group()
            glued = word[:_STEM] in stems and len(word) <= _LONGEST_WORD
            languages = self._gluing(word) if glued else heads.get(word)
            if not languages or found.start() < floor or (word in self._large and _after_digit(low, found.start())):
                continue
            if word in self._articles and not self._goes_on(low, found.end()):
                continue
            run = self._best(low, found, languages, preferred)
            if run is not None:
                floor = run.end
                yield run

    def _glued_in(self, word: str) -> list[_Language]:
        """The languages that have a word for a number, or write it as one of several: "zweihundert"."""
        known = self._heads.get(word, [])
        return known + [
            language for language in self._stems[word[:_STEM]] if language not in known and language.splits(word)
        ]

    def _silent(self, low: str, language: str) -> bool:
        """Whether no number word of a language stands in a text: the quick answer for most texts."""
        if language in self._glued:
            return False
        words = _WORD.findall(low)
        own = self._telling.get(language)
        telling = (self._telling[_COMMON], self._coins, *(() if own is None else (own,)))
        return all(told.isdisjoint(words) for told in telling)

    def _goes_on(self, low: str, end: int) -> bool:
        """Whether a number word or a currency stands after an article."""
        found = _WORD.match(low, _past_space(low, end))
        return found is not None and (found.group() in self._heads or found.group() in self._nouns)

    def _continues(self, low: str, end: int) -> bool:
        """Whether a word that may be part of a number, or a currency, stands after another."""
        found = _WORD.match(low, _past_space(low, end))
        word = found.group() if found else ""
        return word in self._parts or word in self._nouns or word[:_STEM] in self._stems

    def _best(self, low: str, found: re.Match[str], languages: list[_Language], preferred: str | None) -> Run | None:
        best, (start, end) = None, found.span()
        alone = end - start <= _STEM and not self._continues(low, end)
        for language in languages:
            own = language.words.language
            if own not in (preferred, _COMMON) and (alone or preferred is not None):
                continue  # most of all "to", which is two in Danish
            run = language.read(low, start)
            if run is None:
                continue
            short = run.end - start <= _STEM and own not in (preferred, _COMMON)
            if short and not (run.article and self._goes_on(low, run.end)):
                continue
            better = best is None or run.end > best.end or (run.end == best.end and own == preferred)
            best = run if better else best
        return best


def _stems(words: NumberWords) -> Iterator[str]:
    """How number words written as one begin: a short one with the next behind it, "ötszáz"."""
    parts = (*words.values, *words.joiners)
    for word in words.values:
        lacking = _STEM - len(word)
        yield from (word + part[:lacking] for part in parts) if lacking > 0 else (word[:_STEM],)


def _after_digit(low: str, start: int) -> bool:
    """Whether digits stand before a word, which then belongs to them: "5 million"."""
    return low[start - 2 : start - 1] in _DIGITS and start > 1 and low[start - 1] in " -"


def _phrases(words: NumberWords) -> Iterator[str]:
    """Everything that a number of a language is written with."""
    for kind in (words.values, words.joiners, words.fractions, words.articles, words.points):
        yield from kind


def _behind_articles(words: NumberWords) -> Iterator[str]:
    """The words that make a number of an article: "une centaine"."""
    return (
        head(rest)
        for phrase in words.rough
        for article, _, rest in (phrase.partition(" "),)
        if article in words.articles
    )


def _past_space(low: str, place: int) -> int:
    return place + 1 if low[place : place + 1] in (" ", "-") else place
