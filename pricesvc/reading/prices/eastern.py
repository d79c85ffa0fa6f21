"""Numerals of China, Japan and Korea, mixed with digits or not: 1億2,345万, 三千五百, 5억 3,900만, 이천오백만."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pricesvc.core.mentions import Qualifier
from pricesvc.reading.prices.digits import Style, read_digits

_DIGITS = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "貳": 2,
    "弐": 2,
    "參": 3,
    "参": 3,
    "壱": 1,
    "陸": 6,
    "两": 2,
    "兩": 2,
    "○": 0,
    **dict(zip("영일이삼사오육칠팔구", range(10), strict=True)),
}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "陌": 100, "千": 1000, "仟": 1000, "십": 10, "백": 100, "천": 1000}
_LARGE = {
    "万": 10**4,
    "萬": 10**4,
    "만": 10**4,
    "億": 10**8,
    "亿": 10**8,
    "억": 10**8,
    "兆": 10**12,
    "조": 10**12,
    "京": 10**16,
    "경": 10**16,
}
_MORE = {"多": "over", "余": "over", "餘": "over", "여": "over"}

_ONES = "".join(digit for digit in _DIGITS if digit < "\uac00")
UNITS = "".join((*_SMALL, *_LARGE))
NUMERALS = "".join((*_DIGITS, *_TENS, *_SMALL, *_LARGE))
HANGUL = "".join(character for character in NUMERALS if character >= "\uac00")
HAN = "".join(character for character in NUMERALS if character < "\uac00")

_PIECE = re.compile(f"([0-9]+(?:[.,][0-9]+)*)|([{NUMERALS}])|([{''.join(_MORE)}])(?=[{UNITS}]|[^\\w]?[가-힣一-龥])")
_DECIMALS = re.compile(f"([{_ONES}])[点點・]([{_ONES}]+)(?![{_ONES}十分刻時])")
"""Decimals of numerals: 三点五万 is 35,000, but 三点五分 a time."""
_POINTED = re.compile(f"[点點・]([{_ONES}]+)(?![{_ONES}十分刻時半])")
"""Decimals behind a unit: 八十点五八."""
POINTED_HANGUL = "[점쩜][영공일이삼사오육칠팔구]+"
_POINTED_HANGUL = re.compile(POINTED_HANGUL)
_POINT_WORD = re.compile("[点點・]")
_LONGEST = 40
_FOUR = 4
_DATES = "年月日년월일 "
_NEVER_FIRST = "万萬億亿兆京억조경"
"""Units that no number begins with: 万元 by itself is the head of a column."""
_COUNTED = ("个亿", "個億")
"""Where a word for pieces stands before a unit: 两个亿."""
_BOTH = re.compile("(?<![0-9〇零])([一二三四五六七八九两兩])([二三四五六七八九])(?=[十百千万萬億亿])")
"""Two digits side by side before a unit: 七八百, seven or eight hundred."""
_PAIR = re.compile("(?<![0-9〇零一二三四五六七八九两兩])([一二三四五六七八九两兩])([二三四五六七八九])(?![点點・])")
_SHORT = re.compile("([百千万萬億亿])([一二三四五六七八九])|([万萬])([1-9])")
"""A digit right behind a unit counts tenths of it in Chinese, 三万五 is 35,000, and ones only behind a 零."""
_KANA = re.compile("[ ]?[円銭\u3040-\u30ff]")
"""What follows a numeral in Japanese, which knows no such thing."""
_POSITIONAL = ("円", "ドル", "ユーロ")
"""What follows digits that stand in their places, as Japanese papers set them: 一五億円 is 1.5 thousand million."""


@dataclass(frozen=True, slots=True)
class Eastern:
    """A numeral read: where it ends, its value, the unit of its last digit, and what 多 or 여 in it said.

    ``large``: the units from ten thousand on that it ends with. ``upper``: the other number of 七八百, 800.
    """

    end: int
    value: Decimal
    unit: Decimal
    qualifier: Qualifier | None
    scaled: bool
    large: Decimal = Decimal(1)
    upper: Decimal | None = None


_POINT = Style(decimal=".")


class _Sum:
    """A number in the making: digits, then the part below ten thousand, then the whole."""

    def __init__(self) -> None:
        self._parts: tuple[tuple[Decimal, Decimal], ...] = ()
        self.section = Decimal(0)
        self.current: Decimal | None = None
        self.unit = Decimal(1)
        self.scaled = False
        self.large = Decimal(1)

    def digits(self, run: str) -> bool:
        read = read_digits(run, _POINT, scaled=True)
        if read is None or self.current is not None:
            return False
        self.current, self.unit, self.large = read.value, Decimal(1), Decimal(1)
        return True

    def decimals(self, found: re.Match[str]) -> None:
        """A digit, a word for the decimal sign, and the digits behind it."""
        whole, part = ("".join(str(_DIGITS[digit]) for digit in run) for run in found.groups())
        self.current = (self.current or Decimal(0)) * 10 + Decimal(f"{whole}.{part}")
        self.unit, self.large = Decimal(1), Decimal(1)

    def decimals_behind(self, digits: str) -> None:
        """Decimals behind a unit."""
        decimals = "".join(str(_DIGITS.get(digit, 0)) for digit in digits)
        self.current = (self.current or Decimal(0)) + Decimal(f"0.{decimals}")
        self.unit, self.large = Decimal(1), Decimal(1)

    def numeral(self, character: str) -> None:
        if character in _DIGITS:
            if _DIGITS[character] or self.current is not None or not self.scaled:  # the 零 of 一千零十 counts nothing
                self.current = (self.current or Decimal(0)) * 10 + _DIGITS[character]
            self.unit, self.large = Decimal(1), Decimal(1)
        elif character in _TENS:
            self.section += _TENS[character]
            self.current, self.unit = None, Decimal(10)
        elif character in _SMALL:
            self._small(Decimal(_SMALL[character]))
        else:
            self._large(Decimal(_LARGE[character]))

    def _small(self, factor: Decimal) -> None:
        self.section += (Decimal(1) if self.current is None else self.current) * factor
        self.current, self.unit, self.scaled = None, factor, True
        self.large = Decimal(1)

    def _large(self, factor: Decimal) -> None:
        """Multiply all that stands behind the last unit larger still: 三万五千 in 二亿三万五千万."""
        larger = tuple(part for part in self._parts if part[1] > factor)
        below = sum((amount for amount, _ in self._parts[len(larger) :]), self.section)
        counts = below or self.current is not None
        self._parts = (*larger, (((below + (self.current or 0)) if counts else Decimal(1)) * factor, factor))
        self.section, self.current = Decimal(0), None
        self.unit, self.scaled = self.unit * factor, True
        self.large *= factor

    @property
    def value(self) -> Decimal:
        return sum((amount for amount, _ in self._parts), self.section + (self.current or Decimal(0)))


def read_eastern(low: str, start: int) -> Eastern | None:
    """Read the numeral that begins at ``start``; None if none does."""
    read = None if low[start : start + 1] in _NEVER_FIRST else _read(low, start)
    if read is None or _POINT_WORD.search(low, start, read.end):
        return read
    japanese = _KANA.match(low, read.end) is not None
    both = _BOTH.search(low, start, read.end)
    if both is None:
        both = _paired(low, start, read.end, japanese=japanese)
        if both is None:
            return read if japanese else _lengthened(low, start, read)
    elif low.startswith(_POSITIONAL, read.end):
        return read
    return _two(low, start, read, both)


def _two(low: str, start: int, read: Eastern, both: re.Match[str]) -> Eastern:
    """The two numbers that one with two digits side by side names: 七八百."""
    lower = _read(low[start : both.end(1)] + low[both.end() : read.end], 0)
    upper = _read(low[start : both.start()] + low[both.start(2) : read.end], 0)
    if lower is None or upper is None or not lower.value < upper.value:
        return read
    return replace(read, value=lower.value, upper=upper.value)


def _paired(low: str, start: int, end: int, *, japanese: bool) -> re.Match[str] | None:
    """Two digits at the end of a numeral of which the second counts one more: 七八元, 十五六元. In Japanese those that
    nothing stands before may be digits in their places.
    """
    found = _PAIR.fullmatch(low, end - 2, end) if end - start > 1 else None
    if found is None or _DIGITS[found[1]] + 1 != _DIGITS[found[2]]:
        return None
    return found if (end - start == len("七八") and not japanese) or low[end - 3 : end - 2] in tuple(_SMALL) else None


def _lengthened(low: str, start: int, read: Eastern) -> Eastern:
    """A numeral with the unit that its last digit leaves to the one before it: 两千六, 一百二十万三."""
    found = _SHORT.fullmatch(low, read.end - 2, read.end) if read.end - start > 1 else None
    if found is None or read.qualifier:
        return read
    unit = Decimal({**_SMALL, **_LARGE}[found[1] or found[3]])
    digit = int(found[4]) if found[4] else _DIGITS[found[2]]
    return replace(read, value=read.value + digit * (unit / 10 - 1), unit=unit / 10)


def _pointed(low: str, place: int) -> re.Match[str] | None:
    """Decimals behind a unit, in Korean behind a digit too."""
    return _POINTED_HANGUL.match(low, place) or (_POINTED.match(low, place) if low[place - 1] in _SMALL else None)


def _read(low: str, start: int) -> Eastern | None:
    whole = _Sum()
    place, end, more = start, start, None
    after_digits = False
    while place - start < _LONGEST:
        found = _PIECE.match(low, place)
        if not found:
            pointed = _pointed(low, place) if place == end > start else None
            if pointed is None:
                break
            whole.decimals_behind(pointed.group()[1:])
            end = place = pointed.end()
            continue
        run, numeral, extra = found.groups()
        if extra:
            more = _MORE[extra]
        elif run:
            if after_digits or not whole.digits(run):
                break
        elif decimals := _DECIMALS.match(low, place) if numeral in _DIGITS else None:
            whole.decimals(decimals)
            end = place = decimals.end()
            continue
        else:
            whole.numeral(numeral)
        after_digits = bool(run)
        end = place = found.end()
        if low.startswith(_COUNTED, place) or (
            low.startswith(" ", place) and _continues(low, place + 1, after_digits=after_digits)
        ):
            place += 1
    if end == start:
        return None
    return Eastern(end, whole.value, whole.unit, more, whole.scaled, whole.large)  # type: ignore[arg-type]


def _continues(low: str, place: int, *, after_digits: bool) -> bool:
    """Whether a numeral goes on after a space: "1억 2,000만", but not "1억 2023년"."""
    found = _PIECE.match(low, place)
    if not found:
        return False
    if after_digits:
        return found.group(2) is not None and found.group(2) in UNITS
    following = low[found.end() : found.end() + 1]
    run = found.group(1)
    return run is None or following in UNITS or (run.isdigit() and len(run) == _FOUR and following not in _DATES)
