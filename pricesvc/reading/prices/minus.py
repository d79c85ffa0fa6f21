"""The minus in front of a price, and the dashes that are none."""

from __future__ import annotations

import re

from pricesvc.reading.spaces import past
from pricesvc.reading.text import Folded

_DIGITS = "0123456789"
_DECIMALS = re.compile("[.,][0-9]{2}$")
_MINUS = "\u2212"
_BESIDE = 8
"""Characters in front of a dash in which another number would make it one between two."""


def minus_before(folded: Folded, start: int, floor: int, *, running: bool) -> int | None:
    """Where the minus of a price that begins at ``start`` stands; one that a space parts from it only where it can be
    no dash.
    """
    low, place = folded.low, start - 1
    if place > floor and low[place] == " " and low[place - 1] == "-":
        place -= 1
        if not (_true_minus(folded, place) or (not running and _opens(low, place))):
            return None
    return place if place >= floor and low[place] == "-" and _parted(low, place, floor) else None


def said_before(low: str, start: int, said: frozenset[str]) -> bool:
    """Whether nothing but a word for the minus stands before a place."""
    return low[:start].strip() in said


def minus_behind(low: str, end: int, number: int, run: str) -> int | None:
    """Where a value ends that has a minus behind it, as in books of account, "127.54-", or behind its number, which ends
    at ``number``: "127.54- EUR". No decimals, no minus: "127-" may leave something open.
    """
    if not _DECIMALS.search(run):
        return None
    if low.startswith("- ", number):
        return end
    place = past(low, end)
    return place + 1 if low.startswith("-", place) and not low[place + 1 :].strip() else None


def _true_minus(folded: Folded, place: int) -> bool:
    """Whether a folded dash was written as the sign of arithmetic, which nobody takes for a dash."""
    return folded.original[folded.start(place)] == _MINUS


def _opens(low: str, place: int) -> bool:
    """Whether nothing but a label stands before a place: "- $5", "Balance: - $5"."""
    before = low[:place].rstrip()
    return not before or before[-1] in ":("


def _parted(low: str, place: int, floor: int) -> bool:
    """Whether a minus is that of the price behind it, and no dash between two numbers."""
    if place and low[place - 1] not in " (:\n\t":
        return False
    before = low[max(floor, place - _BESIDE) : place]
    return (not floor or bool(before.strip())) and not any(character in _DIGITS for character in before)
