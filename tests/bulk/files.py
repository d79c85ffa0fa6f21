"""Tables in files, for the tests: written, read back, opened."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pricesvc.bulk.tables import Table, format_of, open_table
from tests.bulk.conftest import TableOf
from tests.bulk.rows import random_rows


def write(table: pa.Table, path: Path) -> None:
    if path.suffix == ".parquet":
        pq.write_table(table, path, row_group_size=2)
    elif path.suffix == ".ndjson":
        path.write_text("".join(json.dumps(row) + "\n" for row in table.to_pylist()), "utf-8")
    else:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, table.column_names)
            writer.writeheader()
            writer.writerows(table.to_pylist())


def read(path: Path) -> list[dict[str, str | None]]:
    if path.suffix == ".parquet":
        rows = pq.read_table(path).to_pylist()
    elif path.suffix == ".ndjson":
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    else:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    return [{name: plain(value) for name, value in row.items()} for row in rows]


def plain(value: object) -> str | None:
    return None if value in {None, ""} else str(value).lower() if isinstance(value, bool) else str(value)


def opened(path: Path) -> Table:
    return open_table(str(path), io.BytesIO(path.read_bytes()), format_of(str(path)))


def thousand(table_of: TableOf, tmp_path: Path, rows: int = 1_000) -> Path:
    source = tmp_path / "in.parquet"
    pq.write_table(table_of(list(random_rows(rows, seed=9))), source, row_group_size=100)
    return source
