"""Months and years: how they are read, and the rates over them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from pricesvc.core.errors import DayOutOfRange, DisputedCurrency, InvalidDay, NoRate
from pricesvc.core.exchange import Rates
from pricesvc.core.law import Dispute, Law
from pricesvc.core.periods import Period, day_or, observations, parse_day, period_rates
from pricesvc.core.series import MONTHLY, Series

D = Decimal
MON, TUE, WED, SAT = date(2024, 2, 5), date(2024, 2, 6), date(2024, 2, 7), date(2024, 2, 10)
WEEK = {MON: {"USD": "1.10"}, TUE: {"USD": "1.30"}, WED: {"USD": "1.20"}}

MakeSeries = Callable[..., Series]
MakeRates = Callable[..., Rates]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023-12-07", date(2023, 12, 7), date(2023, 12, 7)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_a_period_is_a_day_a_month_or_a_year(text: str, first: date, last: date) -> None:
    """Each is read as the days it covers, leap years included."""
    period = Period.parse(text)
    assert period == Period(first, last)
    assert period.is_day is (first == last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000",
        "23",
        "2023-1",
        "2023-13",
        "2023-00",
        "2023-02-29",
        "2023-01-00",
        "2023-12-07T00:00",
        "２０２３",
        "20231207",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """What no calendar has, and what is written otherwise, is no period: the refusal shows how one is written."""
    written = r"^A day is written 2023-12-07, a month 2023-12, a year 2023\.$"
    with pytest.raises(InvalidDay, match=written) as refused:
        Period.parse(text)
    assert refused.value.facts == {"field": "on", "value": text}


def test_a_refusal_repeats_little() -> None:
    """Twenty characters of what was sent are enough to know it again."""
    with pytest.raises(InvalidDay) as refused:
        Period.parse("9" * 5000)
    assert refused.value.facts["value"] == "9" * 20


def test_a_day_is_not_a_month() -> None:
    """Where a day is asked for, a month or a year is refused."""
    assert parse_day("2024-02-05") == MON
    for text in ("", "2024-02-30"):
        with pytest.raises(InvalidDay):
            parse_day(text)
    for text in ("2024-02", "2024"):
        with pytest.raises(InvalidDay, match=r"^A day is written YYYY-MM-DD, such as 2023-12-07\.$") as refused:
            parse_day(text)
        assert refused.value.facts == {"field": "on", "value": text}


def test_a_day_that_is_not_given_is_today() -> None:
    """In text or as a date it is itself."""
    assert [day_or(day, TUE) for day in (None, MON, "2024-02-05")] == [TUE, MON, MON]


def test_low_mean_and_high(view: MakeRates, series: MakeSeries) -> None:
    """Over three published days: the lowest, the mean, the highest, and how many days."""
    found = period_rates(view(series("ecb", WEEK)), "EUR", "USD", Period.parse("2024-02"))
    assert (found.low.rate, found.mean, found.high.rate, found.days) == (D("1.10"), D("1.20"), D("1.30"), 3)
    assert (found.low.day, found.high.day) == (MON, TUE)
    assert (found.base, found.quote) == ("EUR", "USD")


def test_the_lowest_is_the_least_worth(view: MakeRates, series: MakeSeries) -> None:
    """One dollar in euro is least on the day on which a euro is the most dollars."""
    found = period_rates(view(series("ecb", WEEK)), "USD", "EUR", Period.parse("2024-02"))
    assert (found.low.day, found.high.day) == (TUE, MON)


def test_a_publisher_by_the_month_has_a_period_when_it_is_named(view: MakeRates, series: MakeSeries) -> None:
    """The days are those of its own tables."""
    months = {date(2024, month, 1): {"EUR": f"1.1{month}"} for month in (1, 2)}
    held = view(series("ecb", WEEK), series("hmrc", months, base="GBP", cadence=MONTHLY))
    found = list(observations(held, "GBP", "EUR", Period.parse("2024"), source="hmrc"))
    assert found == [(date(2024, 1, 1), D("1.11")), (date(2024, 2, 1), D("1.12"))]


def test_a_period_ends_today(view: MakeRates, series: MakeSeries) -> None:
    """Tables of later days, if any are held, are not looked at."""
    found = period_rates(view(series("ecb", WEEK), today=MON), "EUR", "USD", Period.parse("2024"))
    assert (found.high.rate, found.days) == (D("1.10"), 1)


def test_a_period_without_a_table_uses_what_held_on_its_last_day(view: MakeRates, series: MakeSeries) -> None:
    """A Saturday has no table of its own: Friday's rate is low, mean and high, over no days."""
    found = period_rates(
        view(series("ecb", WEEK | {date(2024, 2, 9): {"USD": "1.25"}})), "EUR", "USD", Period(SAT, SAT)
    )
    assert (found.low.rate, found.mean, found.high.rate, found.days) == (D("1.25"), D("1.25"), D("1.25"), 0)
    assert found.low.shift == "weekend"
    assert (found.base, found.quote) == ("EUR", "USD")


