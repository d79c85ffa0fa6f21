"""What makes one price of two numbers, and what makes two of them: ranges, sums, changes."""

from __future__ import annotations

from decimal import Decimal

from pricesvc.reading.phrases import Phrases, any_of
from pricesvc.reading.prices.changes import Changes
from pricesvc.reading.prices.digits import Style
from pricesvc.reading.prices.number import Number
from pricesvc.reading.prices.parts import (
    ENDS,
    add_bare,
    add_magnitude,
    add_smaller,
    add_subunits,
    add_thousands,
    agreed,
)
from pricesvc.reading.prices.pieces import Piece
from pricesvc.reading.prices.suffixes import Suffixes
from pricesvc.reading.prices.words import Region, Words
from pricesvc.reading.spaces import before
from pricesvc.reading.text import Folded

_WIDEST_GAP = 16
_COMMON = "en"
_YEARS = range(1900, 2100)
_ONE, _TEN, _HUNDRED = Decimal(1), Decimal(10), Decimal(100)
_LEAST_SHARED = 1000
_FAR = 3
"""How many times a rise the price is that it led to: "rose by $3 - $217"."""
_LOT = 20
"""How many times the number of a lot its price is: "30 — $19,500"."""


class Joins:
    """Joins neighbouring pieces. One pass: each piece is held against the one before it."""

    def __init__(self, words: Words) -> None:
        self._joiners = words.ranges.joiners
        self._pairs: Phrases[frozenset[str]] = Phrases(words.ranges.pairs)
        self._qualifiers = words.before
        self._rises = any_of(words.ranges.rises)
        self._sums = words.sums
        self._changes = Changes(words.ranges)
        self._suffixes = Suffixes(words.ranges.suffixed)

    def join(self, folded: Folded, pieces: list[Piece], region: Region, *, running: bool) -> list[Piece]:
        """The prices among the pieces, joined."""
        joined: list[Piece] = []
        held: Piece | None = None
        for piece in pieces:
            if held is not None and self._taken(folded.low, held, piece, region, running=running):
                continue
            if held is not None and held.priced and not held.doubtful:
                joined.append(held)
            held = piece
        if held is not None and held.priced and not held.doubtful:
            joined.append(held)
        return joined

    def _taken(self, low: str, held: Piece, piece: Piece, region: Region, *, running: bool) -> bool:
        if piece.start - held.end > _WIDEST_GAP or not (held.priced or piece.priced):
            return False
        gap = low[held.end : piece.start]
        if not running and gap.strip() == "(" and low.startswith(")", piece.end) and _repeats(held, piece, region):
            held.end = piece.end + 1
            return True
        if held.upper is None and self._changes.tell(low, held, piece, gap.strip()):
            _share(held, piece, region, fell=self._changes.fell(low, held, piece))
            return False
        return (
            self._range(low, held, piece, gap.strip(), region)
            or (region.language in self._suffixes.languages and self._suffixed(low, held, piece, gap.strip(), region))
            or self._sum(low, held, piece, gap, region, running=running)
        )

    def _suffixed(self, low: str, held: Piece, piece: Piece, gap: str, region: Region) -> bool:
        if held.upper is not None or held.added or (held.priced and piece.priced and not agreed(held, piece)):
            return False
        end = self._suffixes.end_of_range(low, held, piece, gap, region.language)
        if end is None or self._changes.moving(low, held.start, end) or not _spread(held, piece, region, short=False):
            return False
        piece.end = end
        _reach(held, piece, doubtful=False)
        return True

    def _range(self, low: str, held: Piece, piece: Piece, gap: str, region: Region) -> bool:
        if held.upper is not None or held.added:
            return False
        if gap == "/":
            return _slashed(low, held, piece, region)
        opener = self._pairs.before(low, before(low, held.start))
        paired = opener is not None and (
            gap in opener[1] or self._led_in(gap, opener[1]) or (not gap and _led_on(low, piece, opener[1]))
        )
        if not paired and (gap not in self._joiners or self._apart(low, held, piece, region)):
            return False
        if held.priced and piece.priced and not agreed(held, piece):
            return False
        doubtful = piece.doubtful and (held.doubtful or not held.priced)
        if not _spread(held, piece, region, short=gap == "-"):
            return False
        if paired and opener is not None:
            held.start = opener[0]
        _reach(held, piece, doubtful=doubtful)
        return True

    def _apart(self, low: str, held: Piece, piece: Piece, region: Region) -> bool:
        """Whether the first of two numbers is a year, no number, a part of the year, that of a lot, or what a price rose by."""
        if not held.priced:
            other = piece.number.value is None and (_part_only(held) or _foreign(held, region))
            lot = low[held.end] == " " and piece.left is not None and _far_apart(held, piece, region, by=_LOT)
            return other or lot or _year_like(held) or held.number.article
        return self._rises.before(low, before(low, held.start)) is not None and _far_apart(held, piece, region, by=_FAR)

    def _led_in(self, gap: str, joins: frozenset[str]) -> bool:
        """Whether a joiner is followed by a qualifier: "between $5 and about $7"."""
        first, _, rest = gap.partition(" ")
        return first in joins and rest in self._qualifiers

    def _sum(self, low: str, held: Piece, piece: Piece, gap: str, region: Region, *, running: bool) -> bool:
        if held.upper is not None or gap.strip() not in self._sums or "\n" in gap or _inside(gap):
            return False
        if piece.left is None and piece.right is not None and held.priced:
            return add_subunits(held, piece, region, said=bool(gap.strip()))
        if not gap.strip() and add_thousands(held, piece, region):
            return True
        if not held.priced and piece.priced and (not gap.strip() or _both_scaled(held, piece, gap)):
            return add_smaller(held, piece, region)
        if held.priced and not piece.priced:
            return add_magnitude(held, piece, region) or add_bare(low, held, piece, gap, region, running=running)
        return False


