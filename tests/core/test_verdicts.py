"""The judge, on small regimes made for one question each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from pricesvc.core.errors import InvalidField, InvalidUnit, UnknownRegime
from pricesvc.core.goods import Goods
from pricesvc.core.money import EXACT, Interval, Money
from pricesvc.core.outcomes import Case
from pricesvc.core.regimes import Condition, Fact, Rule, Version
from pricesvc.core.verdicts import Judge
from tests.core.laws import (
    ANY,
    CAR,
    CITED,
    DAY,
    START,
    WATCH,
    judged,
    limit,
    no_rate,
    one,
    over_amount,
    regime,
    rule,
    stated,
)

VEHICLES = regime(
    rule(
        "17",
        limit(
            over_amount("10000"), "ex 8703", "ex 8903", categories="passenger_vehicles", parts="never", part="vehicles"
        ),
        limit(over_amount("1000"), "ex 8711", categories="motorcycles", parts="never", part="motorbikes"),
        limit(ANY, "ex 8708", categories="passenger_vehicles, motorcycles", parts="only", part="spare parts"),
    )
)


def test_a_car_by_its_category_gets_one_clear_verdict() -> None:
    """The parts and motorbikes of the same rule don't blur it; everything is there to check it by."""

    def into(value: Interval, currency: str) -> Interval:
        assert currency == "EUR"
        assert value.low is not None
        return Interval.point(EXACT.divide(value.low, Decimal("156.18")))

    case = Case(CAR, Interval.point(Decimal(10_000_000)), "JPY", DAY, into)

    (verdict,) = Judge([VEHICLES]).named(case, "act")

    assert (verdict.verdict, verdict.rule, verdict.part) == ("over", "17", "vehicles")
    assert verdict.value == Money(EXACT.divide(Decimal(10_000_000), Decimal("156.18")), "EUR")
    assert verdict.limit is not None
    assert (verdict.limit.amount, verdict.limit.comparator, str(verdict.limit.per)) == (Decimal(10000), ">", "item")
    assert verdict.ratio is not None
    assert round(verdict.ratio, 2) == Decimal("6.40")
    assert (verdict.since, verdict.until, verdict.citations) == (START, None, CITED)
    assert verdict.why == (
        "On 2023-12-07, rule 17 (Title of 17: vehicles) of act covers a value exceeding EUR 10,000 per item, and "
        "EUR 64,028.68 per item is over that; HS 8703 is listed only in part (ex), so the goods must also match the "
        "rule's wording; the goods are taken to be of the category passenger_vehicles."
    )


@pytest.mark.parametrize(
    ("comparator", "amount", "word"),
    [(">", "300", "under"), (">", "300.01", "over"), (">=", "300", "over"), (">=", "299.99", "under")],
)
def test_the_comparator_decides_at_the_limit(comparator: str, amount: str, word: str) -> None:
    """Exactly the limit is over only where the law says "or more"."""
    law = regime(rule("1", limit(over_amount("300", comparator=comparator), "9101")))

    assert one(law, stated("910111"), amount).verdict == word


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        ("250", "300", "under"),
        ("250", "301", "borderline"),
        ("300", "301", "borderline"),
        ("301", "400", "over"),
        ("301", "", "over"),
        ("100", "", "borderline"),
        ("", "300", "under"),
        ("", "301", "borderline"),
    ],
)
def test_a_range_is_judged_by_both_ends(low: str, high: str, word: str) -> None:
    """A range that lies on both sides of the limit is borderline; an open end reaches as far as it can."""
    verdict = one(regime(rule("1", limit(over_amount("300"), "9101"))), stated("9101"), low, high)

    assert verdict.verdict == word
    assert (verdict.value, verdict.ratio) == (None, None)


def test_comparisons_use_the_unrounded_value() -> None:
    """Three watches for 900.01 are over 300 each by a third of a cent, and the sentence shows it."""
    law = regime(rule("1", limit(over_amount("300"), "9101")))

    over = one(law, stated("9101", quantity=Decimal(3)), "900.01")
    under = one(law, stated("9101", quantity=Decimal(3)), "900")

    assert (over.verdict, under.verdict) == ("over", "under")
    assert "EUR 300.003 per item is over that" in over.why
    assert "EUR 300 per item is exactly that, which is under" in under.why


