"""Whether a form of a currency that stands in a text is written as it must be to count."""

from __future__ import annotations

import re

from pricesvc.reading.phrases import LETTER, is_letter
from pricesvc.reading.prices.words import Form, Region
from pricesvc.reading.text import Folded

_WORD = re.compile(LETTER)
_LETTERED = re.compile("(?<=[0-9])[kmb](?![a-z])")
"""A magnitude of one letter: "125k"."""
_LETTER = len("P.")
_REACH = len(" BSD")
_CAPITALS = re.compile("(?<![^\\W_])(?:[A-Z]{1,2}|[A-Z]{3})$")


def standing(folded: Folded, span: tuple[int, int], form: Form, region: Region, *, running: bool) -> Form | None:
    """A form that is written as it must be, and used in the locale's country if it is used in few; else None."""
    written = folded.plain[slice(*span)]
    own = form.spelled.get(written) if form.spelled else None
    if own is not None and region.territory in own.homes:
        return own
    if form.exact and written not in form.exact and not _at_home(form, region):
        return form if form.alone and not running and _only_word(folded.low, span) else None
    abroad = not running and len(written) > 1 and not (form.exact and form.senses[0].kind == "name")
    return form if not form.homes or region.territory in form.homes or abroad else None


def capitals_before(plain: str, start: int, floor: int) -> tuple[int, str] | None:
    """Up to three capitals that touch a sign: where they begin, and what they are in small letters."""
    found = _CAPITALS.search(plain, max(floor, start - _REACH), start)
    return None if found is None else (found.start(), found.group().lower())


def ends_abbreviation(low: str, start: int, end: int) -> bool:
    """Whether a sign of one letter is the last of an abbreviation: in "P.V.P. 4,56" the last P is no peso."""
    if start < 2 or low[start - 1] != ".":
        return False
    return end - start <= _LETTER and is_letter(low, start) and is_letter(low, start - 2)


def _only_word(low: str, span: tuple[int, int]) -> bool:
    """Whether a code in small letters is all that stands beside a number in a value: "125 cad"."""
    return not _WORD.search(_LETTERED.sub("", low[: span[0]] + " " + low[span[1] :]))


def _at_home(form: Form, region: Region) -> bool:
    """Whether a form is the code of the locale's own currency, which its people write in small letters, too; English
    has too many words that look like one ("top", "all").
    """
    return form.senses[0].kind == "code" and form.senses[0].currencies[0] == region.currency and region.language != "en"
