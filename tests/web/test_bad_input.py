"""Whatever is sent: a problem document that says what is wrong, never a 500, never what was sent."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.anyio

DAY = "on=2023-12-07"


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem document of an answer that must be one."""
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    problem: dict[str, Any] = answer.json()
    assert (problem["code"], problem["status"], problem["type"]) == (code, status, f"/problems/{code}")
    assert answer.headers["cache-control"] == "no-store"
    return problem


@pytest.mark.parametrize(
    "amount",
    [
        "NaN", "nan", "Infinity", "-Infinity", "sNaN", "1e5", "1E400000000", "1_000", "1,000", "0x10", "٣", "１２", "௧",
        "1" * 35, "9" * 2000, "1.", ".5", "--1", "-", "1 ", " 1", "1\n", "½", "1.2.3", "1" * 20 + "." + "1" * 20,
    ],
)  # fmt: skip
async def test_what_is_no_plain_decimal(api: httpx.AsyncClient, amount: str) -> None:
    """Not an amount: in a query, in JSON, in a table, and as a quantity."""
    problem = refused(await api.get("/v1/convert", params={"amount": amount, "from": "USD"}), 422, "invalid-amount")
    assert problem["field"] == "amount"
    problem = refused(
        await api.get("/v1/classify", params={"description": "watch", "quantity": amount}), 422, "invalid-amount"
    )
    assert problem["field"] == "quantity"
    items = [{"id": "a", "amount": amount, "currency": "USD"}]
    entry = (await api.post("/v1/normalize", json={"items": items})).json()["items"][0]
    assert (entry["code"], entry["field"], entry["id"]) == ("invalid-amount", "amount", "a")


async def test_twenty_thousand_digits(api: httpx.AsyncClient) -> None:
    """Too long for a field, in a query and in a body."""
    problem = refused(
        await api.get("/v1/convert", params={"amount": "9" * 10_000, "from": "USD"}), 422, "invalid-field"
    )
    assert problem["errors"] == [{"field": "amount", "reason": "must have at most 2000 characters"}]
    body = f'{{"items":[{{"amount":"{"9" * 20_000}","currency":"USD"}},{{"amount":{"9" * 20_000},"currency":"USD"}}]}}'
    answered = (await api.post("/v1/normalize", content=body)).json()["items"]
    assert [entry["errors"][0]["reason"] for entry in answered] == [
        "must have at most 2000 characters",
        "must be a text (amounts too: a JSON number loses money)",
    ]


@pytest.mark.parametrize("amount", ["-0", "-0.00"])
async def test_nothing_has_no_sign(api: httpx.AsyncClient, amount: str) -> None:
    """Minus nothing is nothing."""
    answer = await api.get("/v1/convert", params={"amount": amount, "from": "USD", "to": "EUR", "on": "2023-12-07"})
    assert answer.json()["reported"]["amount"] == amount.removeprefix("-")
    assert answer.json()["conversions"][0]["amount"] == "0.00"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2023-02-31", "invalid-day"), ("2023-02-29", "invalid-day"), ("2023-12-00", "invalid-day"),
        ("2023-00-01", "invalid-day"), ("0000-01-01", "invalid-day"), ("10000-01-01", "invalid-field"),
        ("2023-12-7", "invalid-day"), ("20231207", "invalid-day"), ("07.12.2023", "invalid-day"), ("0", "invalid-day"),
        ("２０２３-12-07", "invalid-day"), ("2023-12-07T00:00", "invalid-field"), ("today", "invalid-day"),
        ("0001-01-01", "day-out-of-range"), ("9999-12-31", "day-out-of-range"),
    ],
)  # fmt: skip
async def test_what_is_no_day(api: httpx.AsyncClient, day: str, code: str) -> None:
    """Days that no calendar has, and days without rates, everywhere a day is taken."""
    for path in (
        f"/v1/convert?amount=1&from=USD&to=EUR&on={day}",
        f"/v1/convert?amount=1&from=USD&to=EUR&basis=eu-customs&on={day}",
        f"/v1/normalize?item=%245+watch&to=EUR&on={day}",
        f"/v1/rates?symbols=USD&on={day}",
    ):
        assert refused(await api.get(path), 422, code)["field"] == "on"
    items = [{"id": "a", "amount": "1", "currency": "USD", "on": day}]
    entry = (await api.post("/v1/normalize", json={"items": items, "to": ["EUR"]})).json()["items"][0]
    assert (entry["code"], entry["id"]) == (code, "a")


