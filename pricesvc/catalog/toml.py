"""Strict reading of TOML: every key is declared with its kind, and a key that nobody asked for is refused.

    with toml_file(path) as file:                      # refuses top-level keys left unread
        for row in file.rows("currency"):              # refuses keys of the row left unread
            Row(code=row.required("code", matching("[A-Z]{3}")), since=row.optional("since", day))

A kind is a function from the raw value to the wanted one; it raises WrongValue with the reason. Numbers with a
point are decimals, never floats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NoReturn, TypeVar, overload

import tomli

from pricesvc.core.errors import BadData

T = TypeVar("T")
D = TypeVar("D")
W = TypeVar("W", bound=str)
Kind = Callable[[object], T]

DATA = Path(__file__).resolve().parent.parent / "data"
"""The directory of the reviewed facts that pricesvc ships."""


def files_in(folder: Path) -> list[Path]:
    """The TOML files of a folder; hidden ones are an editor's."""
    return [path for path in folder.glob("*.toml") if not path.name.startswith(".")]


class WrongValue(Exception):
    """A value is not of its kind; the reason reads on from the key: "must be a whole number"."""


class Section:
    """One table of a TOML file; it remembers which of its keys were asked for."""

    def __init__(self, raw: dict[str, object], file: str, place: str) -> None:
        self._raw = raw
        self._file = file
        self._place = place
        self._asked: set[str] = set()

    def required(self, key: str, kind: Kind[T]) -> T:
        """The value of a key that must be there.

        Raises:
            BadData: when it is missing or not of its kind.
        """
        if key not in self._raw:
            self.refuse(f"{key} is missing")
        return self._value(key, kind)

    @overload
    def optional(self, key: str, kind: Kind[T]) -> T | None: ...

    @overload
    def optional(self, key: str, kind: Kind[T], default: D) -> T | D: ...

    def optional(self, key: str, kind: Kind[T], default: D | None = None) -> T | D | None:
        """The value of a key that may be left out, or the default.

        Raises:
            BadData: when it is there and not of its kind.
        """
        self._asked.add(key)
        return self._value(key, kind) if key in self._raw else default

    def rows(self, key: str) -> Iterator[Section]:
        """Each table of an array of tables (``[[key]]``), in order; none when the key is left out.

        Raises:
            BadData: when the key holds something else, or a key of the row before was never asked for.
        """
        no_rows: list[dict[str, object]] = []
        for place, raw in enumerate(self.optional(key, _tables, no_rows), start=1):
            row = Section(raw, self._file, f"{self._prefix}{_label(key, place, raw)}")
            yield row
            row.finish()

    @contextmanager
    def table(self, key: str) -> Iterator[Section]:
        """The table ``[key]``, which must be there.

        Raises:
            BadData: when it is missing, not a table, or has keys that were never asked for.
        """
        inner = Section(self.required(key, _table), self._file, f"{self._prefix}{key}")
        yield inner
        inner.finish()

    def has(self, key: str) -> bool:
        """Whether the key is written at all: for alternatives."""
        return key in self._raw

    def finish(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key must not be lost in silence."""
        unknown = sorted(set(self._raw) - self._asked)
        if unknown:
            self.refuse(f"unknown key {', '.join(unknown)}; known here: {', '.join(sorted(self._asked))}")

    def refuse(self, reason: str) -> NoReturn:
        """Raise BadData for this table."""
        raise _bad(self._file, self._place, reason)

    @property
    def _prefix(self) -> str:
        return f"{self._place} / " if self._place else ""

    def _value(self, key: str, kind: Kind[T]) -> T:
        self._asked.add(key)
        try:
            return kind(self._raw[key])
        except WrongValue as reason:
            self.refuse(f"{key} {reason}")


@contextmanager
def toml_file(path: Path) -> Iterator[Section]:
    """Open a TOML file for strict reading; on leaving, keys that were never asked for are refused.

    Raises:
        BadData: when the file cannot be read or is not TOML; names the file and the line.
    """
    try:
        raw = tomli.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, ValueError, ArithmeticError, RecursionError) as error:  # numbers without end, brackets without end
        raise _bad(path.name, "", f"cannot be read: {error}") from error
    section = Section(raw, path.name, "")
    yield section
    section.finish()


def text(value: object) -> str:
    """A string with something in it, and no space round it."""
    if not isinstance(value, str) or not value or value != value.strip():
        raise WrongValue("must be a text that is not empty and has no space round it")
    return value


def matching(pattern: str, words: str = "") -> Kind[str]:
    """A string that matches a regular expression as a whole; ``words`` say of what kind it is, for who reads none."""
    compiled = re.compile(pattern)

    def kind(value: object) -> str:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            raise WrongValue(f"must be {words}, not {value!r}" if words else f"must look like {pattern}, not {value!r}")
        return value

    return kind


def one_of(*choices: W) -> Kind[W]:
    """One of a few words."""

    def kind(value: object) -> W:
        found = next((choice for choice in choices if choice == value), None)
        if found is None:
            raise WrongValue(f"must be one of {', '.join(choices)}, not {value!r}")
        return found

    return kind


def flag(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise WrongValue(f"must be true or false, not {value!r}")
    return value


def whole(value: object) -> int:
    """A whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongValue(f"must be a whole number, not {value!r}")
    return value


def number(value: object) -> Decimal:
    """A decimal: a TOML number, or a string of digits with at most one point (which keeps its trailing zeros)."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", value, re.ASCII):
        return Decimal(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Decimal) and value.is_finite():
        return value
    raise WrongValue(f"must be a number, not {value!r}")


def positive(value: object) -> Decimal:
    """A decimal above zero."""
    amount = number(value)
    if amount <= 0:
        raise WrongValue(f"must be above zero, not {value!r}")
    return amount


def day(value: object) -> date:
    """A day, written bare (``2023-12-07``)."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise WrongValue(f"must be a bare day such as 2023-12-07, not {value!r}")
    return value


def list_of(kind: Kind[T], *, least: int = 1) -> Kind[tuple[T, ...]]:
    """A list whose members are all of one kind, with ``least`` members or more."""

    def listed(value: object) -> tuple[T, ...]:
        if not isinstance(value, list) or len(value) < least:
            raise WrongValue(f"must be a list of {least} or more")
        return tuple(kind(member) for member in value)

    return listed


def _table(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise WrongValue("must be a table")
    return value


def _tables(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list):
        raise WrongValue("must be an array of tables")
    return [_table(member) for member in value]


def _label(key: str, number: int, raw: dict[str, object]) -> str:
    name = raw.get("id", raw.get("code"))
    return f"{key} {name}" if isinstance(name, str) else f"{key} {number}"


def _bad(file: str, place: str, reason: str) -> BadData:
    where = f"{file}, {place}" if place else file
    return BadData(f"{where}: {reason}.", file=file, place=place, reason=reason)
