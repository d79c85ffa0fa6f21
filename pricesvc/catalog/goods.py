"""The words, brands, models and categories of goods, from ``data/goods``.

``categories.toml`` has the categories and their tariff prefixes, ``languages.toml`` how each language builds names,
``tariff.toml`` the extent and the renumberings of the Harmonized System; ``terms/``, ``brands/`` and ``models/``
hold the lexicon in as many files as its authors like. All these words are packed into ``goods.lexicon``
(``pricesvc data pack-goods``), which loads ten times as fast; a pack of other files than those beside it is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from pricesvc.catalog import toml
from pricesvc.catalog.digests import goods_version
from pricesvc.catalog.lexicon import read_lexicon
from pricesvc.core.goods import NONE
from pricesvc.reading.goods.haystack import key
from pricesvc.reading.goods.lexicon import Entry, Forms, Kind, Language, Lexicon, Lists, Masks, forms
from pricesvc.reading.goods.quantities import OTHERS
from pricesvc.reading.goods.reader import Category, GoodsReader
from pricesvc.reading.goods.tariff import HsRow, Tariff
from pricesvc.reading.goods.wordforms import Building

FOLDER = toml.DATA / "goods"
PACKED = "goods.lexicon"
"""The packed form of a folder's words, beside them."""

_PHRASES = toml.list_of(toml.text)
_CODE = toml.matching("[a-z]{2,3}")
_ENDING = toml.matching(r"\S+(?: \S+)* < \S+")
_CHAPTER = toml.matching("[0-9]{2}")
_PREFIX = toml.matching("(?:[0-9]{2}){1,5}")
_PREFIXES = toml.list_of(_PREFIX)
_HEAD = toml.one_of("first", "last")
_MASKS: toml.Kind[Masks] = toml.one_of("after", "before")
_COUNTRY = toml.matching("[A-Z]{2}")
_MEASURES = ("item", "pair", "set", "bottle", "case", "ml", "l", "g", "kg", "m2")
_UNIT = toml.one_of(*_MEASURES, *OTHERS)
_PIECE = frozenset({"bottle", "case"})


@cache
def reader() -> GoodsReader:
    """The reader over the data that pricesvc ships, loaded once.

    Raises:
        BadData: when a file breaks its form; names the file, the row and the reason.
    """
    return load(FOLDER)


def load(folder: Path) -> GoodsReader:
    """The reader over a folder of goods data; its words are read when they are needed.

    Raises:
        BadData: when a file breaks its form; names the file, the row and the reason.
    """
    categories = list(categories_of(folder))
    return GoodsReader(partial(_lexicon, folder), _tariff(folder / "tariff.toml", categories), categories)


def _lexicon(folder: Path) -> Lexicon:
    """The words of a folder: from the packed form where that is of these very files."""
    found = read_lexicon(folder / PACKED, goods_version(folder)) or words(folder)
    return Lexicon(found, *_languages(folder / "languages.toml"))


def words(folder: Path) -> Forms:
    """All words of a folder, read strictly from its files.

    Raises:
        BadData: when a file breaks its form; names the file, the row and the reason.
    """
    gathering = _Gathering(frozenset(category.id for category in categories_of(folder)) | {NONE})
    files = [path for kind in ("terms", "brands", "models") for path in sorted((folder / kind).glob("**/*.toml"))]
    for path in files:
        with toml.toml_file(path) as file:
            gathering.read(file)
    return forms(gathering.finished())


def categories_of(folder: Path = FOLDER) -> Iterator[Category]:
    """The categories of goods.

    Raises:
        BadData: when the file breaks its form; names the row and the reason.
    """
    with toml.toml_file(folder / "categories.toml") as file:
        for row in file.rows("category"):
            yield Category(
                id=row.required("id", toml.matching("[a-z_]+")),
                title=row.required("title", toml.text),
                parent=row.optional("parent", toml.text),
                whole=row.optional("whole", _PREFIXES, ()),
                ex=row.optional("ex", _PREFIXES, ()),
                source=row.required("source", toml.text),
            )


def _languages(path: Path) -> tuple[list[Language], Lists]:
    """How languages build the names of things, and how they list several."""
    with toml.toml_file(path) as file:
        _source(file)
        with file.table("lists") as words:
            lists = Lists(
                *(frozenset(key(word).strip() for word in words.required(name, _PHRASES)) for name in ("also", "sets"))
            )
        buildings = {row.required("language", _CODE): _building(row) for row in file.rows("building")}
        return [_language(row, buildings) for row in file.rows("language")], lists


def _language(row: toml.Section, buildings: Mapping[str, Building]) -> Language:
    code, head = row.required("code", _CODE), row.required("head", _HEAD)
    return Language(code, "first" if head == "first" else "last", buildings.get(code))


def _building(row: toml.Section) -> Building:
    """How a language makes words of words, in the letters that are searched for."""
    endings: dict[str, tuple[str, ...]] = {}
    for ending in row.optional("endings", toml.list_of(_ENDING), ()):
        ends, base = ending.split(" < ")
        for end in map(_letters, ends.split()):
            endings[end] = (*endings.get(end, ()), _letters(base))
    starts, before, links, tails = (
        tuple(map(_letters, row.optional(name, _PHRASES, ()))) for name in ("starts", "before", "links", "tails")
    )
    names = row.optional("names", toml.flag, default=False)
    return Building(endings, starts, frozenset(before), links, names, tails)


def _letters(part: str) -> str:
    """A part of a word as it is searched for; a dash is no letter."""
    return key(part).strip()


