"""The embedded history: numbers that are known, and laws that hold for every pair and day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricesvc.catalog.rates import embedded_rates, embedded_series
from pricesvc.core.errors import NoRate, RateSuspended
from pricesvc.core.money import EXACT, WIDE, quantized
from pricesvc.core.periods import Period, period_rates

D = Decimal
OLDEST, NEWEST = date(1999, 1, 4), date(2026, 10, 30)
RATES = embedded_rates(NEWEST)
CODES = sorted(embedded_series().codes | {"DEM", "FRF", "AED", "XOF", "XPF", "KYD", "TRY"})
TINY = D("1e-30")


@pytest.mark.parametrize(
    ("amount", "base", "quote", "day", "basis", "printed", "shift"),
    [
        ("10000000", "JPY", "USD", date(2023, 12, 7), "market", "68965.30", None),
        ("10000000", "JPY", "EUR", date(2023, 12, 7), "market", "64028.68", None),
        ("10000000", "JPY", "USD", date(2023, 12, 9), "market", "69292.10", "weekend"),
        ("10000000", "JPY", "EUR", date(2023, 12, 7), "eu-customs", "61633.28", "basis"),
        ("753.45", "HRK", "EUR", date(2024, 5, 1), "market", "100.00", None),
        ("1836200", "TRL", "EUR", date(2004, 12, 31), "market", "1.00", None),
        ("1815000", "TRL", "EUR", date(2005, 1, 3), "market", "1.00", None),
        ("1.95583", "DEM", "EUR", date(1999, 1, 1), "market", "1.00", None),
        ("3672500", "AED", "USD", date(2023, 12, 7), "market", "1000000.00", None),
        ("3672500", "AED", "EUR", date(2023, 12, 7), "market", "928418.90", None),
        ("655957", "XOF", "EUR", date(2010, 1, 1), "market", "1000.00", None),
        ("100", "USD", "EUR", date(2023, 4, 10), "market", "91.62", "holiday"),
    ],
)
def test_known_numbers(  # noqa: PLR0917  a row of a table
    amount: str, base: str, quote: str, day: date, basis: str, printed: str, shift: str | None
) -> None:
    """Worked examples, rounded as they are printed."""
    receipt = RATES.receipt(base, quote, day, basis=basis)
    assert str(quantized(receipt.apply(D(amount)), 2)) == printed
    assert receipt.shift == shift


def test_all_digits_of_a_known_number() -> None:
    """Ten million yen, to the last digit kept."""
    assert str(RATES.receipt("JPY", "USD", date(2023, 12, 7)).apply(D(10**7))).startswith("68965.29645281085926")


def test_the_embedded_history_is_whole() -> None:
    """It runs from the first table to the newest, with as many tables as were published."""
    held = embedded_series()
    assert (held.oldest, held.newest) == (OLDEST, NEWEST)
    assert len(held.days_between(OLDEST, NEWEST)) == 7126
    assert len(held.codes) == 42


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2001, 12, 31)])
def test_closings_before_2002_are_holidays(day: date) -> None:
    """A day on which the ECB did not publish was a holiday, though today's calendar has none."""
    assert RATES.receipt("EUR", "USD", day).shift == "holiday"


def test_the_ruble_is_suspended_since_march_2022() -> None:
    """Five days of grace, then a refusal that names the last rate."""
    assert RATES.receipt("EUR", "RUB", date(2022, 3, 6)).shift == "suspended"
    with pytest.raises(RateSuspended) as caught:
        RATES.receipt("EUR", "RUB", date(2022, 3, 7))
    assert caught.value.facts["nearest"] == {"date": date(2022, 3, 1), "rate": "117.201", "source": "ecb"}


@pytest.mark.parametrize("day", [date(2008, 12, 15), date(2012, 3, 7), date(2018, 1, 31)])
def test_the_hole_of_the_krona_is_refused(day: date) -> None:
    """Between December 2008 and February 2018 no line is drawn over the missing krona."""
    with pytest.raises(RateSuspended) as caught:
        RATES.receipt("ISK", "EUR", day)
    assert caught.value.facts["nearest"] == {"date": date(2008, 12, 9), "rate": "290", "source": "ecb"}


