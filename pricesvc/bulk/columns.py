"""Whole columns answered at once, as the appraiser answers each row.

What rows have in common is asked of the appraiser once: a text, a currency on a day, a thing under the law of a day. The
rest is a product and a comparison of floats, and where a float could be wrong the row's own decimals decide.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pricesvc.bulk.cells import Cells
from pricesvc.bulk.exchanges import Exchanges
from pricesvc.bulk.given import Given, given
from pricesvc.bulk.job import Job
from pricesvc.bulk.ladders import NO, YES, Ladders
from pricesvc.bulk.readings import Readings
from pricesvc.bulk.values import Values
from pricesvc.bulk.vectors import Mask, Whole, decimals, flags, minor_units, spread
from pricesvc.bulk.verdicts import Against
from pricesvc.core.money import decimal_text, quantized
from pricesvc.rows import DIGITS, amount_column, verdict_column


class Columns:
    """Answers batches of one job by columns; what it learned from one serves the next."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.readings = Readings(job)
        self._ladders = Ladders(job.appraiser.judge, job.terms.regimes)
        self._exchanges = Exchanges(job, self._ladders.currencies)

    def answer(self, cells: Cells, rows: int) -> tuple[dict[str, pa.Array], Mask]:
        """The answer columns, and which rows they are wrong for and must be answered one by one."""
        table = given(cells, rows, self._job, self.readings)
        values = Values.of(table)
        asked = np.where(table.odd, -1, values.currency)
        places, refused = self._exchanges.places(asked, table.ordinals, values.currencies)
        table.odd |= refused
        found = _reported(table, values)
        found |= self._exchanges.told(places)
        for index, code in enumerate(self._job.terms.to):
            found[amount_column(code)] = self._worths(index, code, table, values, places)
        found |= self._verdicts(table, values, places)
        return found, table.odd

    def _worths(self, index: int, code: str, table: Given, values: Values, places: Whole) -> pa.Array:
        """What each row's amount is in one currency."""
        digits = self._job.places(code)
        worths = values.amount * self._exchanges.factors[places, index]
        units, near, great = minor_units(worths, digits)
        table.odd |= great
        for row in np.flatnonzero(near & ~table.odd).tolist():
            exchange = self._exchanges.held[places[row]]
            receipt = None if exchange is None else exchange.receipts[index]
            if receipt is not None:
                worth = quantized(receipt.apply(values.exact(row).amount), digits)
                units[row] = int(worth.scaleb(digits))
        return decimals(units, ~np.isnan(worths), pa.decimal128(DIGITS, digits))

    def _verdicts(self, table: Given, values: Values, places: Whole) -> dict[str, pa.Array]:
        """The word of each regime, and whether the thing is luxury."""
        found: dict[str, pa.Array] = {}
        yes, no = np.zeros(table.rows, np.bool_), np.ones(table.rows, np.bool_)
        against = Against(self._ladders, self._exchanges, table, values, places)
        for scope in self._ladders.scopes:
            words, luxury = against.verdicts(scope)
            if scope in self._ladders.regimes:
                found[verdict_column(scope)] = words
            yes |= luxury == YES
            no &= luxury == NO
        asked = self._job.terms.regimes != ()
        found["luxury"] = flags(yes, yes | (no & asked))
        return found


def _reported(table: Given, values: Values) -> dict[str, pa.Array]:
    """What the report says: the amounts of the table as they stand, those in words as they were read."""
    mentions = [None if one is None else one.mention for one in table.readings]
    stated = table.has_amount
    found: dict[str, pa.Array] = {}
    for name, end in (("reported_amount", "amount"), ("low", "low"), ("high", "high")):
        found[name] = table.texts
        if not stated.all():
            ends = [None if one is None else getattr(one, end) for one in mentions]
            read = spread([None if one is None else decimal_text(one) for one in ends], table.read, pa.string())
            found[name] = pc.if_else(pa.array(stated), table.texts, read)
    qualifiers = [*("exact" if one is None else one.qualifier for one in mentions), "exact"]
    exact = np.where(values.currency < 0, -1, np.where(stated, len(mentions), table.read))
    found["qualifier"] = spread(qualifiers, exact, pa.string())
    found["reported_currency"] = spread(values.currencies, values.currency, pa.string())
    categories = [None if one is None else one.goods.category for one in table.readings]
    found["category"] = spread(categories, table.read, pa.string())
    return found
