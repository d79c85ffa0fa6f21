"""The parts that requests are made of: text, names, numbers, days, lists; each refuses what it cannot be."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final, get_args

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from pricesvc.core import regimes
from pricesvc.core.bases import BASES
from pricesvc.core.errors import InvalidDay
from pricesvc.core.periods import parse_day

MAX_VALUE = 2_000
"""Characters one value, item or description may have; a longer text is a report."""

MAX_NAMES: Final = 200
"""Names that one list may have."""


def clean(text: str) -> str:
    """Refuse what no text of a person holds and no JSON may carry back: NUL and lone surrogates."""
    if "\0" in text:
        raise ValueError("must not contain NUL")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise ValueError("must not contain lone surrogates") from None
    return text


_LOCALE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}", re.ASCII)


def _tag(text: str) -> str:
    if not _LOCALE.fullmatch(text):
        raise ValueError("must be a BCP 47 tag such as de-CH")
    return text


def truth(value: object) -> object:
    """Read ``true`` and ``false`` of a query."""
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _split(values: object) -> object:
    """Read ``to=USD,EUR&to=JPY`` of a query as three entries, and ``to=`` as none."""
    if isinstance(values, (list, tuple)) and all(isinstance(value, str) for value in values):
        return [part for value in values for part in value.split(",") if part] if len(values) <= MAX_NAMES else values
    return values


Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_VALUE), AfterValidator(clean)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(clean)]
Number = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_VALUE),
    Field(json_schema_extra={"pattern": r"^-?[0-9]{1,34}(\.[0-9]{1,34})?$"}, examples=["10000000"]),
]
Names = Annotated[list[Name], Field(max_length=MAX_NAMES)]
ManyNames = Annotated[Names, BeforeValidator(_split)]
Locale = Annotated[
    Name, AfterValidator(_tag), Field(examples=["de-CH"], json_schema_extra={"pattern": f"^{_LOCALE.pattern}$"})
]
Basis = Annotated[Name, Field(json_schema_extra={"enum": list(BASES)})]
Kind = Annotated[Name, Field(json_schema_extra={"enum": list(get_args(regimes.Kind))})]
Code = Annotated[Name, Field(json_schema_extra={"pattern": "^[A-Za-z]{3}$"}, examples=["USD"])]
Codes = Annotated[list[Code], Field(max_length=MAX_NAMES)]
ManyCodes = Annotated[Codes, BeforeValidator(_split)]
Day = Annotated[
    str, StringConstraints(max_length=10), Field(examples=["2023-12-07"], json_schema_extra={"format": "date"})
]
Days = Annotated[str, StringConstraints(max_length=10), Field(examples=["2023-12-07"])]

LISTS: Final = frozenset({"to", "regimes", "symbols", "facts"})
"""Query parameters that may be repeated; any other is given once."""


def day_of(text: str, field: str) -> date:
    """A day, whose refusal names the field."""
    try:
        return parse_day(text)
    except InvalidDay as refusal:
        refusal.facts["field"] = field
        raise
