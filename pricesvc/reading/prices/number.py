"""A number as it stands in a text, before its separators are decided."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pricesvc.core.mentions import Qualifier
from pricesvc.core.money import WIDE
from pricesvc.reading.prices.digits import Digits, Style, read_digits
from pricesvc.reading.prices.words import Magnitude

_ONE = Decimal(1)


@dataclass(slots=True)
class Number:
    """A number as it stands: ``run`` of digits times ``scale``, or a ``value`` that words and numerals gave.

    ``unit`` is the unit of the last digit of a ``value``; ``language`` is that of a magnitude of one language only;
    ``eastern`` is set where a ``value`` is that of an East Asian numeral, with ``large``, the units from ten thousand on
    at its end, and ``upper``, its other end if it names two (七八百); ``dashed`` where a dash stands for no cents.
    ``rest``: words that a longer number ends with which was not read whole.
    ``perhaps``: where a word ends that some languages have for a magnitude, in a text whose language is not known;
    ``disputed``: the magnitude that some languages read otherwise, in such a text.
    """

    start: int
    end: int
    run: str = ""
    value: Decimal | None = None
    unit: Decimal = _ONE
    scale: Decimal = _ONE
    language: str | None = None
    qualifier: Qualifier | None = None
    article: bool = False
    eastern: bool = False
    dashed: bool = False
    large: Decimal = _ONE
    upper: Decimal | None = None
    perhaps: tuple[int, Magnitude] | None = None
    disputed: Magnitude | None = None
    rest: bool = False

    @property
    def scaled(self) -> bool:
        """Whether a magnitude was written."""
        return self.scale != _ONE or self.unit != _ONE

    def read(self, style: Style) -> Digits | None:
        """The value, as far as a decimal style decides it."""
        if self.value is not None:
            return Digits(times(self.value, self.scale))
        digits = read_digits(self.run, style, scaled=self.scale != _ONE)
        return None if digits is None else self.scaled_digits(digits)

    def scaled_digits(self, digits: Digits) -> Digits:
        """What digits come to with the magnitude behind them."""
        if self.scale == _ONE:
            return digits
        return Digits(times(digits.value, self.scale), tuple(times(other, self.scale) for other in digits.others))


def times(value: Decimal, scale: Decimal) -> Decimal:
    """The product, without decimals that the scale has used up: 98.5 thousand is 98500, not 98500.0."""
    product = WIDE.multiply(value, scale)
    return product.quantize(_ONE, context=WIDE) if product == product.to_integral_value() else product
