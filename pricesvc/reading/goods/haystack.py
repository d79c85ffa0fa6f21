"""A description made searchable: its words folded, spaced apart, and traceable to their places in the original.

Every word of a spaced script is written with a space of its own on both sides, so `` watch  strap `` holds both
`` watch `` and `` strap `` and neither holds ``swatch``: a search for a padded word needs no test at its borders.
Chinese, Japanese, Korean and Thai are written as they are, for they have no such borders; a space between two such
words parts them, except in Korean and in names in katakana, whose writers set it as they like. Signs that part two
words stand between them as marks that no phrase crosses.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

HARD: Final = "\x1e"
"""Between words that no phrase joins (a slash, a quotation mark), though the thing goes on."""

CUT: Final = "\x1f"
"""Where one part of a description ends and the next begins: a comma, a bracket, the end of a sentence."""

_WIDE: Final = "぀-ヿㇰ-ㇿ㐀-䶿一-鿿\uf900-\ufaff가-힣ᄀ-ᇿ々〆ー฀-๿"
_WORD = re.compile(
    rf"[{_WIDE}]+|(?:(?![{_WIDE}])[^\W_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff])+"
)
_FIRST_WIDE = re.compile(rf"[{_WIDE}]")
_PLAIN_WORD = re.compile("[a-z0-9]+")
_PLAIN = re.compile("[a-z0-9]+(?:(?: & |[ '&-])[a-z0-9]+)*")
_SPACED_AT_WILL = re.compile("[가-힣ᄀ-ᇿ]{2}|[ァ-ヿ]{2}")
_CUT = re.compile(r"[,;:()\[\]{}!?|•…।、。「」『』【】〔〕\n\r]|\s[-–—]+\s|—|\.\s|^\.$")
_HARD = re.compile(r"[/\"“”«»„<>=+*~]|\.\.")
_KANA_MARKS = frozenset("ﾞﾟ")
_ACCENTED = re.compile("[a-z\u00df-\u024f\u0370-\u03ff\u1f00-\u1fff]")
"""Latin and Greek letters: capitals are often written without their accents, so no word counts on them."""

_ALIKE = str.maketrans(
    "أإآٱىةۀёँ", "اااايههеं", "ـ" + "".join(map(chr, (*range(0x591, 0x5C8), *range(0x64B, 0x660), 0x670)))
)
"""Letters that writers set as they like: the hamza of an alef, the dots of a final yeh or heh, vowel points, the Russian yo."""

_ABBREVIATIONS = frozenset({"st", "dr", "mr", "mrs", "no", "nr", "vol", "approx", "ca", "inc", "co", "ltd", "jr", "ft"})
_SHORT: Final = 1


_SPELLED_ALIKE: Final = str.maketrans("şţı", "șți", "\u0307")
"""Letters that are the same to their readers: the cedilla for the comma of Romanian, the dots of a Turkish i."""


class _Compatible(dict[int, str]):
    """The compatibility form (NFKC) of each character by itself, for ``str.translate``; filled in as they are met."""

    def __missing__(self, code: int) -> str:
        form = unicodedata.normalize("NFKC", chr(code))
        if code < 0x10000:  # nothing a text brings can make the table larger than one plane
            self[code] = form
        return form


_COMPATIBLE: Final = _Compatible()


@dataclass(frozen=True, slots=True)
class Haystack:
    """The searchable form of a text; ``span`` leads back to the original."""

    original: str
    text: str
    _places: tuple[int, ...]
    _words: tuple[tuple[int, int, bool], ...]
    _back: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a match in the searchable text."""
        first, inner = self._word(start + (self.text[start] == " "))
        last, outer = self._word(end - 1 - (self.text[end - 1] == " "))
        low = first[0] + inner if first[2] else first[0]
        high = min(last[0] + outer + 1, last[1]) if last[2] else last[1]
        return (low, high) if self._back is None else (self._back[low], self._back[high])

    def _word(self, position: int) -> tuple[tuple[int, int, bool], int]:
        index = bisect_right(self._places, position) - 1
        return self._words[index], position - self._places[index]


