"""A body that has arrived before anybody reads it."""

from __future__ import annotations

import asyncio
from collections import deque

import pytest
from starlette.types import Message

from pricesvc.web.uploads import Upload

pytestmark = pytest.mark.anyio


async def test_what_is_there_already_lets_others_have_their_turn() -> None:
    """A gigabyte of empty lines that waits on disk is read a little at a time: nobody else is kept waiting."""
    parts = deque[Message]({"type": "http.request", "body": b"\n" * 65_536, "more_body": True} for _ in range(32))
    parts.append({"type": "http.disconnect"})

    async def receive() -> Message:
        return parts.popleft()

    upload = Upload(receive, 1 << 30)
    await upload.take()
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    waiting = asyncio.create_task(other())
    lines = upload.lines()
    for _ in range(32 * 65_536):
        assert await anext(lines) == b""
    waiting.cancel()
    upload.close()
    assert turns >= 32
