"""Packs the ECB's published history into the file that ``catalog.history`` reads."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from pricesvc.catalog.history import FORMAT, WIDTH, damaged
from pricesvc.core.errors import BadData

_ABSENT = "N/A"
_RATE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?", re.ASCII)


def pack(published: bytes) -> bytes:
    """Pack the ECB's ``eurofxref-hist.csv``, or the zip that holds it.

    Raises:
        BadData: when it is neither, or breaks the shape that the ECB publishes.
    """
    days, columns = _read_csv(_unzipped(published))
    head: dict[str, Any] = {
        "format": FORMAT,
        "source": "ecb",
        "publisher": "European Central Bank, euro foreign exchange reference rates (eurofxref-hist)",
        "terms": "https://www.ecb.europa.eu/services/using-our-site/disclaimer/html/index.en.html",
        "base": "EUR",
        "oldest": days[0].isoformat(),
        "newest": days[-1].isoformat(),
        "sha256": hashlib.sha256(published).hexdigest(),
        "tables": len(days),
        "columns": {},
    }
    blobs = [_deflated([day.toordinal() for day in days])]
    head["days"] = len(blobs[0])
    for code, cells in columns.items():
        places = max(len(cell.partition(".")[2]) for cell in cells if cell != _ABSENT)
        blob = _deflated([_scaled(cell, places) for cell in cells if cell != _ABSENT])
        head["columns"][code] = {"places": places, "runs": _runs(cells), "bytes": len(blob)}
        blobs.append(blob)
    return b"".join((json.dumps(head, separators=(",", ":")).encode(), b"\n", *blobs))


def _unzipped(published: bytes) -> str:
    try:
        if published[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(published)) as archive:
                published = archive.read(archive.namelist()[0])
        return published.decode("ascii")
    except (zipfile.BadZipFile, zlib.error, IndexError, UnicodeDecodeError) as error:
        raise _unlike(str(error)) from error


def _read_csv(content: str) -> tuple[list[date], dict[str, list[str]]]:
    """The days, oldest first, and each currency's cells; the file is newest first and ends its lines in a comma."""
    header, *lines = list(csv.reader(io.StringIO(content))) or [[]]
    codes = [code for code in header[1:] if code]
    if header[:1] != ["Date"] or not lines:
        raise _unlike("it does not begin with a line of Date and codes, and lines of rates")
    try:
        rows = {date.fromisoformat(line[0]): [_checked(cell) for cell in line[1 : len(codes) + 1]] for line in lines}
        days = sorted(rows)
        cells = zip(*(rows[day] for day in days), strict=True)
        columns = {code: list(column) for code, column in zip(codes, cells, strict=True)}
    except (ValueError, IndexError) as error:
        raise _unlike(str(error)) from error
    if len(rows) != len(lines):
        raise _unlike("a day stands twice")
    return days, {code: column for code, column in columns.items() if set(column) != {_ABSENT}}


def _checked(cell: str) -> str:
    if cell != _ABSENT and not _RATE.fullmatch(cell):
        raise ValueError(f"{cell[:20]!r} is no rate")
    return cell


def _scaled(cell: str, places: int) -> int:
    whole, _, fraction = cell.partition(".")
    return int(whole + fraction.ljust(places, "0"))


def _runs(cells: Iterable[str]) -> list[tuple[int, int]]:
    """Where rates are: (index of the first, how many) for each unbroken run."""
    runs: list[tuple[int, int]] = []
    for index, cell in enumerate(cells):
        if cell == _ABSENT:
            continue
        if runs and sum(runs[-1]) == index:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((index, 1))
    return runs


def _deflated(numbers: Sequence[int]) -> bytes:
    steps = [numbers[0], *(after - before for before, after in pairwise(numbers))]
    try:
        zigzag = struct.pack(f"<{len(steps)}I", *(step << 1 if step >= 0 else (-step << 1) - 1 for step in steps))
    except struct.error as error:
        raise _unlike("a rate has more digits than a column holds") from error
    return zlib.compress(b"".join(zigzag[place::WIDTH] for place in range(WIDTH)), 9)


def _unlike(reason: str) -> BadData:
    return damaged("eurofxref-hist", f"is not the history that the ECB publishes: {reason}")
