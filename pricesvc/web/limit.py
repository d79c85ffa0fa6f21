"""How often one caller may ask; loaded where a limit is set."""

from __future__ import annotations

import time
from collections.abc import Mapping

from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pricesvc.core.errors import BadData
from pricesvc.web import problems


class Limit:
    """The limit that a setting writes, such as ``600/minute``, in a moving window.

    Raises:
        BadData: when it is none.
    """

    def __init__(self, text: str) -> None:
        try:
            self._item = parse(text)
        except ValueError:
            raise BadData("PRICESVC_RATE_LIMIT is written 600/minute.", variable="PRICESVC_RATE_LIMIT") from None
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def around(self, app: ASGIApp, caller: str) -> ASGIApp:
        """Limit an application for one caller: refuse over the limit with the seconds to wait, and say in any answer what
        is left (RateLimit header fields).
        """
        item = self._item

        async def limited(scope: Scope, receive: Receive, send: Send) -> None:
            allowed = await self._limiter.hit(item, caller)
            window = await self._limiter.get_window_stats(item, caller)
            wait = max(1, int(window.reset_time - time.time()) + 1)
            told = {
                "RateLimit-Policy": f'"default";q={item.amount};w={item.get_expiry()}',
                "RateLimit": f'"default";r={max(0, window.remaining)};t={wait}',
            }
            if allowed:
                await app(scope, receive, _with_headers(send, told))
                return
            members = problems.problem("too-many-requests", f"The limit is {item}.", retry_after=wait)
            await problems.response(members, told)(scope, receive, send)

        return limited


def _with_headers(send: Send, told: Mapping[str, str]) -> Send:
    """What is sent, with header fields added."""

    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in told.items():
                headers[name] = value
        await send(message)

    return tell
