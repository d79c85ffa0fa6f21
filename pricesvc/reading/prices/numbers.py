"""Every number in a text: digits, magnitudes, East Asian numerals, spelled-out words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pricesvc.core.money import MAX_DIGITS
from pricesvc.reading.phrases import LETTER, Phrases, head, is_letter
from pricesvc.reading.prices.eastern import HAN, HANGUL, POINTED_HANGUL, UNITS, Eastern, read_eastern
from pricesvc.reading.prices.number import Number, times
from pricesvc.reading.prices.scales import Scales
from pricesvc.reading.prices.spelled import Spelled
from pricesvc.reading.prices.wordings import Run
from pricesvc.reading.prices.words import Region, Words
from pricesvc.reading.text import Folded

_WRITTEN = (
    r"[0-9]{1,3}(?:[ '][0-9]{3}(?![0-9]))+(?:[.,\u066b][0-9]+)?"
    r"|[0-9]+(?:[.,'\u066b][0-9]+|,\n[0-9]{3}(?![0-9]))*"
    rf"|(?<![\w/])(?<!{LETTER})[.,\u066b][0-9]+(?![.,]?[0-9])"
    f"|[{HAN}]+|[{HANGUL}]+{POINTED_HANGUL}|[{HANGUL}]*[십백천만억조][{HANGUL} ]*"
)
_NUMBER = re.compile(_WRITTEN)
_LOOSE_NUMBER = re.compile(
    r"[0-9]+(?:[.,' ][0-9]{3})*[.,] [0-9]{2}(?![0-9.,])|" + _WRITTEN + r"|\A[영일이삼사오육칠팔구](?= ?[가-힣])"
)
"""In a single value "8. 94" is one number too, and the first syllable of "칠원" another."""
_BROKEN = re.compile(r"([.,])[ \n]")
_DASHED_END = re.compile(r"[.,]-{1,2}|/[-=]|,=")
_CHEQUE = re.compile(r"(?: and| &| with| y| con| e| et| und)? (no|xx|[0-9]{2})/100(?![0-9])")
"""Cents as cheques have them, between the number in words and the currency: "fifty and 20/100 dollars"."""
_FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_SLASHED = re.compile("[ -]([13])/([24])(?= )")
"""A fraction behind a number, which counts with a magnitude behind it: "1 1/2 million"."""
_OF = re.compile(" (?:de|di|d'|d) ?")
"""What parts a rough number from its magnitude: "une trentaine de millions"."""
_ONE = Decimal(1)
_WHOLE = len("9999")
"""Digits of a number up to which a half may stand behind it."""
_NESTED = 1000
"""From this number on a word for a larger unit behind a number in words counts nothing smaller than it."""


class Numbers:
    """Finds numbers. Built once from the words; holds no state of a text."""

    def __init__(self, words: Words) -> None:
        self.scales = Scales(words)
        self._spelled = Spelled(words.numbers, *_nouns(words), words.sums)
        self._points = frozenset().union(*(numbers.points for numbers in words.numbers)) - words.sums
        behind = {phrase: value for numbers in words.numbers for phrase, value in numbers.behind.items()}
        self._behind: Phrases[Decimal] = Phrases(behind)
        self._behind_letters = frozenset(phrase[0] for phrase in behind)
        ahead = {phrase: value for numbers in words.numbers for phrase, value in numbers.ahead.items()}
        self._ahead: Phrases[Decimal] = Phrases(ahead)
        self._ahead_letters = frozenset(phrase[-1] for phrase in ahead)

    def scan(self, folded: Folded, region: Region, *, running: bool) -> list[Number]:
        """Every number, in order, none overlapping."""
        plain, low = folded.plain, folded.low
        numbers = list(self._written(plain, low, region, running=running))
        if not running and numbers and low[: numbers[0].start].strip() in self._points:
            numbers[0].rest = True  # "point 77 dollars"
        spelled = [
            self._of_words(plain, low, run, region, running=running)
            for run in self._spelled.find(low, region.language, running=running)
        ]
        return _in_order([*numbers, *(number for number in spelled if number is not None)]) if spelled else numbers

    def _of_words(self, plain: str, low: str, run: Run, region: Region, *, running: bool) -> Number | None:
        number = Number(run.start, run.end, "", run.value, scale=run.scale, language=run.language, article=run.article)
        number.qualifier, number.rest = "about" if run.rough else None, run.rest
        if run.rough:
            linked = _OF.match(low, number.end)
            number.end = linked.end() if linked and self.scales.stands(low, linked.end()) else number.end
        self.scales.take(plain, low, number, region, running=running)
        if run.value >= _NESTED <= number.scale / run.scale <= run.value * run.scale:
            return None  # "one million two thousand million"
        cents = _CHEQUE.match(low, number.end) if not number.article else None
        if cents:
            part = Decimal(cents[1]) / 100 if cents[1].isdigit() else 0
            number.value, number.scale, number.end = times(run.value, number.scale) + part, _ONE, cents.end()
        return number

    def _written(self, plain: str, low: str, region: Region, *, running: bool) -> Iterator[Number]:
        floor = 0
        for found in (_NUMBER if running else _LOOSE_NUMBER).finditer(low):
            start = found.start()
            if start < floor:
                continue
            if low[start] in "0123456789.,\u066b":
                number: Number | None = self._digits(plain, low, found, region, running=running)
            else:
                number = _eastern(low, start)
            if number is not None:
                floor = number.end
                yield number

    def _digits(self, plain: str, low: str, found: re.Match[str], region: Region, *, running: bool) -> Number:
        start, end = found.span()
        following = low[end : end + 2]
        if following and (following[0] in UNITS or following[-1] in UNITS or following[0] in "多余餘여"):
            read = read_eastern(low, start)
            if read is not None and (read.scaled or read.qualifier):
                return _of_numerals(start, read)
        run = found.group()
        if following and following[0] in _FRACTIONS and run.isdigit() and len(run) <= MAX_DIGITS:
            number = Number(start, end + 1, value=Decimal(run) + _FRACTIONS[following[0]])
            self.scales.take(plain, low, number, region, running=running)
            return number
        number = Number(start, end, _BROKEN.sub(r"\1", run) if _BROKEN.search(run) else run)
        if start > 1 and low[start - 2] in self._ahead_letters:
            self._add_ahead(low, number)
        if following:
            slashed = following[0] in " -" and following[1:] in ("1", "3") and _SLASHED.match(low, end)
            if slashed and self.scales.stands(low, slashed.end() + 1):
                number.value, number.end = Decimal(run) + Decimal(slashed[1]) / Decimal(slashed[2]), slashed.end()
                end, number.run = number.end, ""
            if following[0] == " " and following[1:] in self._behind_letters:
                self._half(low, number)
            self.scales.take(plain, low, number, region, running=running)
            if number.end != end:
                self._half(low, number)
            else:
                tail = _DASHED_END.match(low, end)
                if tail:
                    number.end, number.dashed = tail.end(), True
        return number

    def _add_ahead(self, low: str, number: Number) -> None:
        """Take in the word before a number that adds to it: साढ़े 3 लाख is three and a half lakh."""
        found = self._ahead.before(low, number.start - 1) if low[number.start - 1] == " " else None
        if found and number.run.isdigit() and len(number.run) <= _WHOLE:
            number.value, number.run, number.start = Decimal(number.run) + found[1], "", found[0]

    def _half(self, low: str, number: Number) -> None:
        """Take in a half behind a number or its magnitude: "2 and a half million", "2 millones y medio"."""
        if low[number.end : number.end + 1] != " " or not number.run.isdigit() or len(number.run) > _WHOLE:
            return
        found = self._behind.at(low, number.end + 1)
        if found:
            number.value, number.run, number.end = Decimal(number.run) + found[1], "", found[0]


def _nouns(words: Words) -> tuple[frozenset[str], frozenset[str]]:
    """The first words of the names of currencies, and of subunits."""
    named = [(head(phrase), form.senses) for phrase, form in words.forms.items() if form.senses[0].kind == "name"]
    coins = frozenset(first for first, senses in named if any(sense.share < 1 for sense in senses))
    return frozenset(first for first, _ in named), coins


def _eastern(low: str, start: int) -> Number | None:
    read = read_eastern(low, start)
    if read is None or (start and is_letter(low, start - 1)):
        return None
    return _of_numerals(start, read)


def _of_numerals(start: int, read: Eastern) -> Number:
    number = Number(start, read.end, value=read.value, unit=read.unit, qualifier=read.qualifier, eastern=True)
    number.large, number.upper = read.large, read.upper
    return number


def _in_order(numbers: list[Number]) -> list[Number]:
    """Sorted by place, the earlier of two that overlap."""
    kept: list[Number] = []
    for number in sorted(numbers, key=lambda number: (number.start, -number.end)):
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept
