"""The word of one regime for each row of a batch: where the value lies on the ladder of its thing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from pricesvc.bulk.exchanges import Exchanges
from pricesvc.bulk.given import Given
from pricesvc.bulk.ladders import FIRST, OPEN, PERHAPS, UNRATED, WORTHLESS, Ladder, Ladders, Said
from pricesvc.bulk.values import Values
from pricesvc.bulk.vectors import NEAR, Floats, Mask, Whole, distinct, spread

_EPOCHS = 4_096
"""More than the law has changes: makes one number of a reading and a state of the law."""


@dataclass(frozen=True, slots=True)
class Against:
    """A batch held against the law: its values, and the places of their exchanges."""

    ladders: Ladders
    exchanges: Exchanges
    table: Given
    values: Values
    places: Whole

    def verdicts(self, scope: str) -> tuple[pa.Array, Whole]:
        """The word of a regime, or of some, for each row, and what it says of luxury; marks rows that must be answered one by one."""
        own, found = self._of_things(scope)
        factors, rated = self._factors(own, found)
        bars = _bars(found)[own]
        low, near_low = _steps(self.values.low * factors, bars)
        high, near_high = (low, near_low) if self.values.single else _steps(self.values.high * factors, bars)
        near = (near_low | near_high) & rated & (self.values.currency >= 0)
        steps = [self._marked(one, ends, rated) for one, ends in ((low, self.values.low), (high, self.values.high))]
        width = bars.shape[1] + FIRST + 1
        asked, first = distinct((own * width + steps[0]) * width + steps[1])
        said: list[Said | None] = []
        for row in first.tolist():
            ladder = found[own[row]]
            said.append(None if ladder is None else ladder.at(int(steps[0][row]), int(steps[1][row])))
        for row in np.flatnonzero(near & ~self.table.odd).tolist():
            asked[row] = len(said)
            said.append(self._exactly(row, found[own[row]]))
        self.table.odd[:] |= np.array([one is None for one in said], np.bool_)[asked]
        words = spread([None if one is None else one.word for one in said], asked, pa.string())
        return words, np.array([PERHAPS if one is None else one.luxury for one in said], np.int64)[asked]

    def _of_things(self, scope: str) -> tuple[Whole, list[Ladder | None]]:
        """A code for each row's ladder, and the ladders; None for a thing that was refused."""
        table = self.table
        epochs = np.searchsorted(np.array(self.ladders.changes[scope], np.int64), table.ordinals, side="right")
        own, first = distinct(table.read * _EPOCHS + epochs)
        found: list[Ladder | None] = []
        for row in first.tolist():
            reading = table.readings[table.read[row]]
            found.append(None if reading is None else self.ladders.of(reading.goods, scope, int(table.ordinals[row])))
        return own, found

    def _factors(self, own: Whole, found: list[Ladder | None]) -> tuple[Floats, Mask]:
        """What brings each row's value into the currency of its limits, and whether there is such a rate."""
        codes = self.exchanges.codes
        columns = [-1 if one is None or one.currency is None else codes.index(one.currency) for one in found]
        column = np.array(columns, np.int64)[own]
        needed = column >= 0
        if needed.all():
            factors = self.exchanges.factors[self.places, column]
        else:
            factors = np.ones(len(own), np.float64)
            factors[needed] = self.exchanges.factors[self.places[needed], column[needed]]
        return factors, ~np.isnan(factors)

    def _marked(self, steps: Whole, ends: Floats, rated: Mask) -> Whole:
        """The steps, with marks where no end lies on any."""
        marked = np.where(np.isnan(ends), OPEN, steps)
        marked[~rated] = UNRATED
        marked[self.values.currency < 0] = WORTHLESS
        return marked

    def _exactly(self, row: int, ladder: Ladder | None) -> Said | None:
        """What is said of a row's own decimals."""
        exchange = self.exchanges.held[self.places[row]]
        if ladder is None or exchange is None or ladder.currency is None:
            return None
        receipt = exchange.receipts[self.exchanges.codes.index(ladder.currency)]
        return None if receipt is None else ladder.exact(receipt.apply_interval(self.values.exact(row).interval))


def _bars(found: list[Ladder | None]) -> Floats:
    """The limits of each ladder, with NaN behind the last."""
    most = max((len(one.bars) for one in found if one is not None), default=0)
    bars = np.full((len(found), max(most, 1)), np.nan)
    for index, one in enumerate(found):
        if one is not None:
            bars[index, : len(one.bars)] = [float(bar) for bar in one.bars]
    return bars


def _steps(values: Floats, bars: Floats) -> tuple[Whole, Mask]:
    """How many limits each value exceeds, counted from ``FIRST``, and whether it is at one of them."""
    steps, near = np.full(len(values), FIRST, np.int64), np.zeros(len(values), np.bool_)
    for index in range(bars.shape[1]):
        bar = bars[:, index]
        steps += values > bar
        near |= np.abs(values - bar) <= NEAR * np.abs(bar)
    return steps, near
