"""Which limits a thing may fall under: by the length of codes, by categories in part, by days."""

from __future__ import annotations

from datetime import date

import pytest

from pricesvc.core.calendars import ONE_DAY
from pricesvc.core.goods import Goods
from pricesvc.core.outcomes import Case
from pricesvc.core.regimes import Rule, Version
from pricesvc.core.verdicts import Judge
from tests.core.laws import ANY, CITED, DAY, START, judged, limit, no_rate, one, over_amount, regime, rule, stated

CLOCKS = Goods(category="clocks_watches")
SILVER = "jewellery_gems_metals"
CARS = regime(
    rule(
        "17",
        limit(over_amount("1000"), "8703", categories="passenger_vehicles", parts="never"),
        limit(ANY, "8708", categories="passenger_vehicles", parts="only"),
    )
)


@pytest.mark.parametrize(("amount", "word"), [("50", "under"), ("200", "undetermined"), ("400", "over")])
def test_a_longer_code_under_a_stated_one_may_have_its_own_limit(amount: str, word: str) -> None:
    """Chapter 91 has a limit of 300, one kind of watch in it of 100; heading 9101 is in the chapter, and may be it."""
    law = regime(rule("1", limit(over_amount("300"), "91"), limit(over_amount("100"), "910111")))
    assert one(law, stated("9101"), amount).verdict == word


def test_a_limit_that_lists_a_code_and_a_longer_one_lists_the_code() -> None:
    """Whatever else it lists under it, nothing is left open."""
    law = regime(rule("1", limit(over_amount("300"), "91", "910111")))
    assert one(law, stated("9101"), "400").verdict == "over"


@pytest.mark.parametrize(("amount", "word"), [("200", "under"), ("400", "undetermined")])
def test_goods_that_words_list_in_part(amount: str, word: str) -> None:
    """A category of which only some is listed leaves it open, but for a value under the limit."""
    law = regime(rule("1", limit(over_amount("300"), categories="ex clocks_watches")))
    assert one(law, CLOCKS, amount).verdict == word


def test_a_thing_by_its_category_meets_no_limit_for_accessories() -> None:
    """A car is not its spare parts, which are listed whatever they cost; nor are those the car."""
    assert one(CARS, Goods(category="passenger_vehicles"), "5").verdict == "under"
    assert one(CARS, Goods(category="passenger_vehicles", part=True), "5").verdict == "any-value"


@pytest.mark.parametrize(
    ("code", "part", "word"),
    [
        ("8703", False, "under"),
        ("8703", True, "not-listed"),
        ("8708", False, "any-value"),
        ("8708", True, "any-value"),
        ("8711", False, "not-listed"),
    ],
)
def test_a_likely_code_of_parts_is_one_of_a_part_whatever_the_words_say(*, code: str, part: bool, word: str) -> None:
    """A code of the whole makes no whole of a part."""
    assert one(CARS, Goods(category="passenger_vehicles", hs=(code,), part=part), "5").verdict == word


@pytest.mark.parametrize(
    "goods", [CLOCKS, stated("9101"), stated("910111"), stated("91"), Goods(category="clocks_watches", hs=("9101",))]
)
def test_only_the_version_of_the_day_counts(goods: Goods) -> None:
    """However the thing is found: each day has its own limit."""
    switch = date(2022, 1, 1)
    versions = (
        Version(START, switch, (limit(over_amount("100"), "9101", categories="clocks_watches"),), CITED),
        Version(switch, None, (limit(over_amount("300"), "9101", categories="clocks_watches"),), CITED),
    )
    law = regime(Rule("1", "Watches", versions), complete=("91",))
    said = [one(law, goods, "200", day=day) for day in (date(2021, 12, 31), switch)]
    assert [(verdict.verdict, verdict.since) for verdict in said] == [("over", START), ("under", switch)]
    assert one(law, goods, "200", day=START - ONE_DAY).verdict == "not-in-force"


def test_rules_that_list_one_code_are_alternatives_unless_the_code_was_stated() -> None:
    """What words lead to is one thing, of one rule or the other; a stated code is in both."""
    law = regime(
        rule("10", limit(ANY, "7114", categories=SILVER)),
        rule("12", limit(over_amount("300"), "7114", categories=SILVER)),
    )
    for goods in (stated("7114"), stated("7114", category=SILVER)):
        assert [verdict.verdict for verdict in judged(law, goods, "100")] == ["any-value", "under"]
    assert one(law, Goods(category=SILVER, hs=("7114",)), "100").verdict == "undetermined"


def test_one_of_several_stated_codes_that_is_not_listed_leaves_the_rules_alternatives() -> None:
    """One verdict, and it stays open."""
    law = regime(rule("10", limit(ANY, "7114")), rule("12", limit(ANY, "7114")))
    goods = Goods(hs=("7114", "7115"), hs_given=True)
    assert one(law, goods).verdict == "undetermined"


def test_a_rule_for_all_goods_is_named() -> None:
    """With its version and what it cites, whether it is a ban or not."""
    judge = Judge([regime(rule("ban", limit(ANY), ban=True, all_goods=True), rule("desk", limit(ANY), all_goods=True))])
    verdicts = judge.named(Case(Goods(), None, None, DAY, no_rate), "act")
    assert [(verdict.rule, verdict.since, verdict.citations, verdict.ban) for verdict in verdicts] == [
        ("desk", START, CITED, False),
        ("ban", START, CITED, True),
    ]
