"""What words beside a price say, read from the rows ``qualifier`` and ``negation`` of the words."""

from __future__ import annotations

from collections.abc import Iterable

from pricesvc.catalog import toml
from pricesvc.core.mentions import Qualifier
from pricesvc.reading.text import fold

_PHRASES = toml.list_of(toml.text)
_SAYS: toml.Kind[Qualifier] = toml.one_of("exact", "about", "nearly", "over", "at_least", "under", "up_to")


class GatheringQualifiers:
    """The tables while rows are added to them."""

    def __init__(self) -> None:
        self.before: dict[str, dict[str | None, Qualifier]] = {}
        self.after: dict[str, dict[str | None, Qualifier]] = {}
        self.endings: dict[str, dict[str, Qualifier]] = {}
        self.inside: dict[str, Qualifier] = {}
        self.not_before: dict[str, frozenset[str]] = {}
        self.not_after: dict[str, frozenset[str]] = {}

    def add(self, row: toml.Section, language: str | None, clitics: Iterable[str]) -> None:
        """Add one row of a language; ``clitics`` may be glued to what stands before a price."""
        says = row.required("says", _SAYS)
        for phrase in _folded(row, "before"):
            for clitic in ("", *clitics):
                self.before.setdefault(clitic + phrase, {}).setdefault(language, says)
        for phrase in _folded(row, "after"):
            self.after.setdefault(phrase, {}).setdefault(language, says)
        for phrase in _folded(row, "inside"):
            self.inside.setdefault(phrase, says)
        for phrase in _folded(row, "ending"):
            self.endings.setdefault(language or "", {}).setdefault(phrase, says)

    def deny(self, row: toml.Section, language: str | None) -> None:
        """Add one row of words for "not"."""
        for known, side in ((self.not_before, "before"), (self.not_after, "after")):
            for phrase in _folded(row, side):
                known[phrase] = known.get(phrase, frozenset()) | {language or ""}


def _folded(row: toml.Section, key: str) -> list[str]:
    return [fold(phrase).low for phrase in row.optional(key, _PHRASES, ())]
