"""What tests share: the application in process on a fixed day, and the real server on a free port, both offline."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import httpx
import hypothesis
import pytest
from fastapi import FastAPI

from pricesvc.settings import Settings
from pricesvc.web.app import create_app

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
"""The moment it is in process tests: a Monday soon after the newest embedded table."""

PATIENCE = 60
"""Seconds after which a real server is taken to have failed: a busy machine is no defect."""

hypothesis.settings.register_profile("unhurried", deadline=None)  # a busy machine is no defect
hypothesis.settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of our own."""
    parser.addoption("--rewrite-readme", action="store_true", help="write what the README's commands print now into it")
    parser.addoption(
        "--rewrite-openapi", action="store_true", help="write the OpenAPI document as it is now to the tests"
    )
    parser.addoption("--rewrite-cldr", action="store_true", help="write the table of CLDR's words as Babel has them")
    parser.addoption("--image", help="the container image that tests/supply/test_image.py runs")
    parser.addoption("--long", action="store_true", help="many more rounds of what is random, and the slow tests")


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    """Whether there is time: ``--long``."""
    return bool(request.config.getoption("--long"))


@pytest.fixture
def anyio_backend() -> str:
    """Tests run on asyncio, as the service does."""
    return "asyncio"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an offline service with a state directory of its own."""
    return Settings(sources=(), state_dir=tmp_path / "state", log_level="error")


@pytest.fixture
async def api(settings: Settings) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of the application in process."""
    async with in_process(settings) as client:
        yield client


@asynccontextmanager
async def in_process(settings: Settings) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of an application in process, on a fixed day."""
    app = create_app(settings, now=lambda: NOON)
    async with app.router.lifespan_context(app), client_of(app) as client:
        yield client


def client_of(app: FastAPI) -> httpx.AsyncClient:
    """A client of an application in process that has been started."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://pricesvc.test")


@contextmanager
def running(state_dir: Path, **variables: str) -> Iterator[str]:
    """The real server as a process of its own; gives its base URL, and ends it."""
    with served(state_dir, **variables) as (base, _):
        yield base


@contextmanager
def served(state_dir: Path, **variables: str) -> Iterator[tuple[str, int]]:
    """The same, with the id of its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PRICESVC_")}
    given = {"PRICESVC_SOURCES": "", "PRICESVC_STATE_DIR": str(state_dir), "PRICESVC_LOG_LEVEL": "warning", **variables}
    command = [sys.executable, "-m", "pricesvc", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env={**clean, **given})
    try:
        yield ready(f"http://127.0.0.1:{port}", process), process.pid
    finally:
        process.terminate()
        process.wait(timeout=40)


def ready(base: str, process: subprocess.Popen[bytes]) -> str:
    """Wait until the server is ready."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode}.")
        with suppress(httpx.TransportError):
            if httpx.get(f"{base}/readyz", timeout=PATIENCE).status_code == httpx.codes.OK:
                return base
        time.sleep(0.1)
    raise RuntimeError("The server did not become ready.")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of one real server, shared by the tests that only ask."""
    with running(tmp_path_factory.mktemp("state")) as base:
        yield base


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Start a real server with settings of one's own; it ends with the test."""
    from contextlib import ExitStack  # noqa: PLC0415

    with ExitStack() as stack:
        yield lambda **variables: stack.enter_context(running(tmp_path / "state", **variables))
