"""The days on which a regime is in force, and what else can be asked of one."""

from __future__ import annotations

from datetime import date

import pytest

from pricesvc.core.errors import UnknownRegime
from pricesvc.core.regimes import regime_named
from tests.core.laws import ANY, limit, over_amount, regime, rule

A, B, C, D = (date(year, 1, 1) for year in (2020, 2021, 2022, 2023))


@pytest.mark.parametrize(
    ("spans", "since", "until"),
    [
        ([(B, None)], B, None),
        ([(B, C), (A, D)], A, D),
        ([(A, C), (B, None)], A, None),
        ([], date.max, None),
    ],
)
def test_the_days_of_a_regime(spans: list[tuple[date, date | None]], since: date, until: date | None) -> None:
    """From its first rule's to its last rule's; without an end when one rule has none, and never without a rule."""
    rules = [rule(str(number), limit(ANY, "9101"), since=first, until=end) for number, (first, end) in enumerate(spans)]
    law = regime(*rules)
    assert (law.since, law.until) == (since, until)
    assert [law.in_force(day) for day in (A, B, C, D)] == [
        any(first <= day and (end is None or day < end) for first, end in spans) for day in (A, B, C, D)
    ]
    assert law.turns() == {day for span in spans for day in span if day}


@pytest.mark.parametrize(
    ("target", "kind", "said"),
    [
        (None, None, True),
        ("RU", None, True),
        (None, "sanction", True),
        ("RU", "sanction", True),
        ("KP", "sanction", False),
        ("RU", "tax", False),
    ],
)
def test_whom_a_regime_is_against_and_of_what_kind(target: str | None, kind: str | None, said: bool) -> None:
    """Both have to be so, where they are asked for."""
    assert regime().is_of(target, kind) is said


def test_the_currencies_of_a_regime() -> None:
    """Of every limit that has an amount, whatever the rule."""
    dollars = limit(over_amount("5", currency="USD"), "9102")
    law = regime(rule("1", limit(ANY, "9101"), dollars), rule("2", limit(over_amount("5"), "9103"), dollars))
    assert law.currencies() == {"EUR", "USD"}
    assert regime(rule("1", limit(ANY, "9101"))).currencies() == frozenset()


def test_a_regime_is_looked_up_by_its_id() -> None:
    """One that does not exist is refused with up to three that are like it, in any case, and all that there are."""
    known = {name: regime(name=name) for name in ("act", "eu-dprk", "jp-dprk", "uk-dprk", "us-dprk")}
    assert regime_named(known, "act") is known["act"]
    for name, nearest in (("ACXX", ["act"]), ("ax-dprk", ["us-dprk", "uk-dprk", "jp-dprk"]), ("atlantis", [])):
        with pytest.raises(UnknownRegime) as caught:
            regime_named(known, name)
        assert caught.value.facts == {"field": "regimes", "nearest": nearest, "supported": list(known)}
