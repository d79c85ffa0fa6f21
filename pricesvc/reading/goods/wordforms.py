"""Words that stand in no list, made of listed ones by the rules of a language: endings, grown-on articles, compounds.

"Zegarków" is "zegarek" with another ending, "الساعة" is "ساعة" with its article, "Herrenlederschuhe" is "Schuhe" with
what may stand before it. A word is made of listed ones in one language at a time, and only what names things is read so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pricesvc.reading.goods.lexicon import Form, Forms

_UNLISTED = re.compile(r"(?<= )(?:[^ \x1e\x1f\d]{5,32}|[\u05d0-\u05ea\u0621-\u06d3]{4})(?= )")
"""A word of some letters; Hebrew and Arabic leave the vowels out, so fewer of theirs make one."""

_REMEMBERED = 4096
_STEM: Final = 3
"""Letters that a word keeps when it loses its ending."""

_HEAD: Final = 4
"""Letters of the last part of a compound."""

_NAME: Final = 5
"""Letters of a maker's name that an ending or a noun may be grown on to."""

_PART: Final = 2
_LONGEST_PART: Final = 14
"""Letters of what stands before the last part of a compound, at least and at most."""

_NOUNS: Final = frozenset({"type", "negative", "role"})
_MAKES: Final = frozenset({"model", "brand", "house"})
_MAKERS: Final = frozenset({"brand", "house"})


@dataclass(frozen=True, slots=True)
class Building:
    """How a language makes words of words, all in the letters that are searched for."""

    endings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What the listed word ends in, by the ending that stands for it: "lar" for nothing, "ek" for "ka"."""

    starts: Sequence[str] = ()
    """What may be grown on to the front of a word: an article."""

    before: frozenset[str] = frozenset()
    """What may stand before the last part of a compound: for whom it is, or of what."""

    links: Sequence[str] = ()
    """What joins two parts of a compound: "s", "en"."""

    names: bool = False
    """Whether makers' names take the endings too: "Ferrarista"."""

    tails: tuple[str, ...] = ()
    """Last parts that make any compound what they are themselves: an insurance, a repair."""

    def places(self, word: str) -> list[int]:
        """Where the last part of a compound may begin, all that stands before it being known. Costs time linear in the word."""
        reached = {0}
        for place in range(len(word) - _HEAD):
            if place in reached:
                for size in range(_PART, min(_LONGEST_PART, len(word) - place) + 1):
                    if word[place : place + size] in self.before:
                        end = place + size
                        reached.update((end, *(end + len(one) for one in self.links if word.startswith(one, end))))
        return sorted(place for place in reached if _STEM <= place <= len(word) - _HEAD)


