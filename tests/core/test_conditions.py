"""What a law asks about the goods: numbers at their marks, answers that nobody gave, and what the codes say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal

import pytest

from pricesvc.core.conditions import Answer, holds, known
from pricesvc.core.goods import Goods
from pricesvc.core.regimes import Condition, Fact, Limit
from tests.core.laws import ANY, limit, one, over_amount, regime, rule, stated

ENGINE = Fact("engine_cc", "number", "How large is its engine?")
COAT = Fact("coat", "yes-no", "Is it a coat?", codes_yes=("6201",), codes_open=("4203",))


def sized(says: dict[str, object], *conditions: tuple[Literal[">", ">=", "<", "<="], int]) -> Limit:
    """A limit for cars of some engine sizes."""
    when = tuple(Condition("engine_cc", comparator, Decimal(mark)) for comparator, mark in conditions)
    return limit(says, "8703", when=when)


@pytest.mark.parametrize(
    ("comparator", "met"),
    [
        (">", (False, False, True)),
        (">=", (False, True, True)),
        ("<", (True, False, False)),
        ("<=", (True, True, False)),
    ],
)
def test_the_mark_itself_is_in_only_where_the_law_says_so(
    comparator: Literal[">", ">=", "<", "<="], met: tuple[bool, ...]
) -> None:
    """Below, at and above 1,900 cc."""
    covers = sized({"any_value": True}, (comparator, 1900))

    assert tuple(holds(covers, {"engine_cc": Decimal(cc)}) for cc in ("1899.9", "1900", "1900.1")) == met


@pytest.mark.parametrize(
    ("cheap", "dear"),
    [
        ([("<", 1000)], [[(">=", 1000)]]),
        ([("<=", 1000)], [[(">", 1000)]]),
        ([(">", 1000)], [[("<=", 1000)]]),
        ([(">=", 1000)], [[("<", 1000)]]),
        ([(">", 1000), ("<", 2000)], [[("<=", 1000)], [(">=", 2000)]]),
        ([(">=", 1000), ("<=", 1000)], [[("<", 1000)], [(">", 1000)]]),
    ],
)
def test_an_engine_of_unknown_size_may_lie_on_any_side_of_the_marks(
    cheap: list[tuple[Literal[">", ">=", "<", "<="], int]],
    dear: list[list[tuple[Literal[">", ">=", "<", "<="], int]]],
) -> None:
    """One size decides otherwise than all the others: below the marks, above, between or on one. So the size is asked."""
    law = regime(
        rule("1", sized(over_amount("500"), *cheap), *(sized(over_amount("9000"), *each) for each in dear)),
        facts=(ENGINE,),
    )

    verdict = one(law, stated("8703"), "600")

    assert (verdict.verdict, verdict.question) == ("undetermined", "How large is its engine? (fact engine_cc)")


@pytest.mark.parametrize(
    ("codes", "answer"),
    [
        (("620111",), True),
        (("6105",), False),
        (("4203",), None),
        (("42031000",), None),
        (("62",), None),
        (("42",), None),
        (("620111", "6105"), None),
        ((), None),
    ],
)
def test_a_code_answers_when_it_lies_on_one_side(codes: tuple[str, ...], answer: Answer) -> None:
    """Within 6201 it is a coat, within 4203 it may be one; chapters 62 and 42 hold such goods and others."""
    assert known(COAT, Goods(hs=codes)) is answer


@pytest.mark.parametrize(
    ("lists", "answers"),
    [
        ({"codes_yes": ("6201",)}, (True, False)),
        ({"codes_open": ("6201",)}, (None, False)),
        ({}, (None, None)),
    ],
)
def test_one_list_of_codes_is_enough(lists: dict[str, tuple[str, ...]], answers: tuple[Answer, Answer]) -> None:
    """What it does not hold is no; without a list a code says nothing."""
    fact = Fact("coat", "yes-no", "Is it a coat?", **lists)  # type: ignore[arg-type]
    assert (known(fact, Goods(hs=("6201",))), known(fact, Goods(hs=("6105",)))) == answers


@pytest.mark.parametrize(
    ("codes", "given", "told", "answer"),
    [
        (("4203",), True, {}, True),
        (("4203",), True, {"coat": False}, False),
        (("4203",), False, {}, None),
        (("6105",), True, {}, False),
        ((), True, {}, True),
    ],
)
def test_a_stated_code_is_taken_at_its_word(
    codes: tuple[str, ...], given: bool, told: dict[str, bool], answer: Answer
) -> None:
    """Where the fact says what that is, and neither the caller nor the lists of codes say otherwise."""
    fact = replace(COAT, stated=True)
    assert known(fact, Goods(hs=codes, hs_given=given, facts=told)) is answer


def test_the_fact_that_matters_is_asked_for() -> None:
    """New or used makes no difference here, gold does."""
    gold = Condition("gold", "=", True)
    law = regime(
        rule(
            "1",
            limit(over_amount("500"), "9101", when=(Condition("new", "=", True), gold)),
            limit(over_amount("500"), "9101", when=(Condition("new", "=", False), gold)),
        ),
        facts=(Fact("new", "yes-no", "Is it new?"), Fact("gold", "yes-no", "Is it of gold?")),
    )

    assert one(law, stated("9101"), "600").question == "Is it of gold? (fact gold)"


def test_a_verdict_keeps_the_answers_it_rests_on() -> None:
    """For the file: what was taken as known is in the verdict and in its sentence."""
    law = regime(
        rule("1", limit(ANY, "9101", when=(Condition("new", "=", True),))), facts=(Fact("new", "yes-no", "Is it new?"),)
    )

    verdict = one(law, stated("9101", facts={"new": True}))

    assert verdict.answers == {"new": True}
    assert verdict.why == "On 2023-12-07, rule 1 (Title of 1) of act covers it whatever it is worth; new is true."
