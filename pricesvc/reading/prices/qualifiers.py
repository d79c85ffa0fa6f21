"""What words beside a price say of it: about, at least, up to."""

from __future__ import annotations

from pricesvc.core.mentions import Qualifier
from pricesvc.reading.phrases import Phrases
from pricesvc.reading.prices.currencies import Hit, sense_in
from pricesvc.reading.prices.pieces import Piece
from pricesvc.reading.prices.words import Said, Words
from pricesvc.reading.spaces import before, past

_TELLING = 5
"""Letters from which on a qualifying word is taken for what it says in any language."""
_ALPHABETIC = frozenset(
    (
        "en",
        "de",
        "fr",
        "es",
        "pt",
        "it",
        "nl",
        "sv",
        "nb",
        "no",
        "da",
        "pl",
        "id",
        "vi",
        "tr",
        "ro",
        "ca",
        "cs",
        "hr",
        "hu",
        "fi",
    )
)
_OWN = frozenset(("et", "lv", "lt", "is", "sq", "az", "uz", "sw", "tl", "fil", "af"))
"""Languages whose short words ("no", "per", "um") count in their own texts only."""
_OPPOSITE: dict[Qualifier, Qualifier] = {"over": "up_to", "under": "at_least"}
"""What is said with a "not": not over is up to."""
_LONGEST_ENDING = 9
"""Letters of it that are looked at."""


class Qualifiers:
    """Finds them before a price, behind it, and in the end of its currency's name."""

    def __init__(self, words: Words) -> None:
        self._before: Phrases[Said] = Phrases(words.before)
        self._after: Phrases[Said] = Phrases(words.after)
        self._not_before: Phrases[frozenset[str]] = Phrases(words.not_before)
        self._not_after: Phrases[frozenset[str]] = Phrases(words.not_after)
        self._endings = {language: Phrases(own) for language, own in words.endings.items()}

    def qualify(self, low: str, piece: Piece, floor: int, language: str | None) -> Qualifier:
        """Take the words that qualify a price into its span, and answer what they say."""
        if piece.qualifier == "exact":
            return "exact"  # the words at it tell of a change: "from $5 to $7"
        said: Qualifier = piece.qualifier or piece.number.qualifier or "exact"
        place = piece.start
        while place > floor and low[place - 1] in " \n:":
            place -= 1
        found = self._before.before(low, place, floor)
        says = _says(found[1], language, place - found[0]) if found else None
        if found and says:
            start, says = self._negated(low, found, says, floor, language)
            piece.start = piece.start if says == "exact" else start
            return says if said == "exact" else said
        name = piece.right if piece.right and piece.right.form.senses[0].kind == "name" else None
        ending = self._ending(low, name, language) if name else None
        if ending:
            piece.end, says = self._denied(low, *ending, language)
            return says if said == "exact" else said
        place = past(low, piece.end, blanks=" ")
        found = self._after.at(low, place)
        if found and low[found[0] - 1] == "+" and _goes_on(low, piece.end, found[0]):
            found = None
        says = _says(found[1], language, found[0] - place) if found else None
        if found and says:
            piece.end, says = self._denied(low, found[0], says, language)
            return says if said == "exact" else said
        return said

    def _negated(
        self, low: str, found: tuple[int, Said], says: Qualifier, floor: int, language: str | None
    ) -> tuple[int, Qualifier]:
        """What a phrase says with a "not" before it, and where that begins."""
        start, said = found
        if says not in _OPPOSITE:
            return start, says
        negation = self._not_before.before(low, before(low, start, most=1, blanks=" "), floor)
        if negation is None or not (language in negation[1] if language else negation[1] & said.keys()):
            return start, says
        return negation[0], _OPPOSITE[says]

    def _denied(self, low: str, end: int, says: Qualifier, language: str | None) -> tuple[int, Qualifier]:
        """What a phrase says with a "not" behind it, and where that ends: "से अधिक नहीं"."""
        negation = self._not_after.at(low, past(low, end, most=1, blanks=" ")) if says in _OPPOSITE else None
        if negation is None or (language and language not in negation[1]):
            return end, says
        return negation[0], _OPPOSITE[says]

    def _ending(self, low: str, hit: Hit, language: str | None) -> tuple[int, Qualifier] | None:
        """What the end of a currency's name says, with the words behind it: where that ends, and what it is."""
        table = self._endings.get(language or sense_in(hit.form, None).language or "")
        if table is None:
            return None
        for place in range(hit.end - 1, max(hit.start, hit.end - _LONGEST_ENDING), -1):
            found = table.at(low, place)
            if found and found[0] >= hit.end:
                return found
        return None


def _goes_on(low: str, price: int, plus: int) -> bool:
    """Whether a plus behind a price adds something to it: "£500+VAT", "£500 + shipping"."""
    return low[plus : plus + 1].isalnum() or (plus - 1 > price and bool(low[plus : plus + 2].strip()))


def _says(said: Said, language: str | None, length: int) -> Qualifier | None:
    """What a phrase says in a language; a short word of other languages only ("do", "od") says nothing."""
    for own in (language, None):
        if own in said:
            return said[own]
    if length >= _TELLING:
        return next(iter(said.values()))
    if language in _ALPHABETIC or language in _OWN:
        return None
    return next((says for known, says in said.items() if known not in _OWN), None)
