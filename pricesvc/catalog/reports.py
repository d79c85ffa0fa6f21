"""The words that tie prices to things and to their conversions, from ``data/reports.toml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache, reduce
from typing import Final, Literal

from pricesvc.catalog import toml
from pricesvc.catalog.words import words
from pricesvc.reading.reports.pages import Ties

_WORDS = toml.list_of(toml.matching(r"|\S(?:.*\S)?"))
_CODE = toml.matching("[a-z]{2,3}")
_ORDER: toml.Kind[Literal["first", "last"]] = toml.one_of("first", "last")
_KEYS: Final = tuple(field.name for field in fields(Ties) if field.name not in {"each", "language", "last"})

Found = Mapping[str, frozenset[str]]


@cache
def ties() -> Mapping[str, Ties]:
    """The ties of each language, as shipped: "" stands for a language that is not known, so that all may be spoken.

    Raises:
        BadData: when the file breaks its schema.
    """
    found: dict[str, Found] = {}
    last: dict[str, bool] = {}
    with toml.toml_file(toml.DATA / "reports.toml") as file:
        with file.table("file") as head:
            head.required("source", toml.text)
        common = {key: _joined(row.required("words", _WORDS) for row in file.rows(key)) for key in _KEYS}
        for row in file.rows("language"):
            code = row.required("code", _CODE)
            last[code] = row.required("order", _ORDER) == "last"
            found[code] = {key: frozenset(row.optional(key, _WORDS, ())) for key in _KEYS}
    each = frozenset(words().per_after)
    known = {code: Ties(**_both(common, own), each=each, language=code, last=last[code]) for code, own in found.items()}
    return {**known, "": Ties(**reduce(_both, found.values(), common), each=each, language="", last=True)}


def _joined(rows: Iterable[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(word for row in rows for word in row)


def _both(one: Found, other: Found) -> dict[str, frozenset[str]]:
    return {key: one[key] | other[key] for key in _KEYS}
