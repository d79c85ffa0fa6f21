"""What a price says but for its digits.

``$1,234.56`` and ``$7,890.12`` differ in nothing else: where the price stands, its currency and the reason for it, its
qualifier and what its separators mean are the same. A *mould* holds all that; filled with digits it is a mention. The
*shape* of a value is its text without the digits: values come by the million, their shapes by the dozen, and a shape
that was read once need not be read again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Final

from pricesvc.core.mentions import Mention, Qualifier
from pricesvc.core.money import WIDE
from pricesvc.reading.prices.currencies import Choice
from pricesvc.reading.prices.digits import NO_SEPARATOR, Digits, Style, read_digits
from pricesvc.reading.prices.eastern import read_eastern
from pricesvc.reading.prices.number import Number, times
from pricesvc.reading.text import fold

LONGEST: Final = 64
"""Characters of a value up to which its shape is looked at: longer ones seldom share one."""

_ONE_RUN = re.compile(r"[^0-9]*+((?:[0-9](?:[0-9]|[.,' \u066b][0-9]|[.,] [0-9])*+)?)[^0-9]*+")
_ONES = str.maketrans("023456789", "111111111")
_HALF = Decimal("0.5")


def run_of(text: str) -> tuple[int, int, str] | None:
    """Where the one run of digits of a value begins and ends, with the separators between them, and the run in ASCII;
    an empty one for a text without digits, None for one that is long or has several runs.
    """
    if len(text) > LONGEST:
        return None
    plain = text
    if not text.isascii():
        folded = fold(text)
        if folded.back is not None:
            return None
        plain = folded.plain
    found = _ONE_RUN.fullmatch(plain)
    if found is None:
        return None
    start, end = found.span(1)
    return start, end, plain[start:end]


def shape_of(text: str) -> tuple[str, str] | None:
    """The shape of a value and its run of digits in ASCII; None for a text that is long or has several runs.

    The shape is the text with a one for every digit but a zero in front, which tells what a separator is: 0.500 is no
    group of thousands.
    """
    found = run_of(text)
    if found is None:
        return None
    start, end, run = found
    ones = run.translate(_ONES)
    return f"{text[:start]}{f'0{ones[1:]}' if run.startswith('0') else ones}{text[end:]}", run


@dataclass(frozen=True, slots=True)
class Mould:
    """A price without its digits; ``start`` and ``end`` count characters of the original text.

    ``upper`` is the number at the other end of a range, ``added`` what subunits add in main units, ``numerals`` what
    stands behind the digits of an East Asian number: the 万 of 10万. ``alone``: the text has no other number.
    ``exponents`` say where the decimal sign stands among the digits, in this reading and in the other ones.
    """

    start: int
    end: int
    choice: Choice
    qualifier: Qualifier
    per: str | None
    style: Style
    number: Number
    upper: Number | None
    added: Decimal
    negative: bool
    alone: bool
    numerals: str = ""
    exponents: tuple[int, ...] = ()

    def of_shape(self, shape: str) -> Mould | None:
        """The mould for every value of the shape it was found in, or None where its number is not the shape's run."""
        folded = fold(shape)
        found = _ONE_RUN.fullmatch(folded.plain)
        if found is None or not found[1]:
            return self
        number, (start, end) = self.number, found.span(1)
        if not self.alone or number.start != start or number.end < end:
            return None
        if number.eastern:
            return replace(self, numerals=folded.low[end : number.end])
        if number.run != found[1]:
            return None
        digits = read_digits(number.run, self.style, scaled=number.scale != 1)
        if digits is None:
            return None
        return replace(self, exponents=tuple(_exponent(value) for value in (digits.value, *digits.others)))

    def mention(self, original: str) -> Mention | None:
        """The price with the digits it was found with; None where they are no number."""
        first = self.number.read(self.style)
        if first is None:
            return None
        if self.upper is None:
            return self._filled(original, first)
        second = self.upper.read(self.style)
        return None if second is None else self._filled(original, first, self._main(second.value))

    def with_digits(self, original: str, run: str) -> Mention | None:
        """The price of another text of the same shape, with the run of digits that it has."""
        if not run:
            return self.mention(original)
        if self.numerals:
            with localcontext(WIDE):
                read = read_eastern(run + self.numerals, 0)
            return None if read is None else self._filled(original, Digits(times(read.value, self.number.scale)))
        whole = Decimal(run.translate(NO_SEPARATOR))
        first, *others = [whole.scaleb(exponent, WIDE) if exponent else whole for exponent in self.exponents]
        return self._filled(original, self.number.scaled_digits(Digits(first, tuple(others))))

    def _filled(self, original: str, digits: Digits, upper: Decimal | None = None) -> Mention:
        value = self._main(digits.value)
        low, high = self._bounds(value, upper)
        choice = self.choice
        return Mention(
            original[self.start : self.end],
            self.start,
            self.end,
            value if upper is None else None,
            low,
            high,
            choice.currency,
            choice.candidates,
            choice.why,
            self.qualifier,
            self.per,
            tuple(map(self._main, digits.others)) if digits.others else (),
        )

    def _main(self, number: Decimal) -> Decimal:
        """A number of the form that was written, in main units."""
        share = self.choice.share
        amount = number if share == 1 else times(number, share)
        amount = WIDE.add(amount, self.added) if self.added else amount
        return amount.copy_negate() if self.negative and amount else amount

    def _bounds(self, value: Decimal, upper: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
        """What the words allow: both ends included, None for an open end."""
        if upper is not None:
            return (upper, value) if self.negative else (value, upper)
        if self.qualifier in ("over", "at_least"):
            return value, None
        if self.qualifier in ("under", "up_to"):
            return None, value
        if self.qualifier == "about":
            reach = _HALF.scaleb(_last_digit(value))
            return WIDE.subtract(value, reach), WIDE.add(value, reach)
        return value, value


def _last_digit(value: Decimal) -> int:
    """The power of ten of the last digit that is not a zero of an integer: 4 for 70,000, -1 for 5.0."""
    exponent = _exponent(value)
    return exponent if exponent < 0 else _exponent(value.normalize(WIDE))


def _exponent(value: Decimal) -> int:
    return int(value.as_tuple().exponent)
