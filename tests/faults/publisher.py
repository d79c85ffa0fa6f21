"""A stand-in for the ECB on a loopback socket: its three files with figures that a test can work out, or a fault."""

from __future__ import annotations

import asyncio
import io
import json
import re
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from pricesvc.core.calendars import is_target_day, target_day_on_or_before

Table = Mapping[str, str]

NEAR: Final = {
    "USD": "1.15", "JPY": "178.20", "GBP": "0.85", "CHF": "0.93", "CNY": "8.10", "SEK": "11.062", "NOK": "11.6",
    "DKK": "7.46", "PLN": "4.25", "CZK": "24.4", "HUF": "392", "RON": "5.08", "AUD": "1.76", "CAD": "1.61",
    "NZD": "2.02", "HKD": "8.94", "SGD": "1.49", "KRW": "1650", "INR": "101.5", "IDR": "19000", "MYR": "4.85",
    "PHP": "67", "THB": "37.3", "ZAR": "19.9", "TRY": "48.5", "MXN": "21.4", "BRL": "6.2", "ILS": "3.85", "ISK": "141",
}  # fmt: skip
"""About what a euro was worth in the autumn of 2026."""


def truth(day: date) -> Table:
    """What the stand-in publishes for a day: the usual figures, their last digits from the day."""
    tail = f"{day.toordinal() % 89 + 10}"
    return {code: f"{figure}{'' if '.' in figure else '.'}{tail}" for code, figure in NEAR.items()}


def daily(tables: Mapping[date, Table]) -> bytes:
    """Tables as the ECB's XML, newest first."""
    cubes = []
    for day in sorted(tables, reverse=True):
        rows = "".join(f"<Cube currency='{code}' rate='{rate}'/>" for code, rate in tables[day].items())
        cubes.append(f"<Cube time='{day}'>{rows}</Cube>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
        f'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><Cube>{"".join(cubes)}</Cube></gesmes:Envelope>'
    ).encode()


def history(tables: Mapping[date, Table]) -> bytes:
    """Tables as the ECB's zip of one CSV file, newest first."""
    codes = list(NEAR)
    days = sorted(tables, reverse=True)
    rows = (f"{day},{','.join(tables[day].get(code, 'N/A') for code in codes)}," for day in days)
    lines = [f"Date,{','.join(codes)},", *rows]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("eurofxref-hist.csv", "\n".join(lines))
    return packed.getvalue()


def _each(tables: Mapping[date, Table], change: Callable[[str, str], str]) -> dict[date, Table]:
    return {day: {code: change(code, rate) for code, rate in table.items()} for day, table in tables.items()}


def _jump(code: str, rate: str) -> str:
    return str(Decimal(rate) * 10) if code == "USD" else rate


def _minor_jump(code: str, rate: str) -> str:
    return str(Decimal(rate) * 10) if code == "SEK" else rate


def _swapped(_code: str, rate: str) -> str:
    return str(round(1 / Decimal(rate), 6))


def _one_swapped(code: str, rate: str) -> str:
    return str(round(1 / Decimal(rate), 6)) if code == "ZAR" else rate


def _nan(code: str, rate: str) -> str:
    return "NaN" if code == "JPY" else rate


def _zero(code: str, rate: str) -> str:
    return "0" if code == "JPY" else rate


WRONG: Final[Mapping[str, Callable[[Mapping[date, Table]], Mapping[date, Table]]]] = {
    "jump": lambda tables: _each(tables, _jump),
    "minor jump": lambda tables: _each(tables, _minor_jump),
    "swapped": lambda tables: _each(tables, _swapped),
    "one swapped": lambda tables: _each(tables, _one_swapped),
    "NaN": lambda tables: _each(tables, _nan),
    "zero": lambda tables: _each(tables, _zero),
    "few": lambda tables: {day: {"USD": table["USD"]} for day, table in tables.items()},
    "future day": lambda tables: {day + timedelta(days=400): table for day, table in _each(tables, _jump).items()},
    "older table": lambda tables: {day - timedelta(days=400): table for day, table in _each(tables, _jump).items()},
}
"""Files of the right form that must not be believed."""

