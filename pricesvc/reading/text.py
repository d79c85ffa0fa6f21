"""A text made comparable, character for character, so that every position still counts in the original.

Digits of all scripts become ASCII digits, all spaces one space, dashes a hyphen, apostrophes a straight one, full-width
signs their plain ones, Latin letters that look like the Cyrillic ones round them those; letters are lowered. Only a text
that is not in Unicode's composed form (NFC) changes length, and then the way back is kept.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice

_FULL_WIDTH = 0xFEE0
_CLAUSE = 0xFF0C
_SIGNS = {
    0x0130: "i",  # the one letter whose lower case is two characters
    0x00A0: " ",
    0x00AD: " ",
    0x060C: ",",
    0x066C: "'",  # the Arabic sign between thousands, which is never a decimal sign
    0x00B7: ".",
    0x02BC: "'",
    0x2018: "'",
    0x2019: "'",
    0x201B: "'",
    0x2032: "'",
    0x0060: "'",
    0x00B4: "'",
    0x2212: "-",
    0x301C: "~",
    0x223C: "~",
    0x200B: " ",
    0xFEFF: " ",
    0xFE69: "$",
    0xFFE0: "¢",
    0xFFE1: "£",
    0xFFE5: "¥",
    0xFFE6: "₩",
}


class _Fold(dict[int, str]):
    """The table for ``str.translate``, filled in as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = _folded(code)
        if code < 0x10000:  # nothing a text brings can make the table larger than one plane
            self[code] = folded
        return folded


def _folded(code: int) -> str:
    character = chr(code)
    if code in _SIGNS:
        return _SIGNS[code]
    if code != _CLAUSE and 0xFF01 <= code <= 0xFF5E:
        return chr(code - _FULL_WIDTH)
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Zs" or unicodedata.bidirectional(character) in _MARKS or code in (0x200E, 0x200F, 0x061C):
        return " "
    if category == "Pd":
        return "-"
    return character


_MARKS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
_TABLE = _Fold()
_GROUPED = re.compile("(?<=[０-９])，(?=[０-９])|(?<=[0-9])，(?=[0-9]{3}[.][0-9]{2}(?![0-9]))")
"""A full-width comma inside a number, or before cents among plain digits; anywhere else it parts clauses."""


_CYRILLIC = "[\u0430-\u045f\u0491]"
_AMONG_CYRILLIC = re.compile(f"(?<={_CYRILLIC})(?:[aceiopxy](?={_CYRILLIC})|i(?![a-z]))")
"""A Latin letter in a Cyrillic word, "сiмдесят", but not the end of a Latin name: "Rolexы"."""
_ALIKE = str.maketrans("aceiopxy", "асеіорху")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text and its comparable forms: ``plain`` keeps capitals, ``low`` does not; both have the same length.

    ``back`` holds, for a text that was not composed, the first original position of each character.
    """

    original: str
    plain: str
    low: str
    back: tuple[int, ...] | None = None

    def start(self, position: int) -> int:
        """The original position of a character."""
        return position if self.back is None else self.back[position]

    def end(self, position: int) -> int:
        """The original position after a character: ``position`` is exclusive."""
        return position if self.back is None else self.back[position]


def fold(text: str) -> Folded:
    """Make a text comparable. Costs time linear in its length."""
    if text.isascii():
        return Folded(text, text, text.lower())
    composed, back = (text, None) if unicodedata.is_normalized("NFC", text) else _composed(text)
    plain = (_GROUPED.sub(",", composed) if "，" in composed else composed).translate(_TABLE)
    if "о" in plain or "а" in plain or "е" in plain or "и" in plain:
        plain = _AMONG_CYRILLIC.sub(_as_cyrillic, plain)
    return Folded(text, plain, plain.lower(), back)


def _as_cyrillic(found: re.Match[str]) -> str:
    return found.group().translate(_ALIKE)


def _composed(text: str) -> tuple[str, tuple[int, ...]]:
    """Compose a text cluster by cluster, with the original position at which each character starts."""
    parts: list[str] = []
    back: list[int] = []
    start = 0
    for end in [*islice(_cluster_starts(text), 1, None), len(text)]:
        part = unicodedata.normalize("NFC", text[start:end])
        parts.append(part)
        back.extend([start] * len(part))
        start = end
    return "".join(parts), (*back, len(text))


def _cluster_starts(text: str) -> list[int]:
    """Where a character stands that no other combines with: a composition never crosses such a place."""
    starts = [0]
    for place, character in enumerate(text):
        if (
            place
            and not unicodedata.combining(character)
            and unicodedata.is_normalized("NFC", text[place - 1 : place + 1])
        ):
            starts.append(place)
    return starts


def original_span(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """The span in the original text of a span in the folded one."""
    if folded.back is None:
        return start, end
    last = folded.back[end - 1]
    return folded.back[start], folded.back[bisect_right(folded.back, last)]