def _repeats(held: Piece, piece: Piece, region: Region) -> bool:
    """Whether the second of two prices of a value is the first again: "$100 (one hundred dollars)"."""
    style = Style(region.decimal)
    first, second = held.number.read(style), piece.number.read(style)
    words = (held.number.value is None) != (piece.number.value is None)
    same = first is not None and second is not None and first.value == second.value
    return words and same and held.priced and piece.priced and agreed(held, piece) and not held.added


def _led_on(low: str, piece: Piece, joins: frozenset[str]) -> bool:
    """Whether a number in words begins with the word that joins it to the one before: بين عشرة وعشرين."""
    return piece.number.value is not None and not piece.number.eastern and low[piece.start] in joins


def _both_scaled(held: Piece, piece: Piece, gap: str) -> bool:
    """Whether an "and" parts a smaller magnitude from a larger one: "5 million and 200 thousand dollars"."""
    larger, smaller = (max(one.number.scale, one.number.unit) for one in (held, piece))
    return larger > smaller >= _LEAST_SHARED and "," not in gap


def _year_like(piece: Piece) -> bool:
    run = piece.number.run
    return len(run) == len("2023") and run.isdigit() and int(run) in _YEARS and not piece.number.scaled


def _inside(gap: str) -> bool:
    """Whether letters between two numbers touch both: "1e6" is no sum."""
    return gap.isascii() and gap.isalpha()


def _foreign(piece: Piece, region: Region) -> bool:
    """Whether a number in words may be no number: in "at once to $5m" the first is Spanish for eleven."""
    number = piece.number
    return number.value is not None and not number.eastern and number.language not in (_COMMON, region.language)


def _part_only(piece: Piece) -> bool:
    """Whether a number is nothing but "half" or "a quarter": in "the first half to $2m" it is one of the year."""
    number = piece.number
    return number.value is not None and number.value < 1 and not number.scaled


