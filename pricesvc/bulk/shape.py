"""The columns of an answered table: those that came in, then those that were worked out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import pyarrow as pa

from pricesvc.bulk.cells import refuse_unreadable
from pricesvc.bulk.job import Job
from pricesvc.core.errors import InvalidField
from pricesvc.questions import INPUTS, SAYING
from pricesvc.rows import DIGITS, amount_column, columns

METADATA_KEY = b"pricesvc"
"""Where a schema's metadata holds the snapshot, as JSON."""


def output_schema(given: pa.Schema, job: Job) -> pa.Schema:
    """The schema of the answered table. What was reported is text, with the digits it was reported with; what it is
    worth is a decimal with the places of its currency.

    A worked-out column whose name the table uses already is called ``answer_<name>``.

    Raises:
        InvalidField: when the table has none of the columns that are read, two of one name, or one that was named
            is missing.
    """
    taken = list(given.names)
    for name in sorted(name for name, times in Counter(taken).items() if times > 1):
        raise InvalidField(f"The table has two columns {name!r}.", field="columns", column=name)
    named = [name for name in INPUTS if job.source_of(name, taken)]
    if not set(SAYING).intersection(named):
        raise InvalidField(f"The table has none of the columns {', '.join(SAYING)}.", field="columns")
    refuse_unreadable(given, job)
    fields = list(given)
    for name in columns(job.terms):
        free = _free(name, taken)
        taken.append(free)
        fields.append(pa.field(free, _type(name, job)))
    metadata = {**(given.metadata or {}), METADATA_KEY: json.dumps(dict(job.snapshot)).encode()}
    return pa.schema(fields, metadata=metadata)


def _free(name: str, taken: Sequence[str]) -> str:
    while name in taken:
        name = f"answer_{name}"
    return name


def _type(name: str, job: Job) -> pa.DataType:
    worths = {amount_column(code): pa.decimal128(DIGITS, job.places(code)) for code in job.terms.to}
    return {"luxury": pa.bool_(), "rate_date": pa.date32(), **worths}.get(name, pa.string())
