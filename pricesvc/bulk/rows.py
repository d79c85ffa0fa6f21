"""Rows answered one by one, by the very code that answers an item."""

from __future__ import annotations

from collections.abc import Mapping

from pricesvc.bulk.job import Job
from pricesvc.core.errors import Refusal
from pricesvc.core.money import parse_decimal
from pricesvc.core.periods import parse_day
from pricesvc.questions import Question
from pricesvc.rows import row_of

Cells = Mapping[str, str | None]
"""The texts of one row, by input."""


def question_of(row: Cells) -> Question:
    """What a row asks.

    Raises:
        Malformed: for a day or a number that is none.
    """
    day, amount, quantity = (row.get(name) for name in ("on", "amount", "quantity"))
    return Question(
        amount=None if amount is None else parse_decimal(amount),
        quantity=None if quantity is None else parse_decimal(quantity),
        on=None if day is None else parse_day(day),
        value=row.get("value"),
        currency=row.get("currency"),
        description=row.get("description"),
        category=row.get("category"),
        hs=row.get("hs"),
        unit=row.get("unit"),
        locale=row.get("locale"),
    )


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
