"""What was learned, on disk: one file a table, written whole or not at all, with a digest.

A table's file is never merged with another, so any number of processes may write into one directory without a lock:
the last complete writer of a day wins, and each finds what the others fetched.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import time
from collections.abc import Container, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from pricesvc.core.errors import PricesvcError
from pricesvc.core.money import decimal_text, parse_decimal
from pricesvc.core.rates import RateTable
from pricesvc.log import log

FORMAT = "pricesvc-table-1"

_serial = itertools.count()
_NAME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.json", re.ASCII)
_LEFT_BEHIND = 3600.0


class State:
    """The tables under a directory: ``rates/<source>/<day>.json``. Without one (None) nothing is kept.

    Nothing here raises for a disk that is full, read-only or damaged: it is logged, and the book goes on in memory.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder and folder / "rates"

    def load(self, source: str, without: Container[date] = ()) -> list[RateTable]:
        """Every table kept of a source, but for the days in ``without``; damaged files are set aside."""
        if self._folder is None:
            return []
        tables = []
        for path in self._files(self._folder / source):
            day = _day_of(path)
            if day is not None and day not in without and (table := _read(path, source, day)) is not None:
                tables.append(table)
        return tables

    def save(self, tables: Iterable[RateTable]) -> None:
        """Keep tables: each file is complete on disk before it gets its name."""
        if self._folder is None:
            return
        try:
            for table in tables:
                _write(self._folder / table.source / f"{table.day}.json", encode(table))
        except OSError as error:
            log.warning("state_not_written", folder=str(self._folder), error=str(error))

    def _files(self, folder: Path) -> list[Path]:
        try:
            names = sorted(folder.iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            log.warning("state_not_read", folder=str(folder), error=str(error))
            return []
        _sweep(path for path in names if path.name.startswith("."))
        return names


def encode(table: RateTable) -> bytes:
    """The text of a table's file: JSON, published digits, and a digest over the rest."""
    body: dict[str, object] = {
        "format": FORMAT,
        "source": table.source,
        "base": table.base,
        "day": table.day.isoformat(),
        "rates": {code: decimal_text(rate) for code, rate in table.rates.items()},
    }
    return json.dumps({**body, "sha256": _digest(body)}, indent=0).encode()


def decode(content: bytes) -> RateTable:
    """Read a table's file.

    Raises:
        ValueError: when it is damaged, or of another format.
    """
    try:
        body: dict[str, Any] = json.loads(content)
        digest = body.pop("sha256")
        if body["format"] != FORMAT or digest != _digest(body):
            raise ValueError("the digest does not match")
        rates = {code: parse_decimal(text) for code, text in body["rates"].items()}
        return RateTable(body["source"], body["base"], date.fromisoformat(body["day"]), rates)
    except (KeyError, TypeError, AttributeError, RecursionError, PricesvcError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _digest(body: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _day_of(path: Path) -> date | None:
    found = _NAME.fullmatch(path.name)
    with suppress(ValueError):
        return date.fromisoformat(found[1]) if found else None
    return None


def _read(path: Path, source: str, day: date) -> RateTable | None:
    if not path.is_file():
        return None  # gone meanwhile, or a pipe that would never end
    try:
        return _expected(decode(path.read_bytes()), source, day)
    except FileNotFoundError:
        return None
    except OSError as error:
        log.warning("state_not_read", file=str(path), error=str(error))
        return None
    except ValueError as error:
        log.warning("state_damaged", file=str(path), error=str(error))
        with suppress(OSError):
            path.replace(path.with_suffix(".damaged"))
        return None


def _expected(table: RateTable, source: str, day: date) -> RateTable:
    if (table.source, table.day) != (source, day):
        raise ValueError("it is the file of another table")
    return table


def _write(path: Path, content: bytes) -> None:
    """Write beside the final name, flush to the disk, rename, and flush the directory's entry."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.{next(_serial)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _sweep(beside: Iterable[Path]) -> None:
    """Remove what a killed process left half-written; young files may belong to a process at work."""
    for path in beside:
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _LEFT_BEHIND:
                path.unlink()