class WordForms:
    """The listed words that unlisted ones are made of. Pure; remembers the words met last."""

    def __init__(self, forms: Forms, buildings: Mapping[str, Building]) -> None:
        self._forms = forms
        self._starts = [(start, code) for code, one in buildings.items() for start in one.starts]
        self._compounding = [
            (one, code, {part[:_PART] for part in one.before}) for code, one in buildings.items() if one.before
        ]
        self._joining = {code for code, one in buildings.items() if one.before}
        self._naming = {code for code, one in buildings.items() if one.names}
        self._tails = [(tail, code) for code, one in buildings.items() for tail in one.tails]
        self._endings: dict[str, dict[str, set[str]]] = {}
        for code, one in buildings.items():
            for end, bases in one.endings.items():
                for base in bases:
                    self._endings.setdefault(end, {}).setdefault(base, set()).add(code)
        self._longest = max(map(len, self._endings), default=0)
        self._known = lru_cache(_REMEMBERED)(self._made)

    def find(self, text: str, taken: Sequence[tuple[int, int, object]]) -> Iterator[tuple[int, int, str, list[Form]]]:
        """The unlisted words of a searchable text that are made of listed ones: place, language and what they may mean.

        ``taken`` are the places of the listed ones, in order.
        """
        at = 0
        for word in _UNLISTED.finditer(text):
            start, end = word.span()
            while at < len(taken) and taken[at][1] < end:
                at += 1
            if at == len(taken) or taken[at][0] >= end:
                for language, forms in self._known(word[0]).items():
                    yield start - 1, end + 1, language, forms

    def _made(self, word: str) -> dict[str, list[Form]]:
        """What a word is made of, by language."""
        made = {} if word.isascii() else self._without_start(word)
        return self._tailed(word) or self._behind_name(word) | self._compounds(word) | self._bare(word) | made

    def _behind_name(self, word: str) -> dict[str, list[Form]]:
        """The noun that is grown on to a maker's name: "Rolexklocka"."""
        made: dict[str, list[Form]] = {}
        for place in range(_NAME, len(word) - _STEM + 1):
            if self._names(word[:place], _MAKERS):
                made |= {
                    code: [_of_name(form) for form in forms]
                    for code, forms in self._nouns(word[place:], self._joining).items()
                }
        return made

    def _tailed(self, word: str) -> dict[str, list[Form]]:
        """The last part of a compound that counts whatever stands before it."""
        made: dict[str, list[Form]] = {}
        for tail, code in self._tails:
            if word.endswith(tail):
                made |= self._nouns(tail, {code})
        return made

    def _without_start(self, word: str) -> dict[str, list[Form]]:
        """The listed word behind an article; articles are grown on in other letters than those of ASCII."""
        made: dict[str, list[Form]] = {}
        for start, code in self._starts:
            rest = word[len(start) :]
            if len(rest) >= _STEM and word.startswith(start) and (forms := self._started(rest, code)):
                made.setdefault(code, forms)
        return made

    def _started(self, rest: str, code: str) -> list[Form]:
        """What the rest of a word may mean in a language: a noun, with its own ending or another, or a maker's name."""
        noun = self._nouns(rest, {code}).get(code)
        return noun or self._names(rest, _MAKES) or self._bare(rest).get(code, [])

    def _bare(self, word: str) -> dict[str, list[Form]]:
        """The listed word that has another ending, of each language the one with the shortest ending."""
        made: dict[str, list[Form]] = {}
        for place in range(len(word), max(_STEM, len(word) - self._longest) - 1, -1):
            for base, codes in self._endings.get(word[place:], {}).items():
                if f" {word[:place]}{base} " in self._forms:
                    made = self._named(word[:place], base, codes) | self._nouns(word[:place] + base, codes) | made
        return made

    def _named(self, stem: str, base: str, codes: set[str]) -> dict[str, list[Form]]:
        """A maker's name with an ending of the languages that decline such names."""
        if base or len(stem) < _NAME or not (naming := codes & self._naming):
            return {}
        names = [_of_name(form) for form in self._names(stem, _MAKES)]
        return dict.fromkeys(naming, names) if names else {}

    def _names(self, word: str, kinds: frozenset[str]) -> list[Form]:
        """What a listed word means as a maker's name."""
        return [form for form in self._forms.get(f" {word} ", ()) if form.entry.kind in kinds]

    def _compounds(self, word: str) -> dict[str, list[Form]]:
        """The last part of a compound, the longest that is listed: "schuhe" of "herrenlederschuhe"."""
        made: dict[str, list[Form]] = {}
        for building, code, begins in self._compounding:
            for place in building.places(word) if word[:_PART] in begins else ():
                if code not in made:
                    last = word[place:]
                    made |= self._nouns(last, {code}) or {k: v for k, v in self._bare(last).items() if k == code}
        return made

    def _nouns(self, word: str, codes: set[str]) -> dict[str, list[Form]]:
        """What a listed word means as the name of a thing, by language."""
        made: dict[str, list[Form]] = {}
        for form in self._forms.get(f" {word} ", ()):
            if form.entry.kind in _NOUNS and form.entry.language in codes:
                made.setdefault(form.entry.language, []).append(form)
        return made


def _of_name(form: Form) -> Form:
    """What is made of a name, which texts begin with a capital."""
    return form._replace(entry=form.entry._replace(capital=True))
