"""Heads that never end, in bytes or in time, and fields that come where no head is any more."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import httpx
import pytest
import uvicorn

from pricesvc.settings import Settings
from pricesvc.web import heads
from pricesvc.web.app import create_app
from tests.conftest import PATIENCE
from tests.web.test_socket import answered, connection

pytestmark = pytest.mark.anyio

HEAD = b"POST /v1/normalize HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
ITEMS = b'c\r\n{"items":[]}\r\n', b"0\r\n"
BODY = b"".join((HEAD, b"\r\n", *ITEMS))
PART = b"b" * 65_536


@pytest.mark.parametrize(
    ("begin", "part"),
    [
        (b"GET / HTTP/1.1\r\nA: ", PART), (b"GET /", PART), (b"GET / HTTP/1.1\r\n", b"A: b\r\n" * 10_000), (BODY + b"A: ", PART),
        (BODY, b"A: b\r\n" * 10_000),
    ],
    ids=["field", "url", "fields", "field after the body", "fields after the body"],
)  # fmt: skip
def test_a_head_without_end_is_not_kept(server: str, begin: bytes, part: bytes) -> None:
    """After some hundred kilobytes of what may be 64 MB the caller is told so, and the connection ends."""
    sent = 0
    with connection(server) as connected:
        try:
            connected.sendall(begin)
            while sent < 1_000:
                connected.sendall(part)
                sent += 1
            found = b""
        except OSError:
            found = answered(connected)
    assert sent < 200
    assert not found or found[9:12] in {b"431", b"200"}
    assert httpx.get(f"{server}/livez", timeout=PATIENCE).status_code == 200


def test_a_long_head_is_told_so(server: str) -> None:
    """A caller that waits for the answer gets a problem document."""
    with connection(server) as connected:
        connected.sendall(b"GET / HTTP/1.1\r\nA: " + b"b" * 400_000)
        found = answered(connected)
    assert found.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\n")
    assert b'"code":"headers-too-large"' in found


def test_fields_after_the_body_are_none_of_the_head(start: Callable[..., str]) -> None:
    """A proxy has not seen to them: a key that comes so late opens nothing."""
    with connection(start(PRICESVC_API_KEYS="k1")) as connected:
        connected.sendall(BODY + b"Authorization: Bearer k1\r\n\r\n")
        assert answered(connected).startswith(b"HTTP/1.1 401 ")
        connected.sendall(b"".join((HEAD, b"Authorization: Bearer k1\r\n\r\n", *ITEMS, b"\r\n")))
        assert answered(connected).startswith(b"HTTP/1.1 200 ")


def test_nobody_is_somebody_else(start: Callable[..., str]) -> None:
    """Who asks is the address that the connection comes from, whatever a header field says."""
    base = start(PRICESVC_RATE_LIMIT="2/minute")
    said = [{"X-Forwarded-For": f"192.0.2.{number}"} for number in range(3)]
    found = [httpx.get(f"{base}/v1/currencies", headers=headers, timeout=PATIENCE).status_code for headers in said]
    assert found == [200, 200, 429]


@asynccontextmanager
async def listening(settings: Settings) -> AsyncGenerator[int]:
    """A server in this process; gives its port."""
    config = uvicorn.Config(create_app(settings), http=heads.Heads, log_level="error", timeout_keep_alive=60)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = asyncio.create_task(server.serve([listener]))
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            await serving


@pytest.mark.parametrize(
    "begin", [b"", b"GET /livez HTTP/1.1\r\nHost: x", b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\nGET /l"]
)
async def test_a_head_that_does_not_come_is_not_waited_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, begin: bytes
) -> None:
    """Neither the first of a connection, nor a later one."""
    monkeypatch.setattr(heads, "MAX_SILENCE", 0.05)
    async with listening(settings) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(begin)
        found = await reader.read()
        assert found.count(b"HTTP/1.1 200 OK") == begin.count(b"\r\n\r\n")
        writer.close()


async def test_a_body_and_a_pause_may_take_their_time(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither is a head: how long they may take is seen to elsewhere."""
    taken_in: asyncio.Queue[heads.Heads] = asyncio.Queue()
    take_in = heads.Heads.data_received

    def noted(connected: heads.Heads, data: bytes) -> None:
        take_in(connected, data)
        taken_in.put_nowait(connected)

    monkeypatch.setattr(heads.Heads, "data_received", noted)
    async with listening(settings) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for part in (HEAD + b"\r\n", ITEMS[0][:9], ITEMS[0][9:], b"0\r\n\r\n"):
            writer.write(part)
            connected = await taken_in.get()
            connected._look(connected._begun)
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")
        connected._look(connected._begun)
        writer.write(b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert (await reader.read()).endswith(b'{"status":"alive"}\n')
        writer.close()