@pytest.mark.parametrize(
    ("per", "quantity", "unit", "amount", "word"),
    [
        ("l", "750", "ml", "37.50", "under"),
        ("l", "750", "ml", "37.51", "over"),
        ("50 ml", "0.1", "l", "100.01", "over"),
        ("100 g", "2", "kg", "1000", "under"),
        ("1.5 kg", "3", "kg", "100.01", "over"),
        ("m2", "6", "m2", "300.01", "over"),
        ("pair", "2", "pair", "100.01", "over"),
        ("item", "2", "pair", "100", "under"),
        ("set", "1", "set", "50.01", "over"),
        ("item", "1", "set", "50.01", "over"),
    ],
)
def test_a_value_is_counted_in_the_laws_unit(per: str, quantity: str, unit: str, amount: str, word: str) -> None:
    """Every limit here is EUR 50 per its measure; the quantity is converted exactly."""
    law = regime(rule("1", limit(over_amount("50", per), "9101")))

    assert one(law, stated("9101", quantity=Decimal(quantity), unit=unit), amount).verdict == word


def test_a_missing_unit_is_asked_for() -> None:
    """A bottle of unknown size cannot be held against a limit per litre."""
    verdict = one(regime(rule("4", limit(over_amount("50", "l"), "2204"))), stated("2204"), "60")

    assert verdict.verdict == "undetermined"
    assert verdict.question == "For how many litres is the value?"
    assert "the limit is per l, and the value is of a quantity in items" in verdict.why


def test_sets_and_pieces_have_limits_of_their_own() -> None:
    """A law that limits a suite and a chair apart is read by what the goods are counted in."""
    law = regime(rule("1", limit(over_amount("800", "set"), "9403"), limit(over_amount("500"), "9403")))

    assert one(law, stated("9403", unit="set"), "600").verdict == "under"
    assert one(law, stated("9403"), "600").verdict == "over"


def test_goods_listed_at_any_value_need_none() -> None:
    """No value, no rate: still listed."""
    verdict = one(regime(rule("1", limit(ANY, "7113"))), stated("7113"), None)

    assert (verdict.verdict, verdict.limit, verdict.value) == ("any-value", None, None)
    assert verdict.why == "On 2023-12-07, rule 1 (Title of 1) of act covers it whatever it is worth."


def test_goods_listed_by_quality_only_are_left_open() -> None:
    """The law's own criterion is a question to a person."""
    verdict = one(regime(rule("1", limit({"by_quality": "high quality"}, "7113"))), stated("7113"))

    assert verdict.verdict == "undetermined"
    assert verdict.question == "Do the goods meet the law's own criterion (high quality)?"


def test_a_limit_that_nobody_knows_is_said_to_be_unknown() -> None:
    """Listed, but the figure of those days was never found."""
    verdict = one(regime(rule("1", limit({"unknown": "the notice was not read"}, "8703"))), stated("8703"))

    assert verdict.verdict == "undetermined"
    assert "because the notice was not read" in verdict.why


def test_without_a_value_a_limit_is_left_open() -> None:
    """What it is worth is the question."""
    verdict = one(VEHICLES, CAR, None)

    assert (verdict.verdict, verdict.question) == ("undetermined", "What is it worth?")
    assert verdict.limit is not None


def test_without_a_rate_a_limit_is_left_open() -> None:
    """The refusal of the rate is the reason."""
    verdict = one(VEHICLES, CAR, "5", currency="KPW")

    assert verdict.verdict == "undetermined"
    assert "cannot be converted to EUR: There is no rate for EUR on that day" in verdict.why


def test_a_code_is_found_by_any_longer_code_and_the_closest_prefix_wins() -> None:
    """8703 10 has its own limit inside 8703."""
    law = regime(rule("17", limit(over_amount("10000"), "ex 8703"), limit(over_amount("1782"), "ex 870310")))

    assert one(law, stated("8703101800"), "5000").verdict == "over"
    assert one(law, stated("87032319"), "5000").verdict == "under"


def test_an_excluded_code_is_not_listed() -> None:
    """Inside the heading, outside the rule."""
    law = regime(rule("1", limit(over_amount("40"), "4202", excluded=("420292",))))

    assert one(law, stated("42022100")).verdict == "over"
    assert one(law, stated("42029210")).verdict == "not-listed"
    assert (
        one(law, stated("4202")).question
        == "Which is it: Title of 1 (rule 1, HS 4202 other than 420292) or something else?"
    )
    assert one(law, stated("4202"), "30").verdict == "under"


