"""What the tests of tables share: a job on a fixed day, and rows to answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from functools import cache

import pyarrow as pa
import pytest

from pricesvc.bulk.job import Job
from pricesvc.bulk.parts import Makers, makers
from pricesvc.catalog.rates import embedded_rates
from pricesvc.compose import appraiser, digests
from pricesvc.core.exchange import Rates
from pricesvc.questions import Terms

TODAY = date(2026, 11, 2)
REGIMES = ("eu-dprk", "eu-russia", "us-russia")

JobOf = Callable[..., Job]
MakersOf = Callable[..., Makers]
TableOf = Callable[[Sequence[Mapping[str, str | None]]], pa.Table]


@cache
def _rates() -> Rates:
    return embedded_rates(TODAY)


def _job(
    *,
    to: Sequence[str] = ("USD", "EUR"),
    regimes: Sequence[str] | None = REGIMES,
    columns: Mapping[str, str] | None = None,
    on: date = TODAY,
) -> Job:
    terms = Terms(on=on, to=tuple(to), regimes=None if regimes is None else tuple(regimes))
    return Job.of(appraiser(), _rates(), terms, digests(), columns)


def _table(rows: Sequence[Mapping[str, str | None]]) -> pa.Table:
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})


@pytest.fixture(scope="session")
def job_of() -> JobOf:
    """Makes jobs on one set of rates."""
    return _job


@pytest.fixture(scope="session")
def table_of() -> TableOf:
    """Makes a table of text of some rows."""
    return _table


@pytest.fixture
def alone(job_of: JobOf) -> Iterator[MakersOf]:
    """Makes makers of a job, as ``job_of`` makes jobs, in this process."""
    with ExitStack() as stack:
        yield lambda **asked: stack.enter_context(makers(job_of(**asked), workers=1))
