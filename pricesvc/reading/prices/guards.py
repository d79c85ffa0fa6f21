"""Neighbours that show a form to be no currency: "20 pounds of flour", "Euro 2024", "3元素"."""

from __future__ import annotations

from pricesvc.reading.phrases import any_of
from pricesvc.reading.prices.currencies import Hit
from pricesvc.reading.prices.number import Number
from pricesvc.reading.prices.words import Guard
from pricesvc.reading.spaces import before, past

_FIRST, _LAST = "\uac00", "\ud7a3"
"""The syllables of Hangul."""


class Guarding:
    """A guard, ready to be asked."""

    def __init__(self, guard: Guard) -> None:
        self._before = any_of(guard.before)
        self._after = any_of(guard.after)
        self._hyphen = guard.hyphen
        self._leading = guard.leading
        self._names = guard.names
        self._series = guard.series
        self._then = any_of(guard.then)

    def refuses(self, number: Number) -> bool:
        """Whether a number behind the form says that the form is no currency."""
        run = number.run
        small = len(run) == 1 or (len(run) == len("2024") and run[:2] in ("19", "20"))
        return self._leading and not number.scaled and small and run.isdigit()

    def is_series(self, plain: str, hit: Hit, number: Number) -> bool:
        """Whether capitals and a digit name a model."""
        touching = hit.end == number.start and len(number.run) == 1 and not number.scaled
        return self._series and touching and plain[hit.start : hit.end].isupper()

    def names(self, plain: str, hit: Hit, language: str | None) -> bool:
        """Whether a capital says that the form is a name."""
        return language in self._names and plain[hit.start : hit.end].istitle()

    def speaks(self, low: str, start: int, hit: Hit) -> bool:
        """Whether a neighbour says that the form is no currency here."""
        if self._hyphen and low[hit.start - 1] == "-":
            return True
        if self._then and low[hit.end : hit.end + 1].isalpha() and self._then.at(low, hit.end) is None:
            return True
        touching = _FIRST <= low[hit.end - 1] <= _LAST  # Korean spaces part words: 원소 is not 원 소고기
        place = hit.end if touching else past(low, hit.end, most=1)
        return bool(self._after.at(low, place) or self._before.before(low, before(low, start, most=1, blanks=" ")))
