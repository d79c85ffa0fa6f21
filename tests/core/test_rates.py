"""The receipt of a conversion, on small tables: which table answers, why, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest

from pricesvc.core.calendars import ONE_DAY
from pricesvc.core.errors import (
    DayOutOfRange,
    NoRate,
    RatesUnavailable,
    RateSuspended,
)
from pricesvc.core.exchange import Rates
from pricesvc.core.law import Law, Peg
from pricesvc.core.money import Interval
from pricesvc.core.rates import RateTable
from pricesvc.core.series import EVERY_DAY, MONTHLY, Series

D = Decimal
THU, FRI, SAT, SUN, MON, TUE = (date(2024, 3, 7) + timedelta(days=days) for days in range(6))
TODAY = date(2024, 3, 15)

Quotes = Mapping[date, Mapping[str, str]]
MakeSeries = Callable[..., Series]
MakeRates = Callable[..., Rates]

WEEK: Quotes = {
    THU: {"USD": "1.10", "JPY": "160"},
    FRI: {"USD": "1.20", "JPY": "150"},
    TUE: {"USD": "1.30", "JPY": "140"},
}


def test_multiply_first_divide_once(view: MakeRates, series: MakeSeries) -> None:
    """A value that division first would miss by a hair is exact."""
    receipt = view(series("ecb", {THU: {"USD": "1.10", "JPY": "3"}})).receipt("JPY", "USD", THU)
    assert receipt.apply(D(30)) == D(11)
    assert (receipt.base, receipt.quote, receipt.notes) == ("JPY", "USD", ())
    assert (receipt.numerator, receipt.denominator) == (D("1.10"), D(3))
    assert [(leg.base, leg.quote, str(leg.rate)) for leg in receipt.legs] == [
        ("EUR", "JPY", "3"),
        ("EUR", "USD", "1.10"),
    ]
    assert receipt.apply_interval(Interval(D(3), None)) == Interval(D("1.1"), None)
    assert receipt.apply_interval(Interval(None, D(30))) == Interval(None, D(11))
    assert receipt.apply_interval(Interval(D(3), D(30))) == Interval(D("1.1"), D(11))


@pytest.mark.parametrize(
    ("day", "used", "shift"), [(THU, THU, None), (FRI, FRI, None), (SAT, FRI, "weekend"), (SUN, FRI, "weekend")]
)
def test_a_closed_day_uses_the_table_before_it(
    view: MakeRates, series: MakeSeries, day: date, used: date, shift: str | None
) -> None:
    """Weekends use Friday's table and say so."""
    receipt = view(series("ecb", WEEK)).receipt("USD", "JPY", day)
    assert (receipt.day, receipt.shift, receipt.stale) == (used, shift, False)


def test_a_holiday_is_named(view: MakeRates, series: MakeSeries) -> None:
    """Good Friday and Easter Monday are holidays, the days between them a weekend."""
    thursday, tuesday = date(2024, 3, 28), date(2024, 4, 2)
    held = view(series("ecb", {thursday: {"USD": "1.1"}, tuesday: {"USD": "1.2"}}), today=tuesday)
    shifts = [held.receipt("EUR", "USD", thursday + timedelta(days=days)).shift for days in range(6)]
    assert shifts == [None, "holiday", "weekend", "weekend", "holiday", None]


@pytest.mark.parametrize(
    ("today", "day", "stale"),
    [
        (MON, MON, False),  # Monday's table may not be out yet
        (TUE, MON, True),  # on Tuesday it is overdue
        (TUE, TUE, True),
    ],
)
def test_a_table_that_is_not_out_yet(view: MakeRates, series: MakeSeries, today: date, day: date, stale: bool) -> None:
    """The newest table answers; it is stale once a table due before today is missing."""
    receipt = view(series("ecb", {FRI: {"USD": "1.2"}}), today=today).receipt("EUR", "USD", day)
    assert (receipt.day, receipt.shift, receipt.stale) == (FRI, "not-yet-published", stale)


def test_a_day_that_is_missing_between_tables_is_stale_and_says_so(view: MakeRates, series: MakeSeries) -> None:
    """Monday's table is not held though Tuesday's is: Friday's answers, marked."""
    receipt = view(series("ecb", WEEK)).receipt("EUR", "USD", MON)
    assert (receipt.day, receipt.shift, receipt.stale) == (FRI, "not-held", True)


def test_a_long_gap_between_tables_is_no_answer(view: MakeRates, series: MakeSeries) -> None:
    """A table that is more than five days older than the day, with newer ones held, says nothing about the day."""
    held = view(series("ecb", {THU: {"USD": "1.1"}, date(2024, 6, 3): {"USD": "1.3"}}), today=date(2024, 6, 4))
    assert held.receipt("EUR", "USD", THU + timedelta(days=5)).shift == "not-held"
    with pytest.raises(NoRate):
        held.receipt("EUR", "USD", THU + timedelta(days=6))


