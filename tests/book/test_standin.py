"""The book over a real socket: a stand-in publisher on loopback that serves the ECB's file, or every fault there is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from pricesvc.book import Book, Need, Pacing
from pricesvc.catalog.currencies import currencies, law
from pricesvc.core.exchange import Rates
from pricesvc.core.series import Series
from pricesvc.sources.ecb import Ecb
from pricesvc.sources.frankfurter import Frankfurter
from pricesvc.sources.http import Client, GuardedGet, Patience

if TYPE_CHECKING:
    from tests.book.conftest import Clock

pytestmark = pytest.mark.anyio

FRIDAY = date(2026, 11, 20)
NEED = Need("EUR", "USD", FRIDAY)
GOOD = {"USD": "1.16", "JPY": "178.90", "GBP": "0.851", "CHF": "0.931", "CNY": "8.12", "SEK": "11.0700"}


def ecb_xml(rates: Mapping[str, str] = GOOD, day: str = "2026-11-20") -> bytes:
    """A daily file in the ECB's shape."""
    rows = "".join(f"<Cube currency='{code}' rate='{rate}'/>" for code, rate in rates.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
        f"xmlns=\"http://www.ecb.int/vocabulary/2002-08-01/eurofxref\"><Cube><Cube time='{day}'>{rows}</Cube></Cube>"
        "</gesmes:Envelope>"
    ).encode()


def answer(body: bytes, status: str = "200 OK", *more: str, length: int | None = None) -> bytes:
    """An HTTP response; ``length`` lies about the size of the body."""
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {length or len(body)}", "Connection: close", *more, "", "")
    return "\r\n".join(lines).encode() + body


