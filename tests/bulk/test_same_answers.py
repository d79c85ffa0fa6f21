"""A table says row by row what the appraiser says of each item, whatever way it was worked out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

import pyarrow as pa
import pytest

from pricesvc.bulk.answers import Answers
from pricesvc.bulk.job import Job
from pricesvc.bulk.run import pour
from pricesvc.bulk.tables import Table
from pricesvc.rows import columns
from pricesvc.settings import Settings
from tests.bulk.conftest import REGIMES, JobOf, MakersOf, TableOf
from tests.bulk.oracle import expected
from tests.bulk.rows import Row, alike_rows, boundary_rows, random_rows, rounding_rows
from tests.conftest import in_process

DAYS = (date(2023, 12, 7), date(2022, 5, 2), date(2025, 6, 1))


def _wrong(rows: list[Row], job: Job, table: pa.Table) -> list[tuple[Row, dict[str, tuple[object, object]]]]:
    answers = Answers(job)
    found = [answers.columns(batch) for batch in table.to_batches(max_chunksize=1000)]
    names = columns(job.terms)
    whole = pa.Table.from_batches(found)
    answered = pa.table(dict(zip(names, whole.columns[-len(names) :], strict=True))).to_pylist()
    assert len(answered) == len(rows)
    told = [{name: value for name, value in row.items() if value is not None} for row in answered]
    wanted = (expected({name: value or None for name, value in row.items()}, job) for row in rows)
    return [
        (row, {name: (said.get(name), wish.get(name)) for name in {*said, *wish} if said.get(name) != wish.get(name)})
        for row, said, wish in zip(rows, told, wanted, strict=True)
        if said != wish
    ]


def _listed(rows: Iterable[Row]) -> list[Row]:
    return list(rows)


def test_random_rows(job_of: JobOf, table_of: TableOf, *, long: bool) -> None:
    rows = _listed(random_rows(100_000 if long else 4_000, seed=5))
    job = job_of()
    assert _wrong(rows, job, table_of(rows)) == []
    problems = {expected(row, job).get("problem") for row in rows[:4_000]}
    assert {"rate-suspended", "invalid-amount", "no-price", "unknown-currency"} <= problems


def test_every_boundary(job_of: JobOf, table_of: TableOf, *, long: bool) -> None:
    job = job_of(regimes=tuple(job_of().appraiser.judge.regimes) if long else ("eu-dprk", "eu-russia", "us-russia"))
    rows = _listed(boundary_rows(job, DAYS if long else DAYS[:1], ("EUR", "USD", "JPY", "GBP", "AED", "DEM")))
    assert len(rows) > 400
    assert _wrong(rows, job, table_of(rows)) == []


def test_every_rounding(job_of: JobOf, table_of: TableOf) -> None:
    job = job_of()
    rows = _listed(rounding_rows(job, DAYS))
    assert _wrong(rows, job, table_of(rows)) == []


def test_all_regimes_are_summed_up_where_none_is_named(job_of: JobOf, table_of: TableOf) -> None:
    rows = _listed(random_rows(300, seed=6))
    job = job_of(regimes=None)
    assert _wrong(rows, job, table_of(rows)) == []
    assert _wrong(rows, job_of(regimes=()), table_of(rows)) == []


def test_facts_and_whole_texts_are_read(job_of: JobOf, table_of: TableOf) -> None:
    job = job_of(regimes=("au-luxury-car-tax",))
    rows: list[Row] = [
        {"text": "A$80,000 Toyota", "on": "2024-01-05", "facts": "fuel_efficient:true"},
        {"text": "A$80,000 Toyota", "on": "2024-01-05", "facts": "fuel_efficient:false"},
    ]
    assert _wrong(rows, job, table_of(rows)) == []
    assert [expected(row, job)["verdict_au_luxury_car_tax"] for row in rows] == ["under", "over"]


def test_a_fact_measures_what_is_counted_by_the_piece(job_of: JobOf, table_of: TableOf) -> None:
    job = job_of(regimes=("kr-consumption-tax",))
    carpet = {"hs": "5701", "currency": "KRW", "on": "2026-01-05", "facts": "area_m2:30"}
    rows: list[Row] = [{**carpet, "amount": amount} for amount in ("2000001", "3000000", "3000001")]
    assert _wrong(rows, job, table_of(rows)) == []
    assert [expected(row, job)["verdict_kr_consumption_tax"] for row in rows] == ["under", "under", "over"]


def test_every_form_of_words(job_of: JobOf, table_of: TableOf, *, long: bool) -> None:
    job = job_of()
    for seed in range(20 if long else 1):
        rows = _listed(alike_rows(seed))
        assert _wrong(rows, job, table_of(rows)) == []


def test_prices_of_one_form_are_read_once(job_of: JobOf, table_of: TableOf) -> None:
    answers = Answers(job_of())
    values = [f"${number:,}.50" for number in range(1_000, 9_000)]
    found = answers.columns(table_of([{"value": value} for value in values]).combine_chunks().to_batches()[0])
    assert found["reported_amount"].to_pylist() == [value[1:].replace(",", "") for value in values]
    assert answers.texts_read < 20


def _texts(names: list[str], body: str) -> list[dict[str, str]]:
    """Some columns of a table in CSV; a name that the table used before is that of the later column."""
    head, *rows = csv.reader(io.StringIO(body, newline=""))
    places = {name.removeprefix("answer_"): place for place, name in enumerate(head)}
    return [{name: row[places[name]] for name in names} for row in rows]


def _as_csv(rows: list[Row]) -> str:
    table = io.StringIO()
    writer = csv.DictWriter(table, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue()


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("to", "regimes"), [(("USD", "EUR"), REGIMES), (("EUR", "JPY", "USD"), ("eu-dprk",)), (("USD",), None), ((), ())]
)
async def test_a_table_over_http_says_what_bulk_says(
    to: tuple[str, ...],
    regimes: tuple[str, ...] | None,
    settings: Settings,
    alone: MakersOf,
    table_of: TableOf,
    *,
    long: bool,
) -> None:
    rows = _listed(random_rows(20_000 if long else 1_000, seed=len(to)))
    rows.append({"amount": "9" * 34, "currency": "USD", "hs": "8703", "on": "2023-12-07"})
    rows.append({"amount": "10", "currency": "RUB", "hs": "8703", "on": "2023-12-07"})
    makers, given = alone(to=to, regimes=regimes), table_of(rows)
    by_columns = io.BytesIO()
    pour(makers, Table("rows", given.schema, iter(given.to_batches()), len(rows)), by_columns, "csv")
    asked = {"to": ",".join(to)} | ({} if regimes is None else {"regimes": ",".join(regimes)})
    async with in_process(settings) as api:
        answer = await api.post(
            "/v1/normalize", params=asked, content=_as_csv(rows), headers={"Content-Type": "text/csv"}
        )
    names = columns(makers.job.terms)
    told, wanted = _texts(names, answer.text), _texts(names, by_columns.getvalue().decode())
    assert len(told) == len(wanted) == len(rows)
    apart = [
        (row, {name: (said[name], wish[name]) for name in names if said[name] != wish[name]})
        for row, said, wish in zip(rows, told, wanted, strict=True)
    ]
    assert [(row, names) for row, names in apart if names] == []
