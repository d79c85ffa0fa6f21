"""One batch of a table, answered: the columns that came in and those that were worked out."""

from __future__ import annotations

import pyarrow as pa

from pricesvc.bulk.cells import texts
from pricesvc.bulk.job import Job
from pricesvc.bulk.rows import Rows
from pricesvc.bulk.shape import answer_names, output_schema


class Answers:
    """Answers batches of one job; what it learned from one batch serves the next."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._rows = Rows(job)

    def columns(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch with the answers behind its own columns; as many rows, in the same order.

        Raises:
            InvalidField: for a table that cannot be read at all; a row that cannot be read has a ``problem``.
        """
        schema = output_schema(batch.schema, self.job)
        given = texts(batch, self.job)
        lists = {name: cells.to_pylist() for name, cells in given.items()}
        rows = ({name: cells[index] for name, cells in lists.items()} for index in range(len(batch)))
        answers = list(map(self._rows.answer, rows))
        front = len(batch.schema)
        made = [
            pa.array([one.get(name) for one in answers], schema.field(front + index).type)
            for index, name in enumerate(answer_names(self.job))
        ]
        return pa.RecordBatch.from_arrays([*batch.columns, *made], schema=schema)


def answer_columns(batch: pa.RecordBatch, job: Job) -> pa.RecordBatch:
    """Answer one batch by itself; ``Answers`` remembers from batch to batch."""
    return Answers(job).columns(batch)
