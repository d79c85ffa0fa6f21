"""What a run of digits and separators means: by its own shape first, then by the locale and the currency."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pricesvc.core.money import MAX_DIGITS

GROUP_ONLY = " '"
DECIMAL_ONLY = "\u066b"
_SEPARATOR = re.compile("[^0-9]")
NO_SEPARATOR = str.maketrans("", "", f".,{GROUP_ONLY}{DECIMAL_ONLY}")
"""Takes the separators out of a run."""


@dataclass(frozen=True, slots=True)
class Digits:
    """The value of a run, and its other readings when its one separator may be either kind."""

    value: Decimal
    others: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Style:
    """What helps to tell the separators apart.

    ``decimal``: the decimal sign of the locale or of the magnitude's language, None if unknown.
    ``places``: digits of the currency's minor unit.
    """

    decimal: str | None = None
    places: int = 2


PLAIN = Style()


def read_digits(run: str, style: Style = PLAIN, *, scaled: bool = False) -> Digits | None:
    """Read a run such as ``1.234,56``; None when it is no number (``1.2.3``, ``12,34``-lists, over 34 digits).

    ``scaled``: a magnitude follows, so that "1.234 million" has decimals.
    """
    if len(run) > 2 * MAX_DIGITS:
        return None
    if run.isdigit():
        return Digits(Decimal(run)) if len(run) <= MAX_DIGITS else None
    separators = _SEPARATOR.findall(run)
    if len(run) - len(separators) > MAX_DIGITS:
        return None
    point = _decimal_place(run, separators)
    if point is not None:
        return _with_decimals(run, point)
    last = separators[-1]
    if len(separators) > 1 or last in GROUP_ONLY:
        return Digits(Decimal(_bare(run))) if _grouped(run) else None
    return _one_separator(run, last, style, scaled=scaled)


def _decimal_place(run: str, separators: list[str]) -> int | None:
    """Where the decimal sign stands when the shape alone shows it."""
    last = separators[-1]
    place = run.rfind(last)
    if last in DECIMAL_ONLY or place == 0:
        return place
    if last in GROUP_ONLY or separators.count(last) > 1:
        return None
    if len(separators) > 1 or len(run) - place != 4:
        return place
    lead = run[:place]
    return place if len(lead) > 3 or lead[0] == "0" else None


def _with_decimals(run: str, place: int) -> Digits | None:
    lead, tail = run[:place], run[place + 1 :]
    if lead and not lead.isdigit() and not _grouped(lead):
        return None
    return Digits(Decimal(f"{_bare(lead) or '0'}.{tail}"))


def _one_separator(run: str, separator: str, style: Style, *, scaled: bool) -> Digits | None:
    """``1.234``: a group of thousands, or three decimals."""
    grouped = Decimal(_bare(run))
    decimals = Decimal(run.replace(",", "."))
    fits = style.decimal is None or style.decimal == separator
    if scaled or style.places >= 3:
        if style.decimal is None:
            return Digits(decimals, (grouped,)) if separator == "." else Digits(grouped, (decimals,))
        return Digits(decimals) if fits else Digits(grouped)
    return Digits(grouped, (decimals,) if style.decimal == separator else ())


def _grouped(run: str) -> bool:
    """Whether all separators are one sign and stand as Western (3, 3) or Indian (2, 3) groups do."""
    groups = run.split(_SEPARATOR.findall(run, 0)[0])
    if not all(group.isdigit() for group in groups) or not 1 <= len(groups[0]) <= 3 or len(groups[-1]) != 3:
        return False
    inner = {len(group) for group in groups[1:-1]}
    return inner <= {3} or (inner == {2} and len(groups[0]) <= 2)


def _bare(run: str) -> str:
    return run.translate(NO_SEPARATOR)
