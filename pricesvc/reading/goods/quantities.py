"""How many, or how much: "three watches", "a pair of shoes", "case of 12 bottles", "2 x Rolex", "1.5 kg caviar"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from pricesvc.core.goods import NONE, Goods
from pricesvc.reading.goods.figures import FIGURE, figure
from pricesvc.reading.goods.haystack import CUT, Haystack, key
from pricesvc.reading.goods.lexicon import Forms, Match
from pricesvc.reading.prices.eastern import read_eastern

Quantity = tuple[Decimal, str]

ONE: Final[Quantity] = (Decimal(1), "item")
_EACH: Final[Mapping[str, Quantity]] = {
    "item": ONE,
    "bottle": ONE,
    "case": ONE,
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

OTHERS: Final = ("date", "time", "person", "size", "label")
"""Units of what no price is of. Their words take a number for themselves: "5 May", "two men", "lot 41", "18 carat"."""

_PIECES: Final = frozenset({"item", "pair", "set"})
_MEASURED: Final = frozenset({
    None, NONE, "caviar", "truffles", "wine_spirits", "cigars", "tobacco_other", "perfume_cosmetics", "jewellery_gems",
    "gourmet_seafood", "prized_meat_fish", "furskins", "silk", "carpets_tapestries", "coins_banknotes", "ivory_horn",
})  # fmt: skip
"""Categories sold by weight, volume or area: the litres of a car are those of its engine."""

_PLURAL: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("s", "men", "feet"),
    "fr": ("s", "x"),
    "es": ("s",),
    "pt": ("s",),
}
"""How a noun that a figure counts ends, in the languages whose plural nearly always shows it."""
_NO_SPACES: Final = frozenset({"ja", "zh", "ko", "th"})
"""Languages that count with a counter, never with a bare figure."""

_YEARS: Final = range(1500, 2100)
_MOST: Final = 100_000
_MOST_OF_A_MAKE: Final = 100
"""From here on, a figure before a make is rather the number of a model: "500 Fiat"."""
_WORDS_BETWEEN: Final = 3
_WIDE = "぀-ヿ㐀-鿿가-힣\u0e00-\u0e7f"
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0900-\u0903\u093a-\u094f"
_DIGITS = rf"(?<!(?![{_WIDE}])[\w.,/$€£¥#])({FIGURE})"
_NUMBER = re.compile(_DIGITS)
_HAN = "[〇一二三四五六七八九十百千两兩]{1,6}"
_ANY = re.compile(f"[0-9]|{_HAN}")
_TIMES = re.compile(
    rf"{_DIGITS}\s*[x×](?:\s+(?=[^\W\d_])|\s?(?=[0-9.,]+\s?(?:cl|ml|l|g|kg|oz)\b))|(?<=\s)[x×]\s?([0-9]{{1,4}})\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"(?:{_DIGITS}|({_HAN}))[\s-]?((?:[^\W\d_]|[{_MARKS}]){{1,12}}(?:\.? ?oz)?)")
_LAST_WORD = re.compile(r"([^\W\d_]+|[#№°])[.:°]?\s*$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_JOINERS = frozenset({"", "and", "und", "y", "e", "et", "и", "og", "och", "en"})
_SIGNS = frozenset("#№°")
_NAMES: Final = frozenset({"type", "negative", "brand", "house", "model"})
_MAKERS: Final = frozenset({"brand", "house", "model", "cut"})
_ADJACENT: Final = 2
_HUNDRED, _TWENTY, _TEN = Decimal(100), Decimal(20), Decimal(10)


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
    figures = _ANY.search(hay.original) is not None
    language = (head.entry.language if head is not None else None) or ""
    for found in (*(_figures(hay, matches, units, language) if figures else ()), *_words(hay, matches, head)):
        (pieces if found[1] in _PIECES else measures).append(found)
    if figures and not pieces and head is not None and (number := _before(hay, matches, head, units)) is not None:
        pieces.append((number, "item"))
    if head is not None and head.entry.category not in _MEASURED:
        measures.clear()
    return next(iter(pieces or measures), ONE)


def priced(goods: Goods, per: str | None) -> Goods:
    """The goods that a price is of, when it is a price per something: 40 bottles at 200 each are one bottle for 200."""
    each = _EACH.get(per or "")
    return goods if each is None else replace(goods, quantity=each[0], unit=each[1])


def _figures(
    hay: Haystack, matches: Sequence[Match], units: Mapping[str, Quantity], language: str
) -> Iterator[Quantity]:
    """Figures with a unit behind them, and figures that multiply: ``750 ml``, ``12 bottles``, ``2 x``."""
    text = hay.original
    for match in _TIMES.finditer(text):
        if match[1] or not _named(hay, matches, match.start()):
            yield figure(match[1] or match[2], language, pieces=True), "item"
    for match in _COUNTED.finditer(text):
        known = _unit(match[3], units)
        if known is None or known[1] in OTHERS:
            continue
        read = read_eastern(match[2], 0) if match[2] else None
        number = read.value if read else figure(match[1] or "0", language, pieces=known[1] in _PIECES)
        if 0 < number <= _MOST:
            yield number * known[0], known[1]


def _unit(word: str, units: Mapping[str, Quantity]) -> Quantity | None:
    """The unit that a word is, or that it begins with where words are not spaced: 点 of 点を."""
    return units.get(key(word)) or next(
        (units[k] for n in (3, 2, 1) if (k := key(word[:n])) in units and k == word[:n]), None
    )


def _named(hay: Haystack, matches: Sequence[Match], place: int) -> bool:
    """Whether a name stands at a place: the X5 of a BMW is no five of them."""
    spans = (hay.span(match.start, match.end) for match in matches if match.entry.kind in _NAMES)
    return any(start <= place < end for start, end in spans)


def _words(hay: Haystack, matches: Sequence[Match], head: Match | None) -> Iterator[Quantity]:
    """Number words, each taken together with the unit word that follows it: "two pairs of", "a dozen"."""
    counts = [match for match in matches if match.entry.kind == "count"]
    if not counts:
        return
    numbers = list(_spelled(hay, counts))
    for match in counts:
        entry = match.entry
        if entry.value is not None and entry.unit in _PIECES and not _figure_before(hay, match):
            number = next((value for value, last in numbers if 0 <= match.start - last.end + 1 <= _ADJACENT), 1)
            yield number * entry.value, entry.unit
    for number, last in reversed(numbers):
        if head is not None and _governs(hay, counts, last, head):
            yield number, "item"


def _spelled(hay: Haystack, counts: Sequence[Match]) -> Iterator[tuple[Decimal, Match]]:
    """The numbers that words make, each with its last word: "two", "thirty-five", "two thousand"."""
    last: Match | None = None
    number = Decimal(1)
    for match in counts:
        if match.entry.value is None or match.entry.unit:
            continue
        joined = None if last is None or _gap(hay, last, match) not in _JOINERS else _sum(number, match.entry.value)
        if joined is None and last is not None:
            yield number, last
        number, last = match.entry.value if joined is None else joined, match
    if last is not None:
        yield number, last


def _sum(number: Decimal, value: Decimal) -> Decimal | None:
    """The number that two neighbouring words make; None when they are two numbers."""
    if value >= _HUNDRED:
        return number * value if value > number else None
    tens = number % _HUNDRED
    ones = value < _TEN and tens >= _TWENTY and not number % _TEN
    return number + value if ones or (number >= _HUNDRED and not tens) else None


def _gap(hay: Haystack, last: Match, match: Match) -> str:
    return hay.text[last.end : match.start].strip()


def _governs(hay: Haystack, counts: Sequence[Match], count: Match, head: Match) -> bool:
    """Whether a number word belongs to the noun: before it in the same part, not half of "two-door", not of other nouns."""
    if count.start >= head.end and head.entry.language in _NO_SPACES:
        return CUT not in hay.text[head.end : count.start]
    after = hay.span(count.start, count.end)[1]
    between = hay.text[count.end : head.start]
    if count.end > head.start or CUT in between or hay.original[after : after + 1] in {"-", "‐", "‑"}:
        return False
    return not any(m.entry.unit in OTHERS and count.end <= m.start + 1 and m.end <= head.start + 1 for m in counts)


def _figure_before(hay: Haystack, match: Match) -> bool:
    start = hay.span(match.start, match.end)[0]
    return hay.original[max(0, start - 2) : start].strip(" -").isdigit()


def _before(hay: Haystack, matches: Sequence[Match], head: Match, units: Mapping[str, Quantity]) -> Decimal | None:
    """A figure that counts the head: the last before the names of its part, of no other noun, and the noun in the plural."""
    language = head.entry.language or ""
    if language in _NO_SPACES:
        return None
    start, end = hay.span(head.start, head.end)
    opening = hay.text.rfind(CUT, 0, head.start) + 1
    makers = [m for m in matches if opening <= m.start < head.start and m.entry.kind in _MAKERS]
    limit = hay.span(makers[0].start, makers[0].end)[0] if makers else start
    low = hay.span(opening, opening + 2)[0] if opening < head.start else start
    endings = _PLURAL.get(language)
    if endings and not any(word.endswith(endings) for word in hay.original[start:end].lower().split()):
        return None
    found = next(iter(reversed([*_NUMBER.finditer(hay.original, low, limit)])), None)
    if found is None or not _stands_alone(hay.original, found, limit, start, units):
        return None
    number = figure(found[1], language, pieces=True)
    plain = number == number.to_integral_value() and not (found[1].isdigit() and int(number) in _YEARS)
    most = _MOST if language else _MOST_OF_A_MAKE
    return number if plain and 1 < number <= most else None


def _stands_alone(text: str, number: re.Match[str], limit: int, noun: int, units: Mapping[str, Quantity]) -> bool:
    """Whether no other word takes a figure for itself: none before it ("lot 41", "June 12"), none behind ("5 May", "12 men")."""
    before = _LAST_WORD.search(text, max(0, number.start() - 16), number.start())
    between = text[number.end() : limit]
    if not between.startswith(" ") or len(_FIRST_WORD.findall(between)) > _WORDS_BETWEEN:
        return False
    words = _FIRST_WORD.findall(text, number.end(), noun)
    return not any(units.get(key(word), ONE)[1] in OTHERS for word in words) and (
        before is None or not _is_label(before[1], units)
    )


def _is_label(word: str, units: Mapping[str, Quantity]) -> bool:
    known = units.get(key(word)) if word not in _SIGNS else None
    return word in _SIGNS or (known is not None and known[1] in {"date", "label"})
