"""Rates that an authority prescribes: whose table, and of which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from pricesvc.core.errors import DayOutOfRange, InvalidField, NoRate
from pricesvc.core.exchange import Rates
from pricesvc.core.series import MONTHLY, QUARTERLY, Series

D = Decimal
THU = date(2024, 3, 7)

MakeSeries = Callable[..., Series]
MakeRates = Callable[..., Rates]


def test_eu_customs_uses_the_second_last_wednesday_of_the_month_before(view: MakeRates, series: MakeSeries) -> None:
    """March 2024 is valued at the table of 21 February, whatever came after; a note names the rule."""
    wednesday = date(2024, 2, 21)
    held = view(series("ecb", {wednesday: {"USD": "1.08"}, THU: {"USD": "1.10"}}))
    receipt = held.receipt("EUR", "USD", THU, basis="eu-customs")
    assert (receipt.rate, receipt.day, receipt.shift, receipt.stale) == (D("1.08"), wednesday, "basis", False)
    assert len(receipt.notes) == 1
    assert receipt.notes[0].startswith(
        "EU customs value: the ECB rate of the second-last Wednesday of the month before "
    )
    assert receipt.notes[0].endswith("Art. 146).")


def test_hmrc_months(view: MakeRates, series: MakeSeries) -> None:
    """The month's own rate is used to its last day, a mid-month revision from its day, and none of another month."""
    held = view(
        series(
            "hmrc",
            {date(2024, 2, 1): {"USD": "1.25", "JPY": "188"}, date(2024, 2, 12): {"JPY": "190"}},
            base="GBP",
            cadence=MONTHLY,
        )
    )
    rates = [held.receipt("GBP", "JPY", date(2024, 2, day), basis="uk-customs").rate for day in (1, 11, 12, 29)]
    assert rates == [188, 188, 190, 190]
    mixed = held.receipt("USD", "JPY", date(2024, 2, 29), basis="uk-customs")
    assert (mixed.apply(D("1.25")), mixed.shift, mixed.day, mixed.stale) == (D(190), "period", date(2024, 2, 1), False)
    assert held.receipt("GBP", "JPY", date(2024, 2, 12), basis="uk-customs").shift is None
    with pytest.raises(NoRate) as caught:
        held.receipt("GBP", "JPY", date(2024, 3, 1), basis="uk-customs")
    assert caught.value.facts["missing"] == "hmrc"


def test_us_treasury_quarters(view: MakeRates, series: MakeSeries) -> None:
    """The newest rate in effect counts, from the quarter's end until the next; after a missed quarter, none."""
    held = view(
        series(
            "us_treasury", {date(2023, 9, 30): {"EUR": "0.944"}, date(2023, 12, 31): {"EUR": "0.905"}}, "USD", QUARTERLY
        ),
        today=date(2024, 12, 1),
    )
    for day, rate in ((date(2023, 12, 30), "0.944"), (date(2023, 12, 31), "0.905"), (date(2024, 3, 30), "0.905")):
        assert held.receipt("USD", "EUR", day, basis="us-treasury").rate == D(rate)
    with pytest.raises(NoRate):
        held.receipt("USD", "EUR", date(2024, 8, 1), basis="us-treasury")


def test_periodic_publishers_serve_no_market_answer(view: MakeRates, series: MakeSeries) -> None:
    """HMRC's monthly rate is not a market rate: it answers when it is named only."""
    held = view(series("hmrc", {date(2024, 3, 1): {"TWD": "40"}}, base="GBP", cadence=MONTHLY))
    with pytest.raises(NoRate):
        held.receipt("GBP", "TWD", THU)
    assert held.receipt("GBP", "TWD", THU, source="hmrc").rate == 40


def test_a_basis_prescribes_its_source(view: MakeRates, series: MakeSeries) -> None:
    """Another source beside the basis is a contradiction; the same one is not."""
    held = view(series("ecb", {date(2024, 2, 21): {"USD": "1.08"}}), series("b", {THU: {"USD": "1.1"}}))
    with pytest.raises(InvalidField):
        held.receipt("EUR", "USD", THU, basis="eu-customs", source="b")
    assert held.receipt("EUR", "USD", THU, basis="eu-customs", source="ecb").rate == D("1.08")


@pytest.mark.parametrize("day", [date.min, date(1, 1, 31), date(1, 2, 1)])
@pytest.mark.parametrize("basis", ["market", "eu-customs", "us-treasury"])
def test_the_first_days_of_the_calendar_are_out_of_range(
    view: MakeRates, series: MakeSeries, day: date, basis: str
) -> None:
    """No day of the calendar breaks a rule that looks at the month before."""
    held = view(
        series("ecb", {THU: {"USD": "1.1"}}),
        series("us_treasury", {THU: {"EUR": "0.9"}}, base="USD", cadence=QUARTERLY),
    )
    with pytest.raises(DayOutOfRange):
        held.receipt("EUR", "USD", day, basis=basis)


def test_a_basis_without_its_publisher_says_what_is_missing(view: MakeRates, series: MakeSeries) -> None:
    """A view that holds no HMRC rates names HMRC, and does not fall back on another publisher."""
    with pytest.raises(NoRate) as caught:
        view(series("ecb", {THU: {"USD": "1.1"}})).receipt("EUR", "USD", THU, basis="uk-customs")
    assert caught.value.facts["missing"] == "hmrc"