async def test_days_and_numbers_are_text(api: httpx.AsyncClient) -> None:
    """A day or an amount that is a JSON number is refused, not read as something else."""
    problem = refused(await api.post("/v1/normalize", json={"items": [], "on": 0}), 422, "invalid-field")
    assert problem["field"] == "on"
    items = [{"amount": 5, "currency": "USD"}, {"amount": 5.5, "currency": "USD"}, {"on": 20231207, "value": "$5"}]
    answered = (await api.post("/v1/normalize", json={"items": items})).json()["items"]
    assert [entry["field"] for entry in answered] == ["amount", "amount", "on"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "malformed-json"), (b"{", "malformed-json"), (b"[", "malformed-json"), (b"[" * 100_000, "malformed-json"),
        (b'{"items":' + b"[" * 100_000, "malformed-json"), (b'{"a":' * 100_000, "malformed-json"),
        (b'{"items":[NaN]}', "malformed-json"), (b'{"items":[-Infinity]}', "malformed-json"),
        (b'{"items":[],}', "malformed-json"), (b"{'items':[]}", "malformed-json"),
        (b'{"items":[],"items":[]}', "malformed-json"), (b'{"items":[{"id":"1","id":"2"}]}', "malformed-json"),
        (b'{"items":[]} {}', "malformed-json"), (b"\xff\xfe{}", "invalid-field"), (b'{"items":["\xe9"]}', "invalid-field"),
        (b'{"items":[]}\0', "invalid-field"), (b"null", "invalid-field"), (b"[]", "invalid-field"),
        (b'"items"', "invalid-field"), (b"{}", "invalid-field"), (b'{"items":{}}', "invalid-field"),
        (b'{"items":null}', "invalid-field"), (b'{"items":[],"to":"USD"}', "invalid-field"),
        (b'{"items":[],"to":["USD,EUR"]}', "invalid-currency"), (b'{"items":[],"to":[["USD"]]}', "invalid-field"),
        (b'{"items":[],"regimes":"eu-dprk"}', "invalid-field"), (b'{"items":[],"day":"2023-12-07"}', "invalid-field"),
        (b'{"items":[],"\\ud800":1}', "invalid-field"), (b'{"items":[],"basis":"\\ud800"}', "invalid-field"),
        (b'{"items":[],"basis":"x\\u0000"}', "invalid-field"), (b'{"items":[],"locale":"x\\u0000"}', "invalid-field"),
        (b"1e400", "invalid-field"), (b"-" + b"1" * 10_000, "invalid-field"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/v1/normalize", "/v1/classify", "/v1/extract"])
async def test_bodies_that_are_no_request(api: httpx.AsyncClient, path: str, body: bytes, code: str) -> None:
    """Broken JSON, broken UTF-8, names twice, deep nesting, wrong shapes."""
    if path == "/v1/extract":
        body = body.replace(b'"items":[]', b'"text":"$5"')
    refused(await api.post(path, content=body, headers={"Content-Type": "application/json"}), 422, code)


@pytest.mark.parametrize(
    ("item", "code"),
    [
        (1, "invalid-field"), (None, "invalid-field"), ([], "invalid-field"), ("¥10M", "invalid-field"),
        ({}, "invalid-field"), ({"quantity": "2"}, "invalid-field"), ({"text": ""}, "invalid-field"), ({"text": "x" * 2001}, "invalid-field"), ({"text": "\0"}, "invalid-field"),
        ({"text": "no price"}, "no-price"), ({"text": "$5 and $6"}, "several-prices"), ({"value": "$"}, "no-price"),
        ({"text": "$5", "value": "$5"}, "invalid-field"), ({"text": "$5", "amount": "5"}, "invalid-field"),
        ({"amount": "5"}, "invalid-field"), ({"amount": "5", "currency": "US"}, "invalid-currency"),
        ({"amount": "5", "currency": "ＵＳＤ"}, "invalid-currency"), ({"amount": "5", "currency": "USX"}, "unknown-currency"),
        ({"value": "$5", "currency": "U$D"}, "invalid-currency"), ({"value": "$5", "hs": "123"}, "invalid-hs"),
        ({"value": "$5", "hs": "8703 23 ٣"}, "invalid-hs"), ({"value": "$5", "category": "cars"}, "unknown-category"),
        ({"value": "$5", "quantity": "0"}, "invalid-field"), ({"value": "$5", "quantity": "-1"}, "invalid-field"),
        ({"value": "$5", "locale": "de_CH!"}, "invalid-field"), ({"value": "$5", "facts": {"new": 1}}, "invalid-field"),
        ({"value": "$5", "facts": {"nonsense": True}}, "invalid-field"), ({"value": "$5", "facts": []}, "invalid-field"),
        ({"value": "$5", "prize": "1"}, "invalid-field"), ({"value": "\ud800"}, "invalid-field"),
        ({"value": "$5", "facts": {"\ud800": True}}, "invalid-field"), ({"id": 7, "value": "$5"}, "invalid-field"),
        ({"id": "\ud800", "value": "x"}, "invalid-field"), ({"id": "x" * 65, "value": "x"}, "invalid-field"),
    ],
)  # fmt: skip
async def test_a_bad_item_stands_in_its_place(api: httpx.AsyncClient, item: object, code: str) -> None:
    """The items round it are answered; an id that is a good one comes back."""
    good = {"id": "good", "amount": "5", "currency": "USD", "description": "coat"}
    body = json.dumps({"items": [good, item, good], "on": "2023-12-07"})
    answer = await api.post("/v1/normalize", content=body)
    assert answer.status_code == 200
    first, bad, last = answer.json()["items"]
    assert first == last
    assert first["conversions"][0]["amount"] == "5.00"
    assert (bad["code"], bad["type"]) == (code, f"/problems/{code}")
    named = await api.post(
        "/v1/normalize",
        content=json.dumps({"items": [{**item, "id": "b"}]} if isinstance(item, dict) else {"items": []}),
    )
    assert all(entry["id"] == "b" for entry in named.json()["items"])


async def test_refusals_with_days_in_them(api: httpx.AsyncClient) -> None:
    """In a batch too, the facts of a refusal are JSON: days as text."""
    items = [{"id": "a", "amount": "1", "currency": "USD", "on": "1990-01-01"}]
    entry = (await api.post("/v1/normalize", json={"items": items, "to": ["EUR"]})).json()["items"][0]
    assert (entry["code"], entry["earliest"], entry["latest"]) == ("day-out-of-range", "1999-01-04", "2026-11-02")


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v1/convert?amount=1&from=USD&day=1", "day"), ("/v1/normalize?item=%245&id=1", "id"),
        ("/v1/classify?description=x&text=x", "text"), ("/v1/rates?currency=USD", "currency"),
        ("/v1/currencies?on=2023-12-07", "on"), ("/v1/categories?x=", "x"), ("/v1/sources?x=1", "x"),
        ("/v1/regimes?regime=x", "regime"), ("/v1/regimes/eu-dprk?day=x", "day"), ("/v1/regimes/eu-dprk/history?on=x", "on"),
        ("/v1/convert?amount=1&amount=1&from=USD", "amount"), ("/v1/normalize?item=%245&item=%246", "item"),
        ("/v1/rates?on=2023-12-07&on=2023-12-07", "on"), ("/v1/regimes?kind=tax&kind=tax", "kind"),
        ("/v1/normalize?item=%245&kind=nonsense", "kind"), ("/v1/normalize?item=%245&target=ZZ", "target"),
        ("/v1/regimes?kind=nonsense", "kind"), ("/v1/regimes?target=ZZ", "target"), ("/v1/regimes?jurisdiction=ZZ", "jurisdiction"),
        ("/v1/normalize?item=%245&to=&basis=nonsense", "basis"), ("/v1/rates?basis=nonsense", "basis"),
        ("/v1/classify?description=x&explain=maybe", "explain"), ("/v1/classify?description=x&facts=new", "facts"),
        ("/v1/classify?description=x&facts=new:true,new:false", "facts"), ("/v1/classify?description=x&facts=new:true&facts=new:true", "facts"),
        ("/v1/convert?amount=1&from=USD&locale=%21", "locale"), ("/v1/rates?from=2023-12-07", "symbols"),
        ("/v1/rates?until=2023-12-07&symbols=USD", "from"), ("/v1/convert?to=USD", "value"), ("/v1/classify", "description"), ("/v1/classify?to=USD&quantity=2", "description"),
        ("/v1/convert?amount=1&to=USD", "currency"), ("/v1/rates?symbols=USD&from=2023-12-07&until=2023-12-01", "until"),
        ("/v1/convert?value=%ff&to=USD", "url"), ("/v1/convert?value=%ed%a0%80", "url"), ("/v1/regimes/%ff", "url"),
        ("/v1/convert?value=a%00b", "value"), ("/v1/normalize?item=", "item"), ("/v1/convert?%00=1&value=%245", "?"),
        ("/v1/regimes/" + "x" * 65, "regime_id"),
    ],
)  # fmt: skip
async def test_parameters_that_are_wrong(api: httpx.AsyncClient, path: str, field: str) -> None:
    """Unknown, repeated, out of the few that there are, or not text: the problem names the parameter."""
    assert refused(await api.get(path), 422, "invalid-field")["field"] == field


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/v1/convert?amount=1&from=USD&too=EUR", "too is not known here (did you mean to?)."),
        ("/v1/convert?amount=1&currency=USD", "currency is not known here (known: amount, from, value, to, on, basis, source, locale)."),
        ("/v1/currencies?on=2023-12-07", "on is not known here."),
        ("/v1/convert?amount=1&from=USD&source=ebc", "No such source. There are: ecb."),
        ("/v1/classify?description=x&unit=stone", "Not a unit. There are: item, pair, set, ml, cl, dl, l, ct, g, kg, m2."),
    ],
)  # fmt: skip
async def test_what_would_be_right_is_said(api: httpx.AsyncClient, path: str, said: str) -> None:
    """The name that was meant, or those that there are."""
    assert (await api.get(path)).json()["detail"] == said


