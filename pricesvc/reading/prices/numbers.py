"""Every number in a text: digits, magnitudes, East Asian numerals, spelled-out words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from pricesvc.core.mentions import Qualifier
from pricesvc.core.money import MAX_DIGITS, WIDE
from pricesvc.reading.phrases import LETTER, Phrases, any_of, head, is_letter
from pricesvc.reading.prices.digits import Digits, Style, read_digits
from pricesvc.reading.prices.eastern import HAN, HANGUL, POINTED_HANGUL, UNITS, Eastern, read_eastern
from pricesvc.reading.prices.spelled import Spelled
from pricesvc.reading.prices.wordings import Run
from pricesvc.reading.prices.words import Magnitude, Region, Words
from pricesvc.reading.text import Folded

_WRITTEN = (
    r"[0-9]{1,3}(?:[ '][0-9]{3}(?![0-9]))+(?:[.,\u066b][0-9]+)?"
    r"|[0-9]+(?:[.,'\u066b][0-9]+|,\n[0-9]{3}(?![0-9]))*"
    rf"|(?<![\w/])(?<!{LETTER})[.,\u066b][0-9]+(?![.,]?[0-9])"
    f"|[{HAN}]+|[{HANGUL}]+{POINTED_HANGUL}|[{HANGUL}]*[십백천만억조][{HANGUL} ]*"
)
_NUMBER = re.compile(_WRITTEN)
_LOOSE_NUMBER = re.compile(
    r"[0-9]+(?:[.,' ][0-9]{3})*[.,] [0-9]{2}(?![0-9.,])|" + _WRITTEN + r"|(?<!\S)[영일이삼사오육칠팔구](?= ?[가-힣])"
)
"""In a single value "8. 94" is one number too, and the first syllable of "칠원" another."""
_BROKEN = re.compile(r"([.,])[ \n]")
_CODE = re.compile("[A-Z]{3}(?![A-Za-z])|€")
_DASHED_END = re.compile(r"[.,]-{1,2}|/[-=]|,=")
_CHEQUE = re.compile(r"(?: and| &| with| y| con| e| et| und)? (no|xx|[0-9]{2})/100(?![0-9])")
"""Cents as cheques have them, between the number in words and the currency: "fifty and 20/100 dollars"."""
_FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_SLASHED = re.compile("[ -]([13])/([24])(?= )")
"""A fraction behind a number, which counts with a magnitude behind it: "1 1/2 million"."""
_OF = re.compile(" (?:de|di|d'|d) ?")
"""What parts a rough number from its magnitude: "une trentaine de millions"."""
_ONE = Decimal(1)
_MOST_FACTORS = 3
_YEAR = len("2023")
_WHOLE = len("9999")
"""Digits of a number up to which a half may stand behind it."""
_NESTED = 1000
"""From this number on a word for a larger unit behind a number in words counts nothing smaller than it."""
_SHORTEST = len("mln")
_SIGN = len("B/.")
_THOUSAND = Magnitude(Decimal(1000), letter=True)
"""What a "T" that touches a currency is in accounts: "70 TEUR"."""


@dataclass(slots=True)
class Number:
    """A number as it stands: ``run`` of digits times ``scale``, or a ``value`` that words and numerals gave.

    ``unit`` is the unit of the last digit of a ``value``; ``language`` is that of a magnitude of one language only;
    ``eastern`` is set where a ``value`` is that of an East Asian numeral, with ``large``, the units from ten thousand on
    at its end, and ``upper``, its other end if it names two (七八百); ``dashed`` where a dash stands for no cents.
    ``rest``: words that a longer number ends with which was not read whole.
    ``perhaps``: where a word ends that some languages have for a magnitude, in a text whose language is not known.
    """

    start: int
    end: int
    run: str = ""
    value: Decimal | None = None
    unit: Decimal = _ONE
    scale: Decimal = _ONE
    language: str | None = None
    qualifier: Qualifier | None = None
    article: bool = False
    eastern: bool = False
    dashed: bool = False
    large: Decimal = _ONE
    upper: Decimal | None = None
    perhaps: tuple[int, Magnitude] | None = None
    rest: bool = False

    @property
    def scaled(self) -> bool:
        """Whether a magnitude was written."""
        return self.scale != _ONE or self.unit != _ONE

    def read(self, style: Style) -> Digits | None:
        """The value, as far as a decimal style decides it."""
        if self.value is not None:
            return Digits(times(self.value, self.scale))
        digits = read_digits(self.run, style, scaled=self.scale != _ONE)
        return None if digits is None else self.scaled_digits(digits)

    def scaled_digits(self, digits: Digits) -> Digits:
        """What digits come to with the magnitude behind them."""
        if self.scale == _ONE:
            return digits
        return Digits(times(digits.value, self.scale), tuple(times(other, self.scale) for other in digits.others))


class Numbers:
    """Finds numbers. Built once from the words; holds no state of a text."""

    def __init__(self, words: Words) -> None:
        self._magnitudes: Phrases[Magnitude] = Phrases(words.magnitudes)
        self._letters = frozenset({"t", *(word for word, known in words.magnitudes.items() if _is_short(word, known))})
        self._signs = any_of(filter(partial(_is_lettered, words), words.forms))
        self._codes = frozenset(form for form, known in words.forms.items() if known.senses[0].kind == "code") | {"€"}
        self._spelled = Spelled(words.numbers, *_nouns(words), words.sums)
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
            number.end = linked.end() if linked and self._magnitudes.at(low, linked.end()) else number.end
        self._scale(plain, low, number, region, running=running)
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
            self._scale(plain, low, number, region, running=running)
            return number
        number = Number(start, end, _BROKEN.sub(r"\1", run) if _BROKEN.search(run) else run)
        if start > 1 and low[start - 2] in self._ahead_letters:
            self._add_ahead(low, number)
        if following:
            slashed = following[0] in " -" and following[1:] in ("1", "3") and _SLASHED.match(low, end)
            if slashed and self._magnitudes.at(low, slashed.end() + 1):
                number.value, number.end = Decimal(run) + Decimal(slashed[1]) / Decimal(slashed[2]), slashed.end()
                end, number.run = number.end, ""
            if following[0] == " " and following[1:] in self._behind_letters:
                self._half(low, number)
            self._scale(plain, low, number, region, running=running)
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

    def _before_code(self, plain: str, low: str, place: int) -> tuple[int, Magnitude] | None:
        """A short magnitude that touches a currency code: "3,5 MGBP", "1,2mlnPLN"."""
        for end in range(place + 1, place + 1 + _SHORTEST):
            code = _CODE.match(plain, end) if low[place:end] in self._letters else None
            if code is not None and code.group().lower() in self._codes:
                magnitude = _THOUSAND if low[place:end] == "t" else self._magnitudes.get(low[place:end])
                return None if magnitude is None else (end, magnitude)
        return None

    def scale_behind(self, low: str, place: int, number: Number, region: Region) -> int:
        """Take in a magnitude that stands behind the currency, "75 USD million"; answers where the number now ends."""
        hit = self._magnitudes.at(low, place + 1) if low[place : place + 1] == " " else None
        factor = None if hit is None or hit[1].letter else hit[1].of(region.language)
        if hit is None or factor is None:
            return place
        number.scale, number.language = factor, number.language or hit[1].language
        return hit[0]

    def _scale(self, plain: str, low: str, number: Number, region: Region, *, running: bool) -> None:
        """Take in the magnitudes after a number: "5 million", "2 mil millones", "70k"."""
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
            if apart and ((running and not plain[gap].isupper()) or self._signs.at(low, gap)):
                return
            factor = magnitude.of(region.language)
            if factor is None:
                number.perhaps = (end, magnitude) if region.language is None else None
                return
            number.scale = WIDE.multiply(number.scale, factor)
            number.language = number.language or magnitude.language
            number.end = end


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
        and words.forms[form].senses[0].kind == "sign"
    )


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


def times(value: Decimal, scale: Decimal) -> Decimal:
    """The product, without decimals that the scale has used up: 98.5 thousand is 98500, not 98500.0."""
    product = WIDE.multiply(value, scale)
    return product.quantize(_ONE, context=WIDE) if product == product.to_integral_value() else product
