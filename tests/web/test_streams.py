"""Batches of any length: NDJSON and CSV in and out, answered while they arrive."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from itertools import repeat
from typing import Any

import httpx
import pytest
from anyio import CapacityLimiter, create_task_group, sleep_forever, to_thread
from anyio.lowlevel import checkpoint
from starlette.types import Message

from pricesvc.questions import INPUTS
from pricesvc.settings import Settings
from pricesvc.web import bounds
from pricesvc.web.app import create_app
from pricesvc.web.forms import ItemForm
from tests.conftest import NOON, client_of
from tests.web.conftest import Open

pytestmark = pytest.mark.anyio

TERMS = {"to": "USD,EUR", "on": "2023-12-07", "regimes": "eu-dprk"}
NDJSON = {"Content-Type": "application/x-ndjson"}
CSV = {"Content-Type": "text/csv"}

SCOPE = {
    "type": "http", "method": "POST", "path": "/v1/normalize", "raw_path": b"/v1/normalize", "query_string": b"",
    "client": ("127.0.0.1", 1), "server": ("t", 80), "scheme": "http", "http_version": "1.1", "root_path": "",
    "asgi": {"version": "3.0", "spec_version": "2.3"},
}  # fmt: skip
"""A connection as a server hands it to the application."""


def documents(answer: httpx.Response) -> list[dict[str, Any]]:
    """The documents of an NDJSON answer."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson; charset=utf-8"
    return [json.loads(line) for line in answer.text.splitlines()]


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    """The rows of a CSV answer."""
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


async def test_lines_are_answered_as_a_batch_is(api: httpx.AsyncClient) -> None:
    """The same items, whichever way they are sent."""
    items = [{"id": "1", "text": "¥10M Lexus"}, {"id": "2", "value": "x"}, {"id": "3", "hs": "9101", "value": "$5"}]
    body = {"items": items, "to": ["USD", "EUR"], "on": "2023-12-07", "regimes": ["eu-dprk"]}
    whole = (await api.post("/v1/normalize", json=body)).json()["items"]
    lines = "\n".join(json.dumps(item) for item in items)
    assert documents(await api.post("/v1/normalize", params=TERMS, content=lines, headers=NDJSON)) == whole
    assert documents(await api.post("/v1/normalize", json=body, headers={"Accept": "application/x-ndjson"})) == whole
    table = "id,text,value,hs\r\n1,¥10M Lexus,,\r\n2,,x,\r\n3,,$5,9101\r\n".encode()
    accept = {**CSV, "Accept": "application/x-ndjson"}
    assert documents(await api.post("/v1/normalize", params=TERMS, content=table, headers=accept)) == whole
    answered = rows(await api.post("/v1/normalize", params=TERMS, content=table, headers=CSV))
    assert answered == rows(await api.post("/v1/normalize", json=body, headers={"Accept": "text/csv"}))
    assert answered[0] == {
        "id": "1", "reported_amount": "10000000", "reported_currency": "JPY", "low": "10000000", "high": "10000000",
        "qualifier": "exact", "category": "passenger_vehicles", "on": "2023-12-07", "amount_usd": "68965.30",
        "amount_eur": "64028.68", "rate_date": "2023-12-07", "rate_source": "ecb", "verdict_eu_dprk": "over",
        "luxury": "true", "problem": "", "detail": "",
    }  # fmt: skip
    assert [row["problem"] for row in answered] == ["", "no-price", ""]


async def test_bad_lines_stand_in_their_places(api: httpx.AsyncClient) -> None:
    """Broken JSON, broken UTF-8, a wrong field, NUL: a problem with the number of the line; empty lines are none."""
    lines = [
        b'\xef\xbb\xbf{"value":"$5"}', b"{", b"", b'{"value":"\xff"}', b'{"valve":"$5"}', b"  ", b'{"value":"\0"}',
        b"[" * 50_000, b'{"value":"$5"}\r', b'{"id":"z","value":"$6","value":"$7"}', b'{"value":"$8"}',
    ]  # fmt: skip
    found = documents(await api.post("/v1/normalize", params=TERMS, content=b"\n".join(lines), headers=NDJSON))
    codes = [one.get("code") for one in found]
    assert codes == [
        None, "malformed-json", "invalid-field", "invalid-field", "invalid-field", "malformed-json", None,
        "malformed-json", None,
    ]  # fmt: skip
    assert [one.get("line") for one in found] == [None, 2, 4, 5, 7, 8, None, 10, None]


def test_columns_are_the_fields_of_an_item() -> None:
    """What an item says in JSON, it says in a table."""
    assert sorted(ItemForm.model_fields) == sorted(INPUTS)