def test_a_short_code_is_open_when_only_some_of_it_is_listed() -> None:
    """9201 holds grand pianos, which are listed, and others, which are not."""
    law = regime(rule("1", limit(over_amount("200"), "920120")))

    verdict = one(law, stated("9201"))

    assert verdict.verdict == "undetermined"
    assert verdict.question == "Which is it: Title of 1 (rule 1, HS 920120) or something else?"
    assert one(law, stated("9201"), "200").verdict == "under"


def test_a_short_code_decides_when_the_regime_lists_all_of_it() -> None:
    """The file says that the heading is complete; the rows agree."""
    rows = [rule(code, limit(ANY, code)) for code in ("870321", "870322", "870323")]

    assert one(regime(*rows, complete=("8703",)), stated("8703")).verdict == "any-value"
    assert one(regime(*rows), stated("8703")).verdict == "undetermined"


def test_one_code_in_two_rules_gets_both_verdicts() -> None:
    """Silver cutlery is jewellers' work and cutlery."""
    law = regime(rule("10", limit(ANY, "7114")), rule("12", limit(over_amount("300"), "ex 7114")))

    verdicts = judged(law, stated("711411"), "100")

    assert [(verdict.rule, verdict.verdict) for verdict in verdicts] == [("10", "any-value"), ("12", "under")]


def test_a_category_whose_rules_agree_is_decided() -> None:
    """Whichever heading a ski suit falls under, it is over; the highest limit that was exceeded is named."""
    law = regime(
        rule("8", limit(over_amount("300"), "6201", categories="apparel_shoes")),
        rule("21", limit(over_amount("500"), "6211", categories="apparel_shoes")),
    )

    verdict = one(law, Goods(category="apparel_shoes"), "501")

    assert (verdict.verdict, verdict.rule) == ("over", "21")
    assert "rules 8 and 21 agree, whichever applies" in verdict.why


def test_a_category_whose_rules_differ_is_left_open() -> None:
    """Between the two limits the heading matters; candidate codes settle it."""
    law = regime(
        rule("8", limit(over_amount("300"), "6201", categories="apparel_shoes")),
        rule("21", limit(over_amount("500"), "6211", categories="apparel_shoes")),
    )

    open_ = one(law, Goods(category="apparel_shoes"), "400")

    assert (open_.verdict, open_.rule, open_.limit) == ("undetermined", None, None)
    assert open_.question == "Which is it: Title of 8 (rule 8, HS 6201) or Title of 21 (rule 21, HS 6211)?"
    assert one(law, Goods(category="apparel_shoes", hs=("6211",)), "400").verdict == "under"


@pytest.mark.parametrize(
    ("codes", "amount", "word"),
    [
        ((), "400", "undetermined"),
        ((), "40", "under"),
        (("9101",), "400", "over"),
        (("9101", "9102"), "400", "undetermined"),
        (("9101", "9102"), "40", "under"),
        (("9102",), "400", "not-listed"),
        (("91",), "400", "undetermined"),
        (("91",), "40", "under"),
    ],
)
def test_a_rule_for_a_part_of_a_category(codes: tuple[str, ...], amount: str, word: str) -> None:
    """Only watches of gold are listed: candidate codes say whether it may be one; under the limit it does not matter."""
    law = regime(rule("1", limit(over_amount("40"), "9101", categories="ex clocks_watches")))

    assert one(law, Goods(category="clocks_watches", hs=codes), amount).verdict == word


@pytest.mark.parametrize(
    ("codes", "word"),
    [((), "any-value"), (("2204",), "any-value"), (("2204", "2207"), "undetermined"), (("2207",), "not-listed")],
)
def test_a_rule_for_a_whole_category(codes: tuple[str, ...], word: str) -> None:
    """A candidate code may be shorter than what is listed; one that is not listed at all still says no."""
    law = regime(rule("4", limit(ANY, "220421", "2208", categories="wine_spirits")))

    assert one(law, Goods(category="wine_spirits", hs=codes)).verdict == word


def test_candidate_codes_without_a_category_are_alternatives() -> None:
    """Both must agree; one that nothing lists leaves it open."""
    law = regime(rule("1", limit(over_amount("40"), "9101", "9102")))

    assert one(law, Goods(hs=("9101", "9102"))).verdict == "over"
    assert one(law, Goods(hs=("9101", "9103"))).verdict == "undetermined"


