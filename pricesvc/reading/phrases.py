"""Words and signs, looked up at a place of a text: the longest that stands there, however many are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")

REACH = 48
"""Characters a phrase can have: nothing looks further."""

_SOLID = (
    r"\s0-9!-/:-@\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf×÷"  # spaces, digits, signs
    r"\u055a-\u055f\u0589\u1361-\u1368\u060c\u061b\u061f\u066a-\u066d\u06d4\u0964\u0965\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff"
    r"\u060b\u09f2\u09f3\u0af1\u0bf9"  # signs of currencies that stand among letters
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff"  # scripts written without spaces
    r"\u2e80-\ua4cf\uac00-\ud7ff\ue000-\ufaff\ufdfc\ufe30-\uffff"
)
LETTER = f"[^{_SOLID}]"
"""A character of a script that puts spaces between its words."""

_WORD = re.compile(f"{LETTER}{{1,{REACH}}}")
_ONE_LETTER = re.compile(LETTER)


class Phrases(Generic[T]):
    """A table of folded phrases. A phrase that ends in a letter matches whole words only."""

    def __init__(self, entries: Mapping[str, T]) -> None:
        self._entries = {phrase: value for phrase, value in entries.items() if phrase and len(phrase) <= REACH}
        self._by_head = _by_key(self._entries, head)
        self._by_tail = _by_key(self._entries, _tail)

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, phrase: str) -> T | None:
        """The value of a whole phrase."""
        return self._entries.get(phrase)

    def opens(self, word: str) -> bool:
        """Whether a phrase begins with a word: the quick answer for most words."""
        return word in self._by_head

    def at(self, low: str, start: int) -> tuple[int, T] | None:
        """The longest phrase that begins at ``start``: where it ends, and its value."""
        size = len(low)
        if start >= size:
            return None
        found = _WORD.match(low, start)
        key = found.group() if found else low[start]
        lengths = self._by_head.get(key)
        if lengths is None:
            return None
        for length in lengths:
            end = start + length
            value = self._entries.get(low[start:end]) if end <= size else None
            if value is not None and not (is_letter(low, end - 1) and is_letter(low, end)):
                return end, value
        return None

    def before(self, low: str, end: int, floor: int = 0) -> tuple[int, T] | None:
        """The longest phrase that ends at ``end`` and begins at ``floor`` or later: where it begins, and its value."""
        if end <= floor:
            return None
        found = _WORD.match(low[max(floor, end - REACH) : end][::-1])
        key = found.group()[::-1] if found else low[end - 1]
        for length in self._by_tail.get(key, ()):
            start = end - length
            if start < floor:
                continue
            value = self._entries.get(low[start:end])
            if value is not None and not (start and is_letter(low, start) and is_letter(low, start - 1)):
                return start, value
        return None


def any_of(words: Iterable[str]) -> Phrases[bool]:
    """Phrases of which it matters only whether one stands at a place."""
    return Phrases(dict.fromkeys(words, True))


def is_letter(low: str, place: int) -> bool:
    """Whether a letter of a script with spaces stands at a place."""
    return _ONE_LETTER.match(low, place) is not None


def head(phrase: str) -> str:
    """What a phrase is filed under: its first word, or its first character."""
    found = _WORD.match(phrase)
    return found.group() if found else phrase[0]


def _tail(phrase: str) -> str:
    return head(phrase[::-1])[::-1]


def _by_key(phrases: Iterable[str], key: object) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for phrase in phrases:
        lengths.setdefault(key(phrase), set()).add(len(phrase))  # type: ignore[operator]
    return {name: tuple(sorted(found, reverse=True)) for name, found in lengths.items()}
