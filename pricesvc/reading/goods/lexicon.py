"""The words that name goods, and one pass over a description that finds them all.

Entries are data; their kinds are few:

``type``       a noun that names the thing             ``negative``   a word that makes it something else: wine rack
``brand``      a maker of one category                 ``house``      a maker of several: evidence, not an answer
``model``      a maker's model                         ``attribute``  material or quality; never decides alone
``context``    masks the words it governs              ``cut``        ends the part that names the thing
``count``      a number or a measure: a pair of, two; or what takes a number for itself: men, May, carats
``money``      names a sum that buys nothing: a fine, a salary; says nothing of what a thing is
``role``       somebody, some place or event: a thing named beside it is not what is meant: Ferrari driver
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from pricesvc.reading.goods.accents import begins, stands
from pricesvc.reading.goods.haystack import Haystack, key, spelled
from pricesvc.reading.goods.wordforms import Building, WordForms

Kind = Literal["type", "negative", "brand", "house", "model", "attribute", "context", "cut", "count", "money", "role"]
Masks = Literal["after", "before"]

_RANKED: Sequence[Kind] = (
    "negative",
    "model",
    "brand",
    "type",
    "house",
    "context",
    "count",
    "cut",
    "attribute",
    "money",
    "role",
)
_STRENGTH: Mapping[Kind, int] = {kind: rank for rank, kind in enumerate(_RANKED)}


class Entry(NamedTuple):
    """One row of the lexicon, without its words."""

    id: str
    kind: Kind
    language: str | None = None
    category: str | None = None
    others: frozenset[str] = frozenset()
    hs: tuple[str, ...] = ()
    article: str | None = None
    brand: str | None = None
    country: str | None = None
    part: bool = False
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    capital: bool = False
    masks: Masks | None = None
    over: frozenset[str] = frozenset()
    alone: bool = True
    weak: bool = False
    value: Decimal | None = None
    unit: str | None = None


_SPEAKING = 3
"""Words of one language that make a text one of it."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found: its place in the searchable text."""

    entry: Entry
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Language:
    """How a language builds names of things: whether the last noun names the thing, or the first; and words of words."""

    code: str
    head: Literal["first", "last"]
    building: Building | None = None


@dataclass(frozen=True, slots=True)
class Lists:
    """Words between the things of a list ("and"), and words that make of several things one ("set")."""

    also: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()


class Form(NamedTuple):
    """One way of writing an entry: in small letters, with its accents."""

    entry: Entry
    spelling: str


Forms = Mapping[str, Sequence[Form]]
"""The ways of writing every entry, by what is searched for."""

_Found = tuple[int, int, list[Form]]
"""What may be meant at a place of the searchable text: start, end, forms."""


def forms(rows: Iterable[tuple[Entry, Sequence[str]]]) -> Forms:
    """Entries with their words, made ready to search."""
    searched = cache(key)
    found: dict[str, list[Form]] = {}
    for entry, words in rows:
        keyed = entry
        if entry.needs or entry.unless:
            keyed = entry._replace(needs=tuple(map(searched, entry.needs)), unless=tuple(map(searched, entry.unless)))
        for word in words:
            found.setdefault(key(word), []).append(Form(keyed, spelled(word)))
    return {phrase: tuple(ways) for phrase, ways in found.items()}


class Lexicon:
    """All entries, ready to search."""

    def __init__(self, forms: Forms, languages: Iterable[Language], lists: Lists | None = None) -> None:
        self.lists = lists or Lists()
        self.forms = forms
        self._languages = {language.code: language for language in languages}
        self._plain = _Search(forms, list(filter(str.isascii, forms)))
        buildings = {code: one.building for code, one in self._languages.items() if one.building is not None}
        self._word_forms = WordForms(forms, buildings)

    @cached_property
    def _other(self) -> _Search:
        """The phrases in other letters than those of ASCII, made ready when the first text has some."""
        return _Search(self.forms, [phrase for phrase in self.forms if not phrase.isascii()])

    def language(self, code: str | None) -> Language:
        """How a language builds names; an unknown one is taken to put the head last."""
        return self._languages.get(code or "", Language(code or "", "last"))

    def find(self, hay: Haystack, language: str | None = None) -> list[Match]:
        """Every entry that stands in the text and may be meant, in order; of two at one place, the longer one.

        ``language`` is that of the text, when it is known: of words written alike, its own is meant.
        """
        there = _Presence(hay.text)
        searches = (self._plain,) if hay.text.isascii() else (self._plain, self._other)
        found = [
            (start, end, forms)
            for search in searches
            for known, start, end in search.matches(hay.text)
            if (forms := _meant(known, hay, start, end, there))
        ]
        outer = _outermost(found)
        spoken = _languages(outer)
        if language in self._languages:
            spoken[language] += _SPEAKING
        outer = self._with_made(outer, hay, spoken, there)
        return [
            Match(_chosen(_exact(forms, hay, start, end), spoken), start, end)
            for start, end, forms in outer
            if not _foreign(forms, hay.text[start:end], spoken)
        ]

    def _with_made(self, outer: list[_Found], hay: Haystack, spoken: Counter[str], there: _Presence) -> list[_Found]:
        """The matches with the unlisted words that are made of listed ones, in the language that is spoken most."""
        unlisted = list(self._word_forms.find(hay.text, outer))
        if not unlisted:
            return outer
        most = max(spoken.values(), default=0)
        made = {
            start: (start, end, meant)
            for start, end, language, forms in unlisted
            if spoken[language] == most and (meant := _grown(forms, hay, start, end, there, heard=most > 0))
        }
        return sorted([*outer, *made.values()], key=lambda one: one[:2])


