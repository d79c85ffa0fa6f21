"""Items as rows of CSV: the columns that a caller may send, and those that are answered."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pricesvc.answers import ItemAnswer
from pricesvc.core.errors import InvalidField, Refusal
from pricesvc.core.money import decimal_text
from pricesvc.questions import INPUTS, Terms, facts_of
from pricesvc.rendering import Places
from pricesvc.rows import Cell, columns, row_of
from pricesvc.web.problems import of_error, said_back


def header(names: Sequence[str]) -> Sequence[str]:
    """The columns of a table, checked.

    Raises:
        InvalidField: for no column, one that is not read, or one that stands twice.
    """
    if not names:
        raise InvalidField("The table has no line of column names.", field="columns", supported=list(INPUTS))
    for place, name in enumerate(names, 1):
        if name not in INPUTS:
            shown = f"Column {place} ({said_back(name)})"
            raise InvalidField(f"{shown} is not one of {', '.join(INPUTS)}.", field="columns", supported=list(INPUTS))
    if len(set(names)) < len(names):
        raise InvalidField("Two columns have one name.", field="columns", supported=list(INPUTS))
    return names


def item_of(names: Sequence[str], cells: Sequence[str]) -> Mapping[str, Any]:
    """A row as an item; an empty cell says nothing.

    Raises:
        InvalidField: for a row with more or fewer cells than there are columns, or facts of the wrong form.
    """
    if len(cells) != len(names):
        raise InvalidField(f"The row has {len(cells)} cells for {len(names)} columns.", field="columns")
    item: dict[str, Any] = {name: cell for name, cell in zip(names, cells, strict=True) if cell}
    if "facts" in item:
        item["facts"] = facts_of(item["facts"].split(","))
    return item


def answered(terms: Terms) -> list[str]:
    """The columns of an answered table: those that ``pricesvc bulk`` adds, with the item and the day they are of, and the
    problem in words.
    """
    return ["id", "on", *columns(terms), "detail"]


def row(entry: ItemAnswer | Refusal, terms: Terms, places: Places) -> Mapping[str, str | None]:
    """What is answered for one item, by column."""
    if isinstance(entry, Refusal):
        problem = of_error(entry)
        return {"id": problem.get("id"), "problem": problem["code"], "detail": problem["detail"]}
    found = {"id": entry.id, "on": entry.on, **row_of(entry, terms, places)}
    return {name: _text(cell) for name, cell in found.items()}


def _text(cell: Cell) -> str | None:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return decimal_text(cell)
    return None if cell is None else str(cell)


def csv_lines(names: Sequence[str], rows: Iterable[Mapping[str, str | None]], *, head: bool) -> bytes:
    """Rows as CSV, after a line of names where the table begins."""
    lines = [_line(names)] if head else []
    lines += [_line([row.get(name) for name in names]) for row in rows]
    return "".join(lines).encode("utf-8", "replace")


def _line(cells: Sequence[str | None]) -> str:
    """One record. The writer quotes only the signs of its own line end: it is given both, and one is taken off."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return f"{text.getvalue().removesuffix(chr(13) + chr(10))}\n"
