"""A spelled-out number in the making, word by word."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

_THOUSAND, _HUNDRED, _TWENTY, _TEN = Decimal(1000), Decimal(100), Decimal(20), Decimal(10)
_NONE = Decimal(0)


class Total:
    """A number in the making: the part below the last large unit, and what each larger unit has taken up.

    ``teens`` are the numbers from eleven to nineteen that have a word of their own: others are two words, "on üç".
    """

    __slots__ = ("_pointed", "_teens", "_units", "section", "started")

    def __init__(self, teens: frozenset[Decimal]) -> None:
        self._teens = teens
        self._units: tuple[tuple[Decimal, Decimal], ...] = ()
        self._pointed = False
        self.section = _NONE
        self.started = False

    def point(self, decimals: Decimal) -> None:
        """Add decimals, behind which only a large unit may stand: "two point five million"."""
        self.section += decimals
        self._pointed = True

    def take(self, values: tuple[Decimal, ...], *, joined: bool) -> bool:
        """Take in the values of a word; False, and nothing is taken, when they cannot follow what stands."""
        before = self._units, self.section, self.started
        for index, value in enumerate(values):
            if not (self._large(value) if value >= _THOUSAND else self._small(value, joined=joined or index > 0)):
                self._units, self.section, self.started = before
                return False
            self.started = True
        return True

    def part(self, fraction: Decimal) -> None:
        """A half or a quarter: of the large unit that stands before it ("a million and a half"), else of one."""
        if self._units and not self.section and self.scale > _THOUSAND:
            (amount, unit), larger = self._units[-1], self._units[:-1]
            self._units = (*larger, (amount + fraction * unit, unit))
        else:
            self.section += fraction
        self.started = True

    def _large(self, value: Decimal) -> bool:
        """Multiply all that stands behind the last unit larger still: "cinco billones dos mil tres millones"."""
        unit = Decimal(1).scaleb(value.adjusted())  # two million, in one word, is in millions
        larger = tuple(part for part in self._units if part[1] > unit)
        smaller = self._units[len(larger) :]
        if smaller and smaller[0][1] == unit:
            return self._more(smaller, unit)
        below = sum((amount for amount, _ in smaller), self.section) or Decimal(1)
        self._units, self.section, self._pointed = (*larger, (below * value, unit)), _NONE, False
        return True

    def _more(self, smaller: tuple[tuple[Decimal, Decimal], ...], unit: Decimal) -> bool:
        """Add to thousands of a unit what lies below them: "mil millones doscientos millones"."""
        amount = smaller[0][0]
        if len(smaller) > 1 or not 0 < self.section < _THOUSAND or amount % (unit * _THOUSAND) or self._pointed:
            return False
        self._units, self.section = (*self._units[:-1], (amount + self.section * unit, unit)), _NONE
        return True

    def _small(self, value: Decimal, *, joined: bool) -> bool:
        if self._pointed:
            return False
        rest = self.section % _HUNDRED
        if value == _HUNDRED and 0 < self.section < _HUNDRED:
            self.section *= _HUNDRED
            return True
        if value >= _HUNDRED or value == 0:
            fits = self.section == 0
        elif rest == 0:
            fits = self.section == 0 or value == value.to_integral_value()
        elif rest >= _TWENTY and rest % _TEN == 0:
            fits = value < _TWENTY
        elif rest == _TEN:
            fits = value < _TEN and (joined or rest + value not in self._teens)
        else:
            fits = joined and rest < _TEN and value >= _TWENTY and value % _TEN == 0
        if fits:
            self.section += value
        return fits

    @property
    def total(self) -> Decimal:
        """What the large units have taken up."""
        return sum((amount for amount, _ in self._units), _NONE)

    @property
    def scale(self) -> Decimal:
        """The last of the large units."""
        return self._units[-1][1] if self._units else Decimal(1)

    @property
    def resting(self) -> bool:
        """Whether a large unit stands last."""
        return self.started and not self.section and self.scale >= _THOUSAND

    @property
    def counts_coins(self) -> bool:
        """Whether a word for a coin that is also a hundred is the coin here: "un cent", "vingt cents"."""
        return self.section in (1, _TEN) or self.section >= _TWENTY

    @property
    def parts(self) -> tuple[Decimal, Decimal]:
        """Value and scale apart where large units end the number, so that a range can share them: "dos o tres mil
        millones".
        """
        total, scale = self.total, self.scale
        if not total or self.section:
            return total + self.section, Decimal(1)
        value = total / scale
        value = value.to_integral_value() if value == value.to_integral_value() else value
        return (value / _THOUSAND, scale * _THOUSAND) if scale > _THOUSAND and not value % _THOUSAND else (value, scale)


def teens(values: Iterable[Decimal]) -> frozenset[Decimal]:
    """Those of the values that lie between ten and twenty."""
    return frozenset(value for value in values if _TEN < value < _TWENTY)