def test_the_krona_has_rates_on_both_sides_of_its_hole() -> None:
    """The last day before and the first day after answer by themselves."""
    for day in (date(2008, 12, 9), date(2018, 2, 1)):
        assert RATES.receipt("EUR", "ISK", day).day == day


def test_months_and_years() -> None:
    """December 2023 had 19 tables; its extremes are those of the published days."""
    found = period_rates(RATES, "EUR", "USD", Period.parse("2023-12"))
    assert (found.low.rate, found.high.rate, found.days) == (D("1.0757"), D("1.1114"), 19)


def test_without_newer_tables_the_last_answers_for_a_year_marked_stale() -> None:
    """Offline after the newest table the answer says that it is stale, and by when its rate is."""
    later = RATES.on(NEWEST + timedelta(days=60))
    receipt = later.receipt("USD", "JPY", later.today)
    assert (receipt.day, receipt.shift, receipt.stale) == (NEWEST, "not-yet-published", True)


@pytest.mark.parametrize("code", ["TWD", "VND", "KPW"])
def test_what_the_ecb_never_quoted_has_no_rate(code: str) -> None:
    """Nothing is made up for a currency that no table and no law ties to another."""
    with pytest.raises(NoRate):
        RATES.receipt(code, "EUR", date(2023, 12, 7))


codes = st.sampled_from(CODES)
days = st.dates(OLDEST, NEWEST)


def _near(left: Decimal, right: Decimal) -> bool:
    return abs(left - right) <= abs(right) * TINY


@settings(deadline=None, max_examples=300)
@given(base=codes, quote=codes, day=days)
def test_there_and_back_again(base: str, quote: str, day: date) -> None:
    """A to B to A is A, to thirty digits; the two receipts mirror each other exactly."""
    try:
        there, back = RATES.receipt(base, quote, day), RATES.receipt(quote, base, day)
    except NoRate:
        return
    assert (there.numerator, there.denominator) == (back.denominator, back.numerator)
    assert _near(back.apply(there.apply(D("1234.56"))), D("1234.56"))


@settings(deadline=None, max_examples=300)
@given(first=codes, second=codes, third=codes, day=days)
def test_the_way_does_not_matter(first: str, second: str, third: str, day: date) -> None:
    """A to B to C is A to C, where all three are observed on one day."""
    try:
        legs = [RATES.receipt(*pair, day) for pair in ((first, second), (second, third), (first, third))]
    except NoRate:
        return
    if len({leg.day for receipt in legs for leg in receipt.legs if leg.source == "ecb"}) > 1:
        return
    around = EXACT.multiply(legs[0].rate, legs[1].rate)
    assert _near(around, legs[2].rate)


@settings(deadline=None, max_examples=500)
@given(base=codes, quote=codes, day=days, basis=st.sampled_from(["market", "eu-customs"]))
def test_no_answer_looks_ahead(base: str, quote: str, day: date, basis: str) -> None:
    """No table used is later than the day asked, and none is more than five days older without saying why."""
    try:
        receipt = RATES.receipt(base, quote, day, basis=basis)
    except NoRate:
        return
    observed = [leg.day for leg in receipt.legs if leg.source == "ecb"]
    assert all(seen <= day for seen in observed)
    assert receipt.day <= day
    assert (receipt.day == day) is (receipt.shift is None)
    if basis == "market":
        assert all((day - seen).days <= 5 for seen in observed)


@settings(deadline=None, max_examples=500)
@given(base=codes, quote=codes, day=days)
def test_the_legs_alone_give_the_rate(base: str, quote: str, day: date) -> None:
    """Walked from base to quote, multiplying forwards and dividing backwards, the legs give the receipt's rate."""
    try:
        receipt = RATES.receipt(base, quote, day)
    except NoRate:
        return
    at, numerator, denominator = base, D(1), D(1)
    for leg in receipt.legs:
        assert at in {leg.base, leg.quote}
        if leg.base == at:
            at, numerator = leg.quote, WIDE.multiply(numerator, leg.rate)
        else:
            at, denominator = leg.base, WIDE.multiply(denominator, leg.rate)
    assert at == quote
    assert EXACT.divide(numerator, denominator) == receipt.rate