async def test_what_would_be_right_is_said_of_an_item(api: httpx.AsyncClient) -> None:
    """In JSON, and of a column of a table."""
    items = [{"value": "$5", "prize": "1"}, {"value": "$5", "descripton": "coat"}]
    first, second = (await api.post("/v1/normalize", json={"items": items})).json()["items"]
    assert first["detail"].startswith("prize is not known here (known: description, category, hs, ")
    assert second["detail"] == "descripton is not known here (did you mean description?)."
    for name, shown in (("price", "price"), ("<b>", "?")):
        answer = await api.post("/v1/normalize", content=f"id,{name}\n1,$5\n", headers={"Content-Type": "text/csv"})
        assert f"Column 2 ({shown}) is not one of id, text, value, " in refused(answer, 422, "invalid-field")["detail"]


@pytest.mark.parametrize("path", ["/v1/normalize", "/v1/classify", "/v1/extract"])
async def test_a_json_body_leaves_nothing_to_the_query(api: httpx.AsyncClient, path: str) -> None:
    """Terms in two places would contradict one another."""
    answer = await api.post(f"{path}?to=EUR", json={"items": []})
    assert refused(answer, 422, "invalid-field")["field"] == "to"
    assert refused(await api.post(f"{path}?x=1", json={"items": []}), 422, "invalid-field")["field"] == "x"


