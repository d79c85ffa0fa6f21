"""Currency law on small tables: conversions, changes of unit, pegs and disputes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

import pytest

from pricesvc.core.errors import DisputedCurrency, NoRate
from pricesvc.core.exchange import Rates
from pricesvc.core.law import Conversion, Dispute, Law, Peg
from pricesvc.core.series import EVERY_DAY, MONTHLY, Series

D = Decimal
THU, FRI, SAT, SUN, MON, TUE = (date(2024, 3, 7) + timedelta(days=days) for days in range(6))

Quotes = Mapping[date, Mapping[str, str]]
MakeSeries = Callable[..., Series]
MakeRates = Callable[..., Rates]

WEEK: Quotes = {
    THU: {"USD": "1.10", "JPY": "160"},
    FRI: {"USD": "1.20", "JPY": "150"},
    TUE: {"USD": "1.30", "JPY": "140"},
}


LAW = Law(
    conversions=(
        Conversion("HRK", "EUR", D("7.53450"), date(2023, 1, 1), "euro", "", "a regulation", "verified"),
        Conversion("OLD", "MID", D(1000), date(2008, 1, 1), "redenomination", "", "a law", "secondary"),
        Conversion("MID", "NEW", D(100), date(2024, 3, 9), "redenomination", "", "a law", "verified"),
        Conversion("NEW", "NEW", D(10), date(2024, 3, 14), "rescale", "", "a decree", "verified"),
        Conversion("CUC", "CUP", D(24), date(2021, 1, 1), "redenomination", "", "a decree", "verified", inverse=True),
        Conversion("SYP", "SYP", D(100), date(2024, 3, 9), "rescale", "", "a bank", "secondary", held_back=("late",)),
    ),
    pegs=(
        Peg("AED", "USD", D("3.6725"), "", "a bank", "verified", since=date(1997, 11, 2)),
        Peg("SAR", "USD", D("3.75"), "", "a bank", "verified", since=date(1986, 6, 1), until=date(2024, 3, 8)),
    ),
)


def test_a_fixed_conversion_needs_no_table(view: MakeRates) -> None:
    """753.45 HRK are EUR 100.00 on any day since the switch, and the note says by which law."""
    receipt = view(law=LAW).receipt("HRK", "EUR", date(2024, 1, 1))
    assert receipt.apply(D("753.45")) == 100
    assert "a regulation" in receipt.notes[0]


def test_before_the_switch_the_market_rate_is_used(view: MakeRates, series: MakeSeries) -> None:
    """The day before, the table's rate counts, not the law's."""
    day = date(2022, 12, 30)
    held = view(series("ecb", {day: {"HRK": "7.5365"}}), law=LAW)
    assert held.receipt("EUR", "HRK", day).rate == D("7.5365")
    assert held.receipt("EUR", "HRK", date(2022, 12, 31)).rate == D("7.5365")
    assert held.receipt("EUR", "HRK", date(2023, 1, 1)).rate == D("7.53450")


def test_a_replaced_currency_follows_its_successor(view: MakeRates, series: MakeSeries) -> None:
    """1,000 OLD are one MID; with a table of MID, an amount in OLD is worth a thousandth."""
    held = view(series("ecb", {THU: {"MID": "50"}}), law=LAW)
    receipt = held.receipt("OLD", "EUR", THU)
    assert receipt.apply(D(50_000)) == 1
    assert "a law; secondary" in receipt.notes[0]


def test_two_replacements_and_a_change_of_unit_multiply(view: MakeRates, series: MakeSeries) -> None:
    """OLD to MID to NEW to a NEW ten times bigger: 1,000 × 100 × 10."""
    day = date(2024, 3, 14)
    held = view(series("ecb", {day: {"NEW": "2"}}), law=LAW)
    assert held.receipt("EUR", "OLD", day).rate == D(2_000_000)
    assert held.receipt("OLD", "EUR", day).apply(D(2_000_000)) == 1
    units = [held.receipt(*pair, day).legs for pair in (("EUR", "OLD"), ("OLD", "EUR"))]
    assert [leg.rate for legs in units for leg in legs if leg.base == leg.quote] == [D(10), D("0.1")]


def test_a_table_older_than_the_switch_quotes_the_old_currency(view: MakeRates, series: MakeSeries) -> None:
    """NEW on the weekend of the switch is crossed from Friday's MID, and the other way round."""
    held = view(series("ecb", {FRI: {"MID": "200"}, MON: {"NEW": "2"}}), law=LAW)
    assert held.receipt("EUR", "NEW", SUN).rate == 2
    assert held.receipt("EUR", "MID", SUN).rate == 200
    assert held.receipt("EUR", "MID", MON).rate == 200
    assert held.receipt("EUR", "NEW", FRI).rate == 2


def test_a_table_of_both_sides_of_a_switch(view: MakeRates, series: MakeSeries) -> None:
    """After the switch a table that only has the old currency cannot quote the new one."""
    held = view(series("ecb", {SAT: {"MID": "200"}}), law=LAW)
    with pytest.raises(NoRate):
        held.receipt("EUR", "NEW", SAT)
    assert held.receipt("EUR", "MID", SAT).rate == 200


