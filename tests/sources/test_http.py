"""The guarded GET against a real server on a loopback socket, and against respx where only the answer matters."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import respx

from pricesvc.core.publishers import Kind, NotPublished, Refused, SourceError, Unreachable
from pricesvc.sources.http import Client, GuardedGet, Patience, retry_after

URL = "https://publisher.test/file.xml"
HASTY = Patience(deadline=5.0, attempts=3, first_wait=0.0)
XML = b"<rates/>"

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def ask(url: str = URL, *, kind: Kind = "xml", patience: Patience = HASTY, max_body: int = 1000) -> bytes:
    """One guarded GET."""

    async def run() -> bytes:
        async with Client("pricesvc/1 (+https://example.org)") as client:
            return await GuardedGet(client, patience=patience, max_body=max_body)(url, kind=kind)

    return asyncio.run(run())


def ask_server(handler: Handler, *, patience: Patience = HASTY, max_body: int = 1000) -> bytes:
    """One guarded GET to a server that answers with ``handler``."""

    async def run() -> bytes:
        serving: list[asyncio.Task[None]] = []

        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await reader.readuntil(b"\r\n\r\n")
                await handler(reader, writer)
            finally:
                writer.close()

        def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            serving.append(asyncio.create_task(talk(reader, writer)))

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with Client("pricesvc/1") as client:
            try:
                get = GuardedGet(client, patience=patience, max_body=max_body)
                return await get(f"http://127.0.0.1:{port}/file.xml", kind="xml")
            finally:
                server.close()
                for task in serving:
                    task.cancel()
                await asyncio.gather(*serving, return_exceptions=True)

    return asyncio.run(run())


def test_names_itself(respx_mock: respx.MockRouter) -> None:
    """The request says who asks."""
    route = respx_mock.get(URL).respond(content=XML)
    assert ask() == XML
    assert route.calls.last.request.headers["user-agent"] == "pricesvc/1 (+https://example.org)"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_an_error_that_names_its_target(respx_mock: respx.MockRouter, status: int) -> None:
    """A redirect is not followed; the operator reads where the publisher moved."""
    respx_mock.get(URL).respond(status, headers={"location": "https://elsewhere.test/"})
    with pytest.raises(Refused, match=r"https://elsewhere\.test/"):
        ask()
    assert respx_mock.calls.call_count == 1


@pytest.mark.parametrize("status", [404, 410])
def test_absence_is_not_tried_again(respx_mock: respx.MockRouter, status: int) -> None:
    """404 and 410 say that there is nothing, once."""
    respx_mock.get(URL).respond(status)
    with pytest.raises(NotPublished):
        ask()
    assert respx_mock.calls.call_count == 1


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_troubles_are_tried_again(respx_mock: respx.MockRouter, status: int) -> None:
    """Passing troubles are tried again, as often as patience allows."""
    respx_mock.get(URL).respond(status)
    with pytest.raises(Unreachable):
        ask()
    assert respx_mock.calls.call_count == 3


def test_recovers(respx_mock: respx.MockRouter) -> None:
    """The second try's answer is the answer."""
    respx_mock.get(URL).side_effect = [
        httpx.Response(503),
        httpx.ConnectError("down"),
        httpx.Response(200, content=XML),
    ]
    assert ask() == XML


@pytest.mark.parametrize("status", [400, 401, 403, 204, 206, 418])
def test_other_statuses_are_refused(respx_mock: respx.MockRouter, status: int) -> None:
    """What is neither the file nor a passing trouble is refused, once."""
    respx_mock.get(URL).respond(status)
    with pytest.raises(Refused):
        ask()
    assert respx_mock.calls.call_count == 1


def test_short_retry_after_is_waited_for(respx_mock: respx.MockRouter) -> None:
    """A ``Retry-After`` within patience replaces our own pause."""
    respx_mock.get(URL).side_effect = [
        httpx.Response(429, headers={"retry-after": "0"}),
        httpx.Response(200, content=XML),
    ]
    assert ask(patience=Patience(first_wait=1000.0, deadline=5.0)) == XML


@pytest.mark.parametrize(("header", "seconds"), [("120", 120.0), ("999999999999", 3600.0)])
def test_long_retry_after_is_passed_on(respx_mock: respx.MockRouter, header: str, seconds: float) -> None:
    """A longer ``Retry-After`` ends the tries and tells the book how long to leave the publisher alone, within bounds."""
    respx_mock.get(URL).respond(503, headers={"retry-after": header})
    with pytest.raises(Unreachable) as caught:
        ask()
    assert caught.value.retry_after == seconds
    assert respx_mock.calls.call_count == 1


