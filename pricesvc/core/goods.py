"""What a price is of: the tariff code, the category, the quantity, and the evidence for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from pricesvc.core.errors import InvalidHsCode

NONE = "none"
"""The category of a thing that is positively something else than luxury goods."""

Confidence = Literal["high", "medium", "low"]

_LABEL = re.compile(r"^\s*(?:HS|CN|HTS(?:US)?|TARIC|KN|NC|SH|AHECC)?\s*(?:code|no\.?|heading)?[\s:]*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.\-–]+")
_NOT_GOODS = frozenset({"00", "77", "98", "99"})


@dataclass(frozen=True, slots=True)
class HsCode:
    """A code of the Harmonized System or of a tariff built on it: 2, 4, 6, 8 or 10 digits."""

    digits: str

    @classmethod
    def parse(cls, text: str) -> HsCode:
        """Read ``9101.21``, ``CN 8703 24 10``, ``HS 4202``.

        Raises:
            InvalidHsCode: odd length, not digits, or a chapter that holds no goods (77, 98, 99, 00).
        """
        digits = _SEPARATORS.sub("", _LABEL.sub("", text)) if len(text) <= 64 else ""
        if not digits.isascii() or not digits.isdigit() or len(digits) not in {2, 4, 6, 8, 10}:
            raise InvalidHsCode("A tariff code has 2, 4, 6, 8 or 10 digits, such as 8703 or 9101.21.", field="hs")
        if digits[:2] in _NOT_GOODS:
            raise InvalidHsCode(f"Chapter {digits[:2]} of the Harmonized System holds no goods.", field="hs")
        return cls(digits)

    def within(self, prefix: str) -> bool:
        """Whether everything under this code is under ``prefix``."""
        return self.digits.startswith(prefix)

    def reaches(self, prefix: str) -> bool:
        """Whether this code is so short that ``prefix`` is one of several codes under it."""
        return len(prefix) > len(self.digits) and prefix.startswith(self.digits)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing matched in a description: what kind of word, where, and the data row that says so."""

    kind: str
    text: str
    start: int
    end: int
    entry: str
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Goods:
    """The thing a price is of.

    ``category`` is an id of the catalogue, ``none`` (positively something else) or None (unknown).
    ``hs`` are tariff codes it may fall under; ``hs_given`` says whether the caller stated them.
    ``facts`` answers conditions a law may ask for (``{"new": True, "engine_cc": Decimal(2990)}``).
    """

    description: str | None = None
    category: str | None = None
    hs: tuple[str, ...] = ()
    hs_given: bool = False
    quantity: Decimal = Decimal(1)
    unit: str = "item"
    part: bool = False
    article: str | None = None
    brand: str | None = None
    confidence: Confidence | None = None
    evidence: tuple[Evidence, ...] = ()
    rejected: tuple[Evidence, ...] = ()
    facts: Mapping[str, bool | Decimal | str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
