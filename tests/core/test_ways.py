"""The way that currency law leads, leg by leg, and what the receipt tells of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest

from pricesvc.core.errors import NoRate
from pricesvc.core.exchange import Rates
from pricesvc.core.law import Conversion, Dispute, Law, Peg
from pricesvc.core.money import significant
from pricesvc.core.rates import Receipt
from pricesvc.core.series import EVERY_DAY, Series

D = Decimal
THU, FRI, SAT, SUN, MON, TUE = (date(2024, 3, 7) + timedelta(days=days) for days in range(6))

CODES = ("AED", "CUC", "CUP", "EUR", "GBP", "HRK", "JPY", "MID", "NEW", "OLD", "SAR", "USD")
HERE = {"ecb", "law", "peg"}

OLD = "OLD became MID on 2008-01-01: 1 MID = 1000 OLD (a law; secondary). Coins went on."
MID = "MID became NEW on 2024-03-09: 1 NEW = 100 MID (a law)."
STILL = f"The table used still quotes MID for NEW. {MID}"
UNIT = "The NEW changed its unit on 2024-03-12: 1 new = 10 old (a decree)."
CUC = "CUC became CUP on 2021-01-01: 1 CUC = 24 CUP (a decree)."
HRK = "HRK became AED on 2024-03-08: 1 AED = 2 HRK (a law)."
AED = "AED is pegged, 1 USD = 3.6725 AED, and no publisher asked quotes it (a bank)."
SAR = "SAR is pegged, 1 SAR = 4 NEW, and no publisher asked quotes it (a board; secondary). It moves."
GBP = "GBP is pegged, 1 MID = 5 GBP, and no publisher asked quotes it (a board)."

MakeSeries = Callable[..., Series]
MakeRates = Callable[..., Rates]


@pytest.fixture
def law() -> Law:
    """Each way of following from another currency, and some of them one after another."""
    return Law(
        conversions=(
            Conversion(
                "OLD", "MID", D(1000), date(2008, 1, 1), "redenomination", "Coins went on.", "a law", "secondary"
            ),
            Conversion("MID", "NEW", D(100), SAT, "redenomination", "", "a law", "verified"),
            Conversion("NEW", "NEW", D(10), TUE, "rescale", "", "a decree", "verified"),
            Conversion(
                "CUC", "CUP", D(24), date(2021, 1, 1), "redenomination", "", "a decree", "verified", inverse=True
            ),
            Conversion("HRK", "AED", D(2), FRI, "rename", "", "a law", "verified"),  # replaced by one that has a peg
        ),
        pegs=(
            Peg("AED", "USD", D("3.6725"), "", "a bank", "verified", since=date(1997, 11, 2)),
            Peg("SAR", "NEW", D(4), "It moves.", "a board", "secondary", inverse=True),  # to one that replaced another
            Peg("GBP", "MID", D(5), "", "a board", "verified", since=FRI),  # to one that is replaced
            Peg("JPY", "AED", D(40), "", "a board", "verified"),  # to one that has a peg itself
            Peg("RUB", "HRK", D(9), "", "a board", "verified"),  # to one that is replaced by one that has a peg
        ),
    )


@pytest.fixture
def held(view: MakeRates, series: MakeSeries, law: Law) -> Rates:
    """Tables of the Friday before the switch and of the Monday after it."""
    friday = {"USD": "1.2", "MID": "200", "CUP": "26"}
    return view(series("ecb", {FRI: friday, MON: {"USD": "1.25", "NEW": "2", "CUP": "26"}}), law=law, today=TUE)


def walked(receipt: Receipt) -> Fraction:
    """What one unit of the base becomes, leg by leg; each has to begin where the one before ended."""
    worth, at = Fraction(1), receipt.base
    for leg in receipt.legs:
        if leg.base == at:
            worth, at = worth * Fraction(leg.rate), leg.quote
        else:
            assert leg.quote == at
            worth, at = worth / Fraction(leg.rate), leg.base
    assert at == receipt.quote
    return worth


@pytest.mark.parametrize("day", [FRI, SUN, MON, TUE])
def test_the_legs_lead_from_the_base_to_the_quote(held: Rates, day: date) -> None:
    """Walked one after another they give the receipt's own rate, and back the inverse; each names where it is from."""
    for base, quote in permutations([code for code in CODES if code != "JPY"], 2):
        receipt, back = held.receipt(base, quote, day), held.receipt(quote, base, day)
        assert walked(receipt) == Fraction(receipt.numerator) / Fraction(receipt.denominator) == 1 / walked(back)
        assert (receipt.base, receipt.quote) == (base, quote)
        assert receipt.source in HERE
        assert {leg.source for leg in receipt.legs} <= HERE
        tables = {leg.day for leg in receipt.legs if leg.source == "ecb"}
        assert {receipt.day} == (tables or {day})