@pytest.mark.parametrize(
    ("terms", "code", "nearest"),
    [
        ({"to": "EUX"}, "unknown-currency", "EUR"), ({"to": "US"}, "invalid-currency", None),
        ({"regimes": "eu-drpk"}, "unknown-regime", "eu-dprk"), ({"source": "ebc"}, "unknown-source", None),
    ],
)  # fmt: skip
async def test_names_are_looked_up_first_everywhere(
    api: httpx.AsyncClient, terms: dict[str, str], code: str, nearest: str | None
) -> None:
    """One call, a batch, a stream and a report refuse the same name in the same way."""
    lists = {name: [value] if name in {"to", "regimes"} else value for name, value in terms.items()}
    text = {"Content-Type": "text/plain"}
    answers = [
        await api.get("/v1/normalize", params={"item": "$5", **terms}),
        await api.get("/v1/classify", params={"description": "x", **terms}),
        await api.post("/v1/normalize", json={"items": [], **lists}),
        await api.post("/v1/extract", json={"text": "nothing", **lists}),
        await api.post("/v1/extract", params=terms, content=b"nothing", headers=text),
        await api.post("/v1/normalize", params=terms, content=b"", headers={"Content-Type": "application/x-ndjson"}),
    ]
    problems = [
        refused(answer, 422 if nearest is None and code == "invalid-currency" else 404, code) for answer in answers
    ]
    assert all(problem == problems[0] for problem in problems)
    assert nearest is None or nearest in problems[0]["nearest"]


