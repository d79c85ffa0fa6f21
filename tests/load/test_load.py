"""Many callers at once, some of them badly behaved, with every publisher down: every answer right, memory flat."""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest

from tests.faults.conftest import house, nursery
from tests.faults.house import House, Server
from tests.load.tally import Tally
from tests.load.wire import Answer, Connection, get, post

__all__ = ["house", "nursery"]

pytestmark = pytest.mark.anyio

CONNECTIONS = 64
DAY = "2023-12-07"
ITEMS = [{"text": "¥10M Lexus"}, {"value": "1,400만원", "description": "watch"}, {"text": "nothing at all"}]
REPORT = "A dealer shipped a Lexus worth 10 million yen ($700,000), and two watches at CHF 12,500 each. " * 3


def batch(items: object, **terms: object) -> bytes:
    """The body of a batch."""
    return json.dumps({"items": items, "on": DAY, **terms}).encode()


REQUESTS = {
    "convert": get(f"/v1/convert?value={quote('¥10M')}&to=USD,EUR&on={DAY}"),
    "convert a month": get("/v1/convert?amount=100&from=EUR&to=USD&on=2023-12"),
    "convert as text": get(f"/v1/convert?value=100%20EUR&to=USD&on={DAY}", "Accept: text/plain"),
    "normalize": get(f"/v1/normalize?item={quote('¥10M Lexus')}&to=USD&on={DAY}&regimes=eu-dprk"),
    "normalize by all": get(f"/v1/normalize?item={quote('zweihunderttausend Euro Yacht')}&on={DAY}"),
    "normalize many": post("/v1/normalize", batch(ITEMS, to=["USD"])),
    "classify": get(f"/v1/classify?amount=20000&currency=EUR&category=passenger_vehicles&on={DAY}"),
    "classify many": post("/v1/classify", batch([{"description": "black coat by Dior"}] * 3)),
    "extract": post(f"/v1/extract?on={DAY}&to=USD&regimes=", REPORT.encode(), "text/plain"),
    "rates": get(f"/v1/rates?base=USD&symbols=JPY,EUR&on={DAY}"),
    "rates of a quarter": get("/v1/rates?base=USD&symbols=JPY&from=2023-10-01&until=2023-12-31"),
    "currencies": get("/v1/currencies"),
    "categories": get("/v1/categories"),
    "regimes": get("/v1/regimes"),
    "a regime": get(f"/v1/regimes/eu-dprk?on={DAY}"),
    "problem": get("/problems/no-rate"),
    "openapi": get("/openapi.json"),
    "page": get("/"),
    "livez": get("/livez"),
    "unknown currency": get(f"/v1/convert?amount=1&from=XYZ&to=USD&on={DAY}"),
    "suspended": get("/v1/convert?amount=100&from=RUB&to=USD&on=2024-01-05&source=ecb"),
    "no such page": get("/v1/nothing"),
    "no JSON": post("/v1/normalize", b"{"),
    "too large": post("/v1/normalize", b" " * 17_000_000),
}
"""Every call there is; the same question on the same data has the same bytes for an answer."""

LONG_WORK = {
    "normalize a lot": post("/v1/normalize", batch(ITEMS * 20, to=["USD"], regimes=["eu-dprk"])),
    "extract a page": post(f"/v1/extract?on={DAY}&to=USD&regimes=", REPORT.encode() * 10, "text/plain"),
}
"""What takes fifty times as long as the calls above by itself, and stands in line for a thread."""

CHANGING = {
    "latest": get("/v1/convert?amount=100&from=EUR&to=USD"),
    "metrics": get("/metrics"),
    "readyz": get("/readyz"),
    "sources": get("/v1/sources"),
}
"""Calls whose answer moves on."""


def amounts(number: int) -> tuple[bytes, str]:
    """A conversion that nobody asked for before, and what it comes to."""
    query = urlencode({"amount": number, "from": "JPY", "to": "USD", "on": DAY})
    worth = Decimal(number) * Decimal("1.0771") / Decimal("156.18")
    return get(f"/v1/convert?{query}"), str(worth.quantize(Decimal("0.01"), ROUND_HALF_EVEN))


