"""Spelled-out numbers: "two and a half million", "zweihunderttausend", "dos mil quinientos", "двенадцать тысяч"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from pricesvc.reading.phrases import head
from pricesvc.reading.prices.torn import Torn
from pricesvc.reading.prices.unspaced import Unspaced, is_unspaced
from pricesvc.reading.prices.wordings import LONGEST_WORD, STEM, WORD, Language, Run, past_space
from pricesvc.reading.prices.words import NumberWords

_THOUSAND = Decimal(1000)
_COMMON = "en"
"""The language whose short words ("six", "ten") count in a text of unknown language; "to" and "en" count in their own."""
_DIGITS = frozenset("0123456789")
_REMEMBERED = 8192


class Spelled:
    """Finds spelled-out numbers in all languages at once.

    ``nouns`` are the first words of currencies and ``coins`` those of subunits: "a dollar and 42 cents" is a dollar
    too, though "a" alone is no number.
    """

    def __init__(
        self,
        languages: tuple[NumberWords, ...],
        nouns: frozenset[str],
        coins: frozenset[str],
        sums: frozenset[str] = frozenset(),
    ) -> None:
        self._torn = Torn(languages, sums, nouns)
        self._nouns = nouns.union(*(_behind_articles(words) for words in languages))
        self._joining = frozenset(head(phrase) for words in languages for phrase in words.behind)
        self._coins = coins
        self._points = frozenset(point for words in languages for point in words.points)
        self._heads: dict[str, list[Language]] = {}
        self._stems: dict[str, list[Language]] = {}
        self._clitics = {cut + word: len(cut) for words in languages for word, cut in _behind_clitics(words)}
        self._unspaced = Unspaced([Language(words, coins) for words in languages if is_unspaced(words)])
        for language in (Language(words, coins) for words in languages if not is_unspaced(words)):
            for word in language.heads:
                self._heads.setdefault(word, []).append(language)
            for stem in language.stems:
                self._stems.setdefault(stem, []).append(language)
        self._articles = frozenset().union(*(words.articles for words in languages))
        self._telling = {
            words.language: frozenset((*map(head, (*words.values, *words.fractions)), *_behind_articles(words)))
            .union(words.ahead, (cut + word for word, cut in _behind_clitics(words)))
            .difference(words.articles)
            for words in languages
        }
        self._parts = frozenset(
            part for words in languages for phrase in _phrases(words) for part in WORD.findall(phrase)
        )
        self._large = frozenset(
            word for words in languages for word, value in words.values.items() if value >= _THOUSAND
        )
        self._gluing = lru_cache(_REMEMBERED)(self._glued_in)
        self._glued = frozenset(words.language for words in languages if words.glued)

    def find(self, low: str, preferred: str | None, *, running: bool) -> Iterator[Run]:
        """Every spelled number, in order; where several languages read one, the preferred or the longest counts."""
        if not low.isascii():
            yield from self._marked(low, self._unspaced.find(low))
        if not (running and preferred is not None and self._silent(low, preferred)):
            yield from self._marked(low, self._spaced(low, preferred))

    def _marked(self, low: str, runs: Iterator[Run]) -> Iterator[Run]:
        """The runs, and of each whether it is the rest of a longer one."""
        for run in runs:
            rest = self._torn.is_rest(low, run.start, run.end, run.language)
            yield replace(run, rest=True) if rest else run

    def _spaced(self, low: str, preferred: str | None) -> Iterator[Run]:
        """Those of languages that put spaces between words."""
        floor = 0
        heads, stems = self._heads, self._stems
        for found in WORD.finditer(low):
            word = found.group()
            glued = word[:STEM] in stems and len(word) <= LONGEST_WORD
            languages = self._gluing(word) if glued else heads.get(word)
            cut = 0
            if not languages:
                if word not in self._clitics:
                    continue
                cut = self._clitics[word]
                languages = heads[word[cut:]]
            start = found.start() + cut
            if start < floor or (word in self._large and _after_digit(low, start)):
                continue
            if word in self._articles and not self._goes_on(low, found.end()):
                continue
            run = self._best(low, (start, found.end()), languages, preferred)
            if run is not None:
                floor = run.end
                yield run

    def _glued_in(self, word: str) -> list[Language]:
        """The languages that have a word for a number, or write it as one of several: "zweihundert"."""
        known = self._heads.get(word, [])
        return known + [
            language for language in self._stems[word[:STEM]] if language not in known and language.splits(word)
        ]

    def _silent(self, low: str, language: str) -> bool:
        """Whether no number word of a language stands in a text: the quick answer for most texts."""
        if language in self._glued:
            return False
        words = WORD.findall(low)
        own = self._telling.get(language)
        telling = (self._telling[_COMMON], self._coins, *(() if own is None else (own,)))
        return all(told.isdisjoint(words) for told in telling)

    def _goes_on(self, low: str, end: int) -> bool:
        """Whether a number word or a currency stands after an article."""
        found = WORD.match(low, past_space(low, end))
        return found is not None and (found.group() in self._heads or self._named(found.group()))

    def _named(self, word: str) -> bool:
        """Whether a word lets an article before it count as one."""
        return word in self._nouns or word in self._points or word in self._joining

    def _counts(self, low: str, end: int) -> bool:
        """Whether nothing but an article, "a", counts as one: in "dos a tres" it does not."""
        found = WORD.match(low, past_space(low, end))
        return found is not None and (found.group() in self._large or self._named(found.group()))

    def _continues(self, low: str, end: int) -> bool:
        """Whether a word that may be part of a number, or a currency, stands after another."""
        found = WORD.match(low, past_space(low, end))
        word = found.group() if found else ""
        return word in self._parts or word in self._nouns or word[:STEM] in self._stems

    def _best(self, low: str, span: tuple[int, int], languages: list[Language], preferred: str | None) -> Run | None:
        best, (start, end) = None, span
        alone = end - start <= STEM and not self._continues(low, end)
        for language in languages:
            own = language.words.language
            if own not in (preferred, _COMMON) and (alone or preferred is not None):
                continue  # most of all "to", which is two in Danish
            run = language.read(low, start)
            if run is None or (run.article and not self._counts(low, run.end)):
                continue
            short = run.end - start <= STEM and own not in (preferred, _COMMON)
            if short and not (run.article and self._goes_on(low, run.end)):
                continue
            better = best is None or run.end > best.end or (run.end == best.end and own == preferred)
            best = run if better else best
        return best


def _after_digit(low: str, start: int) -> bool:
    """Whether digits stand before a word, which then belongs to them: "5 million"."""
    return low[start - 2 : start - 1] in _DIGITS and start > 1 and low[start - 1] in " -"


def _phrases(words: NumberWords) -> Iterator[str]:
    """Everything that a number of a language is written with."""
    for kind in (words.values, words.joiners, words.fractions, words.articles, words.points, words.ahead):
        yield from kind


def _behind_clitics(words: NumberWords) -> Iterator[tuple[str, str]]:
    """The first word of each number of a language, with each letter that may be glued to it."""
    for first in sorted({head(word) for word in (*words.values, *words.fractions)}):
        yield from ((first, cut) for cut in sorted(words.clitics))


def _behind_articles(words: NumberWords) -> Iterator[str]:
    """The words that make a number of an article: "une centaine"."""
    return (
        head(rest)
        for phrase in words.rough
        for article, _, rest in (phrase.partition(" "),)
        if article in words.articles
    )
