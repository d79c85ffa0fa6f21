"""What stands beside a number and shows that it is part of something else, or whose sign it has."""

from __future__ import annotations

import re

from pricesvc.reading.phrases import LETTER
from pricesvc.reading.prices.words import Magnitude

_POINTED = re.compile("[0-9] [.,] ")
"""What stands before decimals in texts that part every sign from the next."""
_GOES_ON = re.compile(r"_|e[-+]?[0-9]|-[0-9]{2}-[0-9]{2}(?![0-9])| [.,] [0-9]|s(?![^\W\d_]|\$)")
"""What shows a number to be part of something else: "1_000", "1e6", the year of a date, "1 , 200", "$100s"."""
_NEXT = re.compile(f" ({LETTER}+)")
_LAST = re.compile(r"[ ]*(?:[.,;:!?)\n]|$)")
"""What stands behind the last word of a clause."""


def bracketed(low: str, start: int, end: int) -> bool:
    """Whether brackets enclose a number, "$(500)", "(500) €": books of account mean that it is negative."""
    return low.startswith("(", start - 1) and start > 0 and low.startswith(")", end)


def is_serial(run: str) -> bool:
    """Whether digits are those of a model or a day, and no amount below zero: "MT-09"."""
    return len(run) > 1 and run.startswith("0") and run.isdigit()


def goes_on(low: str, end: int) -> bool:
    """Whether a number is the beginning of something else."""
    return _GOES_ON.match(low, end) is not None


def ends_clause(low: str, end: int, magnitude: Magnitude) -> bool:
    """Whether nothing follows a magnitude but the end of the clause, or a word that shows its language."""
    if _LAST.match(low, end):
        return True
    found = _NEXT.match(low, end)
    return found is not None and found[1] in magnitude.last


def goes_before(low: str, start: int) -> bool:
    """Whether a number is the end of something else: "1e6", "GLS600", "1 . 85"."""
    before = low[start - 1] if start else " "
    if before == " ":
        return low[start - 2 : start - 1] in (".", ",") and _POINTED.match(low, max(0, start - 4)) is not None
    clock = before == ":" and low[start - 2 : start - 1].isdigit()
    pointed = before in "点點" and low[start - 2 : start - 1] in tuple("零百千万萬")
    return before == "_" or clock or pointed or (before.isascii() and before.isalpha())


def behind_slash(low: str, start: int) -> bool:
    """Whether a number may be half of a fraction, "1/2", and a price only as the upper estimate: "80/120 €"."""
    return start > 1 and low[start - 1] == "/" and low[start - 2].isdigit()
