"""Heads that never end: how many bytes of a request, and for how long, the server takes in before it knows the request.

uvicorn sets no bound. It would keep whatever comes, and copy all of it again with every part.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from pricesvc.web import problems
from pricesvc.web.bounds import MAX_HEADERS, MAX_SILENCE

MOST: Final = 4 * MAX_HEADERS
"""Bytes after which a head, or what follows the last part of a body, is not waited for any more. A head that ends
before is refused with the others that are too large."""


class Heads(HttpToolsProtocol):
    """One connection of uvicorn's, which hangs up on a head that is too long in bytes or in time."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._unread = self._begun = 0
        self._is_waiting = True
        self._watch = self.loop.call_later(MAX_SILENCE, self._look, self._begun)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._watch.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in some bytes, of which the parser has read what it calls back about."""
        self._unread += len(data)
        super().data_received(data)
        if self._unread > MOST and not self.transport.is_closing():
            self._refuse()

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._begun += 1
        self._is_waiting = True

    def on_headers_complete(self) -> None:
        """A head has ended. Fields that follow the body are none of it: a proxy before us has not seen to them."""
        super().on_headers_complete()
        self._unread, self._is_waiting = 0, False
        if not self.parser.should_upgrade():
            self.headers = []

    def on_body(self, body: bytes) -> None:
        """Some of a body was read."""
        super().on_body(body)
        self._unread = 0

    def on_message_complete(self) -> None:
        """A request was read to its end."""
        super().on_message_complete()
        self._unread = 0

    def _look(self, begun: int) -> None:
        """Hang up when the head that was waited for at the last look is not there yet; else look again later."""
        if self not in self.connections:
            return  # it has become a WebSocket
        if self._is_waiting and self._begun == begun:
            self.transport.close()
            return
        self._watch = self.loop.call_later(MAX_SILENCE, self._look, self._begun)

    def _refuse(self) -> None:
        """Hang up; with a problem document, unless another answer is under way."""
        if self.cycle is None or self.cycle.response_complete:
            members = problems.problem(
                "headers-too-large", f"A head has at most {MAX_HEADERS} bytes.", limit=MAX_HEADERS
            )
            answer = problems.response(members, {"Connection": "close"})
            fields = b"".join(b"%s: %s\r\n" % field for field in answer.raw_headers)
            reason = HTTPStatus(answer.status_code).phrase
            self.transport.write(
                f"HTTP/1.1 {answer.status_code} {reason}\r\n".encode() + fields + b"\r\n" + answer.body
            )
        self.transport.close()
