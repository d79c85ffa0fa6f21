"""Tariff codes to categories: the longest prefix wins, and one that is only partly meant needs the words too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pricesvc.core.goods import NONE, HsCode

_HEADING = 4


@dataclass(frozen=True, slots=True)
class HsRow:
    """A prefix of the Harmonized System and the category under it; ``whole`` if all of the prefix belongs to it."""

    prefix: str
    category: str
    whole: bool


@dataclass(frozen=True, slots=True)
class HsAnswer:
    """What a code says: a category for certain, or several of which words must confirm one."""

    category: str | None
    candidates: tuple[str, ...] = ()
    prefix: str | None = None
    note: str | None = None


class Tariff:
    """The headings of the Harmonized System that goods of a category fall under."""

    def __init__(
        self, rows: Iterable[HsRow], renumbered: Mapping[str, tuple[str, ...]], headings: Mapping[str, int]
    ) -> None:
        self._rows = sorted(rows, key=lambda row: (row.prefix, not row.whole, row.category))
        self._renumbered = renumbered
        self._headings = headings

    def read(self, code: HsCode) -> HsAnswer:
        """What a code says by itself."""
        chapter, heading = code.digits[:2], code.digits[2:4]
        if heading and not 1 <= int(heading) <= self._headings.get(chapter, 0):
            return HsAnswer(None, note=f"The Harmonized System has no heading {code.digits[:4]}.")
        old = max((old for old in self._renumbered if code.digits.startswith(old)), key=len, default=None)
        if old is not None:
            return self._of_old(old)
        return self._read(code)

    def _of_old(self, old: str) -> HsAnswer:
        """A code of an earlier edition: what its successors agree on."""
        answers = [self._read(HsCode(new)) for new in self._renumbered[old]]
        note = f"{old} is a code of an earlier edition; now {', '.join(self._renumbered[old])}."
        said = {answer.category for answer in answers}
        if len(said) == 1 and (only := said.pop()) is not None:
            return HsAnswer(only, prefix=answers[0].prefix, note=note)
        candidates = dict.fromkeys(c for a in answers for c in (a.candidates or ((a.category,) if a.category else ())))
        return HsAnswer(None, tuple(c for c in candidates if c != NONE), old, note)

    def _read(self, code: HsCode) -> HsAnswer:
        above = [row for row in self._rows if code.within(row.prefix)]
        below = [row for row in self._rows if code.reaches(row.prefix)]
        if above:
            depth = max(len(row.prefix) for row in above)
            nearest = [row for row in above if len(row.prefix) == depth]
            sure = [row for row in nearest if row.whole]
            if sure:
                return HsAnswer(sure[0].category, prefix=sure[0].prefix)
            return self._partly(code, nearest, below)
        if not below:
            return HsAnswer(NONE, prefix=code.digits[:_HEADING])
        return self._reached(code, below)

    def _partly(self, code: HsCode, nearest: list[HsRow], below: list[HsRow]) -> HsAnswer:
        """Under a prefix that is meant in part: beside finer rows that say which part, another part is not meant."""
        prefix = nearest[0].prefix
        siblings = [row for row in self._rows if row.prefix.startswith(prefix) and len(row.prefix) > len(prefix)]
        if len(code.digits) > len(prefix) and siblings and not below:
            return HsAnswer(NONE, prefix=prefix)
        return HsAnswer(None, tuple(dict.fromkeys(row.category for row in nearest)), prefix)

    def _reached(self, code: HsCode, below: list[HsRow]) -> HsAnswer:
        """A code so short that rows lie under it: they decide when they leave no heading out."""
        categories = tuple(dict.fromkeys(row.category for row in below))
        whole = {row.prefix: row.category for row in below if row.whole}
        last = self._headings.get(code.digits, 0) if len(code.digits) < _HEADING else 0
        said = {whole.get(f"{code.digits}{number:02d}") for number in range(1, last + 1)}
        only = said.pop() if len(said) == 1 else None
        return HsAnswer(only, () if only else categories, code.digits)
