"""HTTP/1.1 by hand over asyncio streams: fast enough to press a server, bare enough to misbehave."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import NamedTuple


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


def get(target: str, *headers: str) -> bytes:
    """A GET request; the target is already encoded."""
    return "\r\n".join((f"GET {target} HTTP/1.1", "Host: pricesvc.test", *headers, "", "")).encode()


def post(target: str, body: bytes, kind: str = "application/json") -> bytes:
    """A POST request."""
    lines = (f"POST {target} HTTP/1.1", "Host: pricesvc.test", f"Content-Type: {kind}")
    return "\r\n".join((*lines, f"Content-Length: {len(body)}", "", "")).encode() + body


@dataclass
class Connection:
    """One kept-alive connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def open(cls, port: int) -> Connection:
        """Connect to loopback."""
        return cls(*await asyncio.open_connection("127.0.0.1", port, limit=1 << 26))

    async def ask(self, request: bytes) -> Answer:
        """Send one request and read its answer whole."""
        self.writer.write(request)
        await self.writer.drain()
        return await self.read()

    async def read(self) -> Answer:
        """Read one answer."""
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split(" ")[1])
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        if "chunked" in headers.get("transfer-encoding", ""):
            return Answer(status, headers, await self._chunks())
        return Answer(status, headers, await self.reader.readexactly(int(headers.get("content-length", "0"))))

    async def _chunks(self) -> bytes:
        parts = []
        while size := int((await self.reader.readuntil(b"\r\n")).split(b";")[0], 16):
            parts.append(await self.reader.readexactly(size))
            await self.reader.readexactly(2)
        await self.reader.readuntil(b"\r\n")
        return b"".join(parts)

    def close(self) -> None:
        """Hang up."""
        self.writer.close()

    def abort(self) -> None:
        """Hang up without a word."""
        self.writer.transport.abort()
        self.writer.close()
