"""Signals, sudden ends and clocks that jump."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http import HTTPStatus
from http.client import HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from pricesvc.core.calendars import is_target_day
from tests.conftest import PATIENCE, running
from tests.faults.house import EMBEDDED, TODAY, House, Server, honest
from tests.faults.test_disk import bring, whole
from tests.faults.test_publisher_faults import MISSING, all_fresh, arrives, ask_all, golden

GOLDEN = date(2023, 12, 7)
ENDS = [signal.SIGTERM, signal.SIGKILL]


@contextmanager
def load(server: Server, threads: int = 4) -> Iterator[list[BaseException]]:
    """Ask all the time from several threads; gives what was wrong with an answer, ends of connections aside."""
    stop = threading.Event()
    wrong: list[BaseException] = []

    def ask() -> None:
        with httpx.Client(base_url=server.base, timeout=10, trust_env=False) as client:
            while not stop.is_set():
                try:
                    honest(client.get("/v1/convert", params={"amount": "700", "from": "JPY", "to": "USD,SEK"}))
                except httpx.TransportError:
                    time.sleep(0.005)
                except AssertionError as error:
                    wrong.append(error)

    asking = [threading.Thread(target=ask) for _ in range(threads)]
    for thread in asking:
        thread.start()
    try:
        yield wrong
    finally:
        stop.set()
        for thread in asking:
            thread.join()


def business_days(count: int) -> list[date]:
    """The next days with a table."""
    days = (TODAY + timedelta(days=ahead) for ahead in range(1, count * 2 + 10))
    return [day for day in days if is_target_day(day)][:count]


@pytest.mark.parametrize("end", ENDS)
def test_ended_at_random(house: House, end: signal.Signals, *, long: bool) -> None:
    """Ended at any instant under load, while tables arrive: what was on disk is whole, and is there afterwards."""
    chance = random.Random()  # noqa: S311
    kept: set[date] = set()
    for day in business_days(100 if long else 5):
        house.publisher.newest, house.publisher.fault = day, None
        house.clock.set(day)
        server = house.start()
        with load(server) as wrong:
            time.sleep(chance.random() * 0.25)
            kept |= house.kept()
            server.end(end)
        assert not wrong
        assert kept <= house.kept(), "a table that was kept is gone"
        whole(house)
    house.publisher.fault = "500"
    server = house.start()
    for day in sorted(kept)[-5:]:
        assert all_fresh(ask_all(server, day))
    golden(server)


def batch(size: int) -> dict[str, object]:
    """A batch that keeps the service busy for a while."""
    items = [{"id": str(number), "text": f"¥{number} million Lexus"} for number in range(1, size + 1)]
    return {"items": items, "to": ["USD"], "on": "2023-12-07"}


def under_way(server: Server, end: Callable[[], object]) -> dict[str, Any]:
    """The answer to a request that the service had begun to read when it was told to end, and not read to its end."""
    body = json.dumps(batch(1500)).encode()
    head = "POST /v1/normalize HTTP/1.1", "Host: a", f"Content-Length: {len(body)}", "Expect: 100-continue"
    with socket.create_connection(("127.0.0.1", urlsplit(server.base).port), timeout=PATIENCE) as caller:
        caller.sendall("\r\n".join((*head, "", "")).encode())
        assert caller.recv(65_536).startswith(b"HTTP/1.1 100 ")
        end()
        caller.sendall(body)
        answer = HTTPResponse(caller)
        answer.begin()
        assert answer.status == HTTPStatus.OK
        found: dict[str, Any] = json.loads(answer.read())
    return found


def test_term_lets_requests_finish(house: House) -> None:
    """Told to end, it finishes what is under way, takes nothing new, and ends by itself."""
    server = house.start()
    ended: list[int] = []
    ending = threading.Thread(target=lambda: ended.append(server.end()))
    items = under_way(server, ending.start)["items"]
    ending.join()
    assert [item["id"] for item in items] == [str(number) for number in range(1, 1501)]
    assert items[9]["conversions"][0]["amount"] == "68965.30"
    assert ended == [0]
    with pytest.raises(httpx.TransportError), httpx.Client(trust_env=False) as client:
        client.get(f"{server.base}/livez")


@pytest.mark.parametrize("fault", ["hang", "drip"])
def test_term_does_not_wait_for_publishers(house: House, fault: str) -> None:
    """A publisher that never answers does not keep the service from ending."""
    house.publisher.fault = fault
    server = house.start()
    asking = threading.Thread(target=ask_all, args=(server, TODAY))
    asking.start()
    asking.join()
    assert house.publisher.requests
    assert server.end() == 0


def test_the_command_itself(tmp_path: Path) -> None:
    """`pricesvc serve`, as an operator starts it, answers with every publisher out of reach, and ends when told."""
    sources = {"PRICESVC_SOURCES": "ecb,frankfurter,currency_api,hmrc,us_treasury,un"}
    nowhere = "http://127.0.0.1:9"
    names = ("ECB", "FRANKFURTER", "CURRENCY_API", "CURRENCY_API_FALLBACK", "HMRC", "US_TREASURY", "UN")
    urls = {f"PRICESVC_{name}_URL": nowhere for name in names}
    with running(tmp_path / "state", **sources, **urls) as base:
        asked = {"amount": "10000000", "from": "JPY", "to": "USD", "on": "2023-12-07"}
        answer = httpx.get(f"{base}/v1/convert", params=asked, timeout=30, trust_env=False)
        assert answer.json()["conversions"][0]["amount"] == "68965.30"
        latest = httpx.get(f"{base}/v1/convert", params={"value": "100 EUR", "to": "USD"}, timeout=30, trust_env=False)
        honest(latest)
        assert latest.status_code in {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}


def test_term_while_starting(tmp_path: Path) -> None:
    """As soon as it has said a word it ends well, before there is a server that could."""
    command = [sys.executable, "-m", "pricesvc", "serve", "--port", "0"]
    offline = os.environ | {"PRICESVC_SOURCES": "", "PRICESVC_STATE_DIR": str(tmp_path)}
    with subprocess.Popen(command, env=offline, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert "pricesvc" in process.stderr.readline()
        process.terminate()
        assert process.wait(30) == 0


def test_clock_jumps(house: House) -> None:
    """A clock that jumps back, ahead, past every bound and home again never makes a number wrong or a table lost."""
    server = house.start()
    bring(server)
    house.publisher.fault = "500"
    jumps = [
        TODAY - timedelta(days=40),
        TODAY + timedelta(days=1),
        EMBEDDED - timedelta(days=400),
        TODAY + timedelta(days=3650),
        date(1999, 1, 4),
        date(2099, 12, 31),
    ]
    for day in jumps:
        house.clock.set(day, hour=3)
        for asked in (day, MISSING, TODAY):
            ask_all(server, asked)
        if day > GOLDEN:
            golden(server)
        future = server.get(
            "/v1/convert", **{"amount": "1", "from": "EUR", "to": "USD", "on": str(day + timedelta(days=2))}
        )
        assert not future.is_success
    house.clock.set(TODAY)
    house.publisher.fault = None
    bring(server)
    server.end()
    house.publisher.fault = "500"
    assert all_fresh(ask_all(house.start(), TODAY))


def test_publisher_ahead_of_the_clock(house: House) -> None:
    """With a clock that lags, tomorrow's table is not believed until the clock gets there."""
    day = business_days(1)[0]
    house.publisher.newest = day
    server = house.start()
    ask_all(server, TODAY)
    house.clock.set(day)
    assert arrives(server, day)


def test_log_that_nobody_reads(house: House) -> None:
    """A collector of logs that has gone costs no answer."""
    os.mkfifo(house.log)
    collector = os.open(house.log, os.O_RDONLY | os.O_NONBLOCK)
    house.publisher.fault = "jump"
    server = house.start({"PRICESVC_LOG_LEVEL": "debug"})
    golden(server)
    os.close(collector)
    golden(server)
    ask_all(server, TODAY)
    house.publisher.fault = None
    house.clock.set(TODAY, hour=20)
    bring(server)
    assert server.end() == 0
