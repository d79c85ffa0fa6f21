"""One item and one report, worked out from the embedded rates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import pricesvc
from pricesvc.compose import appraiser, offline_rates
from pricesvc.core.errors import InvalidField, UnknownCurrency, UnknownRegime
from pricesvc.core.exchange import Rates
from pricesvc.core.rates import RateTable
from pricesvc.core.series import Series
from pricesvc.lines import line
from pricesvc.questions import Question, Terms
from pricesvc.rendering import item_json


def test_a_misspelt_fact_is_refused() -> None:
    """An answer to no question must not pass for silence."""
    with pytest.raises(InvalidField) as refusal:
        appraiser().draft(Question(value="A$80,000 Toyota", facts={"fuel_eficient": True}), Terms(on=date(2024, 1, 5)))
    assert refusal.value.facts["nearest"] == ["fuel_efficient"]


def test_a_currency_beside_another_in_the_words_is_refused() -> None:
    """Neither is taken silently."""
    with pytest.raises(InvalidField, match="names USD, not JPY"):
        appraiser().draft(Question(value="5 USD", currency="JPY"), Terms(on=date(2024, 1, 5)))
    draft = appraiser().draft(Question(value="$5", currency="CAD"), Terms(on=date(2024, 1, 5)))
    assert draft.mention is not None
    assert draft.mention.currency == "CAD"


def test_python_refuses_what_the_service_refuses() -> None:
    """An unknown currency, an unknown regime."""
    with pytest.raises(UnknownCurrency):
        pricesvc.normalize("¥10M Lexus", to=["EUX"], on="2023-12-07")
    with pytest.raises(UnknownRegime):
        pricesvc.normalize("¥10M Lexus", on="2023-12-07", regimes=["eu-dpkr"])


def test_many_values_of_one_thing_are_not_all_compared() -> None:
    """A thousand prices of one make cost as much as a thousand of many makes."""
    text = ". ".join(f"A Lexus for ${n} or {n * 150} yen" for n in range(10_001, 10_301))
    answer = pricesvc.extract(text, to=["USD"], on="2023-12-07", regimes=[])
    assert len(answer["items"]) == 600
    assert 0 < len(answer["checks"]) < 600


@pytest.fixture
def quarrel() -> Rates:
    """Two publishers that differ on the won of the north: 130 and 900 to the dollar."""
    day = date(2023, 12, 7)
    held = [
        Series(name, "USD", tables=[RateTable(name, "USD", day, {"KPW": Decimal(rate), "EUR": Decimal("0.9")})])
        for name, rate in (("currency_api", 130), ("frankfurter", 900))
    ]
    return offline_rates().with_series(*held)


KPW = Terms(on=date(2023, 12, 7), to=("USD",), regimes=("us-dprk",))


def test_a_disputed_currency_is_worth_a_band(quarrel: Rates) -> None:
    """No single amount, the ends, each publisher's receipt, and why."""
    answer = appraiser().appraise(Question(value="117000 KPW Rolex watch"), KPW, quarrel)
    (worth,) = item_json(answer, lambda _: 2)["conversions"]
    assert (worth["amount"], worth["rate"], worth["source"]) == (None, None, None)
    assert (worth["low"], worth["high"]) == ("130.00", "900.00")
    assert [(one["source"], one["low"]) for one in worth["band"]] == [
        ("currency_api", "900.00"),
        ("frankfurter", "130.00"),
    ]
    assert "sevenfold" in answer.notes[0]
    assert "USD 130.00–900.00 (disputed: CURRENCY_API 2023-12-07, FRANKFURTER" in line(answer, lambda _: 2, "x")


def test_a_limit_within_the_band_is_borderline(quarrel: Rates) -> None:
    """Over by one publisher, under by the other."""
    terms = replace(KPW, regimes=("eu-dprk",))
    words = {amount: f"{amount} KPW Lexus" for amount in (1_000_000, 5_000_000, 50_000_000)}
    said = {
        n: appraiser().appraise(Question(value=text), terms, quarrel).verdicts[0].verdict for n, text in words.items()
    }
    assert said == {1_000_000: "under", 5_000_000: "borderline", 50_000_000: "over"}


def test_a_named_source_settles_a_dispute(quarrel: Rates) -> None:
    """The caller took a side."""
    answer = appraiser().appraise(Question(value="900,000 KPW Lexus"), replace(KPW, source="frankfurter"), quarrel)
    assert item_json(answer, lambda _: 2)["conversions"][0]["amount"] == "1000.00"


def test_a_report_without_a_price_is_empty() -> None:
    """Nothing is invented."""
    answer = pricesvc.extract("Resolution 1718 of 14 October 2006 lists luxury goods.", on="2023-12-07")
    assert (answer["items"], answer["checks"]) == ([], [])


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("A Lexus worth $70,000 left Osaka. The Lexus had cost ¥10 million.", ["rounded"]),
        ("A Lexus worth $700,000 left Osaka. The Lexus had cost ¥10 million.", ["off-by-10x"]),
        ("A Lexus worth $80,000 left Osaka. The Lexus had cost ¥10 million.", ["inconsistent"]),
        ("A Lexus worth $170,000 left Osaka. Another Lexus had cost ¥10 million.", []),
        ("A Lexus worth $70,000 left Osaka. Two Lexus cars had cost ¥10 million.", []),
        ("A Rolex Daytona worth $70,000 left Osaka. A Rolex Submariner had cost ¥10 million.", []),
        ("A Lexus worth ¥10 million ($170,000) left Osaka.", ["inconsistent"]),
    ],
)
def test_values_of_two_things_are_not_compared(text: str, verdicts: list[str]) -> None:
    """Only a bracket or the like ties two values whatever they come to; a make ties those that can be one value."""
    answer = pricesvc.extract(text, to=["USD"], on="2023-12-07", regimes=[])
    assert [check["verdict"] for check in answer["checks"]] == verdicts
