"""Two numbers that are one: "1 point 5", and "5,000 (five thousand)" as contracts have it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pricesvc.reading.prices.digits import NO_SEPARATOR, Style
from pricesvc.reading.prices.number import Number
from pricesvc.reading.prices.words import Region, Words

_SIGNS = {":": frozenset(("sv",)), "-": frozenset(("ru", "uk", "be")), "/": frozenset(("fa",))}
"""Signs before decimals in some languages: 12:50 kr, 1250-50 руб., ۱۲/۵ میلیون."""
_TWO = len("50")
_WIDEST = 12
"""Characters between the two."""


class Couples:
    """Joins such numbers."""

    def __init__(self, words: Words) -> None:
        self._points = frozenset(f" {point} " for numbers in words.numbers for point in numbers.points)

    def joined(self, low: str, numbers: list[Number], region: Region) -> list[Number]:
        """The numbers, those that are one joined."""
        kept: list[Number] = []
        for number in numbers:
            if kept and number.start - kept[-1].end <= _WIDEST:
                gap = low[kept[-1].end : number.start]
                one = self._one(low, kept[-1], number, gap, region) if gap else None
                if one is not None:
                    kept[-1] = one
                    continue
            kept.append(number)
        return kept

    def _one(self, low: str, first: Number, second: Number, gap: str, region: Region) -> Number | None:
        if gap in self._points:
            return _with_decimals(first, second)
        if region.language in _SIGNS.get(gap, ()) and _parts(first, second, gap, region):
            return _with_decimals(replace(first, run=first.run.translate(NO_SEPARATOR)), second)
        if gap in (" (", "(") and low.startswith(")", second.end):
            return _said_twice(first, second, region)
        return None


def _parts(first: Number, second: Number, gap: str, region: Region) -> bool:
    """Whether the second of two numbers can only be the decimals of the first."""
    whole = first.read(Style(region.decimal)) if first.run and not first.scaled else None
    if whole is None or whole.value != whole.value.to_integral_value() or not second.run.isdigit():
        return False
    if gap == "/":
        return second.scaled and len(second.run) <= _TWO
    return len(second.run) == _TWO and not second.scaled and (gap != "-" or whole.value > int(second.run))


def _with_decimals(first: Number, second: Number) -> Number | None:
    """A number whose decimals stand behind a word for the sign."""
    whole = (
        first.run if first.run.isdigit() else None if first.value is None or first.scale != 1 else f"{first.value:f}"
    )
    decimals = second.run if second.value is None else f"{second.value:f}"
    if whole is None or not whole.isdigit() or not decimals.isdigit():
        return None
    value = Decimal(f"{whole}.{decimals}")
    return replace(second, start=first.start, run="", value=value, rest=first.rest)


def _said_twice(first: Number, second: Number, region: Region) -> Number | None:
    """The number that two are, one in words and one in digits; None where they differ."""
    if (first.value is None) == (second.value is None):
        return None
    style = Style(region.decimal)
    digits, words = (second, first) if first.run == "" else (first, second)
    written, said = digits.read(style), words.read(style)
    if written is None or said is None or said.value not in (written.value, *written.others):
        return None
    return replace(words, start=first.start, end=second.end + 1)
