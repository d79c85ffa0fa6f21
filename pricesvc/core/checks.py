"""Two values a report gives for one thing, held against the rate of the day: the commonest error in money news."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pricesvc.core.money import EXACT, WIDE, Interval

Finding = Literal["consistent", "rounded", "inconsistent", "off-by-10x"]

CLOSE = Decimal("0.01")
"""Two conversions of one value differ by less: newsrooms take the rate of another day, or of a bank."""

ROUGH = Decimal("0.25")
"""A value that is this close to a power of ten times the other is the other with a slipped magnitude word."""

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Check:
    """``left`` and ``right`` index the items of a report; ``implied`` is the left value in the right one's currency."""

    left: int
    right: int
    implied: Decimal
    claimed: Decimal
    currency: str
    finding: Finding

    @property
    def ratio(self) -> Decimal:
        """Claimed over implied."""
        return EXACT.divide(self.claimed, self.implied)

    @property
    def is_of_one_value(self) -> bool:
        """Whether the two lie so near one another, or so near a power of ten apart, that they can be one value."""
        return self.finding != "inconsistent" or abs(self.ratio - 1) <= ROUGH


def compare(implied: Interval, claimed: Decimal) -> Finding:
    """What a claimed value is to the one implied by the rate.

    ``implied`` spans what the left value may mean, so that "about 10 million" is not held to the last yen. "Rounded":
    the claimed value, to its last significant digit, is what the implied one rounds to. "off-by-10x": it is near ten,
    a hundred, a thousand… times the implied value or that part of it, as when 万 or lakh is misread.
    """
    low, high = implied.low, implied.high
    if low is None or high is None or low <= 0:
        return "inconsistent"
    if low * (1 - CLOSE) <= claimed <= high * (1 + CLOSE):
        return "consistent"
    reach = _HALF * _last_digit(claimed)
    if claimed - reach <= high and low <= claimed + reach:
        return "rounded"
    middle = EXACT.divide(low + high, Decimal(2))
    ratio = EXACT.divide(claimed, middle)
    power = ratio.log10().to_integral_value() if ratio > 0 else Decimal(0)
    if power and abs(ratio.scaleb(-int(power)) - 1) <= ROUGH:
        return "off-by-10x"
    return "inconsistent"


def _last_digit(amount: Decimal) -> Decimal:
    """The worth of one unit of the last significant digit: 1,000 for 71,000."""
    return Decimal(1).scaleb(int(amount.normalize(WIDE).as_tuple().exponent))
