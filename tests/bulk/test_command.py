"""``pricesvc bulk`` as a person runs it."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from pricesvc.cli import main, progress

Command = Callable[..., Result]

TABLE = """\
id,price_text,what,seized_on
1,¥10M,Lexus,2023-12-07
2,nothing,coat,2023-12-07
3,$250,pair of shoes,2023-12-07
"""


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run one command in an environment and a directory of its own."""
    variables = {"PRICESVC_SOURCES": "", "PRICESVC_STATE_DIR": str(tmp_path / "state")}
    (tmp_path / "in.csv").write_text(TABLE, "utf-8")

    def run(*arguments: str, stdin: str | None = None) -> Result:
        given = [str(tmp_path / one) if one.endswith((".csv", ".ndjson", ".parquet")) else one for one in arguments]
        return CliRunner(env=variables).invoke(main, ["bulk", *given], input=stdin)

    return run


COLUMNS = ("--columns", "value=price_text,description=what,on=seized_on")
ASKED = ("--to", "USD,EUR", "--regimes", "eu-dprk,eu-russia", *COLUMNS)


def test_a_file_is_answered_and_summed_up(command: Command, tmp_path: Path) -> None:
    told = command("in.csv", "out.parquet", *ASKED)
    assert told.exit_code == 0, told.output
    assert told.stderr.splitlines() == [
        "3 rows",
        "problems: no-price 1",
        "currencies: JPY 1, USD 1",
        "eu-dprk: over 2",
        "eu-russia: not-listed 1, under 1",
    ]
    table = pq.read_table(tmp_path / "out.parquet")
    assert [str(one) for one in table["amount_usd"].to_pylist()] == ["68965.30", "None", "250.00"]
    assert table["verdict_eu_russia"].to_pylist() == ["not-listed", None, "under"]
    assert table["luxury"].to_pylist() == [True, None, True]
    assert set(json.loads(table.schema.metadata[b"pricesvc"])) == {"rates", "regimes", "goods", "words"}


def test_a_pipe_is_answered(command: Command) -> None:
    told = command("-", "-", "--format", "csv", *ASKED, stdin=TABLE)
    assert told.exit_code == 0, told.output
    lines = told.stdout.splitlines()
    assert len(lines) == 4
    assert lines[2].endswith(',"no-price"')


def test_without_named_regimes_luxury_sums_up_all(command: Command, tmp_path: Path) -> None:
    told = command("in.csv", "out.ndjson", *COLUMNS)
    assert told.exit_code == 0, told.output
    rows = [json.loads(line) for line in (tmp_path / "out.ndjson").read_text("utf-8").splitlines()]
    assert [row["luxury"] for row in rows] == [True, None, True]
    assert not any(name.startswith("verdict_") for name in rows[0])


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("in.csv", "out.xlsx", *COLUMNS), "the format is not one of csv, ndjson, parquet"),
        (("none.csv", "out.csv"), "none.csv: No such file or directory"),
        (("in.csv", "out.csv", "--columns", "value=prise"), "no column 'prise' (for value)"),
        (("in.csv", "out.csv", "--columns", "value"), "Columns are written input=column"),
        (("in.csv", "out.csv", "--columns", "price=price_text"), "No input column 'price'"),
        (("in.csv", "out.csv"), "none of the columns text, value"),
        (("in.csv", "out.csv", *COLUMNS, "--regimes", "eu-drpk"), "There is no regime 'eu-drpk'. Nearest: eu-dprk"),
        (("in.csv", "out.csv", *COLUMNS, "--basis", "mood"), "basis is one of"),
        (("in.csv", "out.csv", *COLUMNS, "--source", "nobody"), "no source 'nobody' here; there are ecb"),
        (("in.csv", "none/out.csv", *COLUMNS), "out.csv: No such file or directory"),
        (("in.csv", "in.csv", *COLUMNS), "in.csv: the table that is read is not written over"),
    ],
)
def test_what_cannot_be_done_is_told(command: Command, tmp_path: Path, arguments: tuple[str, ...], reason: str) -> None:
    told = command(*arguments)
    assert told.exit_code == 2
    assert reason in told.output
    assert "Traceback" not in told.output
    assert {one.name for one in tmp_path.iterdir()} <= {"in.csv", "state"}
    assert (tmp_path / "in.csv").read_text("utf-8") == TABLE


def test_the_extra_that_is_missing_is_named(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    told = command("in.csv", "out.csv", *COLUMNS)
    assert told.exit_code == 1
    assert "Tables need `pip install 'pricesvc[bulk]'` (pyarrow is missing)." in told.output


def test_without_a_terminal_a_line_a_minute_tells_how_far_it_is() -> None:
    times = iter([0.0, 30.0, 60.0, 61.0, 125.0])
    stream = io.StringIO()
    note = progress._lines(4_000, Console(file=stream, width=120), lambda: next(times))
    for _ in range(4):
        note(500)
    assert stream.getvalue().splitlines() == [
        "1,000 rows of 4,000, 180 s left, 17 rows/s",
        "2,000 rows of 4,000, 125 s left, 16 rows/s",
    ]


def test_on_a_terminal_a_bar_tells_rows_rate_and_time_left() -> None:
    stream = io.StringIO()
    with progress.shown(1_000, Console(file=stream, force_terminal=True, width=120)) as note:
        note(500)
        note(500)
    assert "1,000/1,000 rows" in stream.getvalue()
    assert "rows/s" in stream.getvalue()


HEARING = "import signal; signal.signal(2, signal.default_int_handler); from pricesvc.cli import main; main()"
"""The command, which hears Ctrl-C even where whoever started the tests does not."""


def test_an_interrupted_run_ends_at_once(tmp_path: Path) -> None:
    """Ctrl-C does not wait for the part under way, let alone for the rest; nothing stands where the answer would."""
    rows = "".join(f"about {number} dollars or {number + 7},watch no {number}\n" for number in range(60_000))
    (tmp_path / "in.csv").write_text(f"value,description\n{rows}", "utf-8")
    environment = {**os.environ, "PRICESVC_SOURCES": "", "PRICESVC_STATE_DIR": str(tmp_path / "state")}
    command = [sys.executable, "-c", HEARING, "bulk", "in.csv", "out.csv", "--jobs", "2", "--regimes", ""]
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as running:
        while not (tmp_path / ".out.csv.parts" / "000000.part").exists():
            assert running.poll() is None
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        assert "--resume" in running.communicate()[1]
    assert running.returncode == 130
    assert not (tmp_path / "out.csv").exists()
    assert (tmp_path / ".out.csv.parts" / "run.json").exists()
