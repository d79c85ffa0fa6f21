"""What a request needs to know, and whether a view of the rates knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from pricesvc.core.bases import basis_named
from pricesvc.core.errors import DisputedCurrency, NoRate, PricesvcError, RatesUnavailable
from pricesvc.core.exchange import Rates


@dataclass(frozen=True, slots=True)
class Need:
    """A pair of currencies on a day, for a purpose, from one publisher or any."""

    base: str
    quote: str
    day: date
    basis: str = "market"
    source: str | None = None


class Standing(Enum):
    """How a view stands to a need."""

    KNOWN = "known"
    """Answered for good, or refused for a reason that no publisher can mend."""

    AGING = "aging"
    """Answered, but a newer table may be out: refresh behind the answer."""

    MISSING = "missing"
    """Unanswered, or answered by a stand-in: worth waiting for a publisher."""

    DISPUTED = "disputed"
    """Every publisher is wanted, for the band."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How a view stands to a need, and the publisher that answers it now, if one does."""

    standing: Standing
    source: str | None = None
    stale: bool = False


def find(view: Rates, need: Need) -> Finding:
    """How a view stands to a need."""
    try:
        receipt = view.receipt(need.base, need.quote, need.day, basis=need.basis, source=need.source)
    except DisputedCurrency:
        return Finding(Standing.DISPUTED)
    except (NoRate, RatesUnavailable):
        return Finding(Standing.MISSING)
    except PricesvcError:
        return Finding(Standing.KNOWN)
    if receipt.stale or receipt.shift in {"not-held", "suspended"}:
        return Finding(Standing.MISSING, receipt.source, receipt.stale)
    series = view.series.get(receipt.source)
    amended = series is not None and series.cadence.holds is not None
    aging = amended or receipt.shift == "not-yet-published"
    return Finding(Standing.AGING if aging else Standing.KNOWN, receipt.source)


def reference_day(need: Need) -> date:
    """The day whose table the need's purpose prescribes."""
    return basis_named(need.basis).day_of(need.day)
