"""What makes one price of two numbers: ranges, main units with subunits, amounts in two magnitudes."""

from __future__ import annotations

from decimal import Decimal

from pricesvc.reading.currencies import agree
from pricesvc.reading.digits import Style
from pricesvc.reading.phrases import Phrases
from pricesvc.reading.pieces import Piece
from pricesvc.reading.text import Folded
from pricesvc.reading.words import Words

_WIDEST_GAP = 12
_YEARS = range(1900, 2100)


class Joins:
    """Joins neighbouring pieces. One pass: each piece is held against the one before it."""

    def __init__(self, words: Words) -> None:
        self._joiners = words.joiners
        self._pairs: Phrases[frozenset[str]] = Phrases(words.pairs)
        self._sums = words.sums

    def join(self, folded: Folded, pieces: list[Piece], decimal: str | None) -> list[Piece]:
        """The prices among the pieces, joined."""
        joined: list[Piece] = []
        held: Piece | None = None
        for piece in pieces:
            if held is not None and self._taken(folded.low, held, piece, decimal):
                continue
            if held is not None and held.priced:
                joined.append(held)
            held = piece
        if held is not None and held.priced:
            joined.append(held)
        return joined

    def _taken(self, low: str, held: Piece, piece: Piece, decimal: str | None) -> bool:
        if piece.start - held.end > _WIDEST_GAP or not (held.priced or piece.priced):
            return False
        between = low[held.end : piece.start]
        gap = between.strip()
        return self._range(low, held, piece, gap, decimal) or self._sum(held, piece, between)

    def _range(self, low: str, held: Piece, piece: Piece, gap: str, decimal: str | None) -> bool:
        if held.upper is not None or held.cents is not None:
            return False
        opener = self._opener(low, held)
        dash = gap in ("-", "~")
        if not (gap in self._joiners or (opener is not None and gap in opener[1])):
            return False
        if held.priced and piece.priced and not _agree(held, piece):
            return False
        if dash and opener is None and not held.priced and _year_like(held):
            return False
        if not _spread(held, piece, decimal):
            return False
        if opener is not None and gap in opener[1]:
            held.start = opener[0]
        held.upper, held.end, held.qualifier = piece, piece.end, "range"
        return True

    def _opener(self, low: str, held: Piece) -> tuple[int, frozenset[str]] | None:
        place = held.start
        while place and low[place - 1] == " ":
            place -= 1
        return self._pairs.before(low, place) if place < held.start or place == 0 else self._pairs.before(low, place)

    def _sum(self, held: Piece, piece: Piece, between: str) -> bool:
        return False


def _agree(held: Piece, piece: Piece) -> bool:
    return all(agree(left.form, right.form) for left in held.hits for right in piece.hits)


def _year_like(piece: Piece) -> bool:
    run = piece.number.run
    return len(run) == 4 and run.isdigit() and int(run) in _YEARS and not piece.number.scaled


def _spread(low: Piece, high: Piece, decimal: str | None) -> bool:
    """Give both ends the magnitude and currency of the one that has it; False if that puts them in wrong order."""
    style = Style(decimal)
    first, second = low.number.read(style), high.number.read(style)
    if first is None or second is None:
        return False
    scale = low.number.scale
    if (
        scale == 1
        and high.number.scale != 1
        and low.number.value is None
        and first.value * high.number.scale <= second.value
    ):
        scale = high.number.scale
    if first.value * (scale / low.number.scale) > second.value:
        return False
    low.number.scale = scale
    if not low.priced:
        low.left, low.right = high.left, high.right
    return True


__all__ = ["Decimal", "Joins"]
