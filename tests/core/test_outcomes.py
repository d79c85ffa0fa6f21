"""A value against limits: what is refused, open ends of many pieces, and which of several limits is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from pricesvc.core.errors import InvalidField
from pricesvc.core.goods import Goods
from pricesvc.core.outcomes import Case
from pricesvc.core.regimes import Fact, Limit
from tests.core.laws import ANY, DAY, WATCH, limit, no_rate, one, over_amount, regime, rule, stated


def watches(says: Mapping[str, object], code: str) -> Limit:
    """A limit for some watches, one of several that a watch without a code may fall under."""
    return limit(says, code, categories="clocks_watches")


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "Infinity"])
def test_the_refusal_of_a_quantity_names_the_field(quantity: str) -> None:
    """A program reads the field, a person the sentence."""
    with pytest.raises(InvalidField) as refusal:
        Case(Goods(quantity=Decimal(quantity)), None, None, DAY, no_rate)

    assert refusal.value.detail == "A quantity is above zero."
    assert refusal.value.facts == {"field": "quantity"}


@pytest.mark.parametrize(
    ("low", "high", "word", "ends"),
    [
        ("903", "", "over", (Decimal(301), None)),
        ("600", "", "borderline", (Decimal(200), None)),
        ("", "900", "under", (None, Decimal(300))),
        ("", "903", "borderline", (None, Decimal(301))),
    ],
)
def test_an_open_range_of_many_pieces_is_counted_by_the_piece(
    low: str, high: str, word: str, ends: tuple[Decimal | None, Decimal | None]
) -> None:
    """Three watches for "903 or more" are 301 or more each."""
    law = regime(rule("1", limit(over_amount("300"), "9101")))

    verdict = one(law, stated("9101", quantity=Decimal(3)), low, high)

    assert (verdict.verdict, (verdict.low, verdict.high)) == (word, ends)


@pytest.mark.parametrize(("comparator", "below", "above"), [(">", "under", "borderline"), (">=", "borderline", "over")])
def test_a_range_that_ends_or_begins_at_the_limit(comparator: str, below: str, above: str) -> None:
    """The limit itself is over only where the law says "or more"."""
    law = regime(rule("1", limit(over_amount("300", comparator=comparator), "9101")))

    assert one(law, stated("9101"), "200", "300").verdict == one(law, stated("9101"), "", "300").verdict == below
    assert one(law, stated("9101"), "300", "400").verdict == one(law, stated("9101"), "300", "").verdict == above


@pytest.mark.parametrize(
    ("facts", "unit", "quantity", "word"),
    [
        ({"area_m2": Decimal(30)}, "item", "1", "under"),
        ({"area_m2": Decimal("29.9")}, "item", "1", "over"),
        ({"area_m2": Decimal(15)}, "item", "2", "under"),
        ({"area_m2": Decimal(15)}, "pair", "1", "over"),
        ({"area_m2": Decimal(30)}, "l", "1", "undetermined"),
        ({"area_m2": Decimal(30)}, "m2", "30", "under"),
        ({"area_m2": Decimal("0.5")}, "item", "60", "under"),
        ({"area_m2": Decimal(0)}, "item", "1", "undetermined"),
        ({}, "item", "1", "undetermined"),
    ],
)
def test_a_fact_measures_goods_that_are_counted_by_the_piece(
    facts: Mapping[str, Decimal], unit: str, quantity: str, word: str
) -> None:
    """A carpet of 30 square metres for 3,000 is 100 per square metre."""
    carpets = replace(limit(over_amount("100", "m2"), "57"), measure="area_m2")
    law = regime(rule("1", carpets), facts=(Fact("area_m2", "number", "How large is it?"),))

    verdict = one(law, stated("57", facts=facts, unit=unit, quantity=Decimal(quantity)), "3000")

    assert verdict.verdict == word


def test_a_value_that_cannot_be_converted_is_asked_for_in_the_currency_of_the_limit() -> None:
    """It is known in another, and there is no rate."""
    law = regime(rule("1", limit(over_amount("300"), "9101")))

    verdict = one(law, stated("9101"), "5", currency="KPW")

    assert (verdict.verdict, verdict.question) == ("undetermined", "What is it worth in EUR?")


def test_over_one_limit_or_listed_at_any_value_is_over() -> None:
    """Caught whichever applies; the limit that was exceeded is named. Under it, which applies is the question."""
    law = regime(rule("1", watches(ANY, "9101")), rule("2", watches(over_amount("300"), "9102")))

    caught = one(law, WATCH, "301")
    open_ = one(law, WATCH, "300")

    assert (caught.verdict, caught.rule) == ("over", "2")
    assert caught.limit is not None
    assert caught.limit.amount == Decimal(300)
    assert (open_.verdict, open_.question) == (
        "undetermined",
        "Which is it: Title of 1 (rule 1, HS 9101) or Title of 2 (rule 2, HS 9102)?",
    )


@pytest.mark.parametrize(
    ("low", "high", "word", "named"),
    [("600", "700", "over", "500"), ("100", "200", "under", "300"), ("250", "600", "borderline", "500")],
)
def test_of_limits_that_agree_the_one_that_decides_is_named(low: str, high: str, word: str, named: str) -> None:
    """The highest that was exceeded, the lowest that was not; when it lies on both sides of each, the law's first."""
    law = regime(
        rule("1", watches(over_amount("500"), "9101")),
        rule("2", watches(over_amount("300"), "9102")),
    )

    verdict = one(law, WATCH, low, high)

    assert verdict.verdict == word
    assert verdict.limit is not None
    assert verdict.limit.amount == Decimal(named)


def test_limits_per_set_alone_do_not_vanish_for_pieces() -> None:
    """No limit per piece stands beside them: how many sets it is, is asked."""
    law = regime(rule("1", limit(over_amount("800", "set"), "9403"), limit(over_amount("900", "set"), "9403")))

    verdict = one(law, stated("9403"), "1000")

    assert (verdict.verdict, verdict.question) == ("undetermined", "For how many sets is the value?")


def test_limits_per_piece_alone_hold_for_a_set() -> None:
    """A set that is sold as one counts as one piece where the law has no limit for sets."""
    law = regime(rule("1", limit(over_amount("800"), "9403"), limit(over_amount("900"), "9403")))

    assert one(law, stated("9403", unit="set"), "1000").verdict == "over"