@dataclass
class StandIn:
    """A publisher: one response to every request, or silence (None), or a drip of bytes."""

    response: bytes | None
    drip: bool = False
    requests: list[str] = field(default_factory=list)
    _serving: set[asyncio.Task[None]] = field(default_factory=set)

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        self._serving.add(asyncio.create_task(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.requests.append((await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode())
            gone = asyncio.ensure_future(reader.read())
            if self.response is None:
                await gone
            for at in range(len(self.response or b"") if self.drip else 0):
                writer.write((self.response or b"")[at : at + 1])
                await asyncio.wait({gone}, timeout=0.05)
            if not self.drip:
                writer.write(self.response or b"")
                await writer.drain()
            gone.cancel()
        finally:
            writer.close()

    async def close(self) -> None:
        """End every connection."""
        for task in self._serving:
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)


@dataclass
class Stage:
    """A book over the stand-in."""

    book: Book
    publisher: StandIn

    @property
    def rate(self) -> Decimal:
        """What the book answers now."""
        return self.book.view().receipt("EUR", "USD", FRIDAY).rate


@asynccontextmanager
async def stage(publisher: StandIn, clock: Clock, embedded: Series, *, relay: bool = False) -> AsyncIterator[Stage]:
    """Open a server, a client and a book, on Saturday 21 November 2026; Friday's table is missing."""
    clock.forward(days=-3)
    server = await asyncio.start_server(publisher.accept, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    rates = Rates((embedded,), currencies(), law(), clock.now().date())
    sources = (Ecb(url), Frankfurter(url)) if relay else (Ecb(url),)
    async with Client("pricesvc/test") as client:
        get = GuardedGet(client, patience=Patience(deadline=1.0, attempts=1))
        book = Book(rates, sources, get, now=clock.now, timer=clock.timer, pacing=Pacing(patience=0.3))
        try:
            yield Stage(book, publisher)
        finally:
            await book.close()
            server.close()
            await publisher.close()


async def test_the_daily_file(clock: Clock, embedded: Series) -> None:
    """The day's file is fetched over a socket, once, and its digits are the receipt's."""
    async with stage(StandIn(answer(ecb_xml())), clock, embedded) as on:
        await on.book.ensure([NEED])
        await on.book.ensure([NEED, Need("USD", "SEK", FRIDAY)])
        (leg,) = on.book.view().receipt("EUR", "SEK", FRIDAY).legs
        assert (str(leg.rate), leg.day, on.rate) == ("11.0700", FRIDAY, Decimal("1.16"))
        assert on.publisher.requests == ["/stats/eurofxref/eurofxref-daily.xml"]


async def test_eighty_callers_one_request(clock: Clock, embedded: Series) -> None:
    """Eighty callers on a cold cache make one request to the publisher, and all are answered by it."""
    async with stage(StandIn(answer(ecb_xml())), clock, embedded) as on:
        await asyncio.gather(*(on.book.ensure([NEED]) for _ in range(80)))
        assert (len(on.publisher.requests), on.rate) == (1, Decimal("1.16"))


FAULTS = {
    "500": (answer(b"<oops/>", "500 Internal Server Error"), "500"),
    "redirect": (answer(b"", "301 Moved", "Location: https://captcha.test/"), "redirects to https://captcha.test/"),
    "web page": (answer(b"<!DOCTYPE html><html>please prove you are human</html>"), "a web page"),
    "empty": (answer(b""), "empty"),
    "cut short": (answer(ecb_xml(), length=9000), "RemoteProtocolError"),
    "half a file": (answer(ecb_xml()[:-40]), "not well-formed"),
    "entities": (answer(b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "document type"),
    "no http": (b"220 ftp ready\r\n", "RemoteProtocolError"),
    "jump": (answer(ecb_xml({**GOOD, "USD": "11.6"})), "major moved: USD"),
    "swapped": (
        answer(ecb_xml({code: str(round(1 / Decimal(rate), 6)) for code, rate in GOOD.items()})),
        "major moved",
    ),
    "NaN": (answer(ecb_xml({**GOOD, "SEK": "NaN"})), "impossible: SEK"),
    "few": (answer(ecb_xml({"USD": "1.16"})), "fewer currencies"),
    "future": (answer(ecb_xml(day="2026-11-22")), "future dated"),
    "closed": (answer(b"<a/>", "403 Forbidden"), "403"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_faults(clock: Clock, embedded: Series, fault: str) -> None:
    """Every fault leaves the embedded table answering, marked stale, with the reason on record and a cool-down."""
    response, reason = FAULTS[fault]
    async with stage(StandIn(response), clock, embedded) as on:
        await on.book.ensure([NEED])
        receipt = on.book.view().receipt("EUR", "USD", FRIDAY)
        (status,) = on.book.status()
        assert (receipt.day, receipt.stale) == (date(2026, 11, 19), True)
        assert status.failures == 1
        assert reason in str(status.last_error)
        assert status.cooling_until is not None
        await on.book.ensure([NEED])
        assert len(on.publisher.requests) == 1


@pytest.mark.parametrize("publisher", [StandIn(None), StandIn(answer(ecb_xml()), drip=True)], ids=["hang", "drip"])
async def test_slow_publishers(clock: Clock, embedded: Series, publisher: StandIn) -> None:
    """However slow every publisher is, a request waits no longer than its patience."""
    async with stage(publisher, clock, embedded, relay=True) as on:
        clock.forward(days=3)
        monday = Need("EUR", "USD", date(2026, 11, 23))
        start = time.perf_counter()
        await asyncio.gather(*(on.book.ensure([monday]) for _ in range(100)))
        assert time.perf_counter() - start < 15  # one after the other, they would wait for 30 seconds
        assert on.book.view().receipt("EUR", "USD", monday.day).stale


async def test_not_published_yet(clock: Clock, embedded: Series) -> None:
    """The file of the day before still standing there is no fault: it is asked for again two minutes later."""
    async with stage(StandIn(answer(ecb_xml(day="2026-11-19"))), clock, embedded) as on:
        await on.book.refresh()
        assert on.book.status()[0].failures == 0
        on.publisher.response = answer(ecb_xml())
        await on.book.refresh()
        assert len(on.publisher.requests) == 1
        clock.forward(seconds=121)
        await on.book.refresh()
        assert on.rate == Decimal("1.16")
