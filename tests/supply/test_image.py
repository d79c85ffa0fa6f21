"""The image that has been built, run as the composition runs it: without rights, without a network, read-only.

``docker build -f docker/Dockerfile -t pricesvc . && pytest tests/supply/test_image.py --image pricesvc``
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

RIGHTS = ("--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges:true", "--tmpfs=/tmp", "--network=none")
ASK = "import httpx; print(httpx.get('http://127.0.0.1:8000/v1/convert?value=¥10M&to=USD&on=2023-12-07').text)"
PATIENCE = 60  # seconds, for a container's start as for its first look at its own health


def docker(*words: str) -> subprocess.CompletedProcess[str]:
    """One command to the engine, whatever comes of it."""
    return subprocess.run(["docker", *words], capture_output=True, text=True, timeout=PATIENCE, check=False)


@pytest.fixture(scope="module")
def started(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Starts containers of the image, and removes them at last."""
    image = request.config.getoption("--image")
    if not image:
        pytest.skip("--image names none")
    assert shutil.which("docker"), "docker runs the image"
    names: list[str] = []

    def start() -> str:
        ran = docker("run", "--detach", *RIGHTS, "--env=PRICESVC_SOURCES=", str(image))
        assert ran.returncode == 0, ran.stderr
        names.append(ran.stdout.strip())
        return names[-1]

    yield start
    for name in names:
        docker("rm", "--force", name)


@pytest.fixture(scope="module")
def container(started: Callable[[], str]) -> str:
    """One that the engine has looked at."""
    name = started()
    wait_for(lambda: state(name)["Health"]["Status"] != "starting" or not state(name)["Running"])
    return name


def state(container: str) -> dict[str, Any]:
    """What the engine knows of it."""
    known: dict[str, Any] = json.loads(docker("inspect", container).stdout)[0]["State"]
    return known


def said(container: str) -> bool:
    """Whether it has written its first line, which it does before it loads the server."""
    return "pricesvc" in docker("logs", container).stderr


def wait_for(reached: Callable[[], bool]) -> None:
    """Ask again and again, with patience that ends."""
    end = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_engine_finds_it_healthy(container: str) -> None:
    """By the image's own check, some thirty seconds after the start."""
    assert state(container)["Health"]["Status"] == "healthy", docker("logs", container).stderr


def test_it_answers_without_a_network(container: str) -> None:
    """From the history that it carries."""
    asked = docker("exec", container, "python", "-c", ASK)
    assert json.loads(asked.stdout)["conversions"][0]["amount"] == "68965.30", asked.stderr


def test_it_may_write_its_state_and_nothing_else(container: str) -> None:
    """The user has no rights over what it runs, and the root is read-only besides."""
    assert docker("exec", container, "id", "-u").stdout.strip() == "10001"
    for path, may in (("/var/lib/pricesvc/x", True), ("/x", False), ("/opt/pricesvc/x", False)):
        assert (docker("exec", container, "touch", path).returncode == 0) is may, path


@pytest.mark.parametrize("ready", [True, False])
def test_it_ends_well(started: Callable[[], str], ready: bool) -> None:
    """At the engine's signal, while starting too, before the engine loses patience and kills it (137)."""
    container = started()
    wait_for(lambda: docker("exec", container, "pricesvc", "health").returncode == 0 if ready else said(container))
    assert docker("stop", container).returncode == 0
    assert state(container)["ExitCode"] == 0