def _share(held: Piece, piece: Piece, region: Region, *, fell: bool) -> None:
    """Of two prices of which the second took the place of the first: give it the magnitude and currency of the other.

    A small number that fell to a larger one left its magnitude to that: "fell from $6 to $4 million".
    """
    first, second = held.number.read(Style(region.decimal)), piece.number.read(Style(region.decimal))
    if first is None or second is None or (held.priced and piece.priced and not agreed(held, piece)):
        return
    scale = _shared(piece.number, first.value)
    if _bare(held.number) and (
        first.value * scale <= second.value or (first.value < _LEAST_SHARED and (fell or not held.priced))
    ):
        held.number.scale = scale
    if not held.priced:
        held.left, held.right = piece.left, piece.right
    for one in (held, piece):
        one.qualifier = one.qualifier or one.number.qualifier or "exact"


def _slashed(low: str, held: Piece, piece: Piece, region: Region) -> bool:
    """As auctioneers write an estimate: "€80,000/120,000", but no fraction and no date."""
    first, second = held.number.read(Style(region.decimal)), piece.number.read(Style(region.decimal))
    if first is None or second is None or piece.number.scaled or low[piece.end : piece.end + 2].strip() not in ENDS:
        return False
    if second.value < _HUNDRED or held.number.run.startswith("0") or (held.priced and piece.priced):
        return False
    near = second.value <= first.value * _TEN
    if not near and not _shortened(held, piece, first.value, second.value):
        return False
    if first.value == second.value or not _spread(held, piece, region, short=True):
        return False
    _reach(held, piece, doubtful=False)
    return True


def _reach(held: Piece, piece: Piece, *, doubtful: bool) -> None:
    """Make a range that ends with a piece."""
    held.upper, held.end, held.qualifier, held.doubtful = piece, piece.end, "range", doubtful


def _shortened(low: Piece, high: Piece, first: Decimal, second: Decimal) -> bool:
    """Whether the lower end of an estimate leaves its thousands to the upper one: "$40-60,000"."""
    thousands = second % _LEAST_SHARED == 0 and not low.number.scaled and not high.number.scaled
    both = low.priced and high.priced
    return (
        thousands and not both and first < _LEAST_SHARED and first * _LEAST_SHARED < second <= first * 2 * _LEAST_SHARED
    )


def _far_apart(held: Piece, piece: Piece, region: Region, *, by: int) -> bool:
    """Whether the second of two numbers is so many times the first that they are not the ends of a range."""
    first, second = held.number.read(Style(region.decimal)), piece.number.read(Style(region.decimal))
    return first is not None and second is not None and first.value * by < second.value


def _spread(low: Piece, high: Piece, region: Region, *, short: bool) -> bool:
    """Give both ends the magnitude and currency of the one that has it; False if that puts them in wrong order."""
    style = Style(region.decimal)
    first, second = low.number.read(style), high.number.read(style)
    if first is None or second is None:
        return False
    scale = _shared(high.number, first.value)
    if short and _shortened(low, high, first.value, second.value):
        scale = Decimal(_LEAST_SHARED)
    value = first.value
    if _bare(low.number) and value * scale <= second.value:
        value, low.number.scale = value * scale, scale
    if value > second.value:
        low.number.scale = _ONE if low.number.scale == scale != 1 and first.value < value else low.number.scale
        return False
    if not low.priced:
        low.left, low.right = high.left, high.right
    return True


def _shared(number: Number, before: Decimal) -> Decimal:
    """The magnitude at the end of a number, which the one before it may share."""
    if number.scale != 1 or number.value is None:
        return number.scale
    if number.eastern and not (before < _TEN and number.value < _TEN * number.unit):
        return number.large  # 十八至三十万 ends in 万; 两到三百 in 百
    return number.unit if number.eastern or number.unit >= _LEAST_SHARED else _ONE


def _bare(number: Number) -> bool:
    """Whether a number has no magnitude of its own; thousands may stand before ten thousand: 一千到两千万."""
    return number.scale == 1 and (number.unit < _LEAST_SHARED or (number.eastern and number.unit == _LEAST_SHARED))
