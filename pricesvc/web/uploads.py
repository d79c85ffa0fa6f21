"""A body as it arrives: taken in at once, kept on disk, read a line at a time in flat memory.

A caller that sends everything before it reads an answer must not be kept waiting by the answer it does not read yet:
the body is taken in whether or not the answer goes out.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from tempfile import SpooledTemporaryFile
from typing import Final

from starlette.types import Receive

from pricesvc.core.errors import TooLarge
from pricesvc.web.bounds import TooSlowError

IN_MEMORY: Final = 1_048_576
"""Bytes of a body that wait in memory; more wait on disk."""

MAX_LINE: Final = 65_536
"""Bytes that one line may have."""

_AT_ONCE: Final = 65_536


class Upload:
    """The body of one request; ``take`` takes it in, ``lines`` gives what has arrived."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._most = most
        self._kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by close()
        self._size = self._read = 0
        self._complete = self._too_large = False
        self._news = asyncio.Event()

    async def take(self) -> None:
        """Take the body in until it is complete or too large; returns when its sender is gone, or silent for too long."""
        while True:
            try:
                message = await self._receive()
            except TooSlowError:
                return
            if message["type"] == "http.disconnect":
                return
            body = message.get("body", b"")
            fits = body[: self._most - self._size]
            self._too_large = self._too_large or len(fits) < len(body)
            self._kept.seek(self._size)
            self._kept.write(fits)
            self._size += len(fits)
            self._complete = self._complete or self._too_large or not message.get("more_body", False)
            self._news.set()

    async def lines(self) -> AsyncGenerator[bytes]:
        """Each line without its line feed, as soon as it is there.

        Raises:
            TooLarge: for a line or a body over the bound.
        """
        held = b""
        while chunk := await self._chunk():
            *whole, held = (held + chunk).split(b"\n")
            for line in whole:
                yield _short(line)
            _short(held)
        if self._too_large:
            raise TooLarge(f"A streamed body has at most {self._most} bytes.", limit=self._most)
        if held:
            yield held

    async def _chunk(self) -> bytes:
        """The next bytes, once there are any; none at the end. Others get their turn first: much may be there already."""
        await asyncio.sleep(0)
        while self._read == self._size and not self._complete:
            self._news.clear()
            await self._news.wait()
        self._kept.seek(self._read)
        chunk = self._kept.read(_AT_ONCE)
        self._read += len(chunk)
        return chunk

    def close(self) -> None:
        """Forget the body."""
        self._kept.close()


def _short(line: bytes) -> bytes:
    if len(line) > MAX_LINE:
        raise TooLarge(f"A line has at most {MAX_LINE} bytes.", limit=MAX_LINE)
    return line
