"""The words that prices are written with, from ``data/words``: one file a language, one of signs, one from CLDR."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pricesvc.catalog import toml
from pricesvc.core.errors import BadData
from pricesvc.core.mentions import Qualifier
from pricesvc.reading.text import fold
from pricesvc.reading.words import Form, FormKind, Guard, Magnitude, NumberWords, Region, Sense, Words

FOLDER = Path(__file__).parent.parent / "data" / "words"
CLDR = "cldr.json"

_CODE = toml.matching("[A-Z]{3}")
_CODES = toml.list_of(_CODE)
_PHRASES = toml.list_of(toml.text)
_SAYS = toml.one_of("exact", "about", "nearly", "over", "at_least", "under", "up_to")
_KIND = toml.one_of("code", "sign", "name", "slang")


@cache
def words() -> Words:
    """All words, read once.

    Raises:
        BadData: when a file breaks its form; names the file, the row and the reason.
    """
    return load(FOLDER)


def load(folder: Path) -> Words:
    """Read every file of a folder, in the order of names, English first: its senses are the defaults."""
    gathering = _Gathering()
    files = sorted(folder.glob("*.toml"), key=lambda path: (path.stem != "signs", path.stem != "en", path.stem))
    for path in files:
        with toml.toml_file(path) as file:
            gathering.read(file)
    gathering.cldr(json.loads((folder / CLDR).read_text(encoding="utf-8")))
    return gathering.words()


class _Gathering:
    """The tables while files are added to them."""

    def __init__(self) -> None:
        self.forms: dict[str, Form] = {}
        self.magnitudes: dict[str, Magnitude] = {}
        self.before: dict[str, Qualifier] = {}
        self.after: dict[str, Qualifier] = {}
        self.joiners: set[str] = set()
        self.pairs: dict[str, frozenset[str]] = {}
        self.links: set[str] = set()
        self.tender: Mapping[str, str] = {}
        self.regions: dict[str, Region] = {}
        self.language: str | None = None

    def read(self, file: toml.Section) -> None:
        with file.table("file") as head:
            language = head.required("language", toml.matching("[a-z]{2,3}"))
            head.required("source", toml.text)
        self.language = None if language == "und" else language
        for row in file.rows("currency"):
            self._currency(row)
        for row in file.rows("magnitude"):
            self._magnitude(row)
        for row in file.rows("qualifier"):
            says = row.required("says", _SAYS)
            for phrase in row.optional("before", _PHRASES, ()):
                self.before[folded(phrase)] = says  # type: ignore[assignment]
            for phrase in row.optional("after", _PHRASES, ()):
                self.after[folded(phrase)] = says  # type: ignore[assignment]
        for row in file.rows("range"):
            joins = frozenset(folded(word) for word in row.required("join", _PHRASES))
            openers = row.optional("open", _PHRASES, ())
            for opener in openers:
                self.pairs[folded(opener)] = self.pairs.get(folded(opener), frozenset()) | joins
            if not openers:
                self.joiners |= joins

    def _currency(self, row: toml.Section) -> None:
        codes = row.required("codes", _CODES)
        kind = row.optional("kind", _KIND, "sign" if self.language is None else "name")
        sense = Sense(codes, kind, self.language, row.optional("share", toml.positive, Decimal(1)))  # type: ignore[arg-type]
        leads = row.optional("leads", toml.flag, self.language is None)
        trails = row.optional("trails", toml.flag, default=True)
        weak = row.optional("weak", toml.flag, default=False)
        exact = row.optional("exact", toml.flag, default=False)
        homes = frozenset(row.optional("homes", toml.list_of(toml.matching("[A-Z]{2}")), ()))
        for phrase in row.required("words", _PHRASES):
            key = folded(phrase)
            known = self.forms.get(key)
            senses = (*known.senses, sense) if known else (sense,)
            self.forms[key] = Form(senses, frozenset({phrase}) if exact else frozenset(), leads, trails, weak, homes)

    def _magnitude(self, row: toml.Section) -> None:
        value = row.required("value", toml.positive)
        letter = row.optional("letter", toml.flag, default=False)
        for phrase in row.required("words", _PHRASES):
            key = folded(phrase)
            known = self.magnitudes.get(key)
            if known is None:
                self.magnitudes[key] = Magnitude(value, {}, self.language, letter)
            else:
                by_language = {**known.by_language, self.language: value} if self.language else known.by_language
                self.magnitudes[key] = Magnitude(known.value, by_language, None, known.letter)

    def cldr(self, table: dict[str, Any]) -> None:
        """Fill in what the reviewed files leave open: they go first."""
        for code, names in table["names"].items():
            name = Form((Sense((code,), "name"),), leads=False)
            for phrase in names:
                self.forms.setdefault(phrase, name)
            self.forms[code.lower()] = Form((Sense((code,), "code"),), exact=frozenset({code}))
        for sign, codes in table["signs"].items():
            key = folded(sign)
            exact = frozenset({fold(sign).plain}) if sign.isalpha() else frozenset()
            self.forms.setdefault(key, Form((Sense(tuple(codes), "sign"),), exact=exact))
        self.tender = table["tender"]
        for tag, (decimal, territory) in table["regions"].items():
            self.regions[tag] = Region(tag.partition("-")[0], territory, decimal, self.tender.get(territory))

    def words(self) -> Words:
        return Words(
            forms=self.forms,
            magnitudes=self.magnitudes,
            before=self.before,
            after=self.after,
            joiners=frozenset(self.joiners | {"-", "~"}),
            pairs=self.pairs,
            links=frozenset(self.links | {"-"}),
            currency_of=self.tender,
            regions=self.regions,
        )


def folded(phrase: str) -> str:
    """A phrase as texts are compared."""
    return fold(phrase).low
