"""What cannot be read is told with its file and its place."""

from __future__ import annotations

import csv
import time
from io import StringIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pricesvc.bulk.parts import makers
from pricesvc.bulk.run import Run
from pricesvc.bulk.shape import output_schema
from pricesvc.core.errors import BadTable
from tests.bulk.conftest import JobOf, MakersOf, TableOf
from tests.bulk.files import opened, thousand


def test_an_unreadable_row_group_is_named(table_of: TableOf, tmp_path: Path, alone: MakersOf) -> None:
    source = thousand(table_of, tmp_path)
    column = pq.ParquetFile(source).metadata.row_group(3).column(2)
    content = bytearray(source.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    content[start : start + column.total_compressed_size] = b"\xff" * column.total_compressed_size
    source.write_bytes(content)
    with pytest.raises(BadTable, match=rf"in\.parquet, row group 3, column '{column.path_in_schema}': "):
        Run(alone(), tmp_path / "out.csv", "csv").carry_out(opened(source))
    assert not (tmp_path / "out.csv").exists()


BAD: dict[str, tuple[str, bytes, str]] = {
    "no header": ("in.csv", b"", "the header: there is none"),
    "a header that is no text": ("in.csv", b"\xff\xfe,\n", "the header: "),
    "too few cells": ("in.csv", b"value,on\n1,2\n3\n", "the first rows: .*Expected 2 columns, got 1"),
    "a cell that is no text": ("in.csv", b"value,on\n\xff,2\n", "the first rows: .*invalid UTF8"),
    "two columns of a name": ("in.csv", b"value,value\n1,2\n", "two columns 'value'"),
    "a cell without end": (
        "in.csv",
        b'on,value\n2023-12-07,$1\n2023-12-07,"$2\n2023-12-07,$3\n',
        "row 2: the last quoted cell",
    ),
    "nothing to read": ("in.csv", b"price,day\n1,2\n", "none of the columns text, value"),
    "no object": ("in.ndjson", b'{"value": "1"}\n[]\n', "line 2: it is no object"),
    "broken": ("in.ndjson", b'{"value": "1"}\n{"value"\n', "line 2: "),
    "deep": ("in.ndjson", b'{"value": ' + b"[" * 100_000 + b"\n", "line 1: "),
    "a name twice": (
        "in.ndjson",
        b'{"value": "$1"}\n{"value": "$2", "value": "$3"}\n',
        "line 2: .*two members of one name",
    ),
    "half a character": ("in.ndjson", b'{"value": "\\ud800"}\n', "after line 0: .*half of a character"),
    "half a character in a name": ("in.ndjson", b'{"value": "1", "\\ud800": ""}\n', "the names: .*half of a character"),
    "no line": ("in.ndjson", b"", "line 1: there is none"),
    "no Parquet": ("in.parquet", b"PAR1 or what", "the footer: "),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_read_is_told_with_its_place(case: str, tmp_path: Path, alone: MakersOf) -> None:
    name, content, reason = BAD[case]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadTable, match=rf"(?s){name}[,:].*{reason}"):
        Run(alone(), tmp_path / "out.csv", "csv").carry_out(opened(tmp_path / name))
    assert not (tmp_path / "out.csv").exists()


def test_a_column_that_comes_late_is_told(tmp_path: Path, alone: MakersOf) -> None:
    (tmp_path / "in.ndjson").write_text('{"value": "$1"}\n' * 20_000 + '{"value": "$1", "new": 1}\n')
    with pytest.raises(BadTable, match=r"line 20,001: column new is not one of the first rows'"):
        Run(alone(), tmp_path / "out.csv", "csv").carry_out(opened(tmp_path / "in.ndjson"))


def test_columns_without_end_cost_no_more_than_their_number(job_of: JobOf) -> None:
    """A table may be as wide as it likes: each name is looked at once, not held against every other."""
    given = pa.schema(
        [pa.field(f"c{number}", pa.string()) for number in range(60_000)] + [pa.field("value", pa.string())]
    )
    began = time.process_time()
    assert len(output_schema(given, job_of())) > 60_001
    assert time.process_time() - began < 5


def test_a_name_may_go_over_lines(tmp_path: Path, alone: MakersOf) -> None:
    """Every column is text all the same: a code keeps its zero, and a quote that nobody opened is a sign of inches."""
    (tmp_path / "in.csv").write_text('"Price\n(USD)",value,hs,description\n1,$5,0101,15" screen\n')
    Run(alone(), tmp_path / "out.csv", "csv").carry_out(opened(tmp_path / "in.csv"))
    (row,) = csv.DictReader(StringIO((tmp_path / "out.csv").read_text()))
    assert (row["Price\n(USD)"], row["hs"], row["reported_amount"]) == ("1", "0101", "5")


@pytest.mark.parametrize(
    ("columns", "table", "reason"),
    [
        ({}, pa.table({"amount": [[1]], "currency": ["USD"]}), "Column 'amount' is of type list<.*no plain text"),
        ({"on": "seized"}, pa.table({"value": ["$1"]}), r"no column 'seized' \(for on\)"),
    ],
)
def test_a_schema_that_surprises_is_told(
    columns: dict[str, str], table: pa.Table, reason: str, tmp_path: Path, job_of: JobOf
) -> None:
    pq.write_table(table, tmp_path / "in.parquet")
    with (
        makers(job_of(columns=columns), workers=1) as alone,
        pytest.raises(BadTable, match=rf"in\.parquet: .*{reason}"),
    ):
        Run(alone, tmp_path / "out.csv", "csv").carry_out(opened(tmp_path / "in.parquet"))