@pytest.mark.parametrize(
    ("pair", "day", "rate", "notes"),
    [
        ("CUC CUP", FRI, "24 by law", [CUC]),
        ("EUR CUP", FRI, "26 by ecb", []),
        ("OLD NEW", MON, "0.00001 by law", [MID, OLD]),
        ("OLD NEW", TUE, "0.000001 by law", [UNIT, MID, OLD]),
        ("EUR MID", SUN, "200 by ecb", []),
        ("EUR MID", MON, "200 by ecb", [MID]),
        ("EUR NEW", SUN, "2 by ecb", [STILL]),
        ("EUR NEW", MON, "2 by ecb", []),
        ("EUR NEW", TUE, "0.2 by ecb", [UNIT]),
        ("EUR OLD", TUE, "200000 by ecb", [UNIT, MID, OLD]),
        ("AED USD", FRI, "0.2722940776 by peg", [AED]),
        ("EUR HRK", FRI, "8.814 by ecb", [AED, HRK]),
        ("EUR SAR", SUN, "0.5 by ecb", [STILL, SAR]),
        ("EUR SAR", MON, "0.5 by ecb", [SAR]),
        ("EUR SAR", TUE, "0.05 by ecb", [UNIT, SAR]),
        ("EUR GBP", SUN, "1000 by ecb", [GBP]),
        ("EUR GBP", MON, "1000 by ecb", [MID, GBP]),
        ("SAR GBP", MON, "2000 by peg", [SAR, MID, GBP]),
    ],
)
def test_the_law_that_was_applied(held: Rates, pair: str, day: date, rate: str, notes: list[str]) -> None:
    """Each law once, in the order from the table outwards, with its source and how sure that is."""
    base, quote = pair.split()
    receipt = held.receipt(base, quote, day)
    assert f"{significant(receipt.rate)} by {receipt.source}" == rate
    assert list(receipt.notes) == notes


def test_the_day_of_a_law_is_that_of_its_beginning(held: Rates) -> None:
    """A conversion's and a peg's; a peg whose beginning is not known has the day asked."""
    days = {(leg.base, leg.quote): leg.day for leg in held.receipt("SAR", "OLD", TUE).legs}
    assert days == {("SAR", "NEW"): TUE, ("NEW", "NEW"): TUE, ("NEW", "MID"): SAT, ("MID", "OLD"): date(2008, 1, 1)}
    assert [leg.day for leg in held.receipt("AED", "USD", TUE).legs] == [date(1997, 11, 2)]
    assert [leg.day for leg in held.receipt("EUR", "NEW", TUE).legs] == [MON, TUE]


def test_one_peg_a_side_and_no_more(held: Rates) -> None:
    """A peg to a currency that is pegged itself leads nowhere; where that one is quoted, it does."""
    for code in ("JPY", "RUB"):
        with pytest.raises(NoRate):
            held.receipt("EUR", code, FRI)
    assert held.receipt("AED", "JPY", FRI).rate == 40
    assert held.receipt("AED", "RUB", FRI).rate == 18


def test_a_table_after_the_switch_cannot_serve_a_peg_by_the_old_currency(
    view: MakeRates, series: MakeSeries, law: Law
) -> None:
    """A publisher that goes on with MID does not say what NEW is worth, nor what is tied to it."""
    held = view(series("late", {FRI: {"MID": "200"}, SAT: {"MID": "200"}}, cadence=EVERY_DAY), law=law)
    assert held.receipt("EUR", "SAR", FRI).rate == D("0.5")
    with pytest.raises(NoRate):
        held.receipt("EUR", "SAR", SAT)


