"""What one unit of a currency is worth on a day, asked once for each currency and day that rows have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa

from pricesvc.bulk.job import Job
from pricesvc.bulk.vectors import Mask, Whole, distinct, spread
from pricesvc.core.errors import DisputedCurrency, NoRate, RatesUnavailable, Refusal
from pricesvc.core.rates import Receipt

MAX_KEPT: Final = 100_000
"""Exchanges kept; past that the memory starts anew."""


NOWHERE: Final = 0
EPOCH: Final = date(1970, 1, 1).toordinal()
"""The day from which Arrow counts."""

_BASES: Final = 1_024
"""More than there are currencies: makes one number of a day and a currency."""


@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """A currency on a day: its receipts into the asked currencies and those of the law, None where there is no rate.

    ``problem`` is the code of the first refusal, ``shown`` the receipt that gives a row its day and publisher.
    """

    receipts: tuple[Receipt | None, ...]
    problem: str | None
    shown: Receipt | None


class Exchanges:
    """Exchanges into the currencies of a job: those to convert to first, then those that limits are in.

    Each has a place; ``NOWHERE`` is the place of what has no exchange. ``factors`` has a row for each place, with a
    column for each of ``codes``.
    """

    def __init__(self, job: Job, limits: Sequence[str]) -> None:
        self._job = job
        self.codes = (*job.terms.to, *(code for code in limits if code not in job.terms.to))
        self._begin()

    def _begin(self) -> None:
        self.held: list[Exchange | None] = [None]
        self.factors = np.full((1_024, len(self.codes)), np.nan)
        self._places: dict[int, int] = {}
        self._bases: dict[str, int] = {}
        self._words: dict[str | None, int] = {}
        self._told = np.full((1_024, 3), -1, np.int64)

    def places(self, keys: Whole, ordinals: Whole, bases: Sequence[str]) -> tuple[Whole, Mask]:
        """The place of each row's exchange by the code of its currency (-1: none) and its day; and which rows have a
        currency and no single rate, or a day that is refused.
        """
        if len(self.held) > MAX_KEPT:
            self._begin()
        codes, first = distinct(np.where(keys < 0, -1, ordinals * _BASES + keys))
        own = [self._bases.setdefault(base, len(self._bases)) for base in bases]
        found = np.zeros(len(first), np.int64)
        for index, (key, ordinal) in enumerate(zip(keys[first].tolist(), ordinals[first].tolist(), strict=True)):
            if key >= 0:
                known = ordinal * _BASES + own[key]
                place = self._places.get(known)
                found[index] = self._put(known, bases[key], ordinal) if place is None else place
        places = found[codes]
        return places, (places == NOWHERE) & (keys >= 0)

    def told(self, places: Whole) -> dict[str, pa.Array]:
        """The day and the publisher of each row's first rate, and the problem where a rate is missing."""
        words = list(self._words)
        days, sources, problems = self._told[places].T
        return {
            "rate_date": pa.array(days, mask=days < 0).cast(pa.int32()).cast(pa.date32()),
            "rate_source": spread(words, sources, pa.string()),
            "problem": spread(words, problems, pa.string()),
        }

    def _put(self, key: int, base: str, ordinal: int) -> int:
        """Find an exchange and give it a place."""
        try:
            exchange = self._find(base, date.fromordinal(ordinal))
        except Refusal:
            self._places[key] = NOWHERE
            return NOWHERE
        place = len(self.held)
        if place == len(self.factors):
            self.factors = np.concatenate([self.factors, np.full_like(self.factors, np.nan)])
            self._told = np.concatenate([self._told, np.full_like(self._told, -1)])
        self.held.append(exchange)
        self.factors[place] = [float("nan") if one is None else float(one.rate) for one in exchange.receipts]
        shown = exchange.shown
        if shown is not None:
            self._told[place, :2] = shown.day.toordinal() - EPOCH, self._word(shown.source)
        self._told[place, 2] = self._word(exchange.problem)
        self._places[key] = place
        return place

    def _word(self, word: str | None) -> int:
        return -1 if word is None else self._words.setdefault(word, len(self._words))

    def _find(self, base: str, day: date) -> Exchange:
        receipts: list[Receipt | None] = []
        problem = None
        for index, code in enumerate(self.codes):
            try:
                receipts.append(self._receipt(base, code, day))
            except DisputedCurrency:
                raise
            except (NoRate, RatesUnavailable) as refusal:
                receipts.append(None)
                if problem is None and index < len(self._job.terms.to):
                    problem = refusal.code
        asked = [one for one in receipts[: len(self._job.terms.to)] if one is not None]
        shown = next((one for one in asked if one.legs), asked[0] if asked else None)
        return Exchange(tuple(receipts), problem, shown)

    def _receipt(self, base: str, code: str, day: date) -> Receipt:
        terms = self._job.terms
        return self._job.rates.receipt(base, code, day, basis=terms.basis, source=terms.source)