def _tariff(path: Path, categories: list[Category]) -> Tariff:
    rows = [HsRow(prefix, one.id, whole=True) for one in categories for prefix in one.whole]
    rows += [HsRow(prefix, one.id, whole=False) for one in categories for prefix in one.ex]
    with toml.toml_file(path) as file:
        _source(file)
        headings = {row.required("chapter", _CHAPTER): row.required("last", toml.whole) for row in file.rows("extent")}
        renumbered = {row.required("old", _PREFIX): row.required("new", _PREFIXES) for row in file.rows("renumbered")}
    return Tariff(rows, renumbered, headings)


def _source(file: toml.Section) -> None:
    with file.table("file") as head:
        head.required("source", toml.text)


def _counted(unit: str | None) -> str | None:
    """The unit that laws count in: a bottle or a case is one piece."""
    return "item" if unit in _PIECE else unit


@dataclass(slots=True)
class _Gathering:
    """The entries while files are added to them."""

    categories: frozenset[str]
    rows: list[tuple[Entry, tuple[str, ...]]] = field(default_factory=list)
    makes: dict[str, Entry] = field(default_factory=dict)
    models: list[tuple[toml.Section, Entry]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    language: str | None = None
    source: str | None = None

    def read(self, file: toml.Section) -> None:
        self.language = self.source = None
        if file.has("file"):
            with file.table("file") as head:
                self.language = head.optional("language", _CODE)
                self.source = head.optional("source", toml.text)
                head.optional("title", toml.text)
        for kind in ("type", "negative", "attribute", "context", "cut", "count", "money", "role"):
            for row in file.rows(kind):
                self._term(row, kind)
        for row in file.rows("brand"):
            self._brand(row)
        for row in file.rows("model"):
            self._model(row)

    def finished(self) -> Iterator[tuple[Entry, tuple[str, ...]]]:
        """Every entry with its words; a model has its maker's name and country."""
        for row, model in self.models:
            if model.brand is not None and model.brand not in self.makes:
                row.refuse(f"make {model.brand} is the id of no brand")
        for entry, words in self.rows:
            make = self.makes.get(entry.brand or "") if entry.kind == "model" else None
            yield (entry, words) if make is None else (_made(entry, make), words)

    def _term(self, row: toml.Section, kind: Kind) -> None:
        category = row.required("category", toml.text) if kind == "type" else row.optional("category", toml.text)
        entry = Entry(
            id=self._id(row),
            kind=kind,
            language=self.language,
            category=self._category(row, category or (NONE if kind == "negative" else None)),
            hs=row.optional("hs", _PREFIXES, ()),
            article=row.optional("article", toml.text),
            part=row.optional("part", toml.flag, default=False),
            needs=row.optional("needs", _PHRASES, ()),
            unless=row.optional("unless", _PHRASES, ()),
            capital=row.optional("capital", toml.flag, default=False),
            masks=row.required("masks", _MASKS) if kind == "context" else row.optional("masks", _MASKS),
            over=self._categories(row, row.optional("over", _PHRASES, ())),
            alone=row.optional("alone", toml.flag, default=True),
            weak=row.optional("weak", toml.flag, default=False),
            value=row.optional("value", toml.positive),
            unit=_counted(row.optional("unit", _UNIT)),
        )
        self._add(row, entry, row.required("words", _PHRASES))

    def _brand(self, row: toml.Section) -> None:
        categories = row.required("categories", _PHRASES)
        entry = Entry(
            id=self._id(row),
            kind="brand" if len(categories) == 1 else "house",
            category=self._category(row, categories[0]),
            others=self._categories(row, categories),
            hs=row.optional("hs", _PREFIXES, ()),
            article=row.optional("article", toml.text),
            brand=row.required("name", toml.text),
            country=row.optional("country", _COUNTRY),
            needs=row.optional("needs", _PHRASES, ()),
            unless=row.optional("unless", _PHRASES, ()),
            capital=row.optional("capital", toml.flag, default=False),
        )
        self.makes[entry.id] = entry
        self._add(
            row,
            entry,
            (row.required("name", toml.text), *row.optional("aliases", toml.list_of(toml.text, least=0), ())),
        )

    def _model(self, row: toml.Section) -> None:
        entry = Entry(
            id=self._id(row),
            kind="model",
            category=self._category(row, row.required("category", toml.text)),
            hs=row.optional("hs", _PREFIXES, ()),
            article=row.optional("article", toml.text),
            brand=row.optional("make", toml.text),
            needs=row.optional("needs", _PHRASES, ()),
            unless=row.optional("unless", _PHRASES, ()),
            capital=row.optional("capital", toml.flag, default=False),
        )
        self.models.append((row, entry))
        self._add(row, entry, row.required("names", _PHRASES))

    def _add(self, row: toml.Section, entry: Entry, words: tuple[str, ...]) -> None:
        if row.optional("source", toml.text) is None and self.source is None:
            row.refuse("source is missing, and the file names none")
        searched = tuple(word for word in words if key(word))
        if len(searched) < len(words) and entry.kind != "cut":  # signs cut anyway, so a cut may name them
            row.refuse("words has one without a letter or digit")
        self.rows.append((entry, searched))

    def _id(self, row: toml.Section) -> str:
        name = row.required("id", toml.text)
        if name in self.seen:
            row.refuse(f"id {name} is used twice")
        self.seen.add(name)
        return name

    def _categories(self, row: toml.Section, categories: tuple[str, ...]) -> frozenset[str]:
        return frozenset(one for one in categories if self._category(row, one))

    def _category(self, row: toml.Section, category: str | None) -> str | None:
        if category is not None and category not in self.categories:
            row.refuse(f"category {category} is none of categories.toml")
        return category


def _made(model: Entry, make: Entry) -> Entry:
    return Entry(
        model.id, "model", None, model.category, frozenset(), model.hs, model.article, make.brand, make.country,
        needs=model.needs, unless=model.unless, capital=model.capital,
    )  # fmt: skip
