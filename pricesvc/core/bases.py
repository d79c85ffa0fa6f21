"""The purposes that an authority fixes a rate for: whose table, and of which day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pricesvc.core.calendars import eu_customs_day
from pricesvc.core.errors import InvalidField


@dataclass(frozen=True, slots=True)
class Basis:
    """A purpose: ``source`` is the publisher it prescribes (None: any daily one), ``day_of`` the table's day.

    ``rule`` says in a few words what the authority prescribes, for the receipt.
    """

    id: str
    source: str | None
    rule: str
    day_of: Callable[[date], date] = lambda day: day


MARKET = Basis("market", None, "")

BASES = {
    basis.id: basis
    for basis in (
        MARKET,
        Basis(
            "eu-customs",
            "ecb",
            "EU customs value: the ECB rate of the second-last Wednesday of the month before "
            "(Implementing Regulation (EU) 2015/2447, Art. 146)",
            eu_customs_day,
        ),
        Basis("uk-customs", "hmrc", "UK customs value: the monthly rate that HMRC publishes"),
        Basis("us-treasury", "us_treasury", "US Treasury reporting rate: the newest in effect on the day"),
        Basis("un-operational", "un", "United Nations operational rate: the newest in effect on the day"),
    )
}
"""Every purpose by its id."""


def basis_named(name: str) -> Basis:
    """Look a purpose up.

    Raises:
        InvalidField: with ``supported``, when there is none of that name.
    """
    basis = BASES.get(name)
    if basis is None:
        raise InvalidField(
            f"There is no basis {name[:40]!r}; there are {', '.join(BASES)}.", field="basis", supported=list(BASES)
        )
    return basis
