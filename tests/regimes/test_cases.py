"""The judge and the law's data together, held against a table of cases that was picked by hand."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pricesvc.catalog.regimes import load_regimes
from pricesvc.core.goods import Goods
from pricesvc.core.money import Interval
from pricesvc.core.outcomes import Case
from pricesvc.core.verdicts import Judge, Verdict

Row = Mapping[str, Any]

CASES: list[Row] = tomllib.loads(Path(__file__).with_name("cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def judge() -> Judge:
    """A judge of everything that ships."""
    return Judge(load_regimes())


def name(row: Row) -> str:
    """What a failing case is called."""
    thing = row.get("hs") or "-".join(row[name] for name in ("category", "likely") if name in row) or "unknown"
    worth = row.get("amount") or f"{row.get('low', '')}..{row.get('high', '')}"
    return f"{row['regime']}-{row['day']}-{thing}-{worth}-{row['verdict']}"


@pytest.mark.parametrize("row", CASES, ids=name)
def test_the_judge_agrees_with_a_case_picked_by_hand(judge: Judge, row: Row) -> None:
    """A value on either side of a limit, or a day on either side of a change, gets the verdict the law gives it."""
    answers = verdicts(judge, row)

    said = {answer.verdict for answer in answers if answer.rule == row.get("rule", answer.rule)}

    assert said == {row["verdict"]}, [answer.why for answer in answers]


def test_every_regime_that_ships_has_cases(judge: Judge) -> None:
    """No regime is without a second pair of eyes."""
    assert set(judge.regimes) == {row["regime"] for row in CASES}


def test_no_case_is_written_twice() -> None:
    """A case that stands twice counts once."""
    twice = [name for name, times in Counter(repr(sorted(row.items())) for row in CASES).items() if times > 1]

    assert not twice


def verdicts(judge: Judge, row: Row) -> tuple[Verdict, ...]:
    """What the case's regime says of the thing."""
    return judge.named(Case(goods(row), value(row), row.get("currency"), day(row), no_rate_needed), row["regime"])


def value(row: Row) -> Interval | None:
    """What the report says it is worth."""
    low, high = (Decimal(row[end]) if end in row else None for end in ("low", "high"))
    if low is None and high is None:
        return Interval.point(Decimal(row["amount"])) if "amount" in row else None
    return Interval(low, high)


def goods(row: Row) -> Goods:
    """The thing of a case."""
    code = row.get("hs") or row.get("likely")
    return Goods(
        category=row.get("category"),
        hs=(code,) if code else (),
        hs_given="hs" in row,
        quantity=Decimal(row.get("quantity", "1")),
        unit=row.get("unit", "item"),
        part=row.get("part", False),
        facts={
            fact: answer if isinstance(answer, bool) else Decimal(answer)
            for fact, answer in row.get("facts", {}).items()
        },
    )


def day(row: Row) -> date:
    """The day of a case."""
    when = row["day"]
    assert isinstance(when, date)
    return when


def no_rate_needed(_value: Interval, currency: str) -> Interval:
    """Every case is in the currency of its limit."""
    raise AssertionError(currency)