@pytest.mark.parametrize("tag", ["AAAA", "zz", "de-Latn-CH", "en-US-u-ca-gregory", "abcdefgh"])
async def test_locales_that_nobody_knows(api: httpx.AsyncClient, tag: str) -> None:
    """A tag of the right form is a hint: unknown ones change nothing."""
    answer = await api.get("/v1/convert", params={"value": "5 USD", "locale": tag, "to": "EUR", "on": "2023-12-07"})
    assert (answer.status_code, answer.json()["reported"]["amount"]) == (200, "5")


async def test_codes_in_any_case(api: httpx.AsyncClient) -> None:
    """Lower case is accepted everywhere a code is, and answered in capitals."""
    day = {"on": "2023-12-07"}
    worths = [
        (await api.get("/v1/convert", params={"amount": "1", "from": "jpy", "to": "usd,USD", **day})).json(),
        (await api.get("/v1/normalize", params={"item": "1 JPY", "to": "usd", **day})).json(),
        (await api.post("/v1/extract", json={"text": "1 JPY", "to": ["usd", "UsD"], **day})).json()["items"][0],
        (await api.post("/v1/normalize", json={"items": [{"value": "1 JPY"}], "to": ["usd"], **day})).json()["items"][
            0
        ],
    ]
    assert [[one["currency"] for one in worth["conversions"]] for worth in worths] == [["USD"]] * 4
    assert list((await api.get("/v1/rates?base=usd&symbols=jpy,JPY&on=2023-12-07")).json()["rates"]) == ["JPY"]


MARKER = "zqxjkvbp"


