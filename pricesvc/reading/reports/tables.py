"""Rows of a table that stands in a text: "Watch | 2 | $9,800 | $19,600" is a price of each and one of both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from pricesvc.core.mentions import Mention
from pricesvc.core.money import EXACT
from pricesvc.reading.reports.pages import Page, Ties

LEAST: Final = 3
"""Cells that make a line a row."""

MOST_CELLS: Final = 24
"""Cells that a row may have."""

LONGEST: Final = 400
"""Characters of a line on either side of a price."""

MOST: Final = 100_000

_PARTED = re.compile(r"\t|\s*\|\s*| {2,}")
_SIGNS: Final = ("\t", "|", "  ")
_COUNT = re.compile(r"([0-9]{1,6})(?:\s?[^\W\d]{1,8}\.?)?")

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Row:
    """One line: its cells, those that only count something, and its prices by the cell they stand in."""

    cells: Sequence[Cell]
    counts: dict[int, int]
    prices: dict[int, Mention]


class Tables:
    """The tables of a page. Rows are asked about from top to bottom: what stands above the columns is read once."""

    def __init__(self, page: Page, ties: Ties) -> None:
        self._page = page
        self._ties = ties
        self._line = -1
        self._header: dict[int, str] = {}

    def count(self, index: int) -> Decimal | None:
        """How many things a price is of; None where it stands in no table, or that says nothing of it.

        Where one price of a row is the other so many times, it is that of all. Else the words above the columns tell.
        """
        row = _row(self._page, self._page.mentions[index].start)
        if row is None or not row.counts:
            return None
        column = next((place for place, price in row.prices.items() if price is self._page.mentions[index]), None)
        if column is None:
            return None
        return _by_product(row, column) or self._by_header(row, column)

    def _by_header(self, row: _Row, column: int) -> Decimal | None:
        """By the words above: "Qty" over the figure, "Amount" or "Unit price" over the price."""
        if row.cells[0][0] != self._line:
            self._header = self._above(row.cells)
            self._line = row.cells[0][0]
        counting = [place for place in row.counts if self._header.get(place, "") in self._ties.quantity]
        over = self._header.get(column, "")
        if len(counting) != 1 or not over or over not in self._ties.amount | self._ties.total:
            return None
        count = row.counts[counting[0]]
        return Decimal(count) if 0 < count <= MOST else None

    def _above(self, row: Sequence[Cell]) -> dict[int, str]:
        """The words above each column: the first of the lines that hold as many cells."""
        text, cells, low = self._page.text, row, row[0][0]
        while low > 0:
            start = _line_start(text, low - 1)
            if start is None:
                break
            above = _cells(text, start, low - 1)
            if len(above) != len(row):
                break
            if start == self._line:
                return self._header
            cells, low = above, start
        return {column: text[start:end].strip(" .:：*|").lower() for column, (start, end) in enumerate(cells)}


def _row(page: Page, place: int) -> _Row | None:
    """The row round a place."""
    text = page.text
    low = _line_start(text, place)
    high = text.find("\n", place, place + LONGEST)
    high = len(text) if high < 0 and len(text) <= place + LONGEST else high
    if low is None or high < 0 or not any(sign in text[low:high] for sign in _SIGNS):
        return None
    cells = _cells(text, low, high)
    if not LEAST <= len(cells) <= MOST_CELLS:
        return None
    prices = {}
    counts = {}
    for column, (start, end) in enumerate(cells):
        inside = page.within(start, end)
        if len(inside) == 1:
            prices[column] = inside[0]
        elif not inside and column and (count := _COUNT.fullmatch(text[start:end])):
            counts[column] = int(count[1])
    return _Row(cells, counts, prices)


def _line_start(text: str, place: int) -> int | None:
    """Where the line of a place begins; None when that is too far away."""
    found = text.rfind("\n", max(0, place - LONGEST), place)
    return found + 1 if found >= 0 or place <= LONGEST else None


def _cells(text: str, low: int, high: int) -> list[Cell]:
    cells: list[Cell] = []
    start = low
    for parted in _PARTED.finditer(text, low, high):
        cells.append((start, parted.start()))
        start = parted.end()
    return [*cells, (start, high)]


def _by_product(row: _Row, column: int) -> Decimal | None:
    """By arithmetic: 2 at $9,800 are $19,600."""
    price = row.prices[column].amount
    others = [(other.amount, other.currency) for place, other in row.prices.items() if place != column]
    for amount, currency in others:
        if price is None or amount is None or currency != row.prices[column].currency:
            continue
        for count in row.counts.values():
            if 1 < count <= MOST and price == EXACT.multiply(amount, Decimal(count)):
                return Decimal(count)
            if 1 < count <= MOST and amount == EXACT.multiply(price, Decimal(count)):
                return Decimal(1)
    return None
