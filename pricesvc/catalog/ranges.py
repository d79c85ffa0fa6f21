"""What stands between two prices, read from the rows ``range`` of the words: the ends of a range, or a change."""

from __future__ import annotations

from collections.abc import Iterable

from pricesvc.catalog import toml
from pricesvc.reading.prices.words import Ranges
from pricesvc.reading.text import fold

_PHRASES = toml.list_of(toml.text)

_Openers = dict[str, frozenset[str]]


class GatheringRanges:
    """The tables while rows are added to them."""

    def __init__(self) -> None:
        self._joiners: set[str] = set()
        self._rises: set[str] = set()
        self._pairs: _Openers = {}
        self._links: set[str] = set()
        self._changed: _Openers = {}
        self._changeable: _Openers = {}
        self._moves: set[str] = set()
        self._moved: set[str] = set()
        self._falls: set[str] = set()
        self._suffixed: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def add(self, row: toml.Section, language: str | None) -> None:
        """Add one row of a language."""
        lower, upper = frozenset(_folded(row, "lower")), frozenset(_folded(row, "upper"))
        if lower:
            self._suffixed[language or ""] = (lower, upper)
        self._rises.update(_folded(row, "not_after"))
        joins, openers = frozenset(_folded(row, "join")), _folded(row, "open")
        change = row.optional("change", toml.flag, default=False)
        falls = _folded(row, "falls")
        moves, moved = [*_folded(row, "moves"), *falls], _folded(row, "moved")
        self._falls.update(falls)
        self._moves.update(moves)
        self._moved.update(moved)
        if moves or moved:
            _open(self._changeable, openers or [""], joins)
        _open(self._changed if change else self._pairs, openers, joins)
        if not openers:
            known = self._links if change else self._joiners
            known |= joins

    def done(self) -> Ranges:
        """The tables, done."""
        return Ranges(
            joiners=frozenset(self._joiners),
            rises=frozenset(self._rises),
            pairs=self._pairs,
            links=frozenset(self._links),
            changed=self._changed,
            changeable=self._changeable,
            moves=frozenset(self._moves),
            moved=frozenset(self._moved),
            falls=frozenset(self._falls),
            suffixed=self._suffixed,
        )


def _open(table: _Openers, openers: Iterable[str], joins: frozenset[str]) -> None:
    for opener in openers:
        table[opener] = table.get(opener, frozenset()) | joins


def _folded(row: toml.Section, key: str) -> list[str]:
    return [fold(phrase).low for phrase in row.optional(key, _PHRASES, ())]
