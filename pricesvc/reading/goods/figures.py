"""Figures that count or measure things, as each language writes them: "1,200", "1.200", "1 200", "1’200", "1,5"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_PARTS = r"[0-9]{1,3}(?:[ \u00a0\u202f'’][0-9]{3})+(?![0-9])"
FIGURE: Final = rf"(?:{_PARTS}|[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])|[0-9]{{1,3}}(?:\.[0-9]{{3}})+(?![0-9])|[0-9]{{1,6}}(?:[.,][0-9]{{1,3}})?)"
"""A figure, with whatever parts its thousands or begins its decimals."""

_UNSPACED: Final = frozenset({"en", "ja", "zh", "ko", "th", "he", "hi"})
"""Languages that do not part thousands by a space: "lot 3 200 watches" has two figures."""
_POINTED: Final = frozenset({"", "en", "ja", "zh", "ko", "th", "he", "hi"})
"""Languages whose decimals a point begins, and those that are not known."""
_GROUPED = re.compile(r"([0-9]{1,3})(?:([.,])[0-9]{3})+")
_GROUP: Final = 4


def figure(text: str, language: str, *, pieces: bool) -> Decimal:
    """The value of a figure. ``pieces``: what is counted has no thousandths, so "2.400" bottles are two thousand."""
    if " " in text and language in _UNSPACED:
        text = text.rpartition(" ")[2]
    text = re.sub(r"[ \u00a0\u202f'’]", "", text)
    grouped = _GROUPED.fullmatch(text)
    if grouped is None:
        return Decimal(text.replace(",", "."))
    several = len(text) > len(grouped[1]) + _GROUP
    decimal = "." if language in _POINTED else ","
    if (pieces and grouped[1] != "0") or several or grouped[2] != decimal:
        return Decimal(text.replace(grouped[2], ""))
    return Decimal(text.replace(",", "."))
