"""Damaged data ends a table: it is not the problem of each of its rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pricesvc.appraiser import Appraiser
from pricesvc.bulk.job import Job
from pricesvc.bulk.readings import READ, Readings
from pricesvc.bulk.rows import Rows
from pricesvc.compose import appraiser
from pricesvc.core.errors import BadData
from pricesvc.late import Late
from tests.bulk.conftest import JobOf


@pytest.fixture
def damaged(job_of: JobOf) -> Job:
    """A job whose goods cannot be loaded."""

    def fail() -> None:
        raise BadData("goods.lexicon is damaged.", file="goods.lexicon")

    whole = appraiser()
    parts = (lambda: whole.prices, Late(fail), lambda: whole.reports, lambda: whole.judge)
    return replace(job_of(), appraiser=Appraiser(whole.currencies, *parts))  # type: ignore[arg-type]


def test_a_row_is_not_refused_for_it(damaged: Job) -> None:
    with pytest.raises(BadData, match="damaged"):
        Rows(damaged).answer({"value": "$5", "description": "watch"})


def test_a_text_is_not_taken_for_unreadable(damaged: Job) -> None:
    texts = tuple({"value": "$5", "description": "watch"}.get(name) for name in READ)
    for _ in range(2):
        with pytest.raises(BadData, match="damaged"):
            Readings(damaged).of(texts)