def test_accessories_meet_the_limits_for_accessories() -> None:
    """A bumper is no car; a car is no bumper."""
    bumper = Goods(category="passenger_vehicles", hs=("8708",), part=True)

    assert one(VEHICLES, bumper, "5").part == "spare parts"
    assert one(VEHICLES, Goods(category="passenger_vehicles", part=True), "5").part == "spare parts"
    assert one(VEHICLES, CAR, "5").verdict == "under"


def test_goods_that_are_positively_something_else_are_not_listed() -> None:
    """A toy car is known to be no luxury good."""
    verdict = one(VEHICLES, Goods(category="none"))

    assert (verdict.verdict, verdict.rule, verdict.limit) == ("not-listed", None, None)


def test_unknown_goods_are_undetermined() -> None:
    """Silence is never no."""
    verdict = one(VEHICLES, Goods())

    assert (verdict.verdict, verdict.question) == ("undetermined", "What is it: a category of goods or a tariff code?")


def test_rules_in_words_need_the_category() -> None:
    """A tariff code alone does not say whether a yacht is meant; once the category is known, it is judged."""
    law = regime(rule("1", limit(ANY, categories="vessels_yachts")))

    assert one(law, stated("8903")).verdict == "undetermined"
    assert one(law, stated("8903", category="vessels_yachts")).verdict == "any-value"
    assert one(law, stated("9403", category="none")).verdict == "not-listed"


def test_a_ban_stands_beside_the_list_of_luxury_goods() -> None:
    """Cars are luxury goods by one rule and forbidden as vehicles by another: two verdicts, told apart."""
    law = regime(
        rule("1", limit(over_amount("10000"), "8703", categories="passenger_vehicles")),
        rule("7", limit(ANY, "87", categories="passenger_vehicles"), ban=True),
    )

    said = [(verdict.rule, verdict.verdict, verdict.ban) for verdict in judged(law, CAR)]

    assert said == [("1", "under", False), ("7", "any-value", True)]


def test_an_embargo_on_all_goods_answers_only_when_asked() -> None:
    """It covers a bag of rice, and lists nothing."""
    judge = Judge([regime(rule("ban", limit(ANY), ban=True, all_goods=True, until=date(2024, 1, 1)))])

    def case(day: date) -> Case:
        return Case(Goods(category="none"), None, None, day, no_rate)

    assert [verdict.verdict for verdict in judge.named(case(DAY), "act")] == ["any-value"]
    assert judge.all(case(DAY)) == ()
    assert [verdict.verdict for verdict in judge.named(case(date(2024, 1, 1)), "act")] == ["not-in-force"]


def test_a_rule_for_all_goods_that_is_no_ban_always_answers() -> None:
    """A newsroom looks twice at whatever is over 1,000."""
    judge = Judge([regime(rule("desk", limit(over_amount("1000", currency="USD")), all_goods=True))])

    for goods in (CAR, Goods(), Goods(category="none")):
        case = Case(goods, Interval.point(Decimal("1000.01")), "USD", DAY, no_rate)
        assert [verdict.verdict for verdict in judge.all(case)] == ["over"]
        assert [verdict.verdict for verdict in judge.named(case, "act")] == ["over"]


NEW = Fact("new", "yes-no", "Is it new?")
BY_AGE = regime(
    rule(
        "14",
        limit(over_amount("25000"), "8703", when=(Condition("new", "=", True),), part="new"),
        limit(over_amount("15000"), "8703", when=(Condition("new", "=", False),), part="used"),
    ),
    facts=(NEW,),
)


@pytest.mark.parametrize(
    ("facts", "amount", "word", "part"),
    [
        ({}, "30000", "over", "new"),
        ({}, "15000", "under", "used"),
        ({}, "20000", "undetermined", None),
        ({"new": True}, "20000", "under", "new"),
        ({"new": False}, "20000", "over", "used"),
    ],
)
def test_what_a_report_does_not_say_is_judged_both_ways(
    facts: Mapping[str, bool], amount: str, word: str, part: str | None
) -> None:
    """Outside the two limits the answer is the same, new or used; between them it is asked for."""
    verdict = one(BY_AGE, stated("8703", facts=facts), amount)

    assert (verdict.verdict, verdict.part) == (word, part)
    assert verdict.question == ("Is it new? (fact new)" if word == "undetermined" else None)


