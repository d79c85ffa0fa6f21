"""The main job over REST: a reported price in, its worth, its receipt and its verdict out."""

from __future__ import annotations

import httpx
import pytest

pytestmark = pytest.mark.anyio

LEXUS = {"item": "¥10M Lexus", "to": "USD", "on": "2023-12-07", "regimes": "eu-dprk"}

REPORT = (
    "Police stopped a $70,000 Lexus at the port of Niigata on Monday. The Lexus, worth 10 million Japanese yen, was "
    "listed as scrap. A Swiss IWC Portofino wristwatch, valued at approximately $1,185, lay in the glove box; a black "
    "coat by Dior, worth around $2,030, on the seat. The list price of a Mercedes-Maybach is around $200,000."
)


async def test_a_lexus_is_over_the_limit_of_the_north_korea_list(api: httpx.AsyncClient) -> None:
    """¥10M on 7 December 2023 is USD 68,965.30, and EUR 64,028.68 is over EUR 10,000."""
    item = (await api.get("/v1/normalize", params=LEXUS)).json()
    assert (item["reported"]["amount"], item["reported"]["currency"]) == ("10000000", "JPY")
    assert item["goods"]["category"] == "passenger_vehicles"
    worth = item["conversions"][0]
    assert (worth["amount"], worth["source"], worth["rate_date"]) == ("68965.30", "ecb", "2023-12-07")
    verdict = item["verdicts"][0]
    assert (verdict["verdict"], verdict["value"], verdict["ratio"]) == (
        "over", {"amount": "64028.68", "currency": "EUR"}, "6.40",
    )  # fmt: skip
    assert verdict["limit"] == {"amount": "10000", "currency": "EUR", "comparator": ">", "per": "item"}
    assert verdict["citations"][0]["url"].startswith("http")
    assert item["luxury"] is True


async def test_one_line_for_a_person(api: httpx.AsyncClient) -> None:
    """Accept: text/plain gives the sentence of the contract."""
    answer = await api.get("/v1/normalize", params=LEXUS, headers={"Accept": "text/plain"})
    assert answer.text == "¥10M Lexus · USD 68,965.30 (ECB 2023-12-07) · luxury: over EU DPRK limit EUR 10,000\n"


async def test_a_report_is_taken_apart(api: httpx.AsyncClient) -> None:
    """Every price, what each is of, and which two are the same money."""
    params = {"on": "2023-12-07", "to": "USD", "regimes": "eu-dprk"}
    headers = {"Content-Type": "text/plain"}
    answer = (await api.post("/v1/extract", params=params, content=REPORT.encode(), headers=headers)).json()
    found = [(i["reported"]["currency"], i["reported"]["amount"], i["goods"]["category"]) for i in answer["items"]]
    assert found == [
        ("USD", "70000", "passenger_vehicles"),
        ("JPY", "10000000", "passenger_vehicles"),
        ("USD", "1185", "clocks_watches"),
        ("USD", "2030", "apparel_shoes"),
        ("USD", "200000", "passenger_vehicles"),
    ]
    for item in answer["items"]:
        reported = item["reported"]
        assert REPORT[reported["start"] : reported["end"]] == reported["text"]
    assert answer["checks"] == [
        {
            "left": 1, "right": 0, "implied": "68965.30", "claimed": "70000.00", "currency": "USD",
            "ratio": "1.015", "verdict": "rounded",
        }
    ]  # fmt: skip


async def test_a_batch_loses_nothing(api: httpx.AsyncClient) -> None:
    """A bad item is a problem in its place, and the others are answered."""
    items = [
        {"id": "a", "text": "¥10M Lexus"},
        {"id": "b", "amount": 5, "currency": "USD"},
        {"id": "c", "text": "no price at all"},
        {"id": "d", "amount": "5.00", "currency": "usd", "hs": "9101"},
    ]
    body = {"items": items, "to": ["EUR"], "on": "2023-12-07", "regimes": []}
    answered = (await api.post("/v1/normalize", json=body)).json()["items"]
    assert [entry.get("code") for entry in answered] == [None, "invalid-field", "no-price", None]
    assert [entry["id"] for entry in answered] == ["a", "b", "c", "d"]
    assert answered[0]["conversions"][0]["amount"] == "64028.68"


@pytest.mark.parametrize(
    ("path", "code", "status"),
    [
        ("/v1/convert?amount=1&from=USX&to=USD", "unknown-currency", 404),
        ("/v1/convert?amount=1&from=US&to=USD", "invalid-currency", 422),
        ("/v1/convert?amount=NaN&from=USD&to=EUR", "invalid-amount", 422),
        ("/v1/convert?amount=1e5&from=USD&to=EUR", "invalid-amount", 422),
        ("/v1/convert?amount=1_000&from=USD&to=EUR", "invalid-amount", 422),
        ("/v1/convert?amount=1&from=USD&to=EUR&on=2023-02-31", "invalid-day", 422),
        ("/v1/convert?amount=1&from=USD&to=EUR&on=1998-12-31", "day-out-of-range", 422),
        ("/v1/convert?amount=1&from=USD&to=EUR&on=2099-01-01", "day-out-of-range", 422),
        ("/v1/convert?amount=1&from=RUB&to=USD&on=2024-01-05", "rate-suspended", 404),
        ("/v1/convert?amount=1&from=KPW&to=USD&on=2023-12-07", "no-rate", 404),
        ("/v1/convert?amount=1&from=USD&to=EUR&day=1", "invalid-field", 422),
        ("/v1/normalize?item=hello", "no-price", 422),
        ("/v1/normalize?item=%245+and+%246", "several-prices", 422),
        ("/v1/regimes/eu-drpk", "unknown-regime", 404),
        ("/v1/classify?category=cars", "unknown-category", 404),
        ("/v1/classify?hs=123", "invalid-hs", 422),
        ("/v1/nowhere", "not-found", 404),
    ],
)
async def test_refusals_teach(api: httpx.AsyncClient, path: str, code: str, status: int) -> None:
    """Each refusal is a problem document with its code, and is never kept by a cache."""
    answer = await api.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["code"] == code
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["type"] == f"/problems/{code}"
