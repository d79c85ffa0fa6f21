"""The reported value of each row of a batch: stated as an amount, or read from words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from pricesvc.bulk.given import Given
from pricesvc.bulk.vectors import Floats, Whole
from pricesvc.core.mentions import Mention
from pricesvc.core.money import Interval


class Exact(NamedTuple):
    """One row's value in decimals; ``amount`` is 0 where there is no single one."""

    amount: Decimal
    interval: Interval


@dataclass(slots=True)
class Values:
    """``amount``, ``low`` and ``high`` as floats, NaN where there is none; ``currency`` is a code into ``currencies``,
    -1 where there is no value at all.
    """

    amount: Floats
    low: Floats
    high: Floats
    currency: Whole
    currencies: list[str]
    _given: Given

    @property
    def single(self) -> bool:
        """Whether every value is one amount."""
        return self.low is self.high

    @classmethod
    def of(cls, table: Given) -> Values:
        """The values of a batch."""
        mentions = [None if one is None else one.mention for one in table.readings]
        currencies = list(dict.fromkeys([*table.currencies, *(one.currency for one in mentions if one is not None)]))
        read = np.array([-1 if one is None else currencies.index(one.currency) for one in mentions], np.int64)
        stated = table.has_amount
        currency = np.where(stated, table.stated, read[table.read])
        if stated.all():
            return cls(table.amounts, table.amounts, table.amounts, currency, currencies, table)
        amount, low, high = (
            np.where(stated, table.amounts, _ends(mentions, end)[table.read]) for end in ("amount", "low", "high")
        )
        return cls(amount, low, high, currency, currencies, table)

    def exact(self, row: int) -> Exact:
        """The value of one row in decimals."""
        text = self._given.texts[row].as_py()
        if text is not None:
            amount = Decimal(text)
            return Exact(amount, Interval.point(amount))
        reading = self._given.readings[self._given.read[row]]
        mention = None if reading is None else reading.mention
        if mention is None:
            return Exact(Decimal(0), Interval(None, None))
        return Exact(mention.amount or Decimal(0), mention.interval)


def _ends(mentions: list[Mention | None], end: str) -> Floats:
    numbers = [None if one is None else getattr(one, end) for one in mentions]
    return np.array([float("nan") if one is None else float(one) for one in numbers], np.float64)
