"""The packed history of the ECB's reference rates: how it is made from the ECB's own file, and how it is read.

Layout: one line of JSON (source, base, newest day, sha256 of the file it was made from, and where each column lies),
then the columns. A column is the differences between one rate and the next as whole numbers, zigzagged so that small
ones of either sign have zero high bytes, all lowest bytes first, then all second bytes, and so on; deflated. That
takes 40 % of what the ECB's zip takes, and a column decodes in two milliseconds.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

from pricesvc.core.errors import BadData
from pricesvc.core.series import Column, History

FORMAT = "pricesvc-rates-1"
_ABSENT = "N/A"
_WIDTH = 4


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


def unpack(packed: bytes, name: str) -> History:
    """Open a packed history; a column is decoded when it is first asked for.

    Raises:
        BadData: when it is not one.
    """
    line, _, body = packed.partition(b"\n")
    try:
        head = json.loads(line)
        if head["format"] != FORMAT:
            raise _bad(name, f"is of the format {head['format']}, not {FORMAT}")
        size = head["days"]
        days = _inflated(body[:size], head["tables"])
        places: dict[str, tuple[int, int]] = {}
        for code, column in head["columns"].items():
            places[code] = (size, size + column["bytes"])
            size += column["bytes"]
    except (ValueError, KeyError, TypeError, zlib.error, struct.error) as error:
        raise _bad(name, f"is damaged: {error}") from error
    if size != len(body):
        raise _bad(name, "is cut short or has something behind its end")

    def load(code: str) -> Column:
        start, end = places[code]
        return _column(body[start:end], head["columns"][code], days, name)

    return History(days, places, head["sha256"], load)


def read_history(path: Path) -> History:
    """Open a packed history file.

    Raises:
        BadData: when it cannot be read or is not one.
    """
    try:
        return unpack(path.read_bytes(), path.name)
    except OSError as error:
        raise _bad(path.name, f"cannot be read: {error}") from error


def _column(blob: bytes, shape: dict[str, Any], days: Sequence[int], name: str) -> Column:
    runs: list[tuple[int, int]] = shape["runs"]
    try:
        scaled = _inflated(blob, sum(count for _, count in runs))
    except (zlib.error, struct.error) as error:
        raise _bad(name, f"has a damaged column: {error}") from error
    own = list(chain.from_iterable(days[start : start + count] for start, count in runs))
    return Column(own, scaled, shape["places"])


def _unzipped(published: bytes) -> str:
    try:
        if published[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(published)) as archive:
                published = archive.read(archive.namelist()[0])
        return published.decode("ascii")
    except (zipfile.BadZipFile, zlib.error, IndexError, UnicodeDecodeError) as error:
        raise _bad("eurofxref-hist", f"is neither the ECB's zip nor its csv: {error}") from error


def _read_csv(content: str) -> tuple[list[date], dict[str, list[str]]]:
    """The days, oldest first, and each currency's cells; the file is newest first and ends its lines in a comma."""
    header, *lines = csv.reader(io.StringIO(content))
    codes = [code for code in header[1:] if code]
    if header[0] != "Date" or not lines:
        raise _bad("eurofxref-hist", "does not begin with a line of Date and codes")
    try:
        rows = sorted((date.fromisoformat(line[0]), line[1 : len(codes) + 1]) for line in lines)
    except ValueError as error:
        raise _bad("eurofxref-hist", str(error)) from error
    columns = dict(zip(codes, (list(cells) for cells in zip(*(row for _, row in rows), strict=True)), strict=True))
    return [day for day, _ in rows], {code: cells for code, cells in columns.items() if set(cells) != {_ABSENT}}


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
    steps = [numbers[0], *(after - before for before, after in zip(numbers, numbers[1:], strict=False))]
    zigzag = struct.pack(f"<{len(steps)}I", *(step << 1 if step >= 0 else (-step << 1) - 1 for step in steps))
    return zlib.compress(b"".join(zigzag[place::_WIDTH] for place in range(_WIDTH)), 9)


def _inflated(blob: bytes, count: int) -> list[int]:
    planes = zlib.decompress(blob)
    zigzag = bytearray(count * _WIDTH)
    for place in range(_WIDTH):
        zigzag[place::_WIDTH] = planes[place * count : (place + 1) * count]
    steps = struct.unpack(f"<{count}I", zigzag)
    return list(accumulate((step >> 1) ^ -(step & 1) for step in steps))


def _bad(name: str, reason: str) -> BadData:
    return BadData(f"{name} {reason}.", file=name, place="", reason=reason)
