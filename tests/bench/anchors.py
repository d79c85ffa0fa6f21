"""What our server is measured against: the least that FastAPI and ASGI can do, answering a constant of the same shape."""

from __future__ import annotations

import json
import os
from typing import Any

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

BODY: dict[str, Any] = json.loads(os.environ.get("BENCH_BODY", "{}"))
RAW = json.dumps(BODY, ensure_ascii=False).encode()
HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(RAW)).encode())]

bare_fastapi = FastAPI()


@bare_fastapi.get("/constant")
async def constant() -> Any:  # noqa: ANN401 - JSON
    """The constant, written as JSON each time."""
    return BODY


@bare_fastapi.get("/readyz")
async def ready() -> dict[str, str]:
    """Yes."""
    return {"status": "ready"}


async def bare_asgi(scope: Scope, receive: Receive, send: Send) -> None:
    """The constant's bytes, and nothing else."""
    if scope["type"] == "lifespan":
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": RAW})
