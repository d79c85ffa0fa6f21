"""What Python answers is what the REST API answers, key by key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

import pricesvc
from pricesvc import offline
from pricesvc.catalog.rates import embedded_rates
from pricesvc.core.errors import InvalidAmount, InvalidField, UnknownSource
from tests.conftest import NOON

pytestmark = pytest.mark.anyio
DAY = "2023-12-07"
RUSSIA: dict[str, Any] = {"target": "RU", "kind": "sanction", "basis": "eu-customs", "source": "ecb", "on": DAY}
CAR: dict[str, Any] = {"category": "passenger_vehicles", "amount": "90000", "currency": "AUD", "on": DAY}

Ask = Callable[[], dict[str, Any]]

CASES: dict[str, tuple[Ask, str, dict[str, Any]]] = {
    "an item": (
        lambda: pricesvc.normalize("¥10M Lexus", regimes=["eu-dprk"], on=DAY),
        "normalize",
        {"item": "¥10M Lexus", "regimes": "eu-dprk", "on": DAY},
    ),
    "an item, narrowed": (
        lambda: pricesvc.normalize("1.234 € Uhr", to=["JPY"], locale="de-DE", **RUSSIA),
        "normalize",
        {"item": "1.234 € Uhr", "to": "JPY", "locale": "de-DE", **RUSSIA},
    ),
    "a thing": (
        lambda: pricesvc.classify("strap for a Rolex watch", explain=True, on=DAY),
        "classify",
        {"description": "strap for a Rolex watch", "explain": "true", "on": DAY},
    ),
    "a thing, with facts and how many": (
        lambda: pricesvc.classify(
            **CAR, quantity="2", unit="item", facts={"fuel_efficient": True, "engine_cc": Decimal(2990)}, to=["EUR"]
        ),
        "classify",
        {**CAR, "quantity": "2", "unit": "item", "facts": "fuel_efficient:true,engine_cc:2990", "to": "EUR"},
    ),
    "a thing by its code, narrowed": (
        lambda: pricesvc.classify(hs="9101", amount="300", currency="USD", **RUSSIA),
        "classify",
        {"hs": "9101", "amount": "300", "currency": "USD", **RUSSIA},
    ),
    "a value": (
        lambda: pricesvc.convert("1.234 €", to=["USD", "JPY"], locale="de-DE", on=DAY),
        "convert",
        {"value": "1.234 €", "to": "USD,JPY", "locale": "de-DE", "on": DAY},
    ),
    "an amount over a month": (
        lambda: pricesvc.convert(amount="100", currency="jpy", source="ecb", on="2023-12"),
        "convert",
        {"amount": "100", "from": "jpy", "source": "ecb", "on": "2023-12"},
    ),
    "an amount for customs": (
        lambda: pricesvc.convert(amount="100", currency="USD", to=["EUR"], basis="eu-customs", on=date(2023, 12, 7)),
        "convert",
        {"amount": "100", "from": "USD", "to": "EUR", "basis": "eu-customs", "on": DAY},
    ),
}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the same day for both."""
    monkeypatch.setattr(offline, "offline_rates", lambda: embedded_rates(NOON.date()))


@pytest.mark.parametrize("case", CASES)
async def test_answers_what_the_rest_api_answers(api: httpx.AsyncClient, case: str) -> None:
    ask, call, query = CASES[case]
    answer = await api.get(f"/v1/{call}", params=query)
    assert answer.status_code == 200, answer.text
    assert ask() == answer.json()


async def test_a_report_too(api: httpx.AsyncClient) -> None:
    text = "A Lexus worth 10 million yen ($70,000) and a watch worth $1,185 went to Moscow."
    answer = await api.post("/v1/extract", json={"text": text, "to": ["EUR"], **RUSSIA})
    assert answer.status_code == 200, answer.text
    assert pricesvc.extract(text, to=["EUR"], **RUSSIA) == answer.json()


def test_lists_may_have_commas() -> None:
    """A text is one name or several, never its letters."""
    wanted = pricesvc.normalize("¥10M Lexus", to=["USD", "EUR"], regimes=["eu-dprk", "us-dprk"], on=DAY)
    assert pricesvc.normalize("¥10M Lexus", to="USD, EUR", regimes="eu-dprk,us-dprk", on=DAY) == wanted
    assert [one["currency"] for one in pricesvc.convert("¥10M", to="usd", on=DAY)["conversions"]] == ["USD"]


@pytest.mark.parametrize("amount", [10_000_000, Decimal(10_000_000), Decimal("1E+7"), "10000000"], ids=repr)
def test_an_exact_number_is_an_amount(amount: int | Decimal | str) -> None:
    """However it is held."""
    answer = pricesvc.convert(amount=amount, currency="JPY", on=DAY)
    assert answer["reported"]["amount"] == "10000000"
    assert pricesvc.classify(hs="8703", amount=amount, currency="JPY", on=DAY)["reported"]["amount"] == "10000000"


@pytest.mark.parametrize("amount", [0.1, True, float("nan"), Decimal("NaN"), object()], ids=repr)
def test_a_number_that_loses_money_is_refused(amount: Any) -> None:  # noqa: ANN401 - what a caller may hand over
    """By the name of its field."""
    with pytest.raises(InvalidAmount) as refusal:
        pricesvc.convert(amount=amount, currency="JPY")
    assert refusal.value.facts["field"] == "amount"
    with pytest.raises(InvalidAmount) as refusal:
        pricesvc.classify(hs="2204", amount="5", currency="EUR", quantity=amount)
    assert refusal.value.facts["field"] == "quantity"


def test_refuses_what_the_rest_api_refuses() -> None:
    with pytest.raises(InvalidField, match="Give value, or amount and currency"):
        pricesvc.convert()
    with pytest.raises(InvalidField, match="An amount needs a currency"):
        pricesvc.convert(amount="5")
    with pytest.raises(UnknownSource):
        pricesvc.convert("$5", source="nobody")
