"""Every rate held, in one immutable view, and the receipt it gives for a pair of currencies on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType

from pricesvc.core import refusals
from pricesvc.core.bases import MARKET, Basis, basis_named
from pricesvc.core.currencies import Currencies
from pricesvc.core.law import Law
from pricesvc.core.memory import remember
from pricesvc.core.rates import Receipt
from pricesvc.core.series import Series
from pricesvc.core.sightings import ABSENT, Asked, Gap, Sighting, receipt_of, sight

MAX_CACHED = 50_000
"""Receipts kept; past that the memory starts anew."""

MOST_PEGS = 2
"""Pegs on the way from one currency to another: at most one a side."""


class Rates:
    """An immutable view over the series held, in the order in which they are asked.

    ``today``: no later day is answered, and staleness is measured against it. ``silent``: the publishers that could not
    be asked, each with the first day that it may have a table for. A view is cheap: build a new one when a table
    arrives, the day changes, or a publisher falls silent.
    """

    def __init__(
        self,
        series: Iterable[Series],
        currencies: Currencies,
        law: Law,
        today: date,
        *,
        silent: Mapping[str, date] = MappingProxyType({}),
    ) -> None:
        self.series = MappingProxyType({one.source: one for one in series})
        self.currencies = currencies
        self.law = law
        self.today = today
        self.silent = silent
        self._receipts: dict[tuple[str, str, date, str, str | None], Receipt] = {}

    def with_series(self, *series: Series) -> Rates:
        """The same view with series replaced in their place, or added behind the others."""
        held = {**self.series, **{one.source: one for one in series}}
        return Rates(held.values(), self.currencies, self.law, self.today, silent=self.silent)

    def on(self, today: date) -> Rates:
        """The same view on another day."""
        return Rates(self.series.values(), self.currencies, self.law, today, silent=self.silent)

    def without(self, silent: Mapping[str, date]) -> Rates:
        """The same view while these publishers are silent."""
        return Rates(self.series.values(), self.currencies, self.law, self.today, silent=silent)

    @cached_property
    def snapshot(self) -> str:
        """A short digest of exactly the rates and the law held, in their order, and of which are behind or silent by now."""
        states = (f"{one.digest} {one.is_behind(self.today)}" for one in self.series.values())
        held = "\n".join((*states, repr(self.law), *sorted(self.silent)))
        return hashlib.sha256(held.encode()).hexdigest()[:16]

    @cached_property
    def newest(self) -> date:
        """The day of the newest table that any publisher has here; the first of all days where none has one."""
        return max((one.newest for one in self.series.values() if one.newest), default=date.min)

    def receipt(self, base: str, quote: str, day: date, *, basis: str = "market", source: str | None = None) -> Receipt:
        """What converts an amount of ``base`` into ``quote`` on a day, without ever using a later table.

        Args:
            base: an ISO 4217 code, in any case.
            quote: likewise.
            day: not after ``today``.
            basis: ``market``, or a purpose of ``core.bases`` that an authority prescribes a table for.
            source: ask this publisher only.

        Raises:
            UnknownCurrency, UnknownSource: for a name that is none.
            InvalidField: for an unknown basis, or a source other than the one it prescribes.
            DayOutOfRange: for a day in the future or before every table; with ``earliest`` and ``latest``.
            DisputedCurrency: with the ``band`` of the published rates, when no source is named.
            RateSuspended: with the ``nearest`` observation and the other ``sources`` that have one.
            RatesUnavailable: when the newest tables held are too old to answer from, or a publisher that may quote the
                pair could not be asked.
            NoRate: when no series held quotes the pair.
        """
        key = (base, quote, day, basis, source)
        found = self._receipts.get(key)
        if found is None:
            receipt = self._find(base, quote, day, basis_named(basis), source)
            found = remember(self._receipts, key, receipt, most=MAX_CACHED)
        return found

    def band(self, base: str, quote: str, day: date) -> tuple[Receipt, ...]:
        """The receipt of every publisher that has the pair on a day, whatever its cadence, in order."""
        asked = self._asked(base, quote, day, MARKET)
        found = (self._first(asked, (one,)) for one in self.series.values())
        return tuple(receipt_of(one, asked) for one in found if isinstance(one, Sighting) and one.series is not None)

    def published_days(self, first: date, last: date, *, source: str | None = None) -> list[date]:
        """The days with a table of any daily publisher, or of the one named, oldest first.

        Raises:
            UnknownSource: for a name that is none.
        """
        chosen = self._chosen(MARKET, source)
        return sorted({day for one in chosen for day in one.days_between(first, last)})

    def _asked(self, base: str, quote: str, day: date, basis: Basis) -> Asked:
        if day > self.today:
            raise refusals.future(day, self.today, self.series)
        return Asked(
            self.currencies.get(base).code,
            self.currencies.get(quote).code,
            day,
            today=self.today,
            law=self.law,
            basis=basis,
        )

    def _find(self, base: str, quote: str, day: date, basis: Basis, source: str | None) -> Receipt:
        asked = self._asked(base, quote, day, basis)
        if asked.base == asked.quote:
            return receipt_of(Sighting.identity(asked), asked)
        lawful = _lawful(asked, pegs=0)
        if lawful is not None:
            return receipt_of(lawful, asked)
        if basis is MARKET and source is None:
            self._refuse_disputed(asked)
        chosen = self._chosen(basis, source)
        found = self._first(asked, chosen)
        if isinstance(found, Sighting):
            return receipt_of(found, asked)
        last = next((gap.last for gap in found if gap.last is not None), None)
        if last is not None:
            raise refusals.suspended(last, self.band(asked.base, asked.quote, asked.day))
        silent = [one.source for one in chosen if self._may_have(one, asked.day)]
        raise refusals.unavailable(asked, silent) if silent else refusals.unanswered(asked, found, chosen, self.series)

    def _may_have(self, series: Series, day: date) -> bool:
        """Whether a publisher that could not be asked may have a table for a day that no table held is good for."""
        since = self.silent.get(series.source)
        return since is not None and since <= day and not series.covers(day)

    def _chosen(self, basis: Basis, source: str | None) -> tuple[Series, ...]:
        """The series to ask: the one named or prescribed, else every daily one in order."""
        if source is not None and source not in self.series:
            raise refusals.unknown_source(source, self.series)
        if source is not None and basis.source not in {None, source}:
            raise refusals.contradiction(basis, source)
        name = basis.source or source
        if name is None:
            return tuple(one for one in self.series.values() if one.cadence.holds is None)
        if name not in self.series:
            raise refusals.missing_source(basis)
        return (self.series[name],)

    def _first(self, asked: Asked, series: tuple[Series, ...]) -> Sighting | list[Gap]:
        """The best answer: fresh before carried or stale, then over as few pegs as may be, then in order."""
        second: Sighting | None = None
        gaps: list[Gap] = []
        for pegs in range(MOST_PEGS + 1):
            lawful = _lawful(asked, pegs=pegs)
            if lawful is not None:
                return lawful
            for one in series:
                found = _sight_any(one, asked, pegs=pegs)
                if isinstance(found, Gap):
                    gaps.append(found)
                elif found.fresh:
                    return found
                else:
                    second = second or found
        return second or gaps

    def _refuse_disputed(self, asked: Asked) -> None:
        """Refuse a single answer where publishers contradict one another; where none has it, there is no dispute."""
        quoted = (way.quoted for pair in asked.ways(pegs=0) for way in pair)
        dispute = self.law.dispute(quoted, asked.day)
        if dispute is None:
            return
        band = self.band(asked.base, asked.quote, asked.day)
        if band:
            raise refusals.disputed(dispute, asked, band)


def _lawful(asked: Asked, *, pegs: int) -> Sighting | None:
    """What the law alone fixes, without any table."""
    for base, quote in asked.ways(pegs=pegs):
        if base.quoted == quote.quoted:
            return Sighting.by_law(asked, base, quote)
    return None


def _sight_any(series: Series, asked: Asked, *, pegs: int) -> Sighting | Gap:
    """The first combination of ways that a series has tables for, else why the first of them has none."""
    gap = ABSENT
    for base, quote in asked.ways(pegs=pegs):
        found = sight(series, asked, base, quote)
        if isinstance(found, Sighting):
            return found
        if gap is ABSENT:
            gap = found
    return gap
