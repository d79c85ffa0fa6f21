"""Callers that hang up: what they asked for is not worked out any more, so that it keeps nobody waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request
from starlette.requests import ClientDisconnect

T = TypeVar("T")


async def unless_gone(request: Request, work: Coroutine[Any, Any, T], *, when: bool) -> T:
    """What the work comes to. The body of the request must have been read. Nobody watches the caller of short work.

    What waits for a thread when the caller hangs up never gets one; what runs in a thread is finished for nobody.

    Raises:
        ClientDisconnect: when the caller hangs up before.
    """
    if not when:
        return await work
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait((working, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        leaving.cancel()
        working.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue
