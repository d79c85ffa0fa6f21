"""Tables that are not believed: each rule at its edge, and what the book does with a refused table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pricesvc.book import Limits, Need
from pricesvc.book.trials import RULES, Known, Trial, refusal
from pricesvc.core.publishers import Wanted
from pricesvc.core.rates import RateTable
from pricesvc.sources import frankfurter, us_treasury
from pricesvc.sources.ecb import INFO

if TYPE_CHECKING:
    from tests.book.conftest import MakeTable, OpenDesk, Publisher

TODAY = date(2026, 11, 24)
WANTED = Wanted(TODAY, TODAY, TODAY)


@pytest.fixture
def trial(make_table: MakeTable) -> Trial:
    """What an ECB table of today is judged by, the day after one with the usual rates."""
    return Trial(INFO, WANTED, {}, Known(date.min).after(make_table("2026-11-23")), Limits())


def test_the_usual_table_is_believed(make_table: MakeTable, trial: Trial) -> None:
    """Nothing is wrong with the usual table."""
    assert refusal(make_table(TODAY), trial) is None


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"base": "USD"}, "mislabelled"),
        ({"source": "un"}, "mislabelled"),
        ({"rates": {"usd": Decimal(1)}}, "mislabelled"),
        ({"rates": {"ÜSD": Decimal(1)}}, "mislabelled"),
        ({"rates": {}}, "empty"),
        ({"day": date(2026, 11, 25)}, "future dated"),
        ({"rates": {"USD": Decimal("NaN")}}, "impossible"),
        ({"rates": {"USD": Decimal("Infinity")}}, "impossible"),
        ({"rates": {"USD": Decimal(0)}}, "impossible"),
        ({"rates": {"USD": Decimal("-1.15")}}, "impossible"),
        ({"rates": {"USD": Decimal("1.15"), "JPY": Decimal("178.2")}}, "fewer currencies"),
    ],
)
def test_rules(make_table: MakeTable, trial: Trial, change: dict[str, object], rule: str) -> None:
    """Each fault is refused by the rule made for it."""
    reason = refusal(replace(make_table(TODAY), **change), trial)  # type: ignore[arg-type]
    assert reason is not None
    assert reason.startswith(rule + ":")


@pytest.mark.parametrize(
    ("usd", "believed"), [("1.4375", True), ("1.4376", False), ("0.92", True), ("0.9199", False), ("115", False)]
)
def test_a_major_may_move_by_a_quarter(make_table: MakeTable, trial: Trial, usd: str, *, believed: bool) -> None:
    """Up to a quarter either way is a crisis, beyond it a mistake."""
    assert (refusal(make_table(TODAY, USD=usd), trial) is None) is believed


def test_swapped_base_and_quote(make_table: MakeTable, trial: Trial) -> None:
    """A table turned upside down is refused even when the dollar is close to one."""
    upright = make_table(TODAY, USD="1.05")
    swapped = replace(upright, rates={code: 1 / rate for code, rate in upright.rates.items()})
    reason = refusal(swapped, replace(trial, known=Known(date.min).after(upright)))
    assert reason is not None
    assert reason.startswith("major moved: JPY")


@pytest.mark.parametrize(
    ("sek", "believed"), [("22.124", True), ("22.125", False), ("5.531", True), ("5.53", False), ("0.0904", False)]
)
def test_what_the_ecb_quotes_does_not_double(make_table: MakeTable, trial: Trial, sek: str, *, believed: bool) -> None:
    """One row upside down, or with its point moved, is a mistake even when every major is well."""
    known = replace(trial.known, rates={**trial.known.rates, "SEK": Decimal("11.062")})
    reason = refusal(make_table(TODAY, SEK=sek), replace(trial, known=known))
    assert (reason is None) is believed
    assert believed or str(reason).startswith("minor moved: SEK")
    assert refusal(make_table(TODAY, SEK=sek), trial) is None, "a currency that the ECB does not quote is not watched"


@pytest.mark.parametrize(
    ("before", "sek", "believed"),
    [
        ("2026-10-24", "22.125", False),
        ("2026-10-23", "33.186", True),
        ("2026-10-23", "33.187", False),
        ("2025-10-20", "33.187", False),
        ("2025-10-19", "33.187", True),
    ],
)
def test_longer_ago_allows_minors_more(
    make_table: MakeTable, trial: Trial, before: str, sek: str, *, believed: bool
) -> None:
    """Threefold against a rate of this year; older rates of a currency that inflates say nothing."""
    known = replace(trial.known, rates={"SEK": Decimal("11.062")}, day=date.fromisoformat(before))
    assert (refusal(make_table(TODAY, SEK=sek), replace(trial, known=known)) is None) is believed


@pytest.mark.anyio
async def test_minors_are_held_against_the_ecb(
    open_desk: OpenDesk, make_publisher: type[Publisher], make_table: MakeTable
) -> None:
    """A table with one row wrong is refused, whoever sends it, and so are the rows of a later day."""
    ecb = make_publisher(tables=[make_table("2026-11-20"), make_table("2026-11-23", SEK="110.62")])
    desk = open_desk(ecb)
    await desk.book.refresh()
    status = desk.book.status()[0]
    assert status.newest == date(2026, 11, 20)
    assert status.refused[0].reason == "minor moved: SEK at 110.62, was 11.0620 on 2026-11-20"


def test_longer_ago_allows_more(make_table: MakeTable, trial: Trial) -> None:
    """Against a rate of last year a major may have moved further."""
    later = replace(trial, known=replace(trial.known, day=date(2025, 11, 24)))
    assert refusal(make_table(TODAY, USD="1.60"), later) is None
    assert refusal(make_table(TODAY, USD="2.10"), later) is not None


def test_older_than_held(make_table: MakeTable, trial: Trial) -> None:
    """A table from before what was asked is refused once a newer one is held."""
    old = make_table("2026-11-20")
    held = {date(2026, 11, 23): make_table("2026-11-23")}
    assert refusal(old, trial) is None
    assert str(refusal(old, replace(trial, held=held))).startswith("older than held")
    assert refusal(old, replace(trial, held=held, wanted=replace(WANTED, first=old.day))) is None


def test_a_final_table_does_not_change(make_table: MakeTable, trial: Trial) -> None:
    """Other figures for a day that is held are refused, unless the publisher amends; the same ones are welcome."""
    held = {TODAY: make_table(TODAY)}
    assert refusal(make_table(TODAY), replace(trial, held=held)) is None
    changed = make_table(TODAY, SEK="11.07")
    assert str(refusal(changed, replace(trial, held=held))).startswith("contradicting: SEK at 11.07, held at 11.0620")
    assert refusal(changed, replace(trial, held=held, info=replace(INFO, final=False))) is None


def test_every_rule_says_why() -> None:
    """Each rule's name and docstring explain it to an operator."""
    assert all(rule.__doc__ for rule in RULES)


@pytest.mark.anyio
async def test_refused_tables_are_kept_aside(
    open_desk: OpenDesk, make_publisher: type[Publisher], make_table: MakeTable
) -> None:
    """A refused table answers nothing, is counted with its reason, and counts as a failure of its publisher."""
    ecb = make_publisher(tables=[make_table("2026-11-20"), make_table(TODAY, USD="115")])
    relay = make_publisher(info=frankfurter.INFO, tables=[make_table(TODAY, "frankfurter", USD="1.16")])
    desk = open_desk(ecb, relay)
    need = Need("EUR", "USD", TODAY)
    await desk.book.ensure([need])
    assert desk.rate(need) == Decimal("1.16")
    status = desk.book.status()[0]
    assert (status.refused_count, status.failures, status.newest) == (1, 1, date(2026, 11, 20))
    assert status.refused[0].table.day == TODAY
    assert status.refused[0].reason == "major moved: USD at 115, was 1.15 on 2026-11-20"
    assert desk.events[:2] == [("refused", "ecb"), ("failed", "ecb")]


@pytest.mark.anyio
async def test_first_table_is_held_against_others(
    open_desk: OpenDesk, make_publisher: type[Publisher], make_table: MakeTable
) -> None:
    """The first table of a publisher with another base is held against the rates of the ECB, crossed."""
    quarter = date(2026, 9, 30)
    rates = {"EUR": Decimal("1.17"), "JPY": Decimal(154)}
    upside_down = RateTable("us_treasury", "USD", quarter, rates)
    treasury = make_publisher(info=us_treasury.INFO, tables=[upside_down], everything=True)
    history = [make_table(quarter)]
    desk = open_desk(treasury, make_publisher(tables=history, everything=True))
    await desk.book.refresh(["ecb"], force=True)
    await desk.book.refresh(["us_treasury"])
    (refused,) = desk.book.status()[0].refused
    assert refused.reason.startswith("major moved: EUR at 1.17, was 0.869")
