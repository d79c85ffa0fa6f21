"""What a refused question about a rate says to a person, and which facts it carries for a program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from pricesvc.core.errors import (
    DayOutOfRange,
    DisputedCurrency,
    InvalidCurrency,
    InvalidField,
    NoRate,
    PricesvcError,
    RatesUnavailable,
    RateSuspended,
    UnknownCurrency,
    UnknownSource,
)
from pricesvc.core.exchange import Rates
from pricesvc.core.law import Conversion, Dispute, Law
from pricesvc.core.series import MONTHLY, Series

THU, FRI, MON = date(2024, 3, 7), date(2024, 3, 8), date(2024, 3, 11)
TODAY = date(2024, 3, 15)
LAW = Law(disputes=(Dispute("KPW", THU, "they differ", "a comparison"),))

MakeSeries = Callable[..., Series]
MakeRates = Callable[..., Rates]


def weekdays(first: date, last: date, **rates: str) -> dict[date, dict[str, str]]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return {day: dict(rates) for day in days if day.weekday() < 5}


@pytest.fixture
def held(view: MakeRates, series: MakeSeries) -> Rates:
    """A publisher that lost the rouble, one by the month, one that ended, and a quarrel about the won."""
    ecb = weekdays(THU, TODAY, USD="1.1")
    ecb[THU] |= {"RUB": "117.2010", "KPW": "140.00"}
    return view(
        series("ecb", ecb),
        series("hmrc", {date(2024, 3, 1): {"EUR": "1.17", "RUB": "115", "KPW": "900"}}, base="GBP", cadence=MONTHLY),
        series("late", {date(2024, 3, 4): {"TWD": "34"}}, stale_days=3),
        law=LAW,
    )


USUAL: dict[str, Any] = {"base": "EUR", "quote": "USD", "day": FRI}
BAND = [
    {"source": "ecb", "day": THU, "rate": "140", "stale": False},
    {"source": "hmrc", "day": date(2024, 3, 1), "rate": "769.2307692", "stale": False},
]
CODE = "A currency is the three letters of an ISO 4217 code, such as USD."
OUT_OF_RANGE = {"field": "on", "earliest": date(2024, 3, 1), "latest": TODAY}

REFUSED: list[tuple[dict[str, Any], type[PricesvcError], str, dict[str, Any]]] = [
    ({"base": "EURO" * 6}, InvalidCurrency, CODE, {"field": "currency", "value": ("EURO" * 6)[:20]}),
    (
        {"quote": "usx"},
        UnknownCurrency,
        "USX is not a currency of ISO 4217, past or present.",
        {"currency": "USX", "nearest": ["USD"]},
    ),
    (
        {"basis": "x" * 41},
        InvalidField,
        f"There is no basis '{'x' * 40}'; there are market, eu-customs, uk-customs, us-treasury, un-operational.",
        {"field": "basis", "supported": ["market", "eu-customs", "uk-customs", "us-treasury", "un-operational"]},
    ),
    (
        {"source": "x" * 41},
        UnknownSource,
        f"There is no source '{'x' * 40}' here; there are ecb, hmrc, late.",
        {"field": "source", "supported": ["ecb", "hmrc", "late"]},
    ),
    (
        {"basis": "eu-customs", "source": "hmrc"},
        InvalidField,
        "The basis eu-customs prescribes the rates of ecb, not of hmrc.",
        {"field": "source", "supported": ["ecb"]},
    ),
    (
        {"basis": "us-treasury"},
        NoRate,
        "The basis us-treasury needs the rates of us_treasury, and none are held here.",
        {"basis": "us-treasury", "missing": "us_treasury"},
    ),
    (
        {"basis": "uk-customs", "quote": "JPY"},
        NoRate,
        (
            "The basis uk-customs needs the rate of hmrc that is in force on 2024-03-08 for EUR and JPY, "
            "and it is not held here."
        ),
        {"basis": "uk-customs", "missing": "hmrc"},
    ),
    (
        {"day": date(2024, 3, 16)},
        DayOutOfRange,
        "2024-03-16 is in the future: rates are known up to 2024-03-15.",
        OUT_OF_RANGE,
    ),
    (
        {"day": date(2024, 2, 29)},
        DayOutOfRange,
        "2024-02-29 is before the first rates held, of 2024-03-01.",
        OUT_OF_RANGE,
    ),
    (
        {"quote": "RUB", "day": TODAY},
        RateSuspended,
        "ecb has not quoted RUB since 2024-03-07.",
        {
            "currency": "RUB",
            "nearest": {"date": THU, "rate": "117.2010", "source": "ecb"},
            "sources": ["hmrc"],
        },
    ),
    (
        {"quote": "TWD"},
        RatesUnavailable,
        "The newest rates held are too old to convert EUR into TWD on 2024-03-08.",
        {"base": "EUR", "quote": "TWD"},
    ),
    (
        {"base": "CUP", "quote": "JPY"},
        NoRate,
        "No publisher held here quotes CUP against JPY on 2024-03-08.",
        {"base": "CUP", "quote": "JPY", "sources": ["ecb", "hmrc", "late"]},
    ),
    (
        {"quote": "KPW"},
        DisputedCurrency,
        "The published rates of KPW contradict one another: they differ. Name a source.",
        {"currency": "KPW", "base": "EUR", "quote": "KPW", "band": BAND},
    ),
]


@pytest.mark.parametrize(("asked", "refusal", "detail", "facts"), REFUSED)
def test_a_refusal(
    held: Rates, asked: dict[str, Any], refusal: type[PricesvcError], detail: str, facts: dict[str, Any]
) -> None:
    """The whole text, and every fact."""
    with pytest.raises(PricesvcError) as caught:
        held.receipt(**USUAL | asked)
    assert (type(caught.value), caught.value.detail, caught.value.facts) == (refusal, detail, facts)


@pytest.mark.parametrize(
    ("silent", "day", "source", "named"),
    [
        ({}, date(2024, 3, 13), None, None),
        ({"daily": date.min}, date(2024, 3, 12), None, None),  # five days behind a table that does not have it
        ({"daily": date.min}, date(2024, 3, 13), None, "daily"),
        ({"daily": date(2024, 3, 13)}, date(2024, 3, 13), None, "daily"),
        ({"other": date.min, "daily": date.min}, date(2024, 3, 13), None, "daily and other"),
        ({"daily": date(2024, 3, 14)}, date(2024, 3, 13), None, None),  # before the first that it may have
        ({"monthly": date.min}, date(2024, 3, 13), None, None),  # one that is only asked by name
        ({"monthly": date.min}, date(2024, 3, 13), "monthly", None),  # whose table of the month is held
        ({"monthly": date.min}, date(2024, 2, 29), "monthly", "monthly"),
    ],
)
def test_whose_silence_leaves_it_open(
    view: MakeRates, series: MakeSeries, *, silent: dict[str, date], day: date, source: str | None, named: str | None
) -> None:
    """A publisher that could not be asked may have the pair, unless a table is held that would have it."""
    held = view(
        series("daily", {date(2024, 1, 31): {"USD": "1.1"}, THU: {"USD": "1.1"}}),
        series("other", {THU: {"USD": "1.1"}}),
        series("monthly", {date(2024, 3, 1): {"USD": "1.17"}}, base="GBP", cadence=MONTHLY),
    ).without(silent)
    with pytest.raises(PricesvcError) as caught:
        held.receipt("EUR", "TWD", day, source=source)
    assert isinstance(caught.value, RatesUnavailable) is (named is not None)
    if named:
        assert (
            caught.value.detail == f"Whether EUR was quoted in TWD on {day} is not known: {named} could not be asked."
        )
        assert caught.value.facts == {"base": "EUR", "quote": "TWD", "sources": named.split(" and ")}


def test_silence_outlasts_tables_and_days(view: MakeRates, series: MakeSeries) -> None:
    """A view of another day, or with another table, knows it too; its answers are those of another snapshot."""
    held = view(series("a", {FRI: {"USD": "1"}})).without({"a": FRI}).on(MON)
    assert held.snapshot != held.without({}).snapshot
    assert held.with_series(series("b", {FRI: {"USD": "1"}})).silent == {"a": FRI}


def test_a_view_without_a_publisher_has_no_source(view: MakeRates) -> None:
    """Nothing is named that could be asked instead."""
    with pytest.raises(UnknownSource, match=r"^There is no source 'ecb' here; there is none\.$"):
        view().receipt("EUR", "USD", FRI, source="ecb")


def test_two_currencies_that_no_table_has_together(view: MakeRates, series: MakeSeries) -> None:
    """On the day on which the second is quoted, the first no longer is: no later day is promised."""
    held = view(series("a", {FRI: {"RUB": "117"}, MON: {"TWD": "34"}}))
    with pytest.raises(NoRate) as caught:
        held.receipt("RUB", "TWD", MON)
    assert "earliest" not in caught.value.facts


@pytest.mark.parametrize(
    ("pair", "source", "first"),
    [
        ("EUR RUB", None, FRI),
        ("RUB TWD", "a", MON),  # the later of two
        ("RUB TWD", None, FRI),  # the first of two publishers
        ("EUR OLD", None, FRI),  # by what replaced it
        ("RUB JPY", None, None),
        ("JPY RUB", None, None),
        ("EUR NEW", None, None),  # the old unit, quoted after the switch only
    ],
)
def test_no_rate_yet(view: MakeRates, series: MakeSeries, pair: str, source: str | None, first: date | None) -> None:
    """The refusal tells since when some publisher has quoted both currencies, and nothing where one never is."""
    base, quote = pair.split()
    law = Law(
        conversions=(
            Conversion("OLD", "TWD", Decimal(10), date(2008, 1, 1), "redenomination", "", "a law", "verified"),
            Conversion("MID", "NEW", Decimal(10), THU, "redenomination", "", "a law", "verified"),
        )
    )
    a = {
        THU: {"USD": "1.1"},
        FRI: {"RUB": "117", "MID": "3"},
        MON: {"RUB": "117", "TWD": "34"},
    }
    held = view(series("a", a), series("b", {FRI: {"RUB": "118", "TWD": "35"}}), law=law)
    with pytest.raises(NoRate) as caught:
        held.receipt(base, quote, THU, source=source)
    assert caught.value.facts.get("earliest") == first
    if first is not None:
        assert held.receipt(base, quote, first, source=source).day == first
