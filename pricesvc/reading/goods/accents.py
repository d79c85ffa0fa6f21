"""Whether a word of a text is a listed one when accents count: "části" is no "căști", and "the" no "thé".

Who writes without accents leaves out all of them; a word that has others is another word.
"""

from __future__ import annotations

from typing import Final

from pricesvc.reading.goods.haystack import Haystack, accented, key, spelled

_SHORT: Final = 4
"""Letters of a word that an accent tells from another: French "thé" is not English "the"."""

_TOLD: Final = 6
"""Letters of a word that an accent of its own tells from another: Czech "části" is not Romanian "căști"."""

_TOLD_BY: Final = frozenset(
    {"cs", "sk", "pl", "ro", "hu", "tr", "el", "sv", "da", "no", "fi", "id", "ms", "pt", "es", "it"}
)
"""Languages whose writers set all accents or none."""

_BEGINNING: Final = 3
"""Letters that a word has in common with the one it is made of, accents included."""

_TONAL: Final = frozenset({"vi"})
"""Languages whose accents tell words apart, long ones too: "vàng trang" is gold, "vang trắng" white wine."""


def stands(spelling: str, language: str | None, hay: Haystack, start: int, end: int) -> bool:
    """Whether a listed word stands there with its accents, where they count."""
    bare = hay.original.isascii()
    if language in _TONAL:
        return (bare and len(spelling) > _SHORT) or spelling == _written(hay, start, end)
    short = len(spelling) <= _SHORT and not spelling.isascii() and hay.text[start:end].isascii()
    if not short and (bare or len(spelling) > _TOLD or language not in _TOLD_BY):
        return True
    written = _written(hay, start, end)
    return spelling == written or not (short or accented(written))


def begins(spelling: str, hay: Haystack, start: int, end: int, *, heard: bool) -> bool:
    """Whether a word made of a listed one begins with its accents, or has none and its language is heard in the text."""
    one, other = spelling[:_BEGINNING], _written(hay, start, end)[:_BEGINNING]
    if one == other or key(one) != key(other) or not key(one).isascii():
        return True
    return heard and other.isascii()


def _written(hay: Haystack, start: int, end: int) -> str:
    return spelled(hay.original[slice(*hay.span(start, end))])
