"""What happens round every request, in plain ASGI: an id, one log line, metrics, safe headers, limits, keys."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pricesvc.log import REQUEST_ID, log
from pricesvc.metrics import Metrics
from pricesvc.web import problems

if TYPE_CHECKING:
    from pricesvc.web.limit import Limit

_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)

_SAFE_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            b"font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        ),
    ),
)
"""As ASGI has them; no answer of ours has one of its own."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "OPTIONS"})

_OPEN: Final = re.compile(r"/(?:livez|readyz|docs|(?:page|problems|schemas)/[^/]*)?")
"""What answers without a key even where keys are set: the probes of an orchestrator, the page that asks for the key,
what a refusal means, the form of a regime. None of them says anything about rates, law or requests."""


class Observe:
    """Gives each request an id, logs it in one line, counts it, and sets the safe headers."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        started, status = time.perf_counter(), 500

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode()), *_SAFE_HEADERS]
            await send(message)

        method = scope["method"] if scope["method"] in _METHODS else "other"
        told = REQUEST_ID.set(request_id)
        try:
            await self.app(scope, receive, tell)
        finally:
            seconds = time.perf_counter() - started
            route = getattr(scope.get("route"), "path", "other")
            self.metrics.answered(route, method, status, seconds)
            log.info("request", method=method, route=route, status=status, ms=round(seconds * 1000, 2))
            REQUEST_ID.reset(told)


def _request_id(scope: Scope) -> str:
    """What the caller calls the request, if that is a plain name; else a new name."""
    asked = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"").decode("latin-1")
    return asked if _REQUEST_ID.fullmatch(asked) else os.urandom(16).hex()


class Gate:
    """Asks for a key where keys are set, and limits how often one caller may ask."""

    def __init__(self, app: ASGIApp, keys: Sequence[str], limit: Limit | None) -> None:
        self.app = app
        self.keys = tuple(hashlib.sha256(key.encode()).digest() for key in keys)
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http" or _OPEN.fullmatch(scope["path"]) or scope["method"] == "OPTIONS":
            await self.app(scope, receive, send)
            return
        caller = self._caller(scope)
        app = self.app if caller is not None else _unauthorized
        if self.limit is not None:
            app = self.limit.around(app, caller or f"without a key: {_address(scope)}")
        await app(scope, receive, send)

    def _caller(self, scope: Scope) -> str | None:
        """Who asks: the digest of the key, or the address where no keys are set; None without a good key."""
        if not self.keys:
            return _address(scope)
        scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
        digest = hashlib.sha256(token.strip().encode("utf-8", "replace")).digest()
        good = [hmac.compare_digest(digest, key) for key in self.keys]
        return digest.hex() if scheme.lower() == "bearer" and any(good) else None


async def _unauthorized(scope: Scope, receive: Receive, send: Send) -> None:
    """Ask for a key."""
    members = problems.problem("unauthorized", "This service answers to callers with a key only.")
    await problems.response(members, {"WWW-Authenticate": "Bearer"})(scope, receive, send)


def _address(scope: Scope) -> str:
    return str((scope.get("client") or ("unknown",))[0])


class Packed(GZipMiddleware):
    """Packs long answers for callers that accept it, and stays out of the way of the others."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        packs = scope["type"] == "http" and any(
            name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"]
        )
        await (super().__call__ if packs else self.app)(scope, receive, send)
