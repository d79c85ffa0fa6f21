"""Ranges whose ends are told by suffixes: "5 000-től 10 000 forintig", "5.000 TL'den 10.000 TL'ye kadar"."""

from __future__ import annotations

from collections.abc import Mapping

from pricesvc.reading.phrases import is_letter
from pricesvc.reading.prices.pieces import Piece
from pricesvc.reading.spaces import past


class Suffixes:
    """Knows the suffixes of each language: those of the lower end, and those of the upper one with a word behind it."""

    def __init__(self, suffixed: Mapping[str, tuple[frozenset[str], frozenset[str]]]) -> None:
        self.languages = frozenset(suffixed)
        self._suffixed = {language: tuple(map(tuple, ends)) for language, ends in suffixed.items()}

    def end_of_range(self, low: str, held: Piece, piece: Piece, gap: str, language: str | None) -> int | None:
        """Where a range of two pieces ends, or None where they are none; ``gap`` is what stands between them."""
        ends = self._suffixed.get(language or "")
        if ends is None:
            return None
        lower, upper = ends
        begins = gap.lstrip("-:'") in lower if gap else low.endswith(lower, held.start, held.end)
        if not begins:
            return None
        place = past(low, piece.end, most=1)
        for suffix in upper:
            end = place + len(suffix)
            if low.startswith(suffix, place) and not is_letter(low, end):
                return end
        return piece.end if low.endswith(upper, piece.start, piece.end) else None