def test_a_period_in_the_future_is_refused(view: MakeRates, series: MakeSeries) -> None:
    """Next year has no rates; neither as a range nor as a series."""
    held = view(series("ecb", WEEK))
    with pytest.raises(DayOutOfRange, match=r"^2025-01-01 is in the future: rates are known up to 2024-03-15\.$") as no:
        period_rates(held, "EUR", "USD", Period.parse("2025"))
    assert no.value.facts == {"field": "on", "latest": date(2024, 3, 15)}
    with pytest.raises(DayOutOfRange):
        list(observations(held, "EUR", "USD", Period.parse("2025")))


def test_a_period_before_every_table_is_refused(view: MakeRates, series: MakeSeries) -> None:
    """1998 is out of range as its last day is."""
    with pytest.raises(DayOutOfRange):
        period_rates(view(series("ecb", WEEK)), "EUR", "USD", Period.parse("1998"))


def test_a_pair_without_rates_is_refused(view: MakeRates, series: MakeSeries) -> None:
    """A currency that is quoted on no day of the period has no rate."""
    with pytest.raises(NoRate):
        period_rates(view(series("ecb", WEEK)), "EUR", "TWD", Period.parse("2024-02"))


def test_observations_are_published_days_only(view: MakeRates, series: MakeSeries) -> None:
    """A series lists the days with a table that quotes the pair, oldest first."""
    gaps = {MON: {"USD": "1.1", "JPY": "160"}, TUE: {"USD": "1.3"}, WED: {"USD": "1.2", "JPY": "150"}}
    found = list(observations(view(series("ecb", gaps)), "EUR", "JPY", Period.parse("2024")))
    assert found == [(MON, D(160)), (WED, D(150))]


def test_a_disputed_currency_has_no_period_either(view: MakeRates, series: MakeSeries) -> None:
    """No low and high hide a contradiction between publishers."""
    law = Law(disputes=(Dispute("KPW", date(2000, 1, 1), "they differ", "a comparison"),))
    held = view(series("ecb", {MON: {"KPW": "140"}}), law=law)
    with pytest.raises(DisputedCurrency):
        period_rates(held, "EUR", "KPW", Period.parse("2024-02"))
    assert period_rates(held, "EUR", "KPW", Period.parse("2024-02"), source="ecb").days == 1


def test_a_prescribed_rate_has_a_period_too(view: MakeRates, series: MakeSeries) -> None:
    """Over a year, the customs rates in force on its published days."""
    quotes = {date(2023, 12, 20): {"USD": "1.09"}, date(2024, 1, 24): {"USD": "1.08"}} | WEEK
    held = view(series("ecb", quotes | {date(2024, 1, 2): {"USD": "1.5"}}))
    found = period_rates(held, "EUR", "USD", Period.parse("2024"), basis="eu-customs")
    assert (found.low.rate, found.high.rate, found.days) == (D("1.08"), D("1.09"), 5)


def test_today_is_not_the_future(view: MakeRates, series: MakeSeries) -> None:
    """A period may begin today."""
    found = list(observations(view(series("ecb", WEEK), today=WED), "EUR", "USD", Period(WED, date(2024, 12, 31))))
    assert found == [(WED, D("1.20"))]


def test_the_publisher_that_is_named_is_the_one_asked(view: MakeRates, series: MakeSeries) -> None:
    """In a series, over a period, and where a period has no table of its own."""
    other = {MON: {"USD": "1.11"}, TUE: {"USD": "1.31"}, WED: {"USD": "1.21"}, date(2024, 2, 8): {"USD": "1.4"}}
    held = view(series("ecb", WEEK | {date(2024, 2, 9): {"USD": "1.25"}}), series("un", other))
    february = Period.parse("2024-02")
    assert [day.day for day, _ in observations(held, "EUR", "USD", february, source="un")] == [5, 6, 7, 8]
    assert [rate for _, rate in observations(held, "EUR", "USD", february, source="un")][:2] == [D("1.11"), D("1.31")]
    found = period_rates(held, "EUR", "USD", february, source="un")
    assert (found.low.source, found.low.rate, found.high.rate, found.days) == ("un", D("1.11"), D("1.4"), 4)
    friday = date(2024, 2, 9)
    weekend = Period(friday, SAT)
    assert period_rates(held, "EUR", "USD", weekend).days == 1
    alone = period_rates(view(series("ecb", WEEK), series("un", other)), "EUR", "USD", Period(SAT, SAT), source="un")
    assert (alone.low.source, alone.low.rate, alone.days) == ("un", D("1.4"), 0)


def test_a_purpose_holds_on_a_day_without_a_table_too(view: MakeRates, series: MakeSeries) -> None:
    """A Saturday's customs rate is the one in force, not Friday's."""
    held = view(series("ecb", {date(2024, 1, 24): {"USD": "1.08"}} | WEEK))
    assert period_rates(held, "EUR", "USD", Period(SAT, SAT), basis="eu-customs").low.rate == D("1.08")


def test_a_day_without_the_pair_does_not_end_a_series(view: MakeRates, series: MakeSeries) -> None:
    """A currency that is quoted late in a period is found there."""
    held = view(series("ecb", {MON: {"USD": "1.1"}, TUE: {"USD": "1.3"}, WED: {"USD": "1.2", "JPY": "150"}}))
    assert list(observations(held, "EUR", "JPY", Period.parse("2024"))) == [(WED, D(150))]
