"""What a run counted: rows, problems by kind, currencies, and each regime's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pricesvc.bulk.job import Job
from pricesvc.rows import columns, verdict_column

Counts = Counter[str]


@dataclass(slots=True)
class Tally:
    """Counts over the rows of one part or of many."""

    rows: int = 0
    problems: Counts = field(default_factory=Counter)
    currencies: Counts = field(default_factory=Counter)
    verdicts: dict[str, Counts] = field(default_factory=dict)

    def count(self, batch: pa.RecordBatch, job: Job) -> None:
        """Count an answered batch."""
        names = columns(job.terms)
        made = dict(zip(names, batch.columns[-len(names) :], strict=True))
        self.rows += len(batch)
        self.problems.update(_counts(made["problem"]))
        self.currencies.update(_counts(made["reported_currency"]))
        for regime in job.terms.regimes or ():
            self.verdicts.setdefault(regime, Counter()).update(_counts(made[verdict_column(regime)]))

    def add(self, other: Tally) -> None:
        """Take in the counts of another part."""
        self.rows += other.rows
        self.problems.update(other.problems)
        self.currencies.update(other.currencies)
        for regime, words in other.verdicts.items():
            self.verdicts.setdefault(regime, Counter()).update(words)

    def as_json(self) -> dict[str, object]:
        """The counts as plain data."""
        return {
            "rows": self.rows,
            "problems": dict(self.problems.most_common()),
            "currencies": dict(self.currencies.most_common()),
            "verdicts": {regime: dict(words.most_common()) for regime, words in self.verdicts.items()},
        }

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Tally:
        """The counts that ``as_json`` gave."""
        return cls(
            body["rows"],
            Counter(body["problems"]),
            Counter(body["currencies"]),
            {regime: Counter(words) for regime, words in body["verdicts"].items()},
        )

    def lines(self) -> list[str]:
        """The summary for a person."""
        found = [f"{self.rows:,} rows"]
        found += [f"problems: {_listed(self.problems)}"] if self.problems else ["no problems"]
        if self.currencies:
            found.append(f"currencies: {_listed(self.currencies)}")
        return found + [f"{regime}: {_listed(words)}" for regime, words in self.verdicts.items()]


def _counts(column: pa.Array) -> dict[str, int]:
    counted = pc.value_counts(column.drop_null())
    return {str(one["values"]): int(one["counts"]) for one in counted.to_pylist()}


def _listed(counts: Counts) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.most_common())
