"""Which tables are not believed: one small rule a function, each answering with a reason or None."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from pricesvc.core.money import EXACT
from pricesvc.core.publishers import SourceInfo, Wanted
from pricesvc.core.rates import RateTable

MAJORS = ("USD", "EUR", "JPY", "GBP", "CHF", "CNY")
"""Currencies that do not move far in a day: the franc's record of January 2015 is 16 %."""

_SOON = timedelta(days=31)
_A_YEAR = timedelta(days=400)
_CODE_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """Shares past which a table is refused.

    ``moved``: a major against the last known rate, up to a month old; ``moved_later``: against an older one.
    ``minor_moved`` and ``minor_moved_later`` (up to a year): another currency that the ECB quotes; the record of the
    lira of February 2001 is 0.68. ``fewer``: currencies missing of those in the table before.
    """

    moved: Decimal = Decimal("0.25")
    moved_later: Decimal = Decimal("0.75")
    minor_moved: Decimal = Decimal(1)
    minor_moved_later: Decimal = Decimal(2)
    fewer: Decimal = Decimal("0.3")


LIMITS = Limits()
"""The shares that the ECB's history bears out."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a table is held against: the rates as last known, of ``day``, and how many currencies were quoted.

    ``rates`` has the majors and whatever else the ECB quotes: other currencies are devalued overnight.
    """

    day: date
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    count: int = 0

    def after(self, table: RateTable) -> Known:
        """What is known once a table is believed."""
        fresh = {code: table.rates[code] for code in {*self.rates, *MAJORS} if code in table.rates}
        return Known(table.day, {**self.rates, **fresh}, len(table.rates))


@dataclass(frozen=True, slots=True)
class Trial:
    """What a table is judged by: the publisher, what was asked of it, the tables held, what is known, the limits."""

    info: SourceInfo
    wanted: Wanted
    held: Mapping[date, RateTable]
    known: Known
    limits: Limits


Rule = Callable[[RateTable, Trial], str | None]


def mislabelled(table: RateTable, trial: Trial) -> str | None:
    """Another publisher's or base's table, or codes that are none."""
    if (table.source, table.base) != (trial.info.key, trial.info.base):
        return f"base {table.base} of {table.source}, not {trial.info.base} of {trial.info.key}"
    odd = [code for code in table.rates if not (len(code) == _CODE_LENGTH and code.isascii() and code.isupper())]
    return f"{odd[0][:20]!r} is no currency" if odd else None


def empty(table: RateTable, _trial: Trial) -> str | None:
    """A table without rates."""
    return None if table.rates else "no rates"


def future_dated(table: RateTable, trial: Trial) -> str | None:
    """A table of a day that has not come."""
    return f"dated {table.day}, after {trial.wanted.today}" if table.day > trial.wanted.today else None


def impossible(table: RateTable, _trial: Trial) -> str | None:
    """A rate that is not a positive number."""
    odd = next((code for code, rate in table.rates.items() if not rate.is_finite() or rate <= 0), None)
    return f"{odd} at {table.rates[odd]}" if odd else None


def older_than_held(table: RateTable, trial: Trial) -> str | None:
    """A table from before what was asked, when a newer one is held: the publisher went back in time."""
    newest = max(trial.held, default=None)
    if newest is not None and table.day < trial.wanted.first and table.day < newest:
        return f"of {table.day}, older than {newest}"
    return None


def contradicting(table: RateTable, trial: Trial) -> str | None:
    """Other figures for a day whose table is final."""
    held = trial.held.get(table.day)
    if held is None or not trial.info.final:
        return None
    odd = next((code for code, rate in table.rates.items() if held.rates.get(code, rate) != rate), None)
    return f"{odd} at {table.rates[odd]}, held at {held.rates[odd]}" if odd else None


def major_moved(table: RateTable, trial: Trial) -> str | None:
    """A major far from where it was: base and quote swapped, units shifted, another day's or currency's column."""
    limits = trial.limits
    share = limits.moved if _age(table, trial) <= _SOON else limits.moved_later
    return _moved(table, trial.known, MAJORS, share)


def minor_moved(table: RateTable, trial: Trial) -> str | None:
    """Another currency that the ECB quotes at twice or half its last value: one row went wrong."""
    age, limits = _age(table, trial), trial.limits
    if age > _A_YEAR:
        return None
    share = limits.minor_moved if age <= _SOON else limits.minor_moved_later
    return _moved(table, trial.known, sorted(trial.known.rates.keys() - set(MAJORS)), share)


def _age(table: RateTable, trial: Trial) -> timedelta:
    return abs(table.day - trial.known.day)


def _moved(table: RateTable, known: Known, codes: Iterable[str], share: Decimal) -> str | None:
    for code in codes:
        before, now = known.rates.get(code), table.rates.get(code)
        if before is None or now is None:
            continue
        if EXACT.divide(max(now, before), min(now, before)) > 1 + share:
            return f"{code} at {now}, was {before} on {known.day}"
    return None


def fewer_currencies(table: RateTable, trial: Trial) -> str | None:
    """A table that lost a good part of its currencies."""
    if len(table.rates) < trial.known.count * (1 - trial.limits.fewer):
        return f"{len(table.rates)} currencies, were {trial.known.count} on {trial.known.day}"
    return None


RULES: tuple[Rule, ...] = (
    mislabelled,
    empty,
    future_dated,
    impossible,
    older_than_held,
    contradicting,
    major_moved,
    minor_moved,
    fewer_currencies,
)
"""In this order: later rules may rely on the earlier ones."""


def refusal(table: RateTable, trial: Trial) -> str | None:
    """Why a table is not believed, as ``rule: reason``; None when it is."""
    for rule in RULES:
        reason = rule(table, trial)
        if reason is not None:
            return f"{rule.__name__.replace('_', ' ')}: {reason}"
    return None
