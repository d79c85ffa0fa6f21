"""What two neighbouring numbers add up to: main units and subunits, amounts in two magnitudes."""

from __future__ import annotations

from decimal import Decimal

from pricesvc.core.money import WIDE
from pricesvc.reading.phrases import is_letter
from pricesvc.reading.prices.currencies import agree, sense_in
from pricesvc.reading.prices.digits import Style
from pricesvc.reading.prices.number import Number
from pricesvc.reading.prices.pieces import Piece
from pricesvc.reading.prices.words import Region, Sense

_WIDEST_GAP = 16
_TEN, _HUNDRED = Decimal(10), Decimal(100)
_LEAST_SHARED = 1000
_HUNDREDTH = Decimal("0.01")
_HUNDREDTHS = "/100"
ENDS = frozenset({"", ".", ",", ";", "!", "?", ")"})


def add_subunits(held: Piece, piece: Piece, region: Region, *, said: bool) -> bool:
    """As in "5 dollars and 20 cents": the cents, in main units; ``said``: an "and" stands between the two."""
    main = sense_in(held.hits[-1].form, region.language)
    part = next((sense for sense in piece.hits[0].form.senses if sense.share < 1), None)
    if part is None or main.share <= part.share:
        return False
    digits = piece.number.read(Style(region.decimal))
    if digits is None or not (agreed(held, piece) or (said and _hundredths(held, piece, part, digits.value))):
        return False
    added = WIDE.multiply(digits.value, part.share)
    if added >= main.share:
        return False  # "180.000 kroner og 35.000 kr.": no coins, but another price
    held.added += added
    held.least = part.share
    held.end, held.doubtful = piece.end, held.doubtful and piece.doubtful
    return True


def _hundredths(held: Piece, piece: Piece, part: Sense, value: Decimal) -> bool:
    """Whether a coin of several currencies is the hundredth of one more: "tres rublos y cincuenta centavos"."""
    whole = "." not in held.number.run and "," not in held.number.run and not held.number.scaled and not held.added
    return whole and part.share == _HUNDREDTH and len(part.currencies) > 1 and value < _HUNDRED and piece.left is None


def add_smaller(held: Piece, piece: Piece, region: Region) -> bool:
    """As in "1 million 500 thousand dollars": the larger magnitude first, the currency at the end."""
    unit = held.number.unit if held.number.eastern else held.number.scale
    if unit <= piece.number.scale or piece.left is not None or held.number.upper is not None:
        return False
    first, second = held.number.read(Style(region.decimal)), piece.number.read(Style(region.decimal))
    if first is None or second is None or second.value >= unit:
        return False
    held.added += _in_main(second.value, piece, region)
    held.right, held.end = piece.right, piece.end
    return True


def add_thousands(held: Piece, piece: Piece, region: Region) -> bool:
    """As in "3 mil 500 millones": thousands and what lies below them, of the magnitude behind both."""
    if held.number.scale != _LEAST_SHARED or piece.number.scale <= _LEAST_SHARED or piece.left is not None:
        return False
    second = piece.number.read(Style(region.decimal))
    if held.added or held.right is not None or second is None or second.value >= _LEAST_SHARED * piece.number.scale:
        return False
    held.number.scale = WIDE.multiply(held.number.scale, piece.number.scale)
    held.added, held.right, held.end = _in_main(second.value, piece, region), piece.right, piece.end
    return True


def add_magnitude(held: Piece, piece: Piece, region: Region) -> bool:
    """As in "Rs 1 crore 25 lakh": the currency in front, then the smaller magnitude."""
    if held.right is not None or not piece.number.scaled or held.number.scale <= piece.number.scale:
        return False
    second = piece.number.read(Style(region.decimal))
    if held.added or second is None or second.value >= held.number.scale:
        return False
    held.added, held.end = _in_main(second.value, held, region), piece.end
    return True


def _in_main(value: Decimal, piece: Piece, region: Region) -> Decimal:
    """A number in main units of a piece's currency: five tomans are fifty rials."""
    return WIDE.multiply(value, sense_in(piece.hits[-1].form, region.language).share) if piece.priced else value


def add_bare(low: str, held: Piece, piece: Piece, gap: str, region: Region, *, running: bool) -> bool:
    """As in "20 dollars 43" and "12€50": two digits that can only be subunits."""
    number = piece.number
    if low.startswith(_HUNDREDTHS, number.end) and number.run.isdigit() and not held.added:
        held.added, held.end = Decimal(number.run) / _HUNDRED, number.end + len(_HUNDREDTHS)
        return True
    if _tenths(low, held, number):
        return _add_tenths(held, piece, region)
    two = len(number.run) == len("50") or number.value is not None
    follows = held.right is not None and two and (not gap or low[number.end : number.end + 2].strip() in ENDS)
    last = not running and not low[number.end : number.end + _WIDEST_GAP].strip(" .)")
    if held.added or held.number.scaled or number.scaled or number.article or not (follows or last):
        return False
    digits = number.read(Style(region.decimal))
    if (
        digits is None
        or digits.value >= _HUNDRED
        or digits.value != digits.value.to_integral_value()
        or "." in number.run
    ):
        return False
    if sense_in(held.hits[-1].form, region.language).share != 1:
        return False
    held.added += digits.value / _HUNDRED
    held.end = piece.end
    return True


def _tenths(low: str, held: Piece, number: Number) -> bool:
    """Whether one digit right behind a Chinese unit counts tenths of it: 五块六 is 5.6, 五块六毛七 5.67."""
    return number.start == held.end and number.end - number.start == 1 and not is_letter(low, held.end - 1)


def _add_tenths(held: Piece, piece: Piece, region: Region) -> bool:
    digits = piece.number.read(Style(region.decimal))
    least = held.least or sense_in(held.hits[-1].form, region.language).share
    if held.right is None or digits is None or not _HUNDREDTH < least <= 1 or held.number.scaled:
        return False
    held.added += WIDE.multiply(digits.value, least / _TEN)
    held.end = piece.end
    return True


def agreed(held: Piece, piece: Piece) -> bool:
    """Whether two amounts can be of one currency."""
    return all(agree(left.form, right.form) for left in held.hits for right in piece.hits)
