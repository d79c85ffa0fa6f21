"""One flight a key: however many ask for the same thing, it is fetched once, and no caller can cancel it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable


class Flights:
    """The fetches under way. Waiting on one is ``asyncio.wait``, which leaves it flying when the waiter gives up."""

    def __init__(self) -> None:
        self._tasks: dict[Hashable, asyncio.Task[None]] = {}

    def join(self, key: Hashable, start: Callable[[], Coroutine[None, None, None]]) -> asyncio.Task[None]:
        """The flight of a key, started if there is none."""
        task = self._tasks.get(key)
        if task is None or task.done():
            task = asyncio.get_running_loop().create_task(start())
            self._tasks[key] = task
            task.add_done_callback(lambda done: self._land(key, done))
        return task

    def _land(self, key: Hashable, done: asyncio.Task[None]) -> None:
        if self._tasks.get(key) is done:
            del self._tasks[key]

    async def close(self) -> None:
        """End every flight."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
