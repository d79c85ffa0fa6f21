"""Cells that a format has no word for, and days that no calendar here has: told or refused, never a fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pricesvc.bulk.run import Run
from pricesvc.core.errors import BadTable
from tests.bulk.conftest import MakersOf
from tests.bulk.files import opened

FAR = 2**62
DAYS = {
    "timestamps": pa.array([1_701_907_200_000_000, FAR, None], pa.timestamp("us")),
    "of a zone": pa.array([1_701_907_200_000_000, -FAR, None], pa.timestamp("us", "UTC")),
    "days": pa.array([19_698, 2**30, None], pa.date32()),
    "days in milliseconds": pa.array([1_701_907_200_000, FAR // 86_400_000 * 86_400_000, None], pa.date64()),
}


def no_json(name: str) -> NoReturn:
    raise AssertionError(name)


def answered(table: pa.Table, tmp_path: Path, alone: MakersOf, wanted: str) -> list[dict[str, object]]:
    """The rows of a table, answered into a format."""
    pq.write_table(table, tmp_path / "in.parquet")
    out = tmp_path / f"out.{wanted}"
    Run(alone(), out, wanted).carry_out(opened(tmp_path / "in.parquet"))
    if wanted == "parquet":
        columns = pq.read_table(out, columns=["amount_usd", "problem"])
        return [dict(zip(columns.column_names, map(str, row), strict=True)) for row in zip(*columns, strict=True)]
    return [json.loads(line, parse_constant=no_json) for line in out.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.parametrize("wanted", ["ndjson", "parquet"])
def test_days_past_every_year(name: str, wanted: str, tmp_path: Path, alone: MakersOf) -> None:
    """Their rows are refused, and the others are answered."""
    table = pa.table({"value": ["$5", "$6", "$7"], "on": DAYS[name]})
    rows = answered(table, tmp_path, alone, wanted)
    assert [row["problem"] for row in rows][1] == "invalid-day"
    assert [row["amount_usd"] for row in rows][::2] == ["5.00", "7.00"]


def test_numbers_that_json_has_no_word_for(tmp_path: Path, alone: MakersOf) -> None:
    """They come back as text, at any depth."""
    odd = [float("nan"), float("inf"), 1.5]
    table = pa.table({"value": ["$5"] * 3, "odd": odd, "deep": [[{"x": one}] for one in odd]})
    rows = answered(table, tmp_path, alone, "ndjson")
    assert [row["odd"] for row in rows] == ["nan", "inf", 1.5]
    assert [row["deep"] for row in rows] == [[{"x": "nan"}], [{"x": "inf"}], [{"x": 1.5}]]


@pytest.mark.parametrize("odd", [[[1]], [{"a": 1}]])
def test_what_csv_cannot_hold_is_named_before_the_first_row(odd: object, tmp_path: Path, alone: MakersOf) -> None:
    """Lists and objects; the other formats hold them."""
    table = pa.table({"value": ["$5"], "more": odd})
    with pytest.raises(BadTable, match=r"in\.parquet: Column 'more' is of type .* which CSV cannot hold"):
        answered(table, tmp_path, alone, "csv")
    assert answered(table, tmp_path, alone, "ndjson")[0]["amount_usd"] == "5.00"
