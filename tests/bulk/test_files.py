"""Files in, files out: every format, every type of column."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pricesvc.bulk.job import Job
from pricesvc.bulk.run import Run, pour
from pricesvc.bulk.tables import FORMATS
from pricesvc.core.rates import RateTable
from pricesvc.core.series import Series
from tests.bulk.conftest import JobOf, MakersOf, TableOf
from tests.bulk.files import opened, plain, read, thousand, write
from tests.bulk.oracle import expected

ROWS = [
    {"id": "1", "value": "¥10M", "description": "Lexus", "on": "2023-12-07"},
    {"id": "2", "value": 'words, "quoted"', "description": "two\nlines", "on": "2023-12-07"},
    {"id": "3", "amount": "300.00", "currency": "EUR", "hs": "0101", "on": "2023-12-07"},
    {"id": "4", "amount": "301", "currency": "USD", "hs": "4202", "on": "2024-02-30"},
]


@pytest.mark.parametrize("way", list(product(FORMATS, FORMATS)), ids="-".join)
def test_every_format_says_the_same(
    way: tuple[str, str], tmp_path: Path, job_of: JobOf, table_of: TableOf, alone: MakersOf
) -> None:
    given, wanted = way
    source, out = tmp_path / f"in.{given}", tmp_path / f"out.{wanted}"
    write(table_of(ROWS), source)
    job = job_of()
    tally = Run(alone(), out, wanted).carry_out(opened(source))
    answered = read(out)
    for row, said in zip(ROWS, answered, strict=True):
        wish = {name: plain(value) for name, value in expected(row, job).items()}
        assert {name: value for name, value in said.items() if value is not None} == {**row, **wish}
    assert (tally.rows, tally.problems) == (4, {"no-price": 1, "invalid-day": 1})
    assert {path.name for path in tmp_path.iterdir()} == {source.name, out.name}
    if wanted == "parquet":
        assert json.loads(pq.read_schema(out).metadata[b"pricesvc"]) == dict(job.snapshot)


def test_typed_columns_are_read_as_their_text(job_of: JobOf, tmp_path: Path, alone: MakersOf) -> None:
    day = date(2023, 12, 7)
    typed = {
        "decimal": pa.array([Decimal("12345.50"), Decimal("-1.00")], pa.decimal128(18, 2)),
        "integer": pa.array([12345, None], pa.int64()),
        "float": pa.array([1234.5, 1e22]),
        "odd": pa.array([float("nan"), 1e-7]),
        "dictionary": pa.array(["12345.5", "x"]).dictionary_encode(),
    }
    days = [
        pa.array([day, None], pa.date32()),
        pa.array([datetime(2023, 12, 7, tzinfo=UTC), None], pa.timestamp("us")),
        pa.array(["2023-12-07", "soon"]),
    ]
    job = job_of(on=day)
    for amounts in typed.values():
        for on in days:
            table = pa.table({"amount": amounts, "currency": ["JPY", "USD"], "hs": pa.array([8703, 4202]), "on": on})
            write(table, tmp_path / "in.parquet")
            Run(alone(on=day), tmp_path / "out.csv", "csv").carry_out(opened(tmp_path / "in.parquet"))
            for text, row, said in zip(
                map(_digits, amounts), table.to_pylist(), read(tmp_path / "out.csv"), strict=True
            ):
                cell = None if row["on"] is None else str(row["on"])[:10]
                asked = {"amount": text, "currency": row["currency"], "hs": str(row["hs"]), "on": cell}
                wish = {name: plain(value) for name, value in expected(asked, job).items()}
                assert {name: said.get(name) for name in wish} == wish


def _digits(cell: pa.Scalar) -> str | None:
    value = cell.as_py()
    if isinstance(value, float) and value == value:  # noqa: PLR0124 - not NaN
        return f"{Decimal(repr(value)):f}"
    return None if value is None else str(value)


def test_an_empty_table_stays_one(tmp_path: Path, alone: MakersOf) -> None:
    pq.write_table(pa.table({"value": pa.array([], pa.string())}), tmp_path / "in.parquet")
    for wanted in ("csv", "ndjson", "parquet"):
        out = tmp_path / f"out.{wanted}"
        assert Run(alone(), out, wanted).carry_out(opened(tmp_path / "in.parquet")).rows == 0
        assert read(out) == []
    assert (tmp_path / "out.csv").read_text().startswith('"value","reported_amount"')


def test_a_disputed_currency_has_no_single_amount(job_of: JobOf, table_of: TableOf) -> None:
    from pricesvc.bulk.answers import Answers  # noqa: PLC0415

    plain = job_of()
    day = date(2023, 12, 7)
    tables = [
        RateTable(f"p{rate}", "USD", day, {"LBP": Decimal(rate), "EUR": Decimal("0.9")}) for rate in (15_000, 89_000)
    ]
    series = [Series(one.source, "USD", tables=[one]) for one in tables]
    job = Job.of(plain.appraiser, plain.rates.with_series(*series), plain.terms, {})
    rows: list[dict[str, str | None]] = [
        {"amount": amount, "currency": "LBP", "hs": "8703", "on": "2023-12-07"}
        for amount in ("1", "2000000000", "9" * 14)
    ]
    answered = Answers(job).columns(table_of(rows).to_batches()[0]).to_pylist()
    for row, said in zip(rows, answered, strict=True):
        wish = expected(row, job)
        assert wish["problem"] == "disputed-currency"
        assert {name: said[name] for name in wish} == wish
        assert said["amount_usd"] is None


def test_standard_output_gets_what_a_file_gets(table_of: TableOf, tmp_path: Path, alone: MakersOf) -> None:
    source = thousand(table_of, tmp_path)
    stream = io.BytesIO()
    pour(alone(), opened(source), stream, "ndjson")
    Run(alone(), tmp_path / "out.ndjson", "ndjson").carry_out(opened(source))
    assert stream.getvalue() == (tmp_path / "out.ndjson").read_bytes()
