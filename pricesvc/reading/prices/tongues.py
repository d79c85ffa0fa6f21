"""Which language a magnitude is spoken in, where no locale says: "10 mil" are ten thousand in Madrid, ten million in London."""

from __future__ import annotations

import re

from pricesvc.core.money import WIDE
from pricesvc.reading.phrases import LETTER
from pricesvc.reading.prices.currencies import Hit
from pricesvc.reading.prices.number import Number
from pricesvc.reading.prices.words import Tongue

_WORD = re.compile(f"{LETTER}+")
_NEAR = 24
"""Characters on either side in which a word shows the language."""


def settle(low: str, number: Number, left: Hit | None, right: Hit | None) -> None:
    """Give a number the factor that its disputed magnitude has in the language that is shown, if one is."""
    magnitude, number.disputed = number.disputed, None
    if magnitude is None or magnitude.value is None:
        return
    around = _words_round(low, number)
    for language, tongue in magnitude.tongues.items():
        if _shows(language, tongue, left, right, around):
            ratio = WIDE.divide(magnitude.by_language[language], magnitude.value)
            number.scale = WIDE.multiply(number.scale, ratio)
            return


def _shows(language: str, tongue: Tongue, left: Hit | None, right: Hit | None, around: frozenset[str]) -> bool:
    """Whether a currency beside the number, or a word near it, shows a language."""
    for hit in (left, right):
        if hit is not None and (_is_named_in(language, hit) or hit.form.senses[0].currencies[0] in tongue.of):
            return True
    if right is not None and left is None and right.form.senses[0].currencies[0] in tongue.behind:
        return True
    return not tongue.near.isdisjoint(around)


def _is_named_in(language: str, hit: Hit) -> bool:
    """Whether a form is a name in a language, and none in English."""
    spoken = {sense.language for sense in hit.form.senses if sense.kind == "name"}
    return language in spoken and "en" not in spoken


def _words_round(low: str, number: Number) -> frozenset[str]:
    before, behind = low[max(0, number.start - _NEAR) : number.start], low[number.end : number.end + _NEAR]
    return frozenset(_WORD.findall(before) + _WORD.findall(behind))
