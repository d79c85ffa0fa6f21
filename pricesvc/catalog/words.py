"""The words that prices are written with, from ``data/words``: one file a language, one of signs, one from CLDR."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pricesvc.catalog import toml
from pricesvc.catalog.currencies import currencies
from pricesvc.catalog.number_words import number_words
from pricesvc.catalog.qualifiers import GatheringQualifiers
from pricesvc.catalog.ranges import GatheringRanges
from pricesvc.reading.prices.words import Form, FormKind, Guard, Magnitude, NumberWords, Region, Sense, Tongue, Words
from pricesvc.reading.text import fold

FOLDER = toml.DATA / "words"
CLDR = "cldr.json"

_CODES = toml.list_of(toml.matching("[A-Z]{3}"))
_PHRASES = toml.list_of(toml.text)
_COUNTRY = toml.matching("[A-Z]{2}")
_KIND: toml.Kind[FormKind] = toml.one_of("sign", "name", "slang")
_ONE = Decimal(1)
_BEFORE_DOLLAR = re.compile(r"(?![ACS]\$)[A-Z][A-Za-z.]*\$")
_SHORT = 2
"""Up to so many letters a sign of CLDR ("K", "Le") counts in its own countries only, in small letters always."""


@cache
def words() -> Words:
    """All words, read once.

    Raises:
        BadData: when a file breaks its form; names the file, the row and the reason.
    """
    return load(FOLDER)


def load(folder: Path) -> Words:
    """Read every file of a folder: the signs, then English (its senses are the defaults), then the rest by name."""
    gathering = _Gathering()
    for path in sorted(folder.glob("*.toml"), key=lambda path: (path.stem != "signs", path.stem != "en", path.stem)):
        with toml.toml_file(path) as file:
            gathering.read(file)
    gathering.add_cldr(json.loads((folder / CLDR).read_text(encoding="utf-8")))
    return gathering.words()


class _Gathering:
    """The tables while files are added to them."""

    def __init__(self) -> None:
        self.language: str | None = None
        self.clitics: frozenset[str] = frozenset()
        self.families: dict[str, tuple[str, ...]] = {}
        self.small: frozenset[str] = frozenset()
        self.everyday: frozenset[str] = frozenset()
        self.spoken: frozenset[str] = frozenset()
        self.forms: dict[str, Form] = {}
        self.magnitudes: dict[str, Magnitude] = {}
        self.numbers: list[NumberWords] = []
        self.qualifiers = GatheringQualifiers()
        self.ranges = GatheringRanges()
        self.phrases: dict[str, set[str]] = {"link": set(), "sum": set(), "vague": set(), "minus": set()}
        self.per_before: dict[str, str] = {}
        self.per_own: dict[str, dict[str, str]] = {}
        self.per_after: dict[str, str] = {}
        self.nations: dict[str, str] = {}
        self.guards: dict[str, Guard] = {}
        self.tender: Mapping[str, str] = {}
        self.former: dict[str, str] = {}
        self.regions: dict[str, Region] = {}

    def read(self, file: toml.Section) -> None:
        """Add one file."""
        with file.table("file") as first:
            language = first.required("language", toml.matching("[a-z]{2,3}"))
            first.required("source", toml.text)
        self.language, self.clitics = None if language == "und" else language, frozenset()
        if file.has("codes"):
            with file.table("codes") as codes:
                self.small = frozenset(codes.required("small", _PHRASES))
                self.everyday = frozenset(codes.required("everyday", _PHRASES))
                self.spoken = frozenset(codes.required("spoken", _PHRASES))
        for family in file.rows("family"):
            self.families[family.required("id", toml.text)] = family.required("codes", _CODES)
        if file.has("numbers"):
            with file.table("numbers") as numbers:
                self.numbers.append(number_words(language, numbers))
            self.clitics = self.numbers[-1].clitics
        readers: dict[str, Callable[[toml.Section], None]] = {
            "currency": self._currency,
            "magnitude": self._magnitude,
            "qualifier": self._qualifier,
            "negation": self._negation,
            "range": self._range,
            "per": self._per,
            "nation": self._nation,
            "guard": self._guard,
            "former": self._former,
        }
        for key, reader in readers.items():
            for row in file.rows(key):
                reader(row)
        for key, known in self.phrases.items():
            for row in file.rows(key):
                known.update(_folded(row))

    def _currency(self, row: toml.Section) -> None:
        family = row.optional("family", toml.one_of(*self.families))
        codes = self.families[family] if family else row.required("codes", _CODES)
        sign = self.language is None
        kind = row.optional("kind", _KIND, "sign" if sign else "name")
        weak = row.optional("weak", toml.flag, default=False)
        sense = Sense(codes, kind, self.language, row.optional("share", toml.positive, _ONE), weak)
        exact = row.optional("exact", toml.flag, default=False)
        form = Form(
            (sense,),
            leads=row.optional("leads", toml.flag, default=sign),
            trails=row.optional("trails", toml.flag, default=True),
            homes=frozenset(row.optional("homes", toml.list_of(_COUNTRY), ())),
        )
        for phrase in _written(row, sign=sign):
            key = fold(phrase)
            known = self.forms.get(key.low)
            own = replace(form, exact=frozenset({key.plain})) if exact else form
            self.forms[key.low] = own if known is None else known.also(own, key.plain)

    def _magnitude(self, row: toml.Section) -> None:
        value = row.required("value", toml.positive)
        letter = row.optional("letter", toml.flag, default=False)
        own = row.optional("own", toml.flag, default=False)
        last = frozenset(_folded(row, "last"))
        tongue = _tongue(row)
        for phrase in _folded(row):
            known = self.magnitudes.get(phrase)
            if known is None:
                here = {self.language: value} if own and self.language else {}
                self.magnitudes[phrase] = Magnitude(None if here else value, here, self.language, letter, last)
            elif self.language:
                by_language = {**known.by_language, self.language: value}
                tongues = {**known.tongues, **({self.language: tongue} if tongue else {})}
                self.magnitudes[phrase] = replace(known, by_language=by_language, language=None, tongues=tongues)

    def _qualifier(self, row: toml.Section) -> None:
        self.qualifiers.add(row, self.language, self.clitics)

    def _range(self, row: toml.Section) -> None:
        self.ranges.add(row, self.language)

    def _negation(self, row: toml.Section) -> None:
        self.qualifiers.deny(row, self.language)

    def _per(self, row: toml.Section) -> None:
        unit = row.required("unit", toml.text)
        own = row.optional("own", toml.flag, default=False)
        before = self.per_own.setdefault(self.language or "", {}) if own else self.per_before
        before.update(dict.fromkeys(_folded(row, "before"), unit))
        self.per_after.update(dict.fromkeys(_folded(row, "after"), unit))

    def _nation(self, row: toml.Section) -> None:
        country = row.required("country", _COUNTRY)
        for phrase in _folded(row):
            self.nations.setdefault(phrase, country)

    def _guard(self, row: toml.Section) -> None:
        guard = Guard(
            frozenset(_folded(row, "before")),
            frozenset(_folded(row, "after")),
            row.optional("hyphen", toml.flag, default=False),
            row.optional("leading", toml.flag, default=False),
            frozenset(row.optional("names", _PHRASES, ())),
            frozenset(_folded(row, "then")),
            row.optional("series", toml.flag, default=False),
        )
        for form in row.required("form", _PHRASES):
            self.guards[folded(form)] = guard

    def _former(self, row: toml.Section) -> None:
        self.former[row.required("country", _COUNTRY)] = row.required("code", toml.matching("[A-Z]{3}"))

    def add_cldr(self, table: dict[str, Any]) -> None:
        """Fill in what the reviewed files leave open: they go first."""
        self.tender = table["tender"]
        self._add_names(table["names"])
        for sign, codes in table["signs"].items():
            key = fold(fold(sign).plain.strip())  # CLDR ends "د.إ." with a mark; the escudo's sign is a space
            exact = frozenset({key.plain}) if sign.isalpha() else frozenset()
            homes = self._homes(codes) if _word_like(sign) else frozenset()
            if key.low:
                self.forms.setdefault(key.low, Form((Sense(tuple(codes), "sign"),), exact=exact, homes=homes))
        for tag, (decimal, territory) in table["regions"].items():
            self.regions[tag] = Region(tag.partition("-")[0], territory, decimal, self.tender.get(territory))
        for language, found in table["magnitudes"].items():
            for word, power in found.items():
                known = self.magnitudes.get(word) or self.magnitudes.get(word.rstrip("."))
                known = known or Magnitude(None, letter=len(word) == 1)
                if language not in known.by_language:
                    by_language = {**known.by_language, language: _ONE.scaleb(power)}
                    self.magnitudes[word] = replace(known, by_language=by_language)

    def _add_names(self, table: Mapping[str, list[str]]) -> None:
        """Names and codes, by code; what is a number word is no name: "bir" is one before it is a birr."""
        used = frozenset(self.tender.values())
        counts = frozenset(word for numbers in self.numbers for word in numbers.values)
        for code, names in sorted(table.items(), key=lambda row: row[0] not in used):
            name = Form((Sense((code,), "name"),), leads=False)
            for phrase in map(str.strip, names):
                if phrase not in counts and not (phrase.isascii() and len(phrase) <= _SHORT):  # no "2000GT"
                    self.forms.setdefault(phrase, name)
            if code.lower() in self.forms and code not in used:
                continue  # a word of today is no currency of the past: "50 bani"
            small = code.lower() in self.small
            spellings = frozenset({code}) if not small or code.lower() in self.everyday else frozenset()
            alone = code.lower() not in self.spoken
            self.forms[code.lower()] = Form((Sense((code,), "code"),), exact=spellings, alone=alone)

    def _undot(self) -> None:
        """Let "mil." say what "mil" says where a language has only the one: a full stop may end the sentence."""
        for word, dotted in self.magnitudes.items():
            bare = self.magnitudes.get(word.removesuffix("."))
            if bare is not None and bare is not dotted:
                by_language = {**bare.by_language, **dotted.by_language}
                self.magnitudes[word] = replace(dotted, value=bare.value or dotted.value, by_language=by_language)

    def _homes(self, codes: Iterable[str]) -> frozenset[str]:
        used = frozenset(codes)
        return frozenset(country for country, code in self.tender.items() if code in used) or frozenset({"ZZ"})

    def words(self) -> Words:
        """The tables, done."""
        self._undot()
        return Words(
            forms=self.forms,
            magnitudes=self.magnitudes,
            numbers=tuple(self.numbers),
            links=frozenset(self.phrases["link"] | {"-"}),
            before=self.qualifiers.before,
            after=self.qualifiers.after,
            not_before=self.qualifiers.not_before,
            not_after=self.qualifiers.not_after,
            inside=self.qualifiers.inside,
            endings=self.qualifiers.endings,
            ranges=self.ranges.done(),
            sums=frozenset(self.phrases["sum"] | {""}),
            per_before=self.per_before,
            per_own=self.per_own,
            per_after=self.per_after,
            vague=frozenset(self.phrases["vague"]),
            minus=frozenset(self.phrases["minus"]),
            nations=self.nations,
            guards=self.guards,
            currency_of=self.tender,
            former=self.former,
            places={info.code: info.places for info in currencies()},
            regions=self.regions,
        )


def folded(phrase: str) -> str:
    """A phrase as texts are compared."""
    return fold(phrase).low


def _written(row: toml.Section, *, sign: bool) -> Iterator[str]:
    """The words of a currency, and each with every ending that "with" lists."""
    found = row.required("words", _PHRASES)
    yield from _spaced(found) if sign else found
    for ending in row.optional("with", _PHRASES, ()):
        yield from (word + ending for word in found)


def _word_like(sign: str) -> bool:
    """Whether a sign of CLDR is a word elsewhere, too: "K", "Le", "den"."""
    return sign.isalpha() and (len(sign) <= _SHORT or (sign.isascii() and sign.islower()))


def _spaced(phrases: Iterable[str]) -> tuple[str, ...]:
    """Signs, and those with a letter before the dollar sign with a space too: "HK $"."""
    found = tuple(phrases)
    return found + tuple(f"{phrase[:-1]} $" for phrase in found if _BEFORE_DOLLAR.fullmatch(phrase))


def _tongue(row: toml.Section) -> Tongue | None:
    of, behind = (frozenset(row.optional(key, _CODES, ())) for key in ("of", "behind"))
    near = frozenset(_folded(row, "near"))
    return Tongue(of, behind, near) if of or behind or near else None


def _folded(row: toml.Section, key: str = "words") -> list[str]:
    if key == "words":
        return [folded(phrase) for phrase in row.required(key, _PHRASES)]
    return [folded(phrase) for phrase in row.optional(key, _PHRASES, ())]
