"""The units that a law counts value in: by the piece, by volume, by weight, by area."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pricesvc.core.errors import InvalidUnit
from pricesvc.core.money import WIDE, decimal_text

Dimension = Literal["piece", "set", "volume", "weight", "area"]

_SIZES: dict[str, tuple[Dimension, Decimal]] = {
    "item": ("piece", Decimal(1)),
    "pair": ("piece", Decimal(1)),
    "set": ("set", Decimal(1)),
    "ml": ("volume", Decimal(1)),
    "cl": ("volume", Decimal(10)),
    "dl": ("volume", Decimal(100)),
    "l": ("volume", Decimal(1000)),
    "ct": ("weight", Decimal("0.2")),
    "g": ("weight", Decimal(1)),
    "kg": ("weight", Decimal(1000)),
    "m2": ("area", Decimal(1)),
}
"""Each unit's dimension and how many of the dimension's smallest unit it holds. A pair is one piece of goods sold
in pairs (shoes, earrings, sunglasses); a set is its own dimension, because a law may limit sets and pieces apart."""

PIECES = frozenset(unit for unit, (dimension, _) in _SIZES.items() if dimension == "piece")
"""The units that count goods by the piece."""

_SPELLINGS = {
    "items": "item", "piece": "item", "pieces": "item", "each": "item", "unit": "item", "units": "item", "pc": "item",
    "pcs": "item", "bottle": "item", "bottles": "item", "pairs": "pair", "sets": "set", "carat": "ct", "carats": "ct",
    "millilitre": "ml", "milliliter": "ml", "millilitres": "ml", "milliliters": "ml", "centilitre": "cl", "centiliter": "cl",
    "centilitres": "cl", "centiliters": "cl", "decilitre": "dl", "deciliter": "dl", "decilitres": "dl", "deciliters": "dl",
    "litre": "l", "liter": "l", "litres": "l", "liters": "l",
    "gram": "g", "grams": "g", "kilogram": "kg", "kilograms": "kg", "kilo": "kg", "m²": "m2", "sqm": "m2",
}  # fmt: skip

_MEASURE = re.compile(r"(?:([0-9]{1,6}(?:\.[0-9]{1,4})?) )?([a-z0-9]+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of the goods a limit is for: ``item``, ``50 ml``, ``1.5 kg``."""

    size: Decimal
    unit: str

    @classmethod
    def parse(cls, text: str) -> Measure:
        """Read ``item``, ``50 ml`` or ``1.5 kg``.

        Raises:
            InvalidUnit: for anything else, an amount of zero included.
        """
        match = _MEASURE.fullmatch(text)
        if not match or match[2] not in _SIZES:
            raise _invalid(text)
        size = Decimal(match[1] or 1)
        if not size:
            raise _invalid(text)
        return cls(size, match[2])

    def __str__(self) -> str:
        return self.unit if self.size == 1 else f"{decimal_text(self.size)} {self.unit}"

    @property
    def dimension(self) -> Dimension:
        """What the unit measures."""
        return _SIZES[self.unit][0]

    def within(self, quantity: Decimal, unit: str) -> tuple[Decimal, Decimal] | None:
        """How often this measure goes into a quantity, as an exact fraction; None when the dimensions differ.

        A set of goods that is sold as one counts as one piece; a piece says nothing about a set.
        """
        dimension, size = _SIZES[unit]
        own, own_size = _SIZES[self.unit]
        if dimension != own and (own, dimension) != ("piece", "set"):
            return None
        return WIDE.multiply(quantity, size), WIDE.multiply(self.size, own_size)


def parse_unit(text: str) -> str:
    """The unit that a word stands for: ``Litres`` is ``l``.

    Raises:
        InvalidUnit: when no rule counts in it; ``supported`` names those that some rule does.
    """
    word = text.strip().casefold()
    unit = _SPELLINGS.get(word, word)
    if unit not in _SIZES:
        raise _invalid(text)
    return unit


def _invalid(text: str) -> InvalidUnit:
    supported = tuple(_SIZES)
    return InvalidUnit(f"No rule counts in {text[:40]!r}; units are {', '.join(supported)}.", supported=supported)
