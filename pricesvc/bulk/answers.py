"""One batch of a table, answered: the columns that came in and those that were worked out."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pricesvc.bulk.cells import cells
from pricesvc.bulk.columns import Columns
from pricesvc.bulk.job import Job
from pricesvc.bulk.rows import Rows
from pricesvc.bulk.shape import output_schema
from pricesvc.bulk.vectors import Mask
from pricesvc.rows import columns


class Answers:
    """Answers batches of one job; what it learned from one batch serves the next."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._rows = Rows(job)
        self._columns = Columns(job)

    @property
    def texts_read(self) -> int:
        """How many texts have been read one by one."""
        return self._columns.readings.count

    def columns(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The batch with the answers behind its own columns; as many rows, in the same order.

        Raises:
            InvalidField: for a table that cannot be read at all; a row that cannot be read has a ``problem``.
        """
        schema = output_schema(batch.schema, self.job)
        kinds = dict(zip(columns(self.job.terms), list(schema)[len(batch.schema) :], strict=True))
        given = cells(batch, self.job)
        made: dict[str, pa.Array] = {}
        odd = np.ones(len(batch), np.bool_)
        if len(batch):
            made, odd = self._columns.answer(given, len(batch))
        if odd.any() or not made:
            made = self._with_rows(made, odd, given.texts, {name: field.type for name, field in kinds.items()})
        return pa.RecordBatch.from_arrays([*batch.columns, *(made[name] for name in kinds)], schema=schema)

    def _with_rows(
        self, made: dict[str, pa.Array], odd: Mask, texts: dict[str, pa.Array], kinds: dict[str, pa.DataType]
    ) -> dict[str, pa.Array]:
        """The columns with the odd rows answered one by one in their places."""
        places = pa.array(np.flatnonzero(odd))
        given = {name: column.take(places).cast(pa.string()).to_pylist() for name, column in texts.items()}
        rows = ({name: column[index] for name, column in given.items()} for index in range(len(places)))
        answers = list(map(self._rows.answer, rows))
        own = {name: pa.array([one.get(name) for one in answers], kind) for name, kind in kinds.items()}
        if len(places) == len(odd):
            return own
        mask = pa.array(odd)
        return {name: pc.replace_with_mask(made[name], mask, column) for name, column in own.items()}
