"""The sentence of a verdict and the question it asks, word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from pricesvc.core.goods import Goods
from pricesvc.core.money import Interval
from pricesvc.core.outcomes import Case
from pricesvc.core.regimes import Condition, Fact, Limit, Regime, Remark
from pricesvc.core.verdicts import Judge
from tests.core.laws import ANY, CAR, DAY, START, limit, one, over_amount, regime, rule, stated

GOODS = stated("9101")
ONE = timedelta(days=1)
VALUE = Interval.point(Decimal(602))
CLOCKS = Goods(category="clocks_watches")
CODES = ("9101", "9102", "9103", "9104", "9105", "9108", "9109")
TAKEN = "the goods are taken to be of the category clocks_watches"


def over(amount: str, *codes: str, per: str = "item", comparator: str = ">", part: str | None = None) -> Limit:
    return limit(
        over_amount(amount, per, comparator=comparator), *codes, part=part, categories="clocks_watches" if codes else ""
    )


def alternatives(*limits: Limit) -> Regime:
    """One rule for each limit."""
    return regime(*(rule(str(number), each) for number, each in enumerate(limits, 1)))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ("1234.5", None, "EUR 1,234.50 per item is over that"),
        ("1000000", None, "EUR 1,000,000 per item is over that"),
        ("1" * 30, None, f"EUR {int('1' * 30):,} per item is over that"),
        ("1" * 30 + ".5", None, f"EUR {int('1' * 30):,}.50 per item is over that"),
        ("300." + "0" * 30 + "1", None, f"EUR 300.{'0' * 30}1 per item is over that"),
        ("300", None, "EUR 300 per item is exactly that, which is under"),
        ("300", "300", "EUR 300 per item is exactly that, which is under"),
        # Half even to cents, but never as much as the limit itself.
        ("310.125", None, "EUR 310.12 per item is over that"),
        ("310.135", None, "EUR 310.14 per item is over that"),
        ("309.999", None, "EUR 310.00 per item is over that"),
        ("300.00000001", None, "EUR 300.00000001 per item is over that"),
        ("299.996", None, "EUR 299.996 per item is under that"),
        ("299.99", None, "EUR 299.99 per item is under that"),
        # Ranges, and ends that are open.
        ("301", "400.5", "EUR 301 to 400.50 per item is over that"),
        ("200", "300", "EUR 200 to 300 per item is under that"),
        ("299.996", "400", "EUR 299.996 to 400 per item lies on both sides of it"),
        ("200", "300.001", "EUR 200 to 300.001 per item lies on both sides of it"),
        ("", "0", "EUR up to 0 per item is under that"),
        ("", "200", "EUR up to 200 per item is under that"),
        ("", "300.001", "EUR up to 300.001 per item lies on both sides of it"),
        ("1200.55", "", "EUR 1,200.55 or more per item is over that"),
        ("299.999", "", "EUR 299.999 or more per item lies on both sides of it"),
        ("0", "", "EUR of any amount per item lies on both sides of it"),
        ("", "", "EUR of any amount per item lies on both sides of it"),
    ],
)
def test_a_value_beside_its_limit(low: str, high: str | None, said: str) -> None:
    """As many digits as it takes to tell it from the limit."""
    assert one(alternatives(over("300", "9101")), GOODS, low, high).why == (
        f"On 2023-12-07, rule 1 (Title of 1) of act covers a value exceeding EUR 300 per item, and {said}."
    )


@pytest.mark.parametrize(
    ("law", "said"),
    [
        (over("12500.5", "9101", comparator=">="), "a value of at least EUR 12,500.50 per item, and"),
        (over("1000.00", "9101", part="watches"), "a value exceeding EUR 1,000 per item, and"),
        (replace(over("5", "9101"), basis="customs-value"), "a value exceeding EUR 5 per item (customs value), and"),
    ],
)
def test_a_limit(law: Limit, said: str) -> None:
    """Its comparator, its amount, its measure and what its value is."""
    part = f": {law.part}" if law.part else ""
    why = one(alternatives(law), GOODS, "2").why
    assert why.startswith(f"On 2023-12-07, rule 1 (Title of 1{part}) of act covers {said} EUR 2 per item is under")


@pytest.mark.parametrize(
    ("per", "goods", "said", "question"),
    [
        ("50 ml", GOODS, "the limit is per 50 ml, and the value is of a quantity in items", "millilitres"),
        ("kg", stated("9101", unit="pair"), "the limit is per kg, and the value is of a quantity in pairs", "kilograms"),
        ("g", stated("9101", unit="kg"), None, None),
        ("l", stated("9101", unit="m2"), "the limit is per l, and the value is of a quantity in square metres", "litres"),
        ("set", stated("9101", unit="l"), "the limit is per set, and the value is of a quantity in litres", "sets"),
        ("m2", stated("9101", unit="ml"), "the limit is per m2, and the value is of a quantity in millilitres", "square metres"),
        ("item", stated("9101", unit="g"), "the limit is per item, and the value is of a quantity in grams", "items"),
        ("pair", stated("9101", unit="kg"), "the limit is per pair, and the value is of a quantity in kilograms", "pairs"),
        ("item", stated("9101", unit="carat"), "the limit is per item, and the value is of a quantity in carats", "items"),
        ("g", stated("9101", unit="set"), "the limit is per g, and the value is of a quantity in sets", "grams"),
    ],
)  # fmt: skip
def test_a_quantity_in_another_unit(per: str, goods: Goods, said: str | None, question: str | None) -> None:
    """The unit of the limit is asked for."""
    verdict = one(alternatives(over("300", "9101", per=per)), goods)
    assert verdict.question == (question and f"For how many {question} is the value?")
    if said:
        assert verdict.why == f"On 2023-12-07, rule 1 (Title of 1) of act does not decide, because {said}."


FACTS = (
    Fact("new", "yes-no", "Is it new?"),
    Fact("jewels", "number", "How many?"),
    Fact("case", "word", "Of what?", words=("gold",)),
)
WHEN = (Condition("new", "=", False), Condition("jewels", ">", Decimal(5)), Condition("case", "=", "gold"))


@pytest.mark.parametrize(
    ("law", "goods", "said"),
    [
        (alternatives(limit(ANY, "9101")), GOODS, ""),
        (
            alternatives(limit(ANY, "ex 9101")),
            stated("91011100"),
            "; HS 9101 is listed only in part (ex), so the goods must also match the rule's wording",
        ),
        (
            regime(rule("1", limit(ANY, "910111")), complete=("9101",)),
            GOODS,
            "; the rule lists codes under HS 9101 that do not differ here",
        ),
        (alternatives(limit(ANY, "9101", categories="clocks_watches")), CLOCKS, f"; {TAKEN}"),
        (
            regime(rule("1", limit(ANY, "9101", when=WHEN)), facts=FACTS),
            stated("9101", facts={"new": False, "jewels": Decimal("12.5"), "case": "gold"}),
            "; new is false; jewels is 12.5; case is gold",
        ),
        (
            regime(rule("1", limit(ANY, "9101", when=(Condition("new", "=", True),))), facts=FACTS),
            stated("9101", facts={"new": True}),
            "; new is true",
        ),
        *(
            (
                alternatives(*(limit(ANY, f"91{n:02}", categories="clocks_watches") for n in range(count))),
                CLOCKS,
                f"; {TAKEN}; rules {rules} agree, whichever applies",
            )
            for count, rules in ((2, "1 and 2"), (5, "1, 2, 3, 4 and 5"), (6, "1, 2, 3, 4 and 2 others"))
        ),
    ],
)
def test_what_is_taken_for_granted(law: Regime, goods: Goods, said: str) -> None:
    """Behind the verdict, so that one can object."""
    why = one(law, goods).why
    assert why == f"On 2023-12-07, rule 1 (Title of 1) of act covers it whatever it is worth{said}."


@pytest.mark.parametrize(
    ("law", "said", "question"),
    [
        (
            [limit(ANY, "9101", categories="clocks_watches"), over("300", "9102"), over("300", "9103")],
            "listed at any value as Title of 1 (rule 1, HS 9101), or under as Title of 2 (rule 2, HS 9102, or 1 other rule)",
            "Title of 1 (rule 1, HS 9101) or Title of 2 (rule 2, HS 9102, or 1 other rule)",
        ),
        (
            [over("5", "9101", part="watches"), over("300", "9102"), over("300", "9103"), over("300", "9104")],
            "over as watches (rule 1, HS 9101), or under as Title of 2 (rule 2, HS 9102, or 2 other rules)",
            "watches (rule 1, HS 9101) or Title of 2 (rule 2, HS 9102, or 2 other rules)",
        ),
        (
            [limit(ANY, "9101", categories="clocks_watches"), over("250", "9102")],
            "listed at any value as Title of 1 (rule 1, HS 9101), or borderline as Title of 2 (rule 2, HS 9102)",
            "Title of 1 (rule 1, HS 9101) or Title of 2 (rule 2, HS 9102)",
        ),
        (
            [
                limit(ANY, "9101", categories="clocks_watches"),
                limit({"unknown": "unread"}, "9102", categories="clocks_watches"),
            ],
            "listed at any value as Title of 1 (rule 1, HS 9101), or open as Title of 2 (rule 2, HS 9102)",
            "Title of 1 (rule 1, HS 9101) or Title of 2 (rule 2, HS 9102)",
        ),
        (
            [over(amount, code) for amount, code in zip(("10", "11", "500", "501", "502"), CODES, strict=False)],
            (
                "over as Title of 1 (rule 1, HS 9101) or Title of 2 (rule 2, HS 9102), or under as "
                "Title of 3 (rule 3, HS 9103), Title of 4 (rule 4, HS 9104) or Title of 5 (rule 5, HS 9105)"
            ),
            (
                "Title of 1 (rule 1, HS 9101), Title of 2 (rule 2, HS 9102), Title of 3 (rule 3, HS 9103), "
                "Title of 4 (rule 4, HS 9104) or Title of 5 (rule 5, HS 9105)"
            ),
        ),
        (
            [
                over(amount, code)
                for amount, code in zip(("10", "500", "501", "502", "503", "504", "505"), CODES, strict=True)
            ],
            (
                "over as Title of 1 (rule 1, HS 9101), or under as Title of 2 (rule 2, HS 9102), "
                "Title of 3 (rule 3, HS 9103), Title of 4 (rule 4, HS 9104), Title of 5 (rule 5, HS 9105) or 2 others"
            ),
            (
                "Title of 1 (rule 1, HS 9101), Title of 2 (rule 2, HS 9102), Title of 3 (rule 3, HS 9103), "
                "Title of 4 (rule 4, HS 9104) or 3 others"
            ),
        ),
        (
            [over("10", *CODES[:6]), over("500", "9109")],
            (
                "over as Title of 1 (rule 1, HS 9101, 9102, 9103, 9104 or 2 others), "
                "or under as Title of 2 (rule 2, HS 9109)"
            ),
            "Title of 1 (rule 1, HS 9101, 9102, 9103, 9104 or 2 others) or Title of 2 (rule 2, HS 9109)",
        ),
    ],
)
def test_alternatives_that_differ(law: list[Limit], said: str, question: str) -> None:
    """What each would say, and which of them it is."""
    verdict = one(alternatives(*law), CLOCKS, "200", "280")
    assert verdict.why == f"On 2023-12-07, act does not decide, because it is {said}; {TAKEN}."
    assert verdict.question == f"Which is it: {question}?"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (("9101",), "a (rule 1, HS 910111 or 910112) or something else"),
        (("91011100", "9103"), "a (rule 1, HS 91011100) or something else"),
    ],
)
def test_a_code_that_is_listed_in_part(codes: tuple[str, ...], said: str) -> None:
    """The codes that are listed are named; the rest is something else, and comes last."""
    law = regime(rule("1", limit(over_amount("100"), "910111", "910112", "9102", part="a")))
    verdict = one(law, Goods(hs=codes), "200")
    assert verdict.question == f"Which is it: {said}?"
    assert verdict.why == (
        "On 2023-12-07, rule 1 (Title of 1) of act does not decide, because it is over as "
        f"{said.removesuffix(' or something else')}, or not listed as something else."
    )


@pytest.mark.parametrize(
    ("excluded", "said"),
    [
        (("910199",), "9101 other than 910199 or 9102"),
        (("910191", "910211", "910199"), "9101 other than 910191 and 910199 or 9102 other than 910211"),
    ],
)
def test_a_category_names_the_codes_and_what_is_left_out_of_them(excluded: tuple[str, ...], said: str) -> None:
    """Where the goods have no code at all."""
    law = regime(
        rule("1", limit(over_amount("100"), "9101", "9102", categories="ex clocks_watches", excluded=excluded))
    )
    assert one(law, CLOCKS, "200").question == f"Which is it: Title of 1 (rule 1, HS {said}) or something else?"


def test_of_goods_without_a_code_none_is_named_where_a_fact_decides() -> None:
    """What is asked is the fact; a code would not tell."""
    law = regime(rule("1", limit(ANY, "9101", categories="clocks_watches", when=WHEN[:1])), facts=FACTS)
    verdict = one(law, CLOCKS)
    assert verdict.question == "Is it new? (fact new)"
    assert verdict.why == (
        "On 2023-12-07, rule 1 (Title of 1) of act does not decide, because it is listed at any value as "
        f"Title of 1 (rule 1), or not listed as something else; {TAKEN}."
    )


NAMED = limit(ANY, categories="clocks_watches")


@pytest.mark.parametrize(
    ("law", "goods", "said", "question"),
    [
        (NAMED, stated("8703"), ("act does not decide, because the regime names its goods in words, and the tariff code alone "
         "does not say which they are"), "Which category of goods is it?"),
        (limit(ANY, "9101"), Goods(), "act does not decide, because what the thing is, is not known",
         "What is it: a category of goods or a tariff code?"),
        (limit(ANY, "9101"), Goods(hs=("8703", "8704"), hs_given=True),
         "act does not cover it: no rule in force lists HS 8703, 8704", None),
        (limit(ANY, "9101"), CAR, ("act does not cover it: no rule in force lists goods of the category passenger_vehicles, "
         "HS 8703"), None),
        (limit(ANY, "9101"), Goods(category="passenger_vehicles"),
         "act does not cover it: no rule in force lists goods of the category passenger_vehicles", None),
        (limit(ANY, "9101"), stated("8703", category="passenger_vehicles"),
         "act does not cover it: no rule in force lists HS 8703", None),
        (limit(ANY, "9101"), Goods(hs=("8703",)), "act does not cover it: no rule in force lists HS 8703", None),
        (limit({"by_quality": "fine"}, "9101"), GOODS, ("rule 1 (Title of 1) of act does not decide, because the rule lists "
         "the goods by quality only (fine) and names no figure"), "Do the goods meet the law's own criterion (fine)?"),
    ],
)  # fmt: skip
def test_no_value_is_held_against_anything(law: Limit, goods: Goods, said: str, question: str | None) -> None:
    """The reason is in the law, or in what is not known of the goods."""
    verdict = one(alternatives(law), goods)
    assert (verdict.why, verdict.question) == (f"On 2023-12-07, {said}.", question)


def test_a_value_that_is_missing_or_cannot_be_converted() -> None:
    """The refusal of the rate is the reason, as one sentence."""
    law = alternatives(over("300", "9101"))
    begins = "On 2023-12-07, rule 1 (Title of 1) of act does not decide, because "
    assert one(law, GOODS, None).why == f"{begins}no value was given to hold against the limit."
    assert one(law, GOODS, None).question == "What is it worth?"
    why = one(law, GOODS, "5", currency="KPW").why
    assert why == f"{begins}the value cannot be converted to EUR: There is no rate for EUR on that day."


@pytest.mark.parametrize(("quantity", "each"), [(1, 602), (2, 301)])
def test_a_converted_value_tells_by_whose_rate(quantity: int, each: int) -> None:
    """So that it can be worked out again; a value in the currency of the limit needs none."""
    law = alternatives(over("300", "9101", per="pair"))

    def told(currency: str) -> str | None:
        return f"from JPY, ECB {DAY}" if currency == "EUR" else None

    goods = stated("9101", quantity=Decimal(quantity))
    case = Case(goods, Interval.point(Decimal(9)), "JPY", DAY, lambda _, __: VALUE, told=told)
    why = Judge([law]).named(case, law.id)[0].why
    assert why.endswith(f"and EUR {each} per pair (from JPY, ECB 2023-12-07) is over that.")


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("sales-price-ex-vat", "sales price excluding VAT"),
        ("wholesale-us", "wholesale price in the US"),
        ("list-price", "list price"),
    ],
)
def test_what_the_value_is_reads_as_words(basis: str, said: str) -> None:
    """Not as the key of a file."""
    assert f"EUR 300 per item ({said}), and" in one(alternatives(replace(over("300", "9101"), basis=basis)), GOODS).why


def remarked(remark: Remark, *limits: Limit) -> Regime:
    """The same rules, with a remark."""
    return replace(alternatives(*limits), remarks=(remark,))


@pytest.mark.parametrize(
    ("remark", "goods", "said"),
    [
        (Remark("an act was not read", DAY), GOODS, True),
        (Remark("an act was not read", DAY + ONE), GOODS, False),
        (Remark("an act was not read", START, until=DAY), GOODS, False),
        (Remark("an act was not read", START, until=DAY + ONE), GOODS, True),
        (Remark("an act was not read", START, hs=("91",)), GOODS, True),
        (Remark("an act was not read", START, hs=("910111",)), GOODS, True),
        (Remark("an act was not read", START, hs=("87",)), GOODS, False),
        (Remark("an act was not read", START, categories=("clocks_watches",)), CLOCKS, True),
        (Remark("an act was not read", START, categories=("horses",)), CLOCKS, False),
        (Remark("an act was not read", START, hs=("87",), categories=("clocks_watches",)), CLOCKS, True),
        (Remark("an act was not read", START, unlisted=True), GOODS, False),
        (Remark("an act was not read", START, unlisted=True), stated("8703"), True),
        (Remark("an act was not read", START), stated("8703"), True),
    ],
)
def test_a_remark_stands_behind_the_answers_that_it_is_of(remark: Remark, goods: Goods, said: bool) -> None:
    """On its days, for its goods, and with every verdict unless it is for goods that nothing lists."""
    why = one(remarked(remark, limit(ANY, "9101", categories="clocks_watches")), goods).why
    assert why.endswith("; an act was not read.") is said
