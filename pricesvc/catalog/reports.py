"""The words that tie prices to things and to their conversions, from ``data/reports.toml``."""

from __future__ import annotations

from functools import cache

from pricesvc.catalog import toml
from pricesvc.catalog.words import words
from pricesvc.reading.pages import Ties

_WORDS = toml.list_of(toml.matching(r"|\S(?:.*\S)?"))


@cache
def ties() -> Ties:
    """The ties, as shipped.

    Raises:
        BadData: when the file breaks its schema.
    """
    found: dict[str, frozenset[str]] = {}
    with toml.toml_file(toml.DATA / "reports.toml") as file:
        with file.table("file") as head:
            head.required("source", toml.text)
        for key in (
            "attach",
            "convert",
            "bound",
            "article",
            "person",
            "of",
            "buys",
            "cash",
            "level",
            "within",
            "link",
            "also",
            "worth",
            "label",
            "filler",
        ):
            rows = [row.required("words", _WORDS) for row in file.rows(key)]
            found[key] = frozenset(word for row in rows for word in row)
    return Ties(**found, each=frozenset(words().per_after))