def test_a_publisher_that_kept_the_old_unit_is_followed_both_ways(view: MakeRates, series: MakeSeries) -> None:
    """From the day of the change on, not before."""
    row = Conversion("SYP", "SYP", D(100), SAT, "rescale", "", "a bank", "secondary", held_back=("late",))
    late = series("late", {day: {"SYP": "13000"} for day in (FRI, SAT, MON)}, cadence=EVERY_DAY)
    held = view(late, law=Law((row,)))
    for day, rate in ((FRI, 13000), (SAT, 130), (MON, 130)):
        assert held.receipt("EUR", "SYP", day).rate == rate
        assert held.receipt("SYP", "EUR", day).apply(D(rate)) == 1


def test_changes_of_one_unit_follow_one_another(view: MakeRates, series: MakeSeries) -> None:
    """In the order of their days, in whatever order they are written down."""
    by_a_hundred = Conversion("SYP", "SYP", D(100), SAT, "rescale", "", "a bank", "verified")
    held = view(
        series("ecb", {FRI: {"SYP": "130000"}}),
        law=Law((replace(by_a_hundred, ratio=D(10), since=MON), by_a_hundred)),
    )
    assert [held.receipt("EUR", "SYP", day).rate for day in (FRI, SAT, SUN, MON)] == [130000, 1300, 1300, 130]
    notes = held.receipt("EUR", "SYP", MON).notes
    assert [note.partition(":")[0] for note in notes] == [f"The SYP changed its unit on {day}" for day in (SAT, MON)]


def test_the_euro_does_not_follow_from_what_it_replaced(view: MakeRates, series: MakeSeries) -> None:
    """It replaced many, before the day as on it; what it is worth is quoted, or nobody knows."""
    law = Law((Conversion("HRK", "EUR", D("7.5345"), SAT, "euro", "", "a regulation", "verified"),))
    held = view(series("b", {FRI: {"HRK": "7"}}, base="USD"), law=law)
    for day in (FRI, SUN):
        with pytest.raises(NoRate):
            held.receipt("USD", "EUR", day)


def test_a_peg_that_is_moved_is_another_peg(view: MakeRates) -> None:
    """Both ends of each are days of it; between two there is none."""
    first = Peg("SAR", "USD", D("3.5"), "", "a bank", "verified", until=FRI)
    held = view(law=Law(pegs=(first, replace(first, rate=D(4), since=SUN, until=None))))
    assert [held.receipt("USD", "SAR", day).rate for day in (FRI, SUN, MON)] == [D("3.5"), 4, 4]
    with pytest.raises(NoRate):
        held.receipt("USD", "SAR", SAT)


def test_of_two_disputes_the_first_by_its_code_is_told() -> None:
    """Whichever currency is asked about first, and none before its day."""
    law = Law(disputes=tuple(Dispute(code, since, "they differ", "x") for code, since in (("SYP", FRI), ("KPW", SAT))))
    told = [law.dispute(("SYP", "USD", "KPW"), day) for day in (THU, FRI, SAT)]
    assert [dispute and dispute.code for dispute in told] == [None, "SYP", "KPW"]


def test_the_law_answers_before_anybody_is_asked(view: MakeRates) -> None:
    """Neither a dispute about the currencies nor a publisher that is missing here touches what the law fixes."""
    row = Conversion("OLD", "KPW", D(100), FRI, "redenomination", "", "a law", "verified")
    held = view(law=Law((row,), disputes=(Dispute("KPW", THU, "they differ", "a comparison"),)))
    assert held.receipt("OLD", "KPW", SAT).apply(D(100)) == 1
    receipt = held.receipt("OLD", "KPW", SAT, basis="uk-customs")
    assert (receipt.source, receipt.notes) == ("law", ("OLD became KPW on 2024-03-08: 1 KPW = 100 OLD (a law).",))
