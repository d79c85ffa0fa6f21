"""What is answered, unrounded; ``rendering`` has it as JSON, ``lines`` for people, ``rows`` for tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pricesvc.core.checks import Check
from pricesvc.core.goods import Goods
from pricesvc.core.mentions import Mention
from pricesvc.core.money import Interval
from pricesvc.core.periods import Period, PeriodRates
from pricesvc.core.rates import Receipt

if TYPE_CHECKING:
    from pricesvc.core.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Draft:
    """An item that is read and not yet converted or judged."""

    id: str | None
    mention: Mention | None
    goods: Goods
    on: date


@dataclass(frozen=True, slots=True)
class Conversion:
    """A reported value in another currency, unrounded, with the receipt it came from."""

    amount: Decimal | None
    interval: Interval
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class BandConversion:
    """A reported value in another currency where publishers contradict one another: from the least to the most.

    ``worths`` has what it is by each of them; no single amount is true. ``why`` says what the dispute is.
    """

    quote: str
    interval: Interval
    worths: tuple[tuple[Interval, Receipt], ...]
    why: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A currency that a reported value could not be brought into: the code of the refusal, and what it says."""

    currency: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class PeriodConversion:
    """A reported value in another currency over a period, at its lowest, mean and highest rate."""

    low: Decimal
    mean: Decimal
    high: Decimal
    rates: PeriodRates


@dataclass(frozen=True, slots=True)
class ConvertAnswer:
    """One value, in each asked currency, on a day or over a period."""

    reported: Mention
    period: Period
    conversions: tuple[Conversion | BandConversion | PeriodConversion, ...]


@dataclass(frozen=True, slots=True)
class RatesAnswer:
    """What one unit of ``base`` is in other currencies on a day."""

    base: str
    on: date
    receipts: tuple[Receipt, ...]


@dataclass(frozen=True, slots=True)
class DayRates:
    """What one unit of the base was in other currencies, by the tables of one day."""

    day: date
    rates: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """One item: what was reported, what it is of, what it is worth, and how the law sees it.

    ``luxury`` sums the verdicts up (``core.summing``); None also where no regime was asked.
    """

    id: str | None
    reported: Mention | None
    goods: Goods
    on: date
    conversions: tuple[Conversion | BandConversion, ...] = ()
    missing: tuple[Missing, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    luxury: bool | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it leaves open what a rate may decide."""
        return bool(self.missing) or any(verdict.verdict == "undetermined" for verdict in self.verdicts)


@dataclass(frozen=True, slots=True)
class ReportAnswer:
    """Every item of a report, and the checks of its values against one another."""

    items: tuple[ItemAnswer, ...]
    checks: tuple[Check, ...]
