"""Spelled-out numbers of scripts without spaces between words: ห้าแสนบาท, ສອງພັນກີບ."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pricesvc.reading.phrases import is_letter
from pricesvc.reading.prices.wordings import Language, Run
from pricesvc.reading.prices.words import NumberWords

_HUNDRED = 100
_SCRIPTS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uac00-\ud7a3]")


def is_unspaced(words: NumberWords) -> bool:
    """Whether the number words of a language stand in such a script."""
    return not is_letter(next(iter(words.values)), 0)


class Unspaced:
    """Finds them. Each of these scripts is that of one language, so that no other language counts."""

    def __init__(self, languages: list[Language]) -> None:
        self._languages = {word: language for language in languages for word in _words(language.words)}
        longest_first = sorted(self._languages, key=len, reverse=True)
        self._word = re.compile("|".join(map(re.escape, longest_first)))

    def find(self, low: str) -> Iterator[Run]:
        """Every one, in order."""
        if not self._languages or _SCRIPTS.search(low) is None:
            return
        floor = 0
        for found in self._word.finditer(low):
            if found.start() < floor:
                continue
            run = self._languages[found.group()].read(low, found.start())
            if run is not None:
                floor = run.end
                yield run


def _words(words: NumberWords) -> Iterator[str]:
    """What a number may begin with: a unit only where it means one of them by itself."""
    begins = (word for word in words.values if word not in words.inner)
    yield from (word for word in begins if words.values[word] < _HUNDRED or word in words.singles)
    yield from (fraction for fraction in words.fractions if fraction not in words.behind)
