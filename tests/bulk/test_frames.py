"""Frames of Polars, pandas and Arrow are answered as tables are, and keep their own columns as they were."""

from __future__ import annotations

import sys
from decimal import Decimal

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import pyarrow as pa
import pytest

import pricesvc
from pricesvc.bulk.answers import Answers
from pricesvc.bulk.shape import METADATA_KEY
from pricesvc.core.errors import InvalidField, UnknownCurrency, UnknownRegime
from pricesvc.frames import job
from pricesvc.rows import columns
from tests.bulk.conftest import TableOf
from tests.bulk.rows import random_rows

ASKED = {"to": ("USD", "EUR"), "regimes": ("eu-dprk", "us-russia"), "on": "2024-03-05"}
SEIZED = {"price_text": ["¥10M", "EUR 300", "nothing"], "hs": ["8703", "4202", None], "weight": [1400.5, 0.7, None]}


def test_three_kinds_of_frames_say_the_same(table_of: TableOf) -> None:
    table = table_of(list(random_rows(400, seed=8)))
    asked = job(**ASKED, columns=None, basis="market", locale=None)  # type: ignore[arg-type]
    answers = Answers(asked)
    wanted = [row for batch in table.to_batches() for row in answers.columns(batch).to_pylist()]
    arrow = pricesvc.normalize_frame(table, **ASKED)  # type: ignore[arg-type]
    polars = pricesvc.normalize_frame(pl.DataFrame(pl.from_arrow(table)), **ASKED)  # type: ignore[arg-type]
    pandas = pricesvc.normalize_frame(table.to_pandas(), **ASKED)  # type: ignore[arg-type]
    assert arrow.to_pylist() == wanted
    assert polars.to_dicts() == wanted
    assert pricesvc.normalize_frame(table, to="USD,EUR", regimes="eu-dprk,us-russia", on="2024-03-05").equals(arrow)
    assert pa.Table.from_pandas(pandas, schema=arrow.schema, preserve_index=False).to_pylist() == wanted


def test_columns_of_other_names_and_the_index_stay() -> None:
    frame = pd.DataFrame(SEIZED, index=["a", "b", "c"])
    before = frame.copy(deep=True)
    answered = pricesvc.normalize_frame(
        frame, to=["USD"], regimes=["eu-dprk"], on="2023-12-07", columns={"value": "price_text"}
    )
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(answered[frame.columns], before)
    assert list(answered["amount_usd"])[:2] == [Decimal("68965.30"), Decimal("323.13")]
    assert list(answered["verdict_eu_dprk"])[:2] == ["over", "over"]
    assert answered.loc["c", "problem"] == "no-price"


def test_the_snapshot_goes_along_in_arrow() -> None:
    answered = pricesvc.normalize_frame(pa.table(SEIZED), columns={"value": "price_text"})
    asked = job(to=(), regimes=(), on=None, columns=None, basis="market", locale=None)
    assert all(digest.encode() in answered.schema.metadata[METADATA_KEY] for digest in asked.snapshot.values())


def test_an_empty_frame_has_the_columns() -> None:
    answered = pricesvc.normalize_frame(pl.DataFrame({"value": []}, schema={"value": pl.String}), to=["JPY"])
    asked = job(to=["JPY"], regimes=None, on=None, columns=None, basis="market", locale=None)
    assert answered.columns == ["value", *columns(asked.terms)]
    assert answered.height == 0


def test_what_makes_no_sense_is_refused_by_name() -> None:
    frame = pl.DataFrame({"value": ["¥10M"]})
    with pytest.raises(UnknownCurrency):
        pricesvc.normalize_frame(frame, to=["ZZZ"])
    with pytest.raises(UnknownRegime):
        pricesvc.normalize_frame(frame, regimes=["atlantis"])
    with pytest.raises(InvalidField, match="seized_on"):
        pricesvc.normalize_frame(frame, columns={"on": "seized_on"})
    with pytest.raises(InvalidField, match="Arrow Table"):
        pricesvc.normalize_frame(["¥10M"])
    with pytest.raises(InvalidField, match="several types"):
        pricesvc.normalize_frame(pd.DataFrame({"value": ["¥10M", 5, Decimal(1)]}))
    with pytest.raises(InvalidField, match="none of the columns"):
        pricesvc.normalize_frame(pl.DataFrame({"x": [1]}))


@pytest.mark.parametrize("library", ["numpy", "pyarrow"])
def test_the_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """Not in the words of whichever import came first."""
    frame = pd.DataFrame(SEIZED)
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError, match=rf"Tables need `pip install 'pricesvc\[bulk\]'` \({library} is missing\)\."):
        pricesvc.normalize_frame(frame)
