"""A real local Spark answers a Parquet file as ``pricesvc bulk`` does, from one pinned snapshot."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pricesvc import rendering
from pricesvc.bulk.job import Job
from pricesvc.bulk.parts import makers
from pricesvc.bulk.run import Run
from pricesvc.bulk.shape import METADATA_KEY
from pricesvc.bulk.shipping import packed, unpacked
from pricesvc.bulk.tables import open_table
from pricesvc.catalog.rates import embedded_rates
from pricesvc.compose import appraiser, digests
from pricesvc.core.errors import BadData
from pricesvc.core.rates import RateTable
from pricesvc.core.series import EVERY_DAY, Series
from pricesvc.frames import job
from pricesvc.questions import Question, Terms
from tests.bulk.conftest import TODAY, JobOf, TableOf
from tests.bulk.rows import random_rows

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ASKED = {"to": ("USD", "EUR"), "regimes": ("eu-dprk", "eu-russia", "us-russia"), "on": "2024-03-05"}

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")


@pytest.fixture(scope="module")
def session() -> Iterator[SparkSession]:
    """A Spark of two cores in this machine."""
    if shutil.which("java") is None:
        pytest.skip("Spark needs a Java runtime, and there is none on the PATH.")
    sql = pytest.importorskip("pyspark.sql", reason="Spark is an extra: pricesvc[spark].")
    builder = sql.SparkSession.builder.master("local[2]").appName("pricesvc tests")
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        made = builder.getOrCreate()
        made.sparkContext.setLogLevel("ERROR")
        yield made
        made.stop()


def _bulk(given: Path, out: Path, asked: Job) -> pa.Table:
    with given.open("rb") as stream, makers(asked, workers=1) as alone:
        Run(alone, out, "parquet").carry_out(open_table(str(given), stream, "parquet"))
    return pq.read_table(out)


def test_spark_answers_as_bulk_does(session: SparkSession, table_of: TableOf, tmp_path: Path, *, long: bool) -> None:
    from pricesvc import spark  # noqa: PLC0415

    given, out = tmp_path / "given.parquet", tmp_path / "spark"
    table = table_of(list(random_rows(100_000 if long else 3_000, seed=9)))
    pq.write_table(table, given, row_group_size=len(table) // 3)
    asked = job(**ASKED, columns=None, basis="market", locale=None)  # type: ignore[arg-type]
    wanted = _bulk(given, tmp_path / "bulk.parquet", asked)
    frame = session.read.parquet(str(given)).repartition(2)
    answered = spark.normalize(frame, **ASKED)  # type: ignore[arg-type]
    answered.write.parquet(str(out))
    found = pq.read_table(out)
    assert found.column_names == wanted.column_names
    assert sorted(found.to_pylist(), key=_number) == wanted.to_pylist()
    assert answered.schema[-1].metadata == {"pricesvc": json.loads(wanted.schema.metadata[METADATA_KEY])}


def _number(row: dict[str, str]) -> int:
    return int(row["id"])


def test_a_job_travels_with_its_own_rates_and_law(job_of: JobOf) -> None:
    asked = job_of()
    day = date(2023, 12, 7)
    beside = Series(
        "mine", "USD", cadence=EVERY_DAY, tables=[RateTable("mine", "USD", day, {"MNT": Decimal("3450.10")})]
    )
    rates = embedded_rates(TODAY, [beside])
    law = asked.appraiser.judge.regimes
    terms = Terms(on=day, to=("USD",), regimes=("eu-dprk",))
    sent = Job.of(asked.appraiser, rates, terms, digests())
    there = unpacked(packed(sent), appraiser(), digests())
    assert there.snapshot == sent.snapshot
    assert there.rates.snapshot == rates.snapshot
    question = Question(amount=Decimal(9000000), currency="MNT", hs="8703")
    answers = (one.appraiser.appraise(question, one.terms, one.rates) for one in (sent, there))
    here, away = (rendering.item_json(answer, sent.places) for answer in answers)
    assert here == away
    assert away["conversions"][0]["source"] == "mine"
    assert list(there.appraiser.judge.regimes) == list(law)


def test_a_machine_that_reads_otherwise_is_refused(job_of: JobOf) -> None:
    blob = packed(job_of())
    with pytest.raises(BadData, match="Another version"):
        unpacked(blob, appraiser(), {**digests(), "goods": "0" * 16})
