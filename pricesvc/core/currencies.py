"""The currencies of ISO 4217, past and present, and the text of a currency code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from pricesvc.core.errors import InvalidCurrency, UnknownCurrency

_CODE = re.compile(r"[A-Za-z]{3}", re.ASCII)

DEFAULT_PLACES = 2
"""Digits after the point in print for a code that ISO 4217 gives no minor unit, such as gold (XAU)."""


@dataclass(frozen=True, slots=True)
class CurrencyInfo:
    """One code of ISO 4217.

    ``minor_units``: digits after the point, None where the standard gives none (metals, the SDR).
    ``since``: the first day of the unit where the law that made it is recorded here, else None.
    ``until``: the last day of the month in which ISO 4217 withdrew the code; None while it is active.
    ``successor``: the code that the law replaced it with.
    """

    code: str
    name: str
    minor_units: int | None
    numeric: str | None
    since: date | None = None
    until: date | None = None
    successor: str | None = None

    @property
    def places(self) -> int:
        """Digits after the point in print."""
        return DEFAULT_PLACES if self.minor_units is None else self.minor_units

    def is_active(self, day: date) -> bool:
        """Whether the code stands in the standard on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Currencies:
    """Every currency known, by code; iterates in the order of the codes."""

    def __init__(self, infos: Iterable[CurrencyInfo]) -> None:
        self._infos = {info.code: info for info in sorted(infos, key=lambda info: info.code)}

    def get(self, code: str) -> CurrencyInfo:
        """Look a code up, in any case.

        Raises:
            InvalidCurrency: when the text has not the shape of a code.
            UnknownCurrency: with ``nearest`` codes, when no currency has it.
        """
        info = self._infos.get(code)
        if info is not None:
            return info
        upper = currency_code(code)
        info = self._infos.get(upper)
        if info is None:
            nearest = get_close_matches(upper, self._infos)
            raise UnknownCurrency(
                f"{upper} is not a currency of ISO 4217, past or present.", currency=upper, nearest=nearest
            )
        return info

    def __contains__(self, code: object) -> bool:
        return code in self._infos

    def __iter__(self) -> Iterator[CurrencyInfo]:
        return iter(self._infos.values())

    def __len__(self) -> int:
        return len(self._infos)


def currency_code(text: str) -> str:
    """The code that a text writes, in capitals: three letters A to Z, in any case.

    Raises:
        InvalidCurrency: for anything else.
    """
    if not _CODE.fullmatch(text):
        raise InvalidCurrency(
            "A currency is the three letters of an ISO 4217 code, such as USD.", field="currency", value=text[:20]
        )
    return text.upper()