def key(phrase: str) -> str:
    """A phrase of the lexicon as it is searched for: the form that ``haystack`` gives the same words."""
    plain = phrase.lower()
    if _PLAIN.fullmatch(plain):
        return "".join([f" {word} " for word in _PLAIN_WORD.findall(plain)])
    word = phrase if unicodedata.is_normalized("NFKC", phrase) else unicodedata.normalize("NFKC", phrase)
    if _WORD.fullmatch(word):  # one word: an eighth of the work
        return word if _FIRST_WIDE.match(word) else f" {_folded(word)} "
    return haystack(phrase).text


def spelled(phrase: str) -> str:
    """A phrase with its accents, in small letters: tells ``rosé`` from ``rose``."""
    return unicodedata.normalize("NFKC", phrase).casefold().translate(_SPELLED_ALIKE)


def accented(phrase: str) -> bool:
    """Whether a phrase has Latin or Greek letters with accents."""
    return bool(_ACCENTED.match(phrase)) and unicodedata.normalize("NFD", phrase) != phrase


def haystack(text: str) -> Haystack:
    """Make a text searchable. Costs time linear in its length."""
    plain, back = _composed(text)
    words = [(match.start(), match.end()) for match in _WORD.finditer(plain)]
    parts: list[str] = []
    places: list[int] = []
    kinds: list[tuple[int, int, bool]] = []
    length = 0
    end = 0
    previous = ""
    for start, stop in words:
        between = _between(plain, end, start, previous) if parts else ""
        word = plain[start:stop]
        wide = bool(_FIRST_WIDE.match(word))
        padded = word if wide else f" {_folded(word)} "
        places.append(length + len(between) + (not wide))
        kinds.append((start, stop, wide))
        parts.append(between + padded)
        length += len(between) + len(padded)
        end, previous = stop, word
    return Haystack(text, "".join(parts), tuple(places), tuple(kinds), back)


def _between(plain: str, end: int, start: int, previous: str) -> str:
    """The mark that stands for the signs between two words."""
    gap = plain[end:start]
    if gap in {" ", "-", "", "'", "’", "&", " & "}:
        return HARD if gap == " " and _parted(previous[-1], plain[start]) else ""
    if len(gap) == 1 and gap in ",.:" and previous[-1].isdigit() and plain[start].isdigit():
        return ""
    if gap == ". " and (len(previous) <= _SHORT or previous.casefold() in _ABBREVIATIONS):
        return ""
    if _CUT.search(gap):
        return CUT
    return HARD if _HARD.search(gap) else ""


def _parted(before: str, after: str) -> bool:
    """Whether a space between two characters parts their words, where words have no borders of their own."""
    if before.isascii() or after.isascii() or not (_FIRST_WIDE.match(before) and _FIRST_WIDE.match(after)):
        return False
    return not _SPACED_AT_WILL.match(before + after)


def _folded(word: str) -> str:
    """One word without case, and without what its writers may leave out: accents, points."""
    if word.isascii():
        return word.lower()
    folded = word.casefold()
    if _ACCENTED.match(folded):
        return "".join(c for c in unicodedata.normalize("NFD", folded) if not unicodedata.combining(c))
    return folded.translate(_ALIKE) or folded


def _composed(text: str) -> tuple[str, tuple[int, ...] | None]:
    """The text in its compatibility form (NFKC), and the way back where that moved a character."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text, None
    plain = text.translate(_COMPATIBLE)
    if unicodedata.is_normalized("NFKC", plain):  # no character has joined another: most texts, ten times as fast
        return plain, None if len(plain) == len(text) else _back(text)
    starts = [place for place, character in enumerate(text) if not place or not _joins(character)]
    parts: list[str] = []
    back: list[int] = []
    for start, end in pairwise([*starts, len(text)]):
        part = unicodedata.normalize("NFKC", text[start:end])
        parts.append(part)
        back.extend([start] * len(part))
    return "".join(parts), (*back, len(text))


def _back(text: str) -> tuple[int, ...]:
    """The place in a text of each character that its own become one by one."""
    places = [place for place, character in enumerate(text) for _ in _COMPATIBLE[ord(character)]]
    return (*places, len(text))


def _joins(character: str) -> bool:
    return character in _KANA_MARKS or unicodedata.combining(character) != 0
