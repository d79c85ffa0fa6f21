"""The days on which a regime is in force."""

from __future__ import annotations

from datetime import date

import pytest

from tests.core.laws import ANY, limit, regime, rule

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
