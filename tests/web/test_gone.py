"""Who hangs up is not worked for: reports that wait for a thread are dropped, and keep nobody waiting."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from starlette.types import Message

from pricesvc.appraiser import Appraiser
from pricesvc.settings import Settings
from pricesvc.web.app import create_app
from tests.conftest import NOON

pytestmark = pytest.mark.anyio

REPORT = b"A Lexus worth 10 million yen. " * 100


@pytest.fixture
def held() -> Iterator[threading.Event]:
    """What keeps threads busy until it is set."""
    event = threading.Event()
    yield event
    event.set()


async def test_nobody_works_for_who_hung_up(
    tmp_path: Path, held: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The report stands in line for a thread when its caller leaves: it is never read."""

    def read(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a report was read for nobody")

    monkeypatch.setattr(Appraiser, "read_report", read)
    app = create_app(Settings(sources=(), state_dir=tmp_path, log_level="error"), now=lambda: NOON)
    sent: list[Message] = []
    left = asyncio.Event()
    parts = iter([{"type": "http.request", "body": REPORT, "more_body": False}])

    async def receive() -> Message:
        part = next(parts, None)
        if part is None:
            await left.wait()
            return {"type": "http.disconnect"}
        return part

    async def send(message: Message) -> None:
        sent.append(message)

    async with app.router.lifespan_context(app):
        service = app.state.context.service
        await service.loaded()
        busy = [asyncio.create_task(service.apart(held.wait)) for _ in range(2)]
        asked = asyncio.create_task(app(_scope(), receive, send))
        await asyncio.sleep(0.05)
        assert not asked.done()
        left.set()
        await asyncio.wait_for(asked, 10)
        held.set()
        await asyncio.gather(*busy)
    assert [message.get("status") for message in sent] == [499, None]


def _scope() -> dict[str, object]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/v1/extract",
        "raw_path": b"/v1/extract",
        "query_string": b"regimes=",
        "root_path": "",
        "headers": [(b"host", b"a"), (b"content-type", b"text/plain"), (b"content-length", b"%d" % len(REPORT))],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 1),
        "state": {},
    }