async def test_bad_rows_stand_in_their_places(api: httpx.AsyncClient) -> None:
    """Too few cells, quotes in the wrong place, broken UTF-8; a cell over two lines is one cell."""
    table = b'id,text,facts\n1,"$5\nwatch",new:true\n2,$5\n3,"$5"x,\n4,\xff,\n5,$5,new\n6,"a ""$5"" watch",\n\n7,$7 watch,\n'
    found = rows(await api.post("/v1/normalize", params=TERMS, content=table, headers=CSV))
    assert [row["problem"] for row in found] == [
        "", "invalid-field", "malformed-csv", "invalid-field", "invalid-field", "", "",
    ]  # fmt: skip
    assert [row["id"] for row in found if not row["problem"]] == ["1", "6", "7"]


async def test_a_row_says_one_thing_where_an_item_says_several(api: httpx.AsyncClient) -> None:
    """Whose rate was needed, why an amount is not there, and the strongest word of a regime."""
    table = b"amount,currency,hs,on\n10,USD,8703,2023-12-09\n10,RUB,8703,2023-12-07\n"
    terms = {"to": "USD,EUR", "regimes": "ca-dprk,jp-russia"}
    usd, rub = rows(await api.post("/v1/normalize", params=terms, content=table, headers=CSV))
    assert (usd["amount_usd"], usd["rate_source"], usd["rate_date"]) == ("10.00", "ecb", "2023-12-08")
    assert (rub["amount_usd"], rub["problem"]) == ("", "rate-suspended")
    assert rub["detail"] == "ecb has not quoted RUB since 2022-03-01."
    assert (usd["verdict_ca_dprk"], usd["verdict_jp_russia"]) == ("any-value", "undetermined")
    item = {"amount": "10", "currency": "USD", "hs": "8703", "on": "2023-12-09"}
    (whole,) = (await api.post("/v1/normalize", json={"items": [item], "regimes": ["ca-dprk"]})).json()["items"]
    assert {verdict["verdict"] for verdict in whole["verdicts"]} == {"any-value", "undetermined"}


async def test_line_ends_in_cells_are_kept(api: httpx.AsyncClient) -> None:
    """Carriage returns and line feeds in an id come back as they were sent."""
    for name in ("a\rb", "a\nb", "a\r\nb", "\r", "a\r", '"', ",", "\u2028", "\x85", " a "):
        table = io.StringIO()
        csv.writer(table, quoting=csv.QUOTE_ALL).writerows([["id", "value"], [name, "$5"]])
        found = rows(await api.post("/v1/normalize", params=TERMS, content=table.getvalue().encode(), headers=CSV))
        assert [(row["id"], row["reported_amount"], row["problem"]) for row in found] == [(name, "5", "")]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "invalid-field"), (b"\n", 422, "invalid-field"), (b"id,price\n1,$5\n", 422, "invalid-field"),
        (b"id,id\n1,2\n", 422, "invalid-field"), (b"id;text\n1;$5\n", 422, "invalid-field"),
        (b'id,"text\n1,$5\n', 422, "malformed-csv"), (b"x" * 70_000, 413, "too-large"), (b"\xff\xfe", 422, "invalid-field"),
    ],
)  # fmt: skip
async def test_tables_that_cannot_be_read_at_all(api: httpx.AsyncClient, body: bytes, status: int, code: str) -> None:
    """Refused before anything is answered."""
    answer = await api.post("/v1/normalize", params=TERMS, content=body, headers=CSV)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_what_ends_early_says_so(opened: Open) -> None:
    """A body over the bound, a line over the bound, a quote that never closes: the last document is the problem."""
    line = b'{"value":"$5 watch"}\n'
    async with opened(max_stream=20_000, max_body=1024) as api:
        found = documents(await api.post("/v1/normalize", params=TERMS, content=line * 600, headers=NDJSON))
        assert len(found) == 600
        found = documents(await api.post("/v1/normalize", params=TERMS, content=line * 2_000, headers=NDJSON))
        assert [one.get("code") for one in found[-2:]] == [None, "too-large"]
        assert len(found) < 1_001
    async with opened() as api:
        body = line * 3 + b"x" * 70_000 + b"\n" + line
        found = documents(await api.post("/v1/normalize", params=TERMS, content=body, headers=NDJSON))
        assert [one.get("code") for one in found] == [None, None, None, "too-large"]
        table = b'text\n$5 watch\n"$6\n' + b"x\n" * 100
        assert [row["problem"] for row in rows(await api.post("/v1/normalize", content=table, headers=CSV))] == [
            "", "malformed-csv",
        ]  # fmt: skip


