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
from pricesvc.bulk.answers import Answers
from pricesvc.bulk.directories import Folder, pieces
from pricesvc.bulk.job import Job
from pricesvc.bulk.parts import makers
from pricesvc.bulk.run import Run
from pricesvc.bulk.shape import METADATA_KEY
from pricesvc.bulk.shipping import packed, unpacked
from pricesvc.bulk.tables import open_table
from pricesvc.catalog.rates import embedded_rates
from pricesvc.compose import appraiser, digests
from pricesvc.core.errors import BadData, BadTable, PricesvcError
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


def test_files_are_answered_where_they_lie(session: SparkSession, table_of: TableOf, tmp_path: Path) -> None:
    from pricesvc import spark  # noqa: PLC0415

    given, out = tmp_path / "given", tmp_path / "out"
    given.mkdir()
    table = table_of(list(random_rows(3_000, seed=9)))
    for number in range(2):
        pq.write_table(table.slice(1_500 * number, 1_500), given / f"{number}.parquet", row_group_size=400)
    pq.write_table(table, tmp_path / "given.parquet")
    asked = job(**ASKED, columns=None, basis="market", locale=None)  # type: ignore[arg-type]
    wanted = _bulk(tmp_path / "given.parquet", tmp_path / "bulk.parquet", asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pricesvc.bulk.directories.PIECE_ROWS", 700)
        told = spark.normalize_files(session, given, out, **ASKED)  # type: ignore[arg-type]
    parts = sorted(out.iterdir())
    assert [part.name for part in parts] == [f"part-{number:05}.parquet" for number in range(len(parts))]
    assert len(parts) > 4
    assert told.rows == session.read.parquet(str(out)).count() == 3_000
    assert told.problems.total() == len(wanted) - wanted["problem"].null_count
    found = pa.concat_tables(pq.read_table(part) for part in parts)
    assert found.to_pylist() == wanted.to_pylist()
    assert found.schema.metadata == wanted.schema.metadata
    assert {one.name for one in tmp_path.iterdir()} == {"given", "given.parquet", "bulk.parquet", "out"}
    with pytest.raises(BadTable, match="it is there already"):
        spark.normalize_files(session, given, out, **ASKED)  # type: ignore[arg-type]


def test_files_that_spark_itself_must_read_are_refused(session: SparkSession, tmp_path: Path) -> None:
    from pricesvc import spark  # noqa: PLC0415

    (tmp_path / "year=2024").mkdir()
    pq.write_table(pa.table({"other": ["1"]}), tmp_path / "year=2024" / "a.parquet")
    for source, reason in (
        (tmp_path, "a directory of directories"),
        (tmp_path / "none", "there is no Parquet file"),
        (tmp_path / "year=2024", "none of the columns"),
        ("s3://bucket/in", "read it with Spark"),
    ):
        with pytest.raises(PricesvcError, match=reason):
            spark.normalize_files(session, source, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_broken_file_is_named_and_nothing_is_left(session: SparkSession, table_of: TableOf, tmp_path: Path) -> None:
    from pricesvc import spark  # noqa: PLC0415

    source = tmp_path / "given.parquet"
    pq.write_table(table_of(list(random_rows(2_000, seed=9))), source, row_group_size=500)
    bytes_ = bytearray(source.read_bytes())
    bytes_[4:2_000] = b"\xff" * 1_996
    source.write_bytes(bytes_)
    with pytest.raises(BadTable, match="row group 0, column 'id'"):
        spark.normalize_files(session, source, tmp_path / "out", **ASKED)  # type: ignore[arg-type]
    assert not (tmp_path / "out").exists()


def test_a_part_that_is_made_twice_is_one(job_of: JobOf, table_of: TableOf, tmp_path: Path) -> None:
    source, out = tmp_path / "given.parquet", tmp_path / "out"
    pq.write_table(table_of(list(random_rows(100, seed=9))), source)
    _, found = pieces(source)
    folder, answers = Folder(out), Answers(job_of())
    folder.begin()
    with pytest.raises(BadTable, match="not seen on this one"):
        folder.finish(found)
    (tmp_path / ".out.parts" / ".part-00000.parquet.dead").write_bytes(b"half of a part")
    assert folder.answer(found[0], answers) == folder.answer(found[0], answers)
    folder.finish(found)
    assert [one.name for one in out.iterdir()] == ["part-00000.parquet"]
    assert len(pq.read_table(out)) == 100


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
