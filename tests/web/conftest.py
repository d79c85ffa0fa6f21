"""What tests of the REST face share: the application with settings of one's own."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from pricesvc.settings import Settings
from pricesvc.web.app import create_app
from tests.conftest import NOON

Open = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """A client of the application with the settings given, offline."""

    @asynccontextmanager
    async def with_settings(**given: Any) -> AsyncGenerator[httpx.AsyncClient]:  # noqa: ANN401 - any setting
        app = create_app(
            Settings(**{"sources": (), "state_dir": tmp_path / "state", "log_level": "error", **given}),
            now=lambda: NOON,
        )
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://pricesvc.test") as client,
        ):
            yield client

    return with_settings