@pytest.mark.parametrize(
    "path",
    [
        "/v1/convert?amount={}&from=USD", "/v1/convert?value={}", "/v1/convert?amount=1&from={}", "/v1/convert?value=5+USD&to={}",
        "/v1/convert?value=5+USD&on={}", "/v1/convert?value=5+USD&basis={}", "/v1/convert?value=5+USD&source={}",
        "/v1/convert?value=%245+{}+%246", "/v1/normalize?item={}", "/v1/normalize?item=%245+{}+%246",
        "/v1/normalize?item=%245&regimes={}", "/v1/normalize?item=%245&kind={}", "/v1/normalize?item=%245&target={}",
        "/v1/classify?category={}", "/v1/classify?hs={}", "/v1/classify?description=x&unit={}", "/v1/classify?facts={}",
        "/v1/classify?description=x&facts={}:true", "/v1/classify?description=x&explain={}", "/v1/rates?base={}",
        "/v1/rates?symbols={}", "/v1/regimes/{}", "/v1/regimes?kind={}", "/{}", "/problems/{}",
    ],
)  # fmt: skip
async def test_refusals_do_not_say_back_what_was_sent(api: httpx.AsyncClient, path: str) -> None:
    """Neither a field's value nor a name that does not exist comes back; nor is the validator's English used."""
    for sent in (MARKER, f"<{MARKER}>", f"'{MARKER}\u202e"):
        answer = await api.get(path.format(sent))
        assert answer.status_code in {404, 422}
        assert MARKER not in answer.text.lower()
        assert not any(word in answer.text.lower() for word in ("pydantic", "should", "input", "traceback"))


async def test_forms_that_are_not_read(api: httpx.AsyncClient) -> None:
    """Another media type, a packed body and another code than UTF-8 are refused with what is read."""
    for path in ("/v1/normalize", "/v1/classify", "/v1/extract"):
        for kind in ("application/xml", "multipart/form-data", "application/json; charset=latin-1", "nonsense", ""):
            answer = await api.post(path, content=b"{}", headers={"Content-Type": kind})
            assert refused(answer, 415, "unsupported-media-type")["supported"]
        packed = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        refused(await api.post(path, content=b"{}", headers=packed), 415, "unsupported-media-type")


async def test_long_urls_and_heads(api: httpx.AsyncClient) -> None:
    """Bounded in bytes."""
    assert refused(await api.get(f"/v1/normalize?item={'x' * 20_000}"), 414, "url-too-long")["limit"] == 16_384
    refused(await api.get(f"/{'x' * 20_000}"), 414, "url-too-long")
    refused(await api.get("/v1/currencies", headers={"X-Bomb": "x" * 70_000}), 431, "headers-too-large")


async def test_batches_over_the_bound(api: httpx.AsyncClient) -> None:
    """10,000 items are a batch; one more is not, and the problem says how many."""
    answer = await api.post("/v1/normalize", json={"items": [0] * 10_000})
    assert len(answer.json()["items"]) == 10_000
    answer = await api.post("/v1/normalize", json={"items": [0] * 10_001})
    assert refused(answer, 413, "too-many-items")["limit"] == 10_000


async def test_reports_over_the_bound(api: httpx.AsyncClient) -> None:
    """A text with a price in every word, and a long one, are refused with what a report may have."""
    text = {"Content-Type": "text/plain"}
    answer = await api.post("/v1/extract", content=b"$5 " * 20_000, headers=text)
    assert refused(answer, 413, "too-many-items")["limit"] == 2_000
    answer = await api.post("/v1/extract", content=b"$5 " * 200_000, headers=text)
    assert refused(answer, 413, "too-large")["limit"] == 500_000


async def test_a_series_as_long_as_time(api: httpx.AsyncClient) -> None:
    """From the year 1 to the year 9999 is what is known."""
    answer = await api.get("/v1/rates?base=USD&symbols=JPY,EUR&from=0001-01-01&until=9999-12-31")
    days = list(answer.json()["rates"])
    assert (days[0], days == sorted(days), len(days) > 7_000) == ("1999-01-04", True, True)
    refused(await api.get("/v1/rates?symbols=JPY&from=9999-01-01&until=9999-12-31"), 422, "day-out-of-range")