@pytest.mark.parametrize(
    ("answer", "word"), [(None, "undetermined"), ("1500", "over"), ("1900", "over"), ("1901", "any-value")]
)
def test_a_number_is_compared(answer: str | None, word: str) -> None:
    """Above 1,900 cc the value does not matter."""
    law = regime(
        rule(
            "1",
            limit(over_amount("900"), "8703", when=(Condition("engine_cc", "<=", Decimal(1900)),)),
            limit(ANY, "8703", when=(Condition("engine_cc", ">", Decimal(1900)),)),
        ),
        facts=(Fact("engine_cc", "number", "How large is its engine?"),),
    )
    facts: dict[str, Decimal] = {"engine_cc": Decimal(answer)} if answer else {}

    verdict = one(law, stated("8703", facts=facts), "1000" if answer else "900")
    perhaps = one(law, Goods(hs=("8703", "9503"), facts=facts), "1000")

    assert verdict.verdict == word
    assert perhaps.verdict == "undetermined"  # it may be a toy, whatever its engine


def test_a_word_is_matched_and_any_other_word_is_none_of_them() -> None:
    """Gold and silver are listed, steel is not."""
    law = regime(
        rule("1", limit(ANY, "9101", when=(Condition("case", "=", "gold"),))),
        facts=(Fact("case", "word", "Of what is its case?", words=("gold",)),),
    )

    assert one(law, stated("9101", facts={"case": "gold"})).verdict == "any-value"
    assert one(law, stated("9101", facts={"case": "steel"})).verdict == "not-listed"
    assert one(law, stated("9101")).question == "Of what is its case? (fact case)"


COATS = regime(
    rule(
        "8",
        limit(over_amount("75"), "6201", "4203", categories="apparel_shoes", when=(Condition("coat", "=", True),)),
        limit(over_amount("20"), "6105", "4203", categories="apparel_shoes", when=(Condition("coat", "=", False),)),
    ),
    facts=(
        Fact(
            "coat",
            "yes-no",
            "Is it a coat?",
            articles=frozenset({"coat", "parka"}),
            articles_open=frozenset({"jacket"}),
            codes_yes=("6201",),
            codes_open=("4203",),
        ),
    ),
)


@pytest.mark.parametrize(
    ("goods", "word"),
    [
        (Goods(category="apparel_shoes", article="parka"), "under"),
        (Goods(category="apparel_shoes", article="shirt"), "over"),
        (Goods(category="apparel_shoes", article="jacket"), "undetermined"),
        (Goods(category="apparel_shoes", article="jacket", hs=("6201",)), "under"),
        (Goods(category="apparel_shoes", hs=("6201", "6105")), "undetermined"),
        (Goods(category="apparel_shoes"), "undetermined"),
        (stated("620111"), "under"),
        (stated("61051000"), "over"),
        (stated("4203"), "undetermined"),
        (stated("4203", article="parka"), "under"),
        (stated("620111", article="jacket"), "under"),
        (stated("620111", facts={"coat": False}), "not-listed"),
    ],
)
def test_the_article_and_the_code_answer_what_the_caller_does_not(goods: Goods, word: str) -> None:
    """A parka is a coat and a shirt is none; heading 6201 is coats, and leather may be either. The caller knows best."""
    assert one(COATS, goods, "50").verdict == word


def test_an_answer_of_the_wrong_kind_is_refused() -> None:
    """Whether it is new cannot be 5."""
    with pytest.raises(InvalidField, match="The fact new must be true or false") as refusal:
        judged(BY_AGE, stated("8703", facts={"new": Decimal(5)}))

    assert refusal.value.facts["field"] == "facts.new"


def test_a_number_that_is_none_is_refused() -> None:
    """An engine of NaN cubic centimetres."""
    law = regime(
        rule("1", limit(ANY, "8703", when=(Condition("engine_cc", ">", Decimal(1900)),))),
        facts=(Fact("engine_cc", "number", "How large is its engine?"),),
    )

    with pytest.raises(InvalidField, match="must be a number"):
        judged(law, stated("8703", facts={"engine_cc": Decimal("NaN")}))


