"""How much one request may be, in plain ASGI: bytes of its URL, of its head and of its body, and seconds of silence."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pricesvc.web import problems
from pricesvc.web.negotiation import CSV, NDJSON

MAX_URL: Final = 16_384
"""Bytes of path and query together; proxies cut at 8 to 16 KB, and a longer text belongs in a body."""

MAX_HEADERS: Final = 65_536
"""Bytes of all header fields together."""

MAX_SILENCE: Final = 30
"""Seconds that a caller may leave between two parts of a body."""

_PATHS: Final = frozenset({"/v1/normalize", "/v1/classify"})


def is_streamed(path: str, content_type: str) -> bool:
    """Whether a body is one that is answered as it arrives, so that its length has another bound."""
    return path in _PATHS and content_type.partition(";")[0].strip().lower() in {CSV, NDJSON}


class _Head:
    """What the header fields say of the body, and how long they are, read once."""

    def __init__(self, fields: Iterable[tuple[bytes, bytes]]) -> None:
        self.size, self.content_type, self.length = 0, "", b"0"
        for name, value in fields:
            self.size += len(name) + len(value)
            if name == b"content-length":
                self.length = value
            elif name == b"content-type":
                self.content_type = value.decode("latin-1")

    def claims_more_than(self, most: int) -> bool:
        """Whether it says so."""
        return self.length.isdigit() and int(self.length[:20]) > most


class Bounds:
    """Refuses long URLs and heads, and bodies over a size while they arrive, whatever ``Content-Length`` claims.

    The connection stays open, and the server throws the rest of the body away: closed at once, it would be reset, and
    a caller that sends before it reads would never see the refusal.
    """

    def __init__(self, app: ASGIApp, max_body: int) -> None:
        self.app, self.max_body = app, max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        head = _Head(scope["headers"])
        members = self._faulty(scope, head)
        if members is not None:
            await problems.response(members)(scope, receive, send)
        elif scope["method"] == "GET":
            await self.app(scope, receive, send)  # a body that nobody reads
        else:
            await self._bounded(scope, receive, send)

    def _faulty(self, scope: Scope, head: _Head) -> Mapping[str, Any] | None:
        """What is wrong with a request before its body is read."""
        path, query = scope["raw_path"], scope["query_string"]
        if len(path) + len(query) > MAX_URL:
            return problems.problem("url-too-long", f"A URL has at most {MAX_URL} bytes.", limit=MAX_URL)
        if head.size > MAX_HEADERS:
            return problems.problem("headers-too-large", f"A head has at most {MAX_HEADERS} bytes.", limit=MAX_HEADERS)
        if not (_is_utf8(path) and _is_utf8(query)):
            return problems.problem("invalid-field", "The URL is not UTF-8.", field="url")
        if scope["method"] == "POST" and is_streamed(scope["path"], head.content_type):
            scope["pricesvc.streamed"] = True
            return None
        return self._too_large() if head.claims_more_than(self.max_body) else None

    async def _bounded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, counting the bytes of its body."""
        seen, began, complete = 0, False, False

        async def count() -> Message:
            nonlocal seen, complete
            message = await receive() if complete else await _soon(receive)
            complete = not message.get("more_body", False)
            seen += len(message.get("body", b""))
            if seen > self.max_body and not scope.get("pricesvc.streamed"):
                raise _TooLargeError
            return message

        async def mark(message: Message) -> None:
            nonlocal began
            began = True
            await send(message)

        try:
            await self.app(scope, count, mark)
        except (_TooLargeError, TooSlowError) as error:
            if began:
                raise
            members = self._too_large() if isinstance(error, _TooLargeError) else _too_slow()
            await problems.response(members, {"Connection": "close"})(scope, receive, send)

    def _too_large(self) -> Mapping[str, Any]:
        return problems.problem("too-large", f"A body has at most {self.max_body} bytes.", limit=self.max_body)


def _too_slow() -> Mapping[str, Any]:
    return problems.problem("too-slow", f"Nothing more of the body came within {MAX_SILENCE} seconds.")


def _is_utf8(part: bytes) -> bool:
    """Whether a part of a URL, its escapes undone, is UTF-8."""
    if b"%" not in part and part.isascii():
        return True
    try:
        unquote_to_bytes(part.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        return False
    return True


class _TooLargeError(Exception):
    """The body that is arriving is over the limit."""


class TooSlowError(Exception):
    """The next part of a body did not come in time."""


async def _soon(receive: Receive) -> Message:
    """The next part of a body.

    Raises:
        TooSlowError: when it does not come.
    """
    try:
        async with asyncio.timeout(MAX_SILENCE):
            return await receive()
    except TimeoutError:
        raise TooSlowError from None