def test_too_stale_is_unavailable(view: MakeRates) -> None:
    """Past its bound, a month where none is given, the newest table no longer answers."""
    tables = [RateTable("ecb", "EUR", THU, {"USD": D("1.1")})]
    for held, last in (
        (Series("ecb", "EUR", tables=tables, stale_days=10), 10),
        (Series("ecb", "EUR", tables=tables), 31),
    ):
        day = THU + timedelta(days=last)
        assert view(held, today=day).receipt("EUR", "USD", day).stale
        with pytest.raises(RatesUnavailable):
            view(held, today=day + ONE_DAY).receipt("EUR", "USD", day + ONE_DAY)


def test_the_next_source_answers_before_a_stale_one(view: MakeRates, series: MakeSeries) -> None:
    """A fresh table of a later source wins over a stale one of the first."""
    first = series("ecb", {THU: {"USD": "1.1"}})
    second = series("frankfurter", {TUE: {"USD": "1.3"}})
    receipt = view(first, second, today=TUE).receipt("EUR", "USD", TUE)
    assert (receipt.source, receipt.stale) == ("frankfurter", False)


def test_the_next_source_answers_before_a_carried_rate(view: MakeRates, series: MakeSeries) -> None:
    """Within the five days of grace a publisher that still quotes the currency is better."""
    day = THU + timedelta(days=4)
    other = series("currency_api", {day: {"RUB": "99"}}, cadence=EVERY_DAY)
    assert view(suspended(series), other).receipt("EUR", "RUB", day).rate == 99


def test_the_order_of_sources_decides_between_stale_ones(view: MakeRates, series: MakeSeries) -> None:
    """Where all are stale the first in order answers."""
    held = view(series("a", {THU: {"USD": "1.1"}}), series("b", {THU: {"USD": "1.2"}}), today=TUE)
    receipt = held.receipt("EUR", "USD", TUE)
    assert (receipt.source, receipt.stale) == ("a", True)


def test_the_order_of_sources_decides_between_fresh_ones(view: MakeRates, series: MakeSeries) -> None:
    """Both have the day: the first in order answers, the named one when asked."""
    held = view(series("a", {THU: {"USD": "1.1"}}), series("b", {THU: {"USD": "1.2"}}))
    assert held.receipt("EUR", "USD", THU).source == "a"
    assert held.receipt("EUR", "USD", THU, source="b").rate == D("1.2")


def suspended(series: MakeSeries) -> Series:
    days = [THU + timedelta(days=days) for days in range(8)]
    return series(
        "ecb", {day: {"USD": "1.1", **({"RUB": "117.201"} if day == THU else {})} for day in days if day.weekday() < 5}
    )


def test_a_missing_currency_is_carried_for_five_days(view: MakeRates, series: MakeSeries) -> None:
    """The last observation stands in, crossed with the other currency of its own day, and is marked."""
    receipt = view(suspended(series)).receipt("USD", "RUB", THU + timedelta(days=5))
    assert (receipt.shift, receipt.day, receipt.stale) == ("suspended", THU, False)
    assert {leg.day for leg in receipt.legs} == {THU}


def test_a_suspended_currency_is_refused_with_its_last_observation(view: MakeRates, series: MakeSeries) -> None:
    """After five days the refusal names the last rate, and who else has one."""
    hmrc = series("hmrc", {date(2024, 3, 1): {"EUR": "1.17", "RUB": "115"}}, base="GBP", cadence=MONTHLY)
    with pytest.raises(RateSuspended) as caught:
        view(suspended(series), hmrc).receipt("EUR", "RUB", THU + timedelta(days=6))
    assert caught.value.facts["nearest"] == {"date": THU, "rate": "117.201", "source": "ecb"}
    assert caught.value.facts["sources"] == ["hmrc"]


def test_another_source_answers_for_a_suspended_currency(view: MakeRates, series: MakeSeries) -> None:
    """Where another daily publisher has it, nothing is refused."""
    day = THU + timedelta(days=6)
    other = series("currency_api", {day: {"USD": "1.1", "RUB": "99"}}, cadence=EVERY_DAY)
    assert view(suspended(series), other).receipt("EUR", "RUB", day).source == "currency_api"