@pytest.mark.parametrize(
    ("day", "word", "since"),
    [
        (date(2019, 12, 31), "not-in-force", date(2020, 1, 1)),
        (date(2020, 1, 1), "over", date(2020, 1, 1)),
        (date(2020, 12, 31), "over", date(2020, 1, 1)),
        (date(2021, 1, 1), "not-in-force", date(2022, 1, 1)),
        (date(2022, 1, 1), "under", date(2022, 1, 1)),
        (date(2023, 1, 1), "not-in-force", date(2022, 1, 1)),
    ],
)
def test_a_day_falls_into_a_version_or_a_gap(day: date, word: str, since: date) -> None:
    """Half-open days; outside them the next version to come is named, else the last that was."""
    watches = Rule(
        "18",
        "Watches",
        (
            Version(date(2020, 1, 1), date(2021, 1, 1), (limit(over_amount("300"), "9101"),), CITED),
            Version(date(2022, 1, 1), date(2023, 1, 1), (limit(over_amount("5000"), "9101"),), CITED),
        ),
    )
    law = regime(watches, rule("1", limit(ANY, "0101")))

    verdict = one(law, stated("9101"), "1000", day=day)

    assert (verdict.verdict, verdict.since, verdict.rule) == (word, since, "18")


def test_goods_that_left_a_list_are_not_listed_and_the_day_is_named() -> None:
    """The rule is in force, but no longer for cars."""
    vehicles = Rule(
        "17",
        "Vehicles",
        (
            Version(START, date(2023, 6, 24), (limit(over_amount("50000"), "8703"),), CITED),
            Version(date(2023, 6, 24), None, (limit(over_amount("50000"), "8702"),), CITED),
        ),
    )

    verdict = one(regime(vehicles), stated("8703"), "60000")

    assert verdict.verdict == "not-listed"
    assert "such goods were listed to the day before 2023-06-24" in verdict.why


def test_a_regime_before_its_first_day_says_so_whatever_the_thing() -> None:
    """Even of unknown goods."""
    verdict = one(regime(rule("1", limit(ANY, "9101"))), Goods(), "5", day=date(2019, 12, 31))

    assert (verdict.verdict, verdict.since) == ("not-in-force", START)
    assert "it is in force from 2020-01-01" in verdict.why


def test_all_regimes_that_list_the_thing_answer_in_order() -> None:
    """Those that do not list it, or not yet, are silent."""
    judge = Judge(
        [
            regime(rule("1", limit(ANY, categories="clocks_watches")), name="zz"),
            regime(rule("1", limit(over_amount("5"), "9101", categories="clocks_watches")), name="aa"),
            regime(rule("1", limit(ANY, "8703", categories="passenger_vehicles")), name="cars"),
            regime(rule("1", limit(ANY, categories="clocks_watches"), since=date(2030, 1, 1)), name="later"),
        ]
    )

    verdicts = judge.all(Case(WATCH, Interval.point(Decimal(6)), "EUR", DAY, no_rate))

    assert [(verdict.regime, verdict.verdict) for verdict in verdicts] == [("aa", "over"), ("zz", "any-value")]


def test_a_value_is_converted_once_for_each_currency() -> None:
    """Two regimes in euro need one conversion."""
    asked: list[str] = []

    def into(value: Interval, currency: str) -> Interval:
        asked.append(currency)
        return value

    laws = [regime(rule("1", limit(over_amount("5"), categories="clocks_watches")), name=name) for name in "ab"]

    Judge(laws).all(Case(WATCH, Interval.point(Decimal(6)), "JPY", DAY, into))

    assert asked == ["EUR"]


def test_a_regime_that_does_not_exist_is_refused() -> None:
    """The ones that do are named."""
    with pytest.raises(UnknownRegime) as refusal:
        Judge([VEHICLES]).named(Case(CAR, None, None, DAY, no_rate), "atlantis")

    assert refusal.value.facts["supported"] == ["act"]


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN"])
def test_a_quantity_is_above_zero(quantity: str) -> None:
    """Nothing can be worth something each of none."""
    with pytest.raises(InvalidField):
        Case(Goods(quantity=Decimal(quantity)), None, None, DAY, no_rate)


def test_a_unit_that_no_rule_counts_in_is_refused() -> None:
    """A furlong measures no luxury good."""
    with pytest.raises(InvalidUnit):
        Case(Goods(unit="furlong"), None, None, DAY, no_rate)