class _Search:
    """One pass for many phrases. Two small ones are built in half the time of a large one (97 ms against 171)."""

    def __init__(self, forms: Forms, phrases: list[str]) -> None:
        quickest = Implementation.NoncontiguousNFA  # to build; a microsecond slower to search
        self._pass = AhoCorasick(phrases, matchkind=MatchKind.Standard, implementation=quickest)
        self._known = list(map(forms.__getitem__, phrases))

    def matches(self, text: str) -> Iterator[tuple[Sequence[Form], int, int]]:
        """Every phrase that stands in the text: what it may mean, and where."""
        for index, start, end in self._pass.find_matches_as_indexes(text, overlapping=True):
            yield self._known[index], start, end


class _Presence(dict[str, bool]):
    """Which words stand in a text; each is looked for once."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __missing__(self, word: str) -> bool:
        self[word] = word in self._text
        return self[word]


def _meant(forms: Sequence[Form], hay: Haystack, start: int, end: int, there: _Presence) -> list[Form]:
    """The entries that may be meant. What one language rules out, the same word of another does not bring back."""
    possible = [form for form in forms if _fits(form, hay, start, end, there)]
    if not possible or len(possible) == len(forms):
        return possible
    out = {form.entry.category for form in forms if any(there[word] for word in form.entry.unless)}
    return [form for form in possible if form.entry.category not in out or form.entry.needs]


def _possible(entry: Entry, hay: Haystack, start: int, there: _Presence) -> bool:
    """Whether the conditions of an entry hold in this text."""
    if entry.needs and not any(there[word] for word in entry.needs):
        return False
    if entry.unless and any(there[word] for word in entry.unless):
        return False
    return not (entry.capital and hay.original[hay.span(start, start + 2)[0]].islower())


def _fits(form: Form, hay: Haystack, start: int, end: int, there: _Presence) -> bool:
    """Whether a way of writing an entry stands there: its conditions hold, and it has its accents where they count."""
    entry, spelling = form
    if (entry.needs or entry.unless or entry.capital) and not _possible(entry, hay, start, there):
        return False
    plain = hay.original.isascii() and spelling.isascii()
    return plain or stands(spelling, entry.language, hay, start, end)


def _grown(forms: Sequence[Form], hay: Haystack, start: int, end: int, there: _Presence, *, heard: bool) -> list[Form]:
    """The listed words that an unlisted one may be made of in this text."""
    alike = (form for form in forms if begins(form.spelling, hay, start, end, heard=heard))
    return [form for form in alike if _possible(form.entry, hay, start, there)]


def _exact(forms: list[Form], hay: Haystack, start: int, end: int) -> list[Form]:
    """The entries spelled as the text spells them, accents included; all, when none is."""
    if len(forms) == 1:
        return forms
    low, high = hay.span(start, end)
    written = spelled(hay.original[low:high])
    return [form for form in forms if form.spelling == written] or forms


def _outermost(found: list[_Found]) -> list[_Found]:
    """The matches that lie within no other, in the order of the text."""
    found.sort(key=lambda match: (match[0], -match[1]))
    outer: list[_Found] = []
    for match in found:
        if not outer or match[1] > outer[-1][1]:
            outer.append(match)
    return outer


def _languages(found: Iterable[_Found]) -> Counter[str]:
    """How often each language is spoken, by the words that belong to one language alone."""
    spoken: Counter[str] = Counter()
    for _, _, forms in found:
        languages = {form.entry.language for form in forms}
        if len(languages) == 1 and (only := languages.pop()):
            spoken[only] += 1
    return spoken


def _foreign(forms: Sequence[Form], word: str, spoken: Counter[str]) -> bool:
    """Whether a word is alone of its language in a text of another: the "collar" of an English dog is no Spanish necklace."""
    languages = {form.entry.language for form in forms}
    if len(languages) > 1 or None in languages or not word.isascii() or forms[0].entry.unit is not None:
        return False
    return spoken[languages.pop() or ""] == 1 and max(spoken.values()) >= _SPEAKING


def _chosen(forms: Sequence[Form], spoken: Counter[str]) -> Entry:
    """Of several entries written alike: the one of the language spoken, then the one that asks for most."""
    if len(forms) == 1:
        return forms[0].entry

    def rank(form: Form) -> tuple[int, int, int, int, str]:
        entry = form.entry
        heard = spoken[entry.language] if entry.language else max(spoken.values(), default=0)
        asks = bool(entry.needs)
        near = {"en": 2, None: 1}.get(entry.language, 0)
        return -heard, -asks, -near, _STRENGTH[entry.kind], entry.id

    return min(forms, key=rank).entry
