"""How many, or how much: "three watches", "a pair of shoes", "case of 12 bottles", "2 x Rolex", "1.5 kg caviar"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from pricesvc.core.goods import Goods
from pricesvc.reading.haystack import CUT, Haystack, key
from pricesvc.reading.lexicon import Forms, Match

Quantity = tuple[Decimal, str]

ONE: Final[Quantity] = (Decimal(1), "item")
_EACH: Final[Mapping[str, Quantity]] = {
    "item": ONE,
    "bottle": ONE,
    "pair": (Decimal(1), "pair"),
    "g": (Decimal(1), "g"),
    "oz": (Decimal("28.349523125"), "g"),
    "lb": (Decimal("453.59237"), "g"),
    "kg": (Decimal(1), "kg"),
    "tonne": (Decimal(1000), "kg"),
    "l": (Decimal(1), "l"),
    "m2": (Decimal(1), "m2"),
}
"""What a price "per" something is the price of (the ounce and the pound of the avoirdupois)."""

_PIECES: Final = frozenset({"item", "pair", "set"})
_YEARS: Final = range(1500, 2100)
_MOST: Final = 100_000
_DIGITS = r"(?<![\w.,/$€£¥#])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6}(?:[.,][0-9]{1,3})?)"
_NUMBER = re.compile(_DIGITS)
_TIMES = re.compile(rf"{_DIGITS}\s*[x×]\s+(?=[^\W\d_])|(?<=\s)[x×]\s?([0-9]{{1,4}})\s*$", re.IGNORECASE)
_MEASURED = re.compile(r" (?:[kc]arats?|kt|ct|mm|cm|inch(?:es)?|f(?:oo|ee)?t|met(?:re|er)s?)\b", re.IGNORECASE)
"""What a figure before a noun may say of one piece, in the language whose nouns count it ("18 carat gold watches")."""
_COUNTED = re.compile(rf"{_DIGITS}[\s-]?([^\W\d_]{{1,12}}(?:\.? ?oz)?)")


def units(forms: Forms) -> dict[str, Quantity]:
    """The words that count or measure, as they are searched for, each with its size and its unit."""
    counts = ((phrase, form.entry) for phrase, found in forms.items() for form in found if form.entry.kind == "count")
    known: dict[str, Quantity] = {}
    for phrase, entry in counts:
        if entry.unit:
            known.setdefault(phrase, (entry.value or Decimal(1), entry.unit))
    return known


def quantity(hay: Haystack, matches: Sequence[Match], head: Match | None, units: Mapping[str, Quantity]) -> Quantity:
    """How much of the thing the description names; one piece when it does not say.

    ``units`` are those of the lexicon that the matches come from.
    """
    pieces: list[Quantity] = []
    measures: list[Quantity] = []
    for found in (*_figures(hay.original, units), *_words(hay, matches, head)):
        (pieces if found[1] in _PIECES else measures).append(found)
    if not pieces and head is not None and (number := _before(hay, matches, head)) is not None:
        pieces.append((number, "item"))
    return next(iter(pieces or measures), ONE)


def priced(goods: Goods, per: str | None) -> Goods:
    """The goods that a price is of, when it is a price per something: 40 bottles at 200 each are one bottle for 200."""
    each = _EACH.get(per or "")
    return goods if each is None else replace(goods, quantity=each[0], unit=each[1])


def _figures(text: str, units: Mapping[str, Quantity]) -> Iterator[Quantity]:
    """Figures with a unit behind them, and figures that multiply: ``750 ml``, ``12 bottles``, ``2 x``."""
    for match in _TIMES.finditer(text):
        yield _value(match[1] or match[2]), "item"
    for match in _COUNTED.finditer(text):
        number, word = _value(match[1]), match[2]
        known = units.get(key(word)) or next(
            (units[k] for n in (3, 2, 1) if (k := key(word[:n])) in units and k == word[:n]), None
        )
        if known is not None and 0 < number <= _MOST:
            yield number * known[0], known[1]


def _words(hay: Haystack, matches: Sequence[Match], head: Match | None) -> Iterator[Quantity]:
    """Number words, each taken together with the unit word that follows it: "two pairs of", "a dozen"."""
    counts = [match for match in matches if match.entry.kind == "count"]
    last: Match | None = None
    for match in counts:
        entry = match.entry
        if entry.value is None or not entry.unit:
            pass
        elif entry.unit in _PIECES and not _figure_before(hay, match):
            number = last.entry.value if last is not None and match.start - last.end <= 1 else None
            yield (number or Decimal(1)) * entry.value, entry.unit
        last = match if entry.value is not None and not entry.unit else None
        if last is not None and head is not None and _governs(hay, last, head):
            yield last.entry.value or Decimal(1), "item"


def _governs(hay: Haystack, count: Match, head: Match) -> bool:
    """Whether a number word belongs to the noun: in the same part before it, and not half of "two-door"."""
    after = hay.span(count.start, count.end)[1]
    between = hay.text[count.end : head.start]
    return count.end <= head.start and CUT not in between and hay.original[after : after + 1] not in {"-", "‐", "‑"}


def _figure_before(hay: Haystack, match: Match) -> bool:
    start = hay.span(match.start, match.end)[0]
    return hay.original[max(0, start - 2) : start].strip(" -").isdigit()


def _before(hay: Haystack, matches: Sequence[Match], head: Match) -> Decimal | None:
    """A figure that counts the head: before every name in its part, no year or carats, and the noun in the plural."""
    start, end = hay.span(head.start, head.end)
    opening = hay.text.rfind(CUT, 0, head.start) + 1
    names = [
        m for m in matches if opening <= m.start < head.start and m.entry.kind in {"brand", "house", "model", "cut"}
    ]
    limit = hay.span(names[0].start, names[0].end)[0] if names else start
    low = hay.span(opening, opening + 2)[0] if opening < head.start else start
    found = _NUMBER.search(hay.original, low, limit)
    if found is None or not hay.original[start:end].lower().endswith("s"):
        return None
    number = _value(found[1])
    plain = number == number.to_integral_value() and int(number) not in _YEARS
    joined = hay.original[found.end() : found.end() + 1] == " "
    measured = _MEASURED.match(hay.original, found.end())
    return number if plain and joined and not measured and 1 < number <= _MOST else None


def _value(text: str) -> Decimal:
    thousands = re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+", text)
    return Decimal(text.replace(",", "" if thousands else "."))
