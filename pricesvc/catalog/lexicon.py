"""The packed lexicon of goods: what the many files of words say, in the form that loads at once.

Layout: one line of JSON (the format and the version of the files it was made from), then deflated JSON. Phrases and
spellings are lines of one long text each, for nothing splits faster; those that mean one thing only, nearly all, are
kept apart from the others. Conditions, codes and categories are numbered lists that entries share.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from pricesvc.core.errors import BadData
from pricesvc.reading.goods.lexicon import Entry, Form, Forms

FORMAT = "pricesvc-goods-2"
"""What the first line of a packed lexicon calls itself."""

_LISTS = ("hs", "needs", "unless")
_SETS = ("others", "over")


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
    lists: dict[tuple[str, ...], int] = {}
    alone = [(phrase, form) for phrase, found in forms.items() for form in found if len(found) == 1]
    shared = [(phrase, form) for phrase, found in forms.items() for form in found if len(found) > 1]
    return {
        "alone": _columns(alone, numbers),
        "shared": _columns(shared, numbers),
        "entries": [dict(_stated(entry, lists)) for entry in numbers],
        "lists": list(lists),
    }


def _columns(rows: list[tuple[str, Form]], numbers: dict[Entry, int]) -> dict[str, Any]:
    return {
        "phrases": "\n".join(phrase for phrase, _ in rows),
        "spellings": "\n".join(form.spelling for _, form in rows),
        "order": [numbers.setdefault(form.entry, len(numbers)) for _, form in rows],
    }


def _stated(entry: Entry, lists: dict[tuple[str, ...], int]) -> Iterator[tuple[str, object]]:
    """What an entry says that is not the default."""
    for field, value in entry._asdict().items():
        if value == Entry._field_defaults.get(field):
            continue
        if field in _LISTS + _SETS:
            yield field, lists.setdefault(tuple(value if field in _LISTS else sorted(value)), len(lists))
        else:
            yield field, str(value) if isinstance(value, Decimal) else value


def _read(data: dict[str, Any]) -> dict[str, Sequence[Form]]:
    lists = [tuple(one) for one in data["lists"]]
    sets = [frozenset(one) for one in lists]
    entries = list(_entries(data["entries"], lists, sets))
    phrases, spoken = _rows(data["alone"], entries)
    found: dict[str, Sequence[Form]] = dict(zip(phrases, zip(spoken), strict=True))
    shared: dict[str, list[Form]] = {}
    for phrase, form in zip(*_rows(data["shared"], entries), strict=True):
        shared.setdefault(phrase, []).append(form)
    return found | {phrase: tuple(ways) for phrase, ways in shared.items()}


def _rows(columns: dict[str, Any], entries: Sequence[Entry]) -> tuple[list[str], Iterator[Form]]:
    """The phrases of some columns, and their ways of writing."""
    if not columns["order"]:
        return [], iter(())
    rows = zip(map(entries.__getitem__, columns["order"]), columns["spellings"].split("\n"), strict=True)
    return columns["phrases"].split("\n"), map(_FORM, rows)


def _entries(
    rows: Iterable[dict[str, Any]], lists: list[tuple[str, ...]], sets: list[frozenset[str]]
) -> Iterator[Entry]:
    for row in rows:
        for field in row.keys() & _SHARED:
            row[field] = (sets if field in _SETS else lists)[row[field]]
        if "value" in row:
            row["value"] = Decimal(row["value"])
        yield Entry(**row)


_SHARED = frozenset(_LISTS + _SETS)
_FORM: Callable[[tuple[Entry, str]], Form] = partial(tuple.__new__, Form)
"""As ``Form._make``, without a call of Python for each of 100,000."""