ABSURD = "Mon, 1 Jan 2024 00:00:00 +9999999999999"


def test_retry_after_reads_dates() -> None:
    """``Retry-After`` may be a date; one in the past means now, nonsense means nothing."""
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert retry_after("Tue, 24 Nov 2026 12:01:00 GMT", now) == 60.0
    assert retry_after("Tue, 24 Nov 2026 12:01:00 GMT", now + timedelta(hours=1)) == 0.0
    assert [retry_after(header, now) for header in (None, "", "soon", "-5", "٣", ABSURD)] == [None] * 6


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("xml", b""),
        ("xml", b" \r\n"),
        ("xml", b"\n<!DOCTYPE html><html></html>"),
        ("xml", b"<html><body>Please log in</body></html>"),
        ("xml", b'{"a":1}'),
        ("json", b"<!doctype HTML>"),
        ("json", b"Couldn't find the requested file"),
        ("csv", b"<html>"),
        ("zip", b"PK\x03\x04 cut short"),
        ("zip", b"<html>"),
    ],
)
def test_bodies_are_sniffed(respx_mock: respx.MockRouter, kind: Kind, body: bytes) -> None:
    """Empty answers, web pages, other formats and truncated zips are refused though their status is 200."""
    respx_mock.get(URL).respond(content=body)
    with pytest.raises(Refused):
        ask(kind=kind)


def test_size_cap(respx_mock: respx.MockRouter) -> None:
    """One byte over the cap is refused."""
    respx_mock.get(URL).respond(content=b"<" + b"x" * 1000)
    with pytest.raises(Refused, match="1000 bytes"):
        ask()


def test_gzip_is_read(respx_mock: respx.MockRouter) -> None:
    """A gzipped answer is decompressed."""
    respx_mock.get(URL).mock(return_value=streamed(gzip.compress(XML)))
    assert ask() == XML


EMPTY_BLOCK = b"\x00\x00\x00\xff\xff"


@pytest.mark.parametrize(
    "body",
    [
        (gzip.compress(b"<" + b"x" * 5_000_000),), (gzip.compress(XML)[:-9],), (b"\x1f\x8bnonsense",),
        (gzip.compress(XML), b"\0"), (gzip.compress(XML)[:10], EMPTY_BLOCK * 300),
    ],
    ids=["a bomb", "cut short", "damaged", "more behind its end", "nothing for many bytes"],
)  # fmt: skip
def test_bad_gzip_is_refused(respx_mock: respx.MockRouter, body: tuple[bytes, ...]) -> None:
    """Each is cut at the cap of what is sent and of what it unpacks to."""
    respx_mock.get(URL).mock(return_value=streamed(*body))
    with pytest.raises(Refused):
        ask()


def test_other_encodings_are_refused(respx_mock: respx.MockRouter) -> None:
    """An encoding that was not asked for is refused."""
    respx_mock.get(URL).mock(return_value=streamed(XML, encoding="br"))
    with pytest.raises(Refused, match="br"):
        ask()


def streamed(*body: bytes, encoding: str = "gzip") -> httpx.Response:
    """An answer whose body is still encoded."""

    async def chunks() -> object:
        for part in body:
            yield part

    return httpx.Response(200, headers={"content-encoding": encoding}, content=chunks())  # type: ignore[arg-type]


def test_a_server_that_hangs() -> None:
    """A server that accepts and says nothing costs the deadline, not more."""

    async def hang(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    with pytest.raises(Unreachable, match=r"0\.1 s"):
        ask_server(hang, patience=Patience(deadline=0.1))


def test_a_server_that_drips() -> None:
    """A byte now and then does not stretch the deadline."""

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<")
        gone = asyncio.ensure_future(reader.read())
        while not gone.done():
            writer.write(b"x")
            await asyncio.wait({gone}, timeout=0.02)

    with pytest.raises(Unreachable):
        ask_server(drip, patience=Patience(deadline=0.2))


def test_a_body_cut_short() -> None:
    """A connection that ends before the announced length is no answer."""

    async def cut(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<rates>")

    with pytest.raises(Unreachable):
        ask_server(cut)


def test_nobody_listens() -> None:
    """A refused connection is unreachable."""
    with pytest.raises(Unreachable):
        ask("http://127.0.0.1:1/")


def test_odd_addresses() -> None:
    """An address that is none is refused, as any other fault is a SourceError."""
    with pytest.raises(SourceError):
        ask("https://exa mple:port/")
