"""A price as a report states it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

from pricesvc.core.money import Interval

Qualifier = Literal["exact", "about", "nearly", "over", "at_least", "under", "up_to", "range"]


class Mention(NamedTuple):  # made by the million: a frozen dataclass takes a microsecond longer
    """One price in a text: where it stands, what it says, and what else it could mean.

    ``start`` and ``end`` count characters of the original text. ``amount`` is None for a range.
    ``low`` and ``high`` bound what the words allow: "over 5" has no ``high``, "about 70,000" reaches
    half a unit of its last significant digit to either side. ``candidates`` are the ISO 4217 codes the
    sign can stand for, the chosen one first; ``why`` says what chose it.
    """

    text: str
    start: int
    end: int
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    currency: str
    candidates: tuple[str, ...]
    why: str
    qualifier: Qualifier = "exact"
    per: str | None = None
    alternatives: tuple[Decimal, ...] = ()
    """Other readings of the digits ("1.234" as 1.234 and as 1234) when nothing settles which is meant."""

    @property
    def interval(self) -> Interval:
        """What the words allow."""
        return Interval(self.low, self.high)
