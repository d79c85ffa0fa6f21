"""Methods of HTTP, the same for every path: HEAD is GET without a body, OPTIONS tells what there is, others are refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from re import Pattern
from typing import Final

from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pricesvc.web import problems

_ALL: Final = frozenset({"GET", "HEAD", "OPTIONS", "POST"})


class Methods:
    """Answers HEAD and OPTIONS for the routes it is given, and refuses what no route of the path takes."""

    def __init__(self, app: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self.app = app
        self.paths = tuple(_paths(routes))
        self.allowed = lru_cache(1024)(self._allowed)

    def _allowed(self, path: str) -> frozenset[str]:
        """The methods that a path takes; none when there is no such path."""
        if path == "*":
            return _ALL
        found = {method for pattern, methods in self.paths if pattern.match(path) for method in methods}
        return frozenset(found | ({"HEAD"} if "GET" in found else set()) | ({"OPTIONS"} if found else set()))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        method, allowed = scope["method"], self.allowed(scope["path"])
        if allowed and (method == "OPTIONS" or method not in allowed):
            await _told(method, sorted(allowed))(scope, receive, send)
        elif method == "HEAD":
            scope["method"] = "GET"
            await self.app(scope, receive, _without_body(scope, send))
        else:
            await self.app(scope, receive, send)


def _told(method: str, allowed: Sequence[str]) -> Response:
    """What there is: as an answer to OPTIONS, as a refusal to any method that is none of it."""
    headers = {"Allow": ", ".join(allowed)}
    if method == "OPTIONS":
        return Response(status_code=204, headers=headers)
    return problems.response(problems.problem("method-not-allowed", f"This page takes {headers['Allow']}."), headers)


def _paths(routes: Iterable[BaseRoute]) -> Iterable[tuple[Pattern[str], set[str]]]:
    for route in routes:
        if isinstance(route, Route):
            yield route.path_regex, set(route.methods or ())


def _without_body(scope: Scope, send: Send) -> Send:
    """What is sent, without its body: the headers of GET, ``Content-Length`` included.

    The server shares the scope and has to find HEAD in it again: else it misses the body and drops the connection.
    """

    async def headers_only(message: Message) -> None:
        scope["method"] = "HEAD"
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return headers_only
