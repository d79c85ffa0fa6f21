"""What a reader must know of an answer stands behind it, on the days and for the goods that it is of."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pricesvc.catalog.regimes import load_regimes
from pricesvc.core.goods import Goods
from pricesvc.core.money import Interval
from pricesvc.core.outcomes import Case
from pricesvc.core.verdicts import Judge

Row = Mapping[str, Any]

CASES: list[Row] = tomllib.loads(Path(__file__).with_name("remarks.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def judge() -> Judge:
    """A judge of everything that ships."""
    return Judge(load_regimes())


def name(row: Row) -> str:
    """What a failing case is called."""
    return f"{row['regime']}-{row['day']}-{row.get('hs') or row['category']}-{row.get('says') or row['not']}"


@pytest.mark.parametrize("row", CASES, ids=name)
def test_a_remark_stands_where_it_must_and_nowhere_else(judge: Judge, row: Row) -> None:
    """In every verdict of the regime, or in none."""
    code = row.get("hs")
    goods = Goods(category=row.get("category"), hs=(code,) if code else (), hs_given=bool(code))
    verdicts = judge.named(Case(goods, None, None, row["day"], no_rate_needed), row["regime"])

    words = row.get("says") or row["not"]

    assert [words in verdict.why for verdict in verdicts] == ["says" in row] * len(verdicts)


def test_every_remark_that_ships_is_seen(judge: Judge) -> None:
    """No remark is without a case that expects it."""
    said = {(row["regime"], row["says"]) for row in CASES if "says" in row}
    remarks = {(regime.id, remark.says) for regime in judge.regimes.values() for remark in regime.remarks}

    assert {one for one in remarks if not any(one[0] == law and words in one[1] for law, words in said)} == set()


def no_rate_needed(_value: Interval, currency: str) -> Interval:
    """No value is known."""
    raise AssertionError(currency)