async def test_only_batches_are_streamed(api: httpx.AsyncClient) -> None:
    """Elsewhere such a body is not read; and an empty one has an empty answer."""
    assert (await api.post("/v1/extract", content=b"x", headers=NDJSON)).status_code == 415
    assert documents(await api.post("/v1/classify", content=b"", headers=NDJSON)) == []
    assert rows(await api.post("/v1/normalize", content=b"id,text\n", headers=CSV)) == []
    refused = await api.post("/v1/normalize", content=b"", headers={**NDJSON, "Accept": "application/json"})
    assert (refused.status_code, refused.json()["code"]) == (406, "not-acceptable")


async def test_answers_begin_before_the_body_ends(settings: Settings) -> None:
    """The first block is answered while the caller still sends; nothing waits for the whole."""
    app = create_app(settings, now=lambda: NOON)
    line, sent = b'{"amount":"5","currency":"USD","hs":"9101"}\n', asyncio.Event()
    to_come = [{"type": "http.request", "body": line * 300, "more_body": True}]
    answered: list[Message] = []

    async def receive() -> Message:
        if to_come:
            return to_come.pop()
        await sent.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        answered.append(message)
        if message.get("body", b"").count(b"\n") == 256:
            sent.set()

    scope = {**SCOPE, "headers": [(b"content-type", b"application/x-ndjson")]}
    async with app.router.lifespan_context(app):
        await asyncio.wait_for(app(scope, receive, send), timeout=30)
    assert [message["type"] for message in answered[:2]] == ["http.response.start", "http.response.body"]
    assert sent.is_set()


async def test_parts_are_made_in_the_threads_of_the_service(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch in JSON, a stream and a series: no other threads, which nobody counts, take turns with the short calls."""
    limiters: list[CapacityLimiter | None] = []
    run = to_thread.run_sync

    async def counted(work: Any, *args: Any, limiter: CapacityLimiter | None = None, **more: Any) -> Any:  # noqa: ANN401
        limiters.append(limiter)
        return await run(work, *args, limiter=limiter, **more)

    app = create_app(settings, now=lambda: NOON)
    async with app.router.lifespan_context(app), client_of(app) as api:
        service = app.state.context.service
        await service.loaded()
        monkeypatch.setattr(to_thread, "run_sync", counted)
        api.headers["Accept-Encoding"] = (
            "identity"  # packing has a thread of its own, which leaves the interpreter free
        )
        items = [{"amount": "5", "currency": "USD", "hs": "9101"}] * 300
        for asked in (
            api.post("/v1/normalize", json={"items": items}),
            api.post("/v1/normalize", content="\n".join(map(json.dumps, items)), headers=NDJSON),
            api.get("/v1/rates", params={"symbols": "USD", "from": "2020-01-01"}),
        ):
            assert (await asked).status_code == 200
            assert len(limiters) > 1
            assert set(limiters) == {service._threads}
            limiters.clear()


async def test_long_answers_take_turns(settings: Settings) -> None:
    """Three that never end leave the two threads to each other, and to a fourth."""
    app = create_app(settings, now=lambda: NOON)
    sent: list[bytes] = []

    async def send(message: Message) -> None:
        sent.append(message.get("body", b""))

    async with app.router.lifespan_context(app), create_task_group() as group:
        at = app.state.context
        for name in (b"a", b"b", b"c"):
            answer = at.unsaved(repeat(name), "application/json", long=True)
            group.start_soon(answer, {**SCOPE, "headers": []}, sleep_forever, send)
        while not {b"a", b"b", b"c"}.issubset(sent):
            await checkpoint()
        assert await at.service.apart(lambda: "done") == "done"
        group.cancel_scope.cancel()


async def test_callers_that_fall_silent(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A body whose next part does not come is given up: with a problem, or, once an answer has begun, without end."""
    monkeypatch.setattr(bounds, "MAX_SILENCE", 0.05)
    app = create_app(settings, now=lambda: NOON)
    async with app.router.lifespan_context(app):
        for kind, statuses in ((b"application/json", [408]), (b"text/plain", [415]), (b"application/x-ndjson", [])):
            answered: list[Message] = []
            to_come: list[Message] = [{"type": "http.request", "body": b'{"value":"$5"}\n', "more_body": True}]

            async def receive(to_come: list[Message] = to_come) -> Message:
                return to_come.pop() if to_come else await asyncio.Future()

            async def send(message: Message, answered: list[Message] = answered) -> None:
                answered.append(message)

            scope = {**SCOPE, "headers": [(b"content-type", kind)]}
            await asyncio.wait_for(app(scope, receive, send), timeout=30)
            assert [message["status"] for message in answered if "status" in message] == statuses
