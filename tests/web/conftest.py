"""What tests of the REST face share: the application with settings of one's own."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from pricesvc.settings import Settings
from tests.conftest import in_process

Open = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


def offline(state_dir: Path, **given: Any) -> AbstractAsyncContextManager[httpx.AsyncClient]:  # noqa: ANN401 - any setting
    """A client of an application in process, offline, with the settings given."""
    return in_process(Settings(**{"sources": (), "state_dir": state_dir, "log_level": "error", **given}))


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    """One event loop a module."""
    return "asyncio"


@pytest.fixture(scope="module")
async def api(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[httpx.AsyncClient]:
    """One application for the tests of a module that only ask."""
    async with offline(tmp_path_factory.mktemp("state")) as client:
        yield client


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """An application with the settings given, for a test alone."""
    return partial(offline, tmp_path / "state")