def test_the_future_and_the_past_are_out_of_range(view: MakeRates, series: MakeSeries) -> None:
    """Tomorrow has no rate, nor has the day before the first table; both ends are named."""
    held = view(series("ecb", WEEK))
    for day in (TODAY + timedelta(days=1), THU - timedelta(days=1), date.min, date.max):
        with pytest.raises(DayOutOfRange) as caught:
            held.receipt("USD", "JPY", day)
        assert (caught.value.facts["earliest"], caught.value.facts["latest"]) == (THU, TODAY)


def test_identity(view: MakeRates) -> None:
    """A currency in itself has no legs, and needs no table."""
    receipt = view().receipt("USD", "usd", date(1980, 1, 1))
    assert not receipt.legs
    assert receipt.rate == 1
    assert (receipt.source, receipt.day, receipt.notes) == ("identity", date(1980, 1, 1), ())


def test_a_view_on_another_day_is_the_view_made_on_it(view: MakeRates, series: MakeSeries) -> None:
    """The same series and law, in their order, seen from then."""
    held = (series("b", {FRI: {"USD": "1.2"}}), series("a", {FRI: {"USD": "1.3"}}))
    law = Law(pegs=(Peg("AED", "USD", D("3.6725"), "", "a bank", "verified"),))
    moved = view(*held, law=law, today=FRI).on(TUE)
    assert moved.snapshot == view(*held, law=law, today=TUE).snapshot
    receipt = moved.receipt("EUR", "AED", TUE)
    assert (receipt.source, receipt.apply(D(1)), receipt.stale) == ("b", D("1.2") * D("3.6725"), True)
    with pytest.raises(DayOutOfRange):
        moved.receipt("EUR", "USD", TUE + timedelta(days=1))


def test_a_view_takes_a_series_in_its_place(view: MakeRates, series: MakeSeries) -> None:
    """A series of a source that is held replaces it; another comes last."""
    held = view(series("a", {THU: {"USD": "1.1"}}), series("b", {THU: {"USD": "1.2"}}))
    changed = held.with_series(series("a", {THU: {"USD": "1.5"}}), series("c", {THU: {"USD": "1.6"}}))
    assert list(changed.series) == ["a", "b", "c"]
    assert changed.receipt("EUR", "USD", THU).rate == D("1.5")


def test_the_days_with_a_table(view: MakeRates, series: MakeSeries) -> None:
    """Of every daily publisher, or of the one that is named."""
    daily = (series("ecb", WEEK), series("b", {SAT: {"USD": "1.2"}}, cadence=EVERY_DAY))
    held = view(*daily, series("hmrc", {date(2024, 3, 1): {"EUR": "1.2"}}, base="GBP", cadence=MONTHLY))
    first, last = date(2024, 3, 1), TODAY
    assert held.published_days(first, last) == [THU, FRI, SAT, TUE]
    assert held.published_days(FRI, SAT) == [FRI, SAT]
    assert held.published_days(first, last, source="b") == [SAT]
    assert held.published_days(first, last, source="hmrc") == [first]


@pytest.mark.parametrize(
    "other",
    [
        {THU: {"USD": "1.1"}, FRI: {"USD": "1.3"}},
        {THU: {"USD": "1.10"}},
        {THU: {"USD": "1.1", "JPY": "160"}},
    ],
    ids=["one more table", "another digit", "one more currency"],
)
def test_the_snapshot_names_the_exact_data(view: MakeRates, series: MakeSeries, other: Quotes) -> None:
    """Equal data has an equal snapshot; one more table, currency or digit has another."""
    quotes: Quotes = {THU: {"USD": "1.1"}}
    assert view(series("ecb", quotes)).snapshot == view(series("ecb", dict(quotes))).snapshot
    assert view(series("ecb", quotes)).snapshot != view(series("ecb", other)).snapshot


def test_the_snapshot_knows_what_is_behind(view: MakeRates, series: MakeSeries) -> None:
    """The same tables answer otherwise once a newer one is overdue, so the snapshot is another; later it stays."""
    held = series("ecb", {FRI: {"USD": "1.2"}})
    on = {day: view(held, today=day) for day in (FRI, SUN, MON, TUE, TODAY)}
    assert on[FRI].snapshot == on[SUN].snapshot == on[MON].snapshot
    assert on[TUE].snapshot == on[TODAY].snapshot
    assert on[MON].snapshot != on[TUE].snapshot
    assert on[MON].receipt("EUR", "USD", MON) != on[TUE].receipt("EUR", "USD", MON)
    assert [held.is_behind(day) for day in on] == [False, False, False, True, True]


def test_a_table_of_another_source_does_not_belong() -> None:
    """A series refuses tables that are not its publisher's."""
    with pytest.raises(ValueError, match="another source"):
        Series("ecb", "EUR", tables=[RateTable("frankfurter", "EUR", THU, {})])
