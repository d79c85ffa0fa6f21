"""What tests of the REST face share: the application with settings of one's own."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from pricesvc.settings import Settings
from pricesvc.web.app import create_app
from tests.conftest import NOON

Open = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@asynccontextmanager
async def in_process(state_dir: Path, **given: Any) -> AsyncGenerator[httpx.AsyncClient]:  # noqa: ANN401 - any setting
    """A client of an application in process, offline, on a fixed day."""
    settings = Settings(**{"sources": (), "state_dir": state_dir, "log_level": "error", **given})
    app = create_app(settings, now=lambda: NOON)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://pricesvc.test") as client,
    ):
        yield client


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """One event loop a module."""
    return "asyncio"


@pytest.fixture(scope="module")
async def api(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[httpx.AsyncClient]:
    """One application for the tests of a module that only ask."""
    async with in_process(tmp_path_factory.mktemp("state")) as client:
        yield client


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """An application with the settings given, for a test alone."""
    return partial(in_process, tmp_path / "state")
