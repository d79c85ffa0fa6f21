"""A number with the currency at its edges: "$70,000", "1,2 Mio. €", "人民币50元"."""

from __future__ import annotations

from dataclasses import dataclass

from pricesvc.core.mentions import Qualifier
from pricesvc.reading.currencies import Currencies, Hit, agree
from pricesvc.reading.numbers import Number, Numbers
from pricesvc.reading.phrases import Phrases, is_letter
from pricesvc.reading.text import Folded
from pricesvc.reading.words import Guard, Region, Words

_DIGITS = "0123456789"


@dataclass(slots=True)
class Piece:
    """A number, the currency forms at its edges, and what has been joined to it.

    ``start`` and ``end`` span all of it. ``upper`` is the other end of a range, ``cents`` a subunit part to add.
    """

    number: Number
    start: int
    end: int
    left: Hit | None = None
    right: Hit | None = None
    negative: bool = False
    upper: Piece | None = None
    cents: Piece | None = None
    qualifier: Qualifier | None = None

    @property
    def priced(self) -> bool:
        """Whether a currency stands at it."""
        return self.left is not None or self.right is not None

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The forms at its edges, from left to right."""
        return tuple(hit for hit in (self.left, self.right) if hit is not None)


class Pieces:
    """Finds the numbers of a text and looks at their edges."""

    def __init__(self, words: Words, currencies: Currencies) -> None:
        self._numbers = Numbers(words)
        self._currencies = currencies
        self._links: Phrases[str] = Phrases({link: link for link in words.links})
        self._guards: Phrases[Guard] = Phrases(words.guards)

    def find(self, folded: Folded, region: Region, *, running: bool) -> list[Piece]:
        """Every number with its edges, in order. ``running``: a text, not one reported value."""
        pieces: list[Piece] = []
        floor = 0
        for number in self._numbers.scan(folded.plain, folded.low, region):
            piece = Piece(number, number.start, number.end)
            self._left(folded, piece, floor, running=running)
            self._right(folded, piece, running=running)
            if piece.priced:
                floor = piece.end
            pieces.append(piece)
        return pieces

    def _left(self, folded: Folded, piece: Piece, floor: int, *, running: bool) -> None:
        low, place = folded.low, piece.start
        if place > floor and low[place - 1] in "-+":
            place -= 1
            piece.negative = low[place] == "-"
        while place > floor and low[place - 1] in " \n":
            place -= 1
        hit = self._currencies.before(folded, place, floor)
        if hit is None or (running and not hit.form.leads):
            piece.negative = piece.negative and piece.start - 1 == place and (not place or low[place - 1] in " (")
            return
        piece.left, piece.start = hit, hit.start
        if hit.start > floor and low[hit.start - 1] == "-" and (hit.start == 1 or low[hit.start - 2] in " ("):
            piece.negative, piece.start = True, hit.start - 1

    def _right(self, folded: Folded, piece: Piece, *, running: bool) -> None:
        low, place = folded.low, piece.end
        while low[place : place + 1] in (" ", "\n") and place < piece.end + 2:
            place += 1
        link = self._links.at(low, place)
        hit = self._currencies.after(folded, place)
        if hit is None and link is not None:
            place = link[0]
            while low[place : place + 1] == " " and place < link[0] + 1:
                place += 1
            hit = self._currencies.after(folded, place)
        if hit is None or (running and not hit.form.trails) or self._belongs_right(low, piece, hit):
            return
        if piece.left is not None and not agree(piece.left.form, hit.form):
            return
        piece.right, piece.end = hit, hit.end

    def _belongs_right(self, low: str, piece: Piece, hit: Hit) -> bool:
        """Whether a sign is that of the next number: "100 $200"."""
        following = low[hit.end : hit.end + 1]
        if not following or following not in _DIGITS or is_letter(low, hit.end - 1):
            return False
        return piece.left is not None or hit.start > piece.number.end
