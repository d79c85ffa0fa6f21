"""The packed lexicon of goods: what the many files of words say, in the form that loads at once.

Layout: one line of JSON (the format and the version of the files it was made from), then deflated JSON. Phrases and
spellings are lines of one long text each, for nothing splits faster; those that mean one thing only, nearly all, are
kept apart from the others. What entries say is kept field by field, each with the numbers of those that say it, for
that is read in half the time of one object an entry; words, conditions, codes and categories are numbered too.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from pricesvc.core.errors import BadData
from pricesvc.reading.goods.lexicon import Entry, Form, Forms

FORMAT = "pricesvc-goods-3"
"""What the first line of a packed lexicon calls itself."""

_LISTS = ("hs", "needs", "unless")
_SETS = ("others", "over")
_WORDS = ("kind", "language", "category", "article", "brand", "country", "masks", "unit", "value")


def pack(forms: Forms, version: str) -> bytes:
    """Pack the ways of writing every entry, under the version of the files that say so."""
    head = json.dumps({"format": FORMAT, "version": version}).encode()
    body = json.dumps(_written(forms), ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join((head, b"\n", zlib.compress(body, 9)))


def unpack(packed: bytes, name: str, version: str) -> Forms | None:
    """The ways of writing every entry; None when they were packed from another version of the files.

    Raises:
        BadData: when it is no packed lexicon.
    """
    line, _, body = packed.partition(b"\n")
    try:
        head = json.loads(line)
        if head["format"] != FORMAT or head["version"] != version:
            return None
        return _read(json.loads(zlib.decompress(body)))
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        raise BadData(f"{name} is damaged: {error}.", file=name, place="", reason=str(error)) from error


def read_lexicon(path: Path, version: str) -> Forms | None:
    """Open a packed lexicon; None when there is none, or none of this version.

    Raises:
        BadData: when the file is damaged.
    """
    return unpack(path.read_bytes(), path.name, version) if path.exists() else None


def _written(forms: Forms) -> dict[str, Any]:
    numbers: dict[Entry, int] = {}
    alone = [(phrase, form) for phrase, found in forms.items() for form in found if len(found) == 1]
    shared = [(phrase, form) for phrase, found in forms.items() for form in found if len(found) > 1]
    columns = {"alone": _columns(alone, numbers), "shared": _columns(shared, numbers)}
    return {**columns, "entries": len(numbers), **_fields(list(numbers))}


def _columns(rows: list[tuple[str, Form]], numbers: dict[Entry, int]) -> dict[str, Any]:
    return {
        "phrases": "\n".join(phrase for phrase, _ in rows),
        "spellings": "\n".join(form.spelling for _, form in rows),
        "order": [numbers.setdefault(form.entry, len(numbers)) for _, form in rows],
    }


def _fields(entries: Sequence[Entry]) -> dict[str, Any]:
    """What the entries say that is not the default, field by field, and the lists and words that they share.

    Each is of an entry so many after the last one: small numbers are packed best.
    """
    lists: dict[tuple[str, ...], int] = {}
    words: dict[str, int] = {}
    fields: dict[str, dict[str, list[Any]]] = {}
    for number, entry in enumerate(entries):
        for field, value in entry._asdict().items():
            if value != Entry._field_defaults.get(field):
                column = fields.setdefault(field, {"of": [], "is": []})
                column["of"].append(number)
                column["is"].append(_numbered(field, value, lists, words))
    for column in fields.values():
        column["of"] = [other - one for one, other in pairwise([0, *column["of"]])]
    return {"fields": fields, "lists": list(lists), "words": list(words)}


def _numbered(field: str, value: Any, lists: dict[tuple[str, ...], int], words: dict[str, int]) -> object:  # noqa: ANN401 - of any field
    """A value, or its number among those that entries share."""
    if field in _LISTS + _SETS:
        return lists.setdefault(tuple(value if field in _LISTS else sorted(value)), len(lists))
    return words.setdefault(str(value), len(words)) if field in _WORDS else value


def _read(data: dict[str, Any]) -> dict[str, Sequence[Form]]:
    entries = _entries(data)
    phrases, spoken = _rows(data["alone"], entries)
    found: dict[str, Sequence[Form]] = dict(zip(phrases, zip(spoken), strict=True))
    shared: dict[str, list[Form]] = {}
    for phrase, form in zip(*_rows(data["shared"], entries), strict=True):
        shared.setdefault(phrase, []).append(form)
    found.update((phrase, tuple(ways)) for phrase, ways in shared.items())
    return found


def _rows(columns: dict[str, Any], entries: Sequence[Entry]) -> tuple[list[str], Iterator[Form]]:
    """The phrases of some columns, and their ways of writing."""
    if not columns["order"]:
        return [], iter(())
    rows = zip(map(entries.__getitem__, columns["order"]), columns["spellings"].split("\n"), strict=True)
    return columns["phrases"].split("\n"), map(_FORM, rows)


def _entries(data: dict[str, Any]) -> list[Entry]:
    lists = [tuple(one) for one in data["lists"]]
    sets = [frozenset(one) for one in lists]
    known: dict[str, Sequence[object]] = dict.fromkeys(_WORDS, data["words"])
    known |= dict.fromkeys(_LISTS, lists) | dict.fromkeys(_SETS, sets)
    entries = [_BLANK.copy() for _ in range(data["entries"])]
    for field, column in data["fields"].items():
        place = _PLACE[field]
        said = map(known[field].__getitem__, column["is"]) if field in known else column["is"]
        numbers = accumulate(column["of"])
        for number, value in zip(numbers, map(Decimal, said) if field == "value" else said, strict=True):
            entries[number][place] = value
    return list(map(_ENTRY, entries))


_PLACE = {field: place for place, field in enumerate(Entry._fields)}
_BLANK = [Entry._field_defaults.get(field) for field in Entry._fields]
_ENTRY: Callable[[list[Any]], Entry] = partial(tuple.__new__, Entry)
_FORM: Callable[[tuple[Entry, str]], Form] = partial(tuple.__new__, Form)
"""As ``Entry._make`` and ``Form._make``, without a call of Python for each of 100,000."""
