"""Amounts of money: exact decimals, their text, and intervals of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow

from pricesvc.core.errors import InvalidAmount

MAX_DIGITS = 34
"""Digits an amount may have, before and after the point together: what decimal128 holds."""

EXACT = Context(prec=34, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
"""The context of every division: 34 digits, half even."""

WIDE = Context(prec=400, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
"""The context of multiplications: wide enough that an amount times every leg of a path stays exact."""

_PLAIN = re.compile(r"-?[0-9]{1,34}(?:\.[0-9]{1,34})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in main units of one currency (ISO 4217 code). It has no arithmetic: only rates convert it."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Interval:
    """What a reported value can mean: both ends included; None is an open end."""

    low: Decimal | None
    high: Decimal | None

    @classmethod
    def point(cls, amount: Decimal) -> Interval:
        """The interval that holds one amount only."""
        return cls(amount, amount)


def parse_decimal(text: str) -> Decimal:
    """Read a plain decimal (``1234.5``): ASCII digits, at most one point, no exponent, no separator; ``-0`` is 0.

    Raises:
        InvalidAmount: for anything else, ``NaN`` and ``1_000`` included, and past 34 digits.
    """
    if not _PLAIN.fullmatch(text) or len(text.lstrip("-").replace(".", "")) > MAX_DIGITS:
        raise InvalidAmount(
            "An amount is a plain decimal such as 1234.50: digits 0-9, at most one point, no exponent, "
            f"no separator, at most {MAX_DIGITS} digits.",
            field="amount",
        )
    number = Decimal(text)
    return number or number.copy_abs()


def decimal_text(number: Decimal) -> str:
    """The text of a decimal, never with an exponent: ``100000``, not ``1E+5``."""
    return f"{number:f}"


def quantized(number: Decimal, places: int) -> Decimal:
    """Round half even to ``places`` digits after the point, for printing only."""
    return number.quantize(Decimal(1).scaleb(-places), context=WIDE)


def significant(number: Decimal, digits: int = 10) -> Decimal:
    """Round to ``digits`` significant digits, without trailing zeros: for rates and ratios in print."""
    rounded = Context(prec=digits, rounding=ROUND_HALF_EVEN).plus(number).normalize()
    return rounded if rounded.as_tuple().exponent <= 0 else rounded.quantize(Decimal(1), context=WIDE)  # type: ignore[operator]
