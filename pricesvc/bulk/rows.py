"""Rows answered one by one, by the very code that answers an item."""

from __future__ import annotations

from collections.abc import Mapping

from pricesvc.bulk.job import Job
from pricesvc.core.errors import Refusal
from pricesvc.questions import question_of
from pricesvc.rows import row_of

Cells = Mapping[str, str | None]
"""The texts of one row, by input."""


class Rows:
    """Answers rows one by one."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def answer(self, row: Cells) -> Mapping[str, object]:
        """What is worked out for one row; columns without a value are left out. A refusal's code is the ``problem``."""
        job = self._job
        try:
            answer = job.appraiser.appraise(question_of(row), job.terms, job.rates)
        except Refusal as refusal:
            return {"problem": refusal.code}
        return row_of(answer, job.terms, job.places)
