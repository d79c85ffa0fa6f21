"""Magnitudes behind numbers: "5 million", "2 mil millones", "70k", "3,5 MGBP"."""

from __future__ import annotations

import re
from decimal import Decimal

from pricesvc.core.money import WIDE
from pricesvc.reading.phrases import Phrases, any_of, is_letter
from pricesvc.reading.prices.number import Number
from pricesvc.reading.prices.words import Magnitude, Region, Words

_CODE = re.compile("[A-Z]{3}(?![A-Za-z])|[A-Z]{0,3}[$€¥]")
_ONE = Decimal(1)
_MOST_FACTORS = 3
_YEAR = len("2023")
_SHORTEST = len("mln")
_SIGN = len("B/.")
_THOUSAND = Magnitude(Decimal(1000), letter=True)
"""What a "T" that touches a currency is in accounts: "70 TEUR"."""


class Scales:
    """Takes them in. Built once from the words."""

    def __init__(self, words: Words) -> None:
        self._magnitudes: Phrases[Magnitude] = Phrases(words.magnitudes)
        self._letters = frozenset({"t", *(word for word, known in words.magnitudes.items() if _is_short(word, known))})
        self._signs = any_of(form for form in words.forms if _is_lettered(words, form))
        self._written = frozenset(
            form for form, known in words.forms.items() if known.senses[0].kind in ("code", "sign")
        )
        self._homes = {form: known.homes for form, known in words.forms.items() if len(form) == 1 and known.homes}

    def stands(self, low: str, place: int) -> bool:
        """Whether a magnitude begins at a place."""
        return self._magnitudes.at(low, place) is not None

    def take(self, plain: str, low: str, number: Number, region: Region, *, running: bool) -> None:
        """Take in the magnitudes after a number."""
        for _ in range(_MOST_FACTORS):
            gap = number.end
            if low[gap : gap + 1] in (" ", "-", "\n") and (low[gap] != "\n" or len(number.run) != _YEAR):
                gap += 1
            hit = self._before_code(plain, low, gap) or self._magnitudes.at(low, gap)
            if hit is None:
                return
            end, magnitude = hit
            if magnitude.letter and _abbreviates(low, end):
                return
            apart = magnitude.letter and gap > number.end and end - gap == 1
            if apart and ((running and not plain[gap].isupper()) or self._is_sign(low, gap, region)):
                return
            factor = magnitude.of(region.language)
            if factor is None:
                number.perhaps = (end, magnitude) if region.language is None else None
                return
            number.scale = WIDE.multiply(number.scale, factor)
            number.language = number.language or magnitude.language
            number.disputed = magnitude if magnitude.tongues and region.language is None else number.disputed
            number.end = end

    def _is_sign(self, low: str, place: int, region: Region) -> bool:
        """Whether a letter is the sign of a currency, or begins one: "5 K" are kyats in Burma, "1 T$" paʻanga."""
        return region.territory in self._homes.get(low[place], ()) or self._signs.at(low, place) is not None

    def take_behind(self, low: str, place: int, number: Number, region: Region) -> int:
        """Take in a magnitude that stands behind the currency, "75 USD million"; answers where the number now ends."""
        hit = self._magnitudes.at(low, place + 1) if low[place : place + 1] == " " else None
        factor = None if hit is None or hit[1].letter else hit[1].of(region.language)
        if hit is None or factor is None:
            return place
        number.scale, number.language = factor, number.language or hit[1].language
        return hit[0]

    def _before_code(self, plain: str, low: str, place: int) -> tuple[int, Magnitude] | None:
        """A short magnitude that touches a currency code: "3,5 MGBP", "1,2mlnPLN"."""
        for end in range(place + 1, place + 1 + _SHORTEST):
            code = _CODE.match(plain, end) if low[place:end] in self._letters else None
            if code is not None and code.group().lower() in self._written:
                magnitude = _THOUSAND if low[place:end] == "t" else self._magnitudes.get(low[place:end])
                return None if magnitude is None else (end, magnitude)
        return None


def _is_short(word: str, magnitude: Magnitude) -> bool:
    """Whether a magnitude may touch a code: a letter, or an abbreviation as "mln" and "Mio"."""
    return magnitude.letter or (1 < len(word) <= _SHORTEST and word.isalpha())


def _abbreviates(low: str, end: int) -> bool:
    """Whether the letter that ends at a place is the first of an abbreviation: "m.n.", "k.k."."""
    dot = end - 1 if low[end - 1] == "." else end
    return low.startswith(".", dot) and is_letter(low, dot + 1)


def _is_lettered(words: Words, form: str) -> bool:
    """Whether a form is a sign that begins with a letter, as "B/." and "T$" do: "1 T$" is no trillion dollars."""
    return (
        1 < len(form) <= _SIGN
        and form[0].isalpha()
        and not form.isalnum()
        and " " not in form
        and words.forms[form].senses[0].kind == "sign"
        and words.forms[form].trails
    )
