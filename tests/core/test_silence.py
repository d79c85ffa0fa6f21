"""What a regime that does not cover a thing says: nothing like it, not under these conditions, or not on that day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pricesvc.core.errors import UnknownRegime
from pricesvc.core.goods import Goods
from pricesvc.core.money import Interval
from pricesvc.core.outcomes import Case
from pricesvc.core.regimes import Condition, Fact
from pricesvc.core.verdicts import Judge
from tests.core.laws import ANY, CAR, DAY, WATCH, judged, limit, no_rate, one, regime, rule, stated

NEW = Fact("new", "yes-no", "Is it new?")
USED_WATCH = Goods(category="clocks_watches", facts={"new": False})
ONLY_NEW = limit(ANY, categories="clocks_watches", when=(Condition("new", "=", True),))


def test_an_unknown_regime_is_named_and_a_long_name_cut() -> None:
    """Forty characters are enough to recognize it by."""
    case = Case(CAR, None, None, DAY, no_rate)

    with pytest.raises(UnknownRegime, match=r"^There is no regime 'atlantis'\.$"):
        Judge([]).named(case, "atlantis")
    with pytest.raises(UnknownRegime, match=r"^There is no regime 'a{40}'\.$"):
        Judge([]).named(case, "a" * 41)
    with pytest.raises(UnknownRegime) as refusal:
        Judge([regime()]).named(case, "ATC")
    assert refusal.value.facts == {"field": "regimes", "nearest": ["act"], "supported": ["act"]}


def test_what_a_thing_is_has_to_be_known() -> None:
    """The reason and the goods are kept for the file."""
    goods = Goods(description="a thing")

    verdict = one(regime(rule("1", limit(ANY, "9101"))), goods)

    assert verdict.goods is goods
    assert verdict.why == "On 2023-12-07, act does not decide, because what the thing is, is not known."


def test_a_code_does_not_tell_what_words_mean() -> None:
    """The question is for the category, since the code is known."""
    verdict = one(regime(rule("1", limit(ANY, categories="vessels_yachts"))), stated("8903"))

    assert verdict.question == "Which category of goods is it?"
    assert "the tariff code alone does not say which they are" in verdict.why


def test_goods_that_no_rule_lists_are_kept_in_the_verdict() -> None:
    """A reader sees what was looked up."""
    verdict = one(regime(rule("1", limit(ANY, "9101"))), CAR)

    assert (verdict.verdict, verdict.goods) == ("not-listed", CAR)
    assert (
        verdict.why
        == "On 2023-12-07, act does not cover it: no rule in force lists goods of the category passenger_vehicles, HS 8703."
    )


def test_conditions_that_are_not_met_are_the_reason() -> None:
    """The rule is named, so that one can look the conditions up."""
    verdict = one(regime(rule("18", ONLY_NEW), facts=(NEW,)), USED_WATCH)

    assert (verdict.verdict, verdict.goods) == ("not-listed", USED_WATCH)
    assert verdict.why == (
        "On 2023-12-07, act does not cover it: its rule 18 lists such goods only under conditions that these do not meet."
    )


def test_a_rule_whose_conditions_fail_is_silent_beside_one_that_covers() -> None:
    """Of the regime only what lists the thing is told."""
    law = regime(rule("1", ONLY_NEW), rule("2", limit(ANY, categories="clocks_watches")), facts=(NEW,))

    assert [(verdict.rule, verdict.verdict) for verdict in judged(law, USED_WATCH)] == [("2", "any-value")]


def test_rules_whose_conditions_all_fail_give_one_verdict() -> None:
    """It is said once that nothing lists it, and only when the regime was asked for."""
    law = regime(rule("1", ONLY_NEW), rule("2", ONLY_NEW), facts=(NEW,))
    case = Case(USED_WATCH, Interval.point(Decimal(1)), "EUR", DAY, no_rate)

    assert [verdict.verdict for verdict in Judge([law]).named(case, "act")] == ["not-listed"]
    assert Judge([law]).all(case) == ()


def test_a_regime_that_ended_says_from_when_to_when_it_was_in_force() -> None:
    """Whatever the thing is."""
    law = regime(rule("1", limit(ANY, "9101"), until=date(2021, 1, 1)))

    verdict = one(law, CAR)

    assert (verdict.verdict, verdict.goods) == ("not-in-force", CAR)
    assert verdict.why == (
        "On 2023-12-07, act does not cover it: it is in force from 2020-01-01 to the day before 2021-01-01."
    )


def test_a_regime_between_two_times_says_when_it_is_in_force_again() -> None:
    """It was in force before, and that does not matter."""
    law = regime(
        rule("1", limit(ANY, "9101"), until=date(2021, 1, 1)),
        rule("2", limit(ANY, "9101"), since=date(2030, 1, 1)),
        rule("3", limit(ANY, "9101"), since=date(2025, 1, 1), until=date(2026, 1, 1)),
    )

    assert one(law, CAR).why == "On 2023-12-07, act does not cover it: it is in force from 2025-01-01."


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (date(2020, 1, 1), date(2021, 1, 1), "from 2020-01-01 to the day before 2021-01-01"),
        (date(2030, 1, 1), None, "from 2030-01-01"),
    ],
)
def test_a_rule_that_sleeps_says_when_it_lists_such_goods(since: date, until: date | None, days: str) -> None:
    """The regime is in force that day, the rule is not: its days are the reason."""
    law = regime(
        rule("18", limit(ANY, categories="clocks_watches"), since=since, until=until), rule("1", limit(ANY, "01"))
    )

    verdict = one(law, WATCH)

    assert (verdict.verdict, verdict.goods) == ("not-in-force", WATCH)
    assert verdict.why == (
        f"On 2023-12-07, rule 18 (Title of 18) of act does not cover it: it lists such goods {days} only."
    )