def test_an_inverse_ratio_stays_exact(view: MakeRates) -> None:
    """One CUC is 24 CUP, either way."""
    held = view(law=LAW)
    assert held.receipt("CUC", "CUP", THU).apply(D(1)) == 24
    assert held.receipt("CUP", "CUC", THU).apply(D(24)) == 1


def test_a_unit_that_changed_under_its_code(view: MakeRates, series: MakeSeries) -> None:
    """A table from before the change, or of a publisher that kept the old unit, is brought to the new unit."""
    prompt = series("prompt", {FRI: {"SYP": "13000"}, MON: {"SYP": "130"}})
    late = series("late", {FRI: {"SYP": "13000"}, MON: {"SYP": "13000"}})
    held = view(prompt, late, law=LAW)
    assert held.receipt("EUR", "SYP", FRI).rate == 13000
    assert held.receipt("EUR", "SYP", SUN).rate == 130
    assert held.receipt("EUR", "SYP", MON).rate == 130
    assert held.receipt("EUR", "SYP", MON, source="late").rate == 130


def test_a_peg_serves_where_nobody_quotes(view: MakeRates, series: MakeSeries) -> None:
    """AED over the dollar; between two pegged to it no table is needed; after its end a peg is gone."""
    held = view(series("ecb", WEEK), law=LAW)
    assert held.receipt("EUR", "AED", THU).apply(D(1)) == D("1.10") * D("3.6725")
    assert held.receipt("SAR", "AED", FRI).apply(D("3.75")) == D("3.6725")
    assert held.receipt("AED", "USD", FRI).source == "peg"
    with pytest.raises(NoRate):
        held.receipt("SAR", "USD", SAT)


def test_a_published_rate_wins_over_a_peg(view: MakeRates, series: MakeSeries) -> None:
    """A later source that quotes the currency is asked before the peg."""
    other = series("currency_api", {THU: {"USD": "1.1", "AED": "4.05"}}, cadence=EVERY_DAY)
    held = view(series("ecb", WEEK), other, law=LAW)
    assert held.receipt("EUR", "AED", THU).rate == D("4.05")
    assert held.receipt("USD", "AED", THU).apply(D("1.1")) == D("4.05")


def test_a_peg_does_not_replace_a_published_rate_of_the_other_side(view: MakeRates, series: MakeSeries) -> None:
    """AED over its peg, SAR as published, though SAR has a peg too."""
    held = view(series("ecb", {THU: {"USD": "1.00", "SAR": "3.80"}}), law=LAW)
    assert held.receipt("AED", "SAR", THU).apply(D("3.6725")) == D("3.80")


def test_a_fresh_peg_wins_over_a_stale_table(view: MakeRates, series: MakeSeries) -> None:
    """A table that is overdue is the last resort."""
    other = series("currency_api", {THU: {"USD": "1.1", "AED": "4.05"}}, cadence=EVERY_DAY)
    receipt = view(series("ecb", WEEK), other, law=LAW).receipt("EUR", "AED", TUE)
    assert (receipt.source, receipt.stale) == ("ecb", False)


DISPUTED = Law(disputes=(Dispute("KPW", date(2000, 1, 1), "they differ", "a comparison"),))


def test_a_disputed_currency_is_a_band(view: MakeRates, series: MakeSeries) -> None:
    """Without a source every published rate is told; with one, that one answers; before the dispute any does."""
    low = series("a", {date(1999, 6, 1): {"KPW": "2"}, THU: {"KPW": "140", "USD": "1.1"}})
    high = series("un", {date(2024, 3, 1): {"KPW": "900", "EUR": "0.9"}}, base="USD", cadence=MONTHLY)
    held = view(low, high, law=DISPUTED)
    with pytest.raises(DisputedCurrency) as caught:
        held.receipt("EUR", "KPW", THU)
    band = caught.value.facts["band"]
    assert isinstance(band, list)
    assert [(row["source"], row["day"], row["rate"]) for row in band] == [
        ("a", THU, "140"),
        ("un", date(2024, 3, 1), "1000"),
    ]
    assert held.receipt("EUR", "KPW", THU, source="a").rate == 140
    assert held.receipt("EUR", "KPW", THU, basis="un-operational").rate == 1000
    assert held.receipt("EUR", "KPW", date(1999, 6, 1)).rate == 2
    assert [receipt.rate for receipt in held.band("EUR", "KPW", THU)] == [140, 1000]


def test_a_dispute_begins_on_its_day(view: MakeRates, series: MakeSeries) -> None:
    """The day before it the rate is an answer, on the day itself no longer."""
    law = Law(disputes=(Dispute("KPW", FRI, "they differ", "a comparison"),))
    held = view(series("a", {THU: {"KPW": "2"}, FRI: {"KPW": "140"}}), law=law)
    assert held.receipt("EUR", "KPW", THU).rate == 2
    with pytest.raises(DisputedCurrency):
        held.receipt("EUR", "KPW", FRI)


def test_a_disputed_currency_that_nobody_quotes_has_no_rate(view: MakeRates, series: MakeSeries) -> None:
    """There is nothing to choose from: no source is asked for."""
    with pytest.raises(NoRate) as caught:
        view(series("ecb", WEEK), law=DISPUTED).receipt("EUR", "KPW", THU)
    assert not isinstance(caught.value, DisputedCurrency)