BROKEN: Final[Mapping[str, tuple[str, tuple[str, ...], bytes]]] = {
    "500": ("500 Internal Server Error", (), b"<oops/>"),
    "redirect": ("302 Found", ("Location: https://captcha.invalid/",), b""),
    "HTML": ("200 OK", ("Content-Type: application/xml",), b"<!DOCTYPE html><html>prove that you are human</html>"),
    "empty": ("200 OK", (), b""),
    "429": ("429 Too Many Requests", ("Retry-After: 120",), b""),
}
"""Answers that are no file."""

FAULTS: Final = (*BROKEN, "hang", "drip", "truncated", *WRONG)
"""Everything that the stand-in can do wrong."""


def _response(status: str, headers: tuple[str, ...], body: bytes) -> bytes:
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", "")
    return "\r\n".join(lines).encode() + body


@dataclass
class Publisher:
    """The stand-in: ``fault`` is what it does wrong now (None: nothing), ``newest`` the last day it has a table for."""

    oldest: date
    newest: date
    fault: str | None = None
    requests: list[str] = field(default_factory=list)
    url: str = ""
    _serving: set[asyncio.Task[None]] = field(default_factory=set)

    def tables(self) -> dict[date, Table]:
        """Every table there is, without a fault."""
        span = range((self.newest - self.oldest).days + 1)
        days = (self.oldest + timedelta(days=ahead) for ahead in span)
        return {day: truth(day) for day in days if is_target_day(day)}

    def file(self, name: str) -> bytes:
        """One of the ECB's files, with the fault of the moment."""
        tables: Mapping[date, Table] = self.tables()
        if name.endswith("daily.xml"):
            newest = target_day_on_or_before(self.newest)
            tables = {newest: tables[newest]}
        elif name.endswith("90d.xml"):
            tables = {day: table for day, table in tables.items() if day > self.newest - timedelta(days=90)}
        if self.fault is not None and self.fault in WRONG:
            tables = WRONG[self.fault](tables)
        body = history(tables) if name.endswith(".zip") else daily(tables)
        return body[: len(body) * 2 // 3] if self.fault == "truncated" else body

    def relayed(self, path: str) -> bytes:
        """The tables of a span of days as Frankfurter passes them on; it has no faults."""
        first, _, last = path.removeprefix("/v1/").partition("?")[0].partition("..")
        rates = {str(day): table for day, table in self.tables().items() if first <= str(day) <= last}
        return re.sub(r'"([0-9.]+)"', r"\1", json.dumps({"amount": 1.0, "base": "EUR", "rates": rates})).encode()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection, one request."""
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).split(b" ")[1].decode()
            self.requests.append(path)
            if path.startswith("/v1/"):
                writer.write(_response("200 OK", (), self.relayed(path)))
            else:
                await self._answer(path.rpartition("/")[2], reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._serving.discard(task)
            writer.close()

    async def _answer(self, name: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        status, headers, body = BROKEN.get(self.fault or "", ("200 OK", (), b"")) or ()
        if self.fault not in BROKEN:
            body = self.file(name)
        content = _response(status, headers, body)
        if self.fault == "hang":
            await reader.read()
        elif self.fault == "drip":
            for at in range(len(content)):
                writer.write(content[at : at + 1])
                await writer.drain()
                await asyncio.sleep(0.05)
        else:
            writer.write(content)
            await writer.drain()

    async def close(self) -> None:
        """End every connection."""
        for task in list(self._serving):
            task.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)


@contextmanager
def publishing(publisher: Publisher) -> Iterator[Publisher]:
    """Serve in a thread; the publisher knows its URL."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(publisher.accept, "127.0.0.1", 0))
    publisher.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield publisher
    finally:

        async def end() -> None:
            server.close()
            await publisher.close()

        asyncio.run_coroutine_threadsafe(end(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()
