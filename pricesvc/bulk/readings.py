"""What distinct texts say: each price and each thing is read once, however many rows repeat it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from pricesvc.bulk.job import Job
from pricesvc.bulk.vectors import Whole
from pricesvc.core.errors import Refusal
from pricesvc.core.goods import Goods
from pricesvc.core.memory import remember
from pricesvc.core.mentions import Mention
from pricesvc.questions import stated

THING: Final = ("description", "category", "hs", "quantity", "unit", "facts")
READ: Final = ("value", "currency", "locale", *THING)
"""The inputs that are read as words, in the order of a reading's texts."""

Texts = tuple[str | None, ...]
Words = Mapping[str, pa.Array]
"""Columns of words, by input."""

MAX_KEPT: Final = 200_000
"""Readings kept."""


def worded(cells: Words) -> Words:
    """The columns that are read; a currency counts where there is a price in words."""
    names = [name for name in READ if name in cells and (name in THING or "value" in cells or name == "currency")]
    return {name: cells[name] for name in names}


def texts_at(words: Words, rows: Whole) -> Iterator[Texts]:
    """The texts of ``READ`` that stand in some rows."""
    places = pa.array(rows)
    columns = [words[name].take(places).to_pylist() if name in words else [None] * len(rows) for name in READ]
    return zip(*columns, strict=True)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A thing, with its price where that is in words."""

    mention: Mention | None
    goods: Goods


class Readings:
    """Reads texts, and counts them; what was read before is remembered."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.count = 0
        self._kept: dict[Texts, Reading | None] = {}

    def follows_shape(self, texts: Texts) -> bool:
        """Whether what the texts say holds for every value that differs in nothing but its digits."""
        value, currency, locale = texts[:3]
        terms, prices = self._job.terms, self._job.appraiser.prices
        return value is not None and prices.follows_shape(value, locale=locale or terms.locale, currency=currency)

    def of(self, texts: Texts) -> Reading | None:
        """What the texts of ``READ`` say; None where they are refused."""
        if texts in self._kept:
            return self._kept[texts]
        return remember(self._kept, texts, self._read(texts), most=MAX_KEPT)

    def _read(self, texts: Texts) -> Reading | None:
        self.count += 1
        try:
            draft = self._job.appraiser.draft(stated(dict(zip(READ, texts, strict=True))), self._job.terms)
        except Refusal:
            return None
        return Reading(draft.mention, draft.goods)