@dataclass
class Press:
    """Many connections that take numbers and ask."""

    port: int
    requests: dict[str, bytes]
    known: dict[str, Answer]
    tally: Tally = field(default_factory=Tally)

    async def run(self, count: int) -> None:
        """Ask ``count`` times over all connections."""
        numbers = iter(range(count))
        await asyncio.gather(*(self._work(numbers) for _ in range(CONNECTIONS)))

    async def _work(self, numbers: Iterator[int]) -> None:
        connection = await Connection.open(self.port)
        for number in numbers:
            began = time.perf_counter()
            kind, answer = await asyncio.wait_for(self._one(connection, number), timeout=60)
            self.tally.kinds[kind].append(time.perf_counter() - began)
            if answer.headers.get("connection", "") == "close":
                connection.close()
                connection = await Connection.open(self.port)
        connection.close()

    async def _one(self, connection: Connection, number: int) -> tuple[str, Answer]:
        """Ask one thing, and hold the answer against what is known."""
        if number % 4 == 0:
            name = "amount"
            request, worth = amounts(number * 7919 + 1)
            answer = await connection.ask(request)
            self._note(name, answer.status == 200 and f'"amount":"{worth}","currency":"USD"'.encode() in answer.body)
        elif number % 40 == 1:
            name = list(CHANGING)[number // 40 % len(CHANGING)]
            answer = await connection.ask(CHANGING[name])
            self._note(name, answer.status in {200, 503} and (answer.status == 200 or "retry-after" in answer.headers))
        else:
            name = self._in_turn(number)
            answer = await connection.ask(self.requests[name])
            known = self.known[name]
            self._note(name, (answer.status, answer.body) == (known.status, known.body))
        return name, answer

    def _in_turn(self, number: int) -> str:
        """The calls in turn; an oversize body only now and then, for it is most of the bytes."""
        names = [name for name in self.requests if name != "too large" or number % 100 == 99]
        return names[number % len(names)]

    def _note(self, name: str, right: object) -> None:
        if not right:
            self.tally.wrong.append(name)


def resident(process: int) -> int:
    """Bytes that a process holds in memory."""
    line = next(line for line in Path(f"/proc/{process}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024


async def _half_open(_: Connection) -> None:
    """Connect and say nothing."""
    await asyncio.sleep(3600)


async def _slow_writer(connection: Connection) -> None:
    """Send a request a byte at a time."""
    for byte in REQUESTS["normalize many"] * 1000:
        connection.writer.write(bytes([byte]))
        await asyncio.sleep(0.05)


async def _slow_reader(connection: Connection) -> None:
    """Ask for a lot and read nothing."""
    for _ in range(20):
        connection.writer.write(get("/v1/rates?base=USD&symbols=JPY,GBP,CHF&from=1999-01-04&until=2023-12-31"))
    await asyncio.sleep(3600)


async def _body_that_never_ends(connection: Connection) -> None:
    """Promise a body and leave it at a few bytes."""
    connection.writer.write(REQUESTS["normalize many"][:-40])
    await asyncio.sleep(3600)


async def _hanger_up(connection: Connection) -> None:
    """Ask and hang up before the answer."""
    connection.writer.write(LONG_WORK["extract a page"])
    await asyncio.sleep(random.random() * 0.05)  # noqa: S311


async def _flood(connection: Connection) -> None:
    """Send chunks without end."""
    head = "POST /v1/normalize HTTP/1.1", "Host: a", "Content-Type: application/json", "Transfer-Encoding: chunked"
    connection.writer.write("\r\n".join((*head, "", "")).encode())
    for _ in range(400):
        connection.writer.write(b"10000\r\n" + b" " * 65536 + b"\r\n")
        await connection.writer.drain()


BAD: dict[Callable[[Connection], Coroutine[None, None, None]], int] = {
    _half_open: 32,
    _slow_writer: 8,
    _slow_reader: 8,
    _body_that_never_ends: 8,
    _hanger_up: 2,
    _flood: 1,
}
"""Callers that behave badly, and how many of each."""


async def _pester(port: int, bad: Callable[[Connection], Coroutine[None, None, None]]) -> None:
    """Behave badly, and hang up without a word, again and again."""
    while True:
        connection = await Connection.open(port)
        try:
            await bad(connection)
        except ConnectionError:
            await asyncio.sleep(0.1)
        finally:
            connection.abort()


@asynccontextmanager
async def pestered(port: int) -> AsyncIterator[None]:
    """Badly behaved callers at work meanwhile."""
    tasks = [asyncio.create_task(_pester(port, bad)) for bad, count in BAD.items() for _ in range(count)]
    await asyncio.sleep(0.1)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(isinstance(end, asyncio.CancelledError) for end in ended), ended


async def learn(port: int, requests: dict[str, bytes]) -> dict[str, Answer]:
    """Ask everything once, in quiet; the answers are what every later one must equal."""
    known = {}
    for name, request in requests.items():
        connection = await Connection.open(port)
        known[name] = await connection.ask(request)
        connection.close()
    assert b'"amount":"68965.30"' in known["normalize"].body
    assert b'"off-by-10x"' in known["extract"].body
    assert {name: answer.status for name, answer in known.items() if answer.status != 200} == {
        "unknown currency": 404,
        "suspended": 404,
        "no such page": 404,
        "no JSON": 422,
        "too large": 413,
    }
    return known


def cut_off(house: House) -> tuple[Server, int]:
    """A server whose publishers are all down, as it has found out, and its port."""
    house.publisher.fault = "500"
    nowhere = "http://127.0.0.1:9"
    names = ("FRANKFURTER", "CURRENCY_API", "CURRENCY_API_FALLBACK", "HMRC", "US_TREASURY", "UN")
    urls = {f"PRICESVC_{name}_URL": nowhere for name in names}
    server = house.start({"PRICESVC_SOURCES": "ecb,frankfurter,currency_api,hmrc,us_treasury,un", **urls})
    port = urlsplit(server.base).port
    assert port is not None
    for _ in range(600):
        if all(source["failures"] for source in server.get("/v1/sources").json()["sources"]):
            return server, port
        time.sleep(0.05)
    raise RuntimeError("the publishers are not asked")


async def pressed(house: House, requests: dict[str, bytes], count: int) -> Tally:
    """Ask ``count`` times: every answer is that of a quiet moment, to the byte, and memory stays flat."""
    server, port = cut_off(house)
    press = Press(port, requests, await learn(port, requests))
    await press.run(count // 2)
    before = resident(server.process)
    await press.run(count // 2)
    after = resident(server.process)
    print(f"\n{press.tally.told()} at {CONNECTIONS} connections; {before / 1e6:.0f} MB, then {after / 1e6:.0f} MB")  # noqa: T201
    assert not press.tally.wrong
    assert len(press.tally.seconds) == count
    assert after - before < 32e6, "memory grows"
    return press.tally


async def test_press(house: House, *, long: bool) -> None:
    """Every call there is, at 64 connections; the slowest hundredth of them takes at most ten times what is usual."""
    tally = await pressed(house, REQUESTS, 100_000 if long else 2_000)
    if long:
        assert tally.share(0.99) <= 10 * tally.share(0.5)


async def test_press_beside_long_work(house: House, *, long: bool) -> None:
    """With pages and long batches among them, no call that is short stands in line behind one that is long."""
    tally = await pressed(house, REQUESTS | LONG_WORK, 20_000 if long else 1_000)
    if long:
        usual = min(tally.of(kind, 0.5) for kind in LONG_WORK)
        assert [kind for kind in tally.kinds.keys() - LONG_WORK.keys() if tally.of(kind, 0.99) > usual] == []


async def test_press_among_bad_callers(house: House, *, long: bool) -> None:
    """Slow, silent, endless and vanishing callers do not keep the others from their answers, nor fill the memory."""
    server, port = cut_off(house)
    everything = REQUESTS | LONG_WORK
    known = await learn(port, everything)
    press = Press(port, everything, known)
    before = resident(server.process)
    async with pestered(port):
        await press.run(20_000 if long else 500)
    after = resident(server.process)
    print(f"\n{press.tally.told()} among bad callers; {before / 1e6:.0f} MB, then {after / 1e6:.0f} MB")  # noqa: T201
    assert not press.tally.wrong
    assert after - before < 300e6, "memory grows"
    await Press(port, everything, known).run(100)
    assert server.end() == 0
