"""Servers as processes, and a client that presses them: wrk where it is installed, else one of our own."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests.load.wire import Connection, get, post

CONNECTIONS = 16
WRK = shutil.which("wrk")
_SCRIPT = """
local n = tonumber(os.getenv("FIRST"))
request = function()
  n = n + 1
  return wrk.format(nil, (string.gsub(os.getenv("TARGET"), "@", string.format("%d", n))))
end
"""
_NUMBERS = count(0, 1_000_000)
"""Where each press begins to count, so that none asks what another asked."""


@dataclass(frozen=True)
class Elsewhere:
    """A server that runs already."""

    base: str


@dataclass(frozen=True)
class Running(Elsewhere):
    """A server that we started, and the seconds of work that took."""

    process: subprocess.Popen[bytes]
    seconds: float

    def worked(self) -> float:
        """Seconds of a processor that it has used: what others do on a busy machine does not count."""
        return _worked(self.process.pid)

    def resident(self) -> float:
        """Megabytes in memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        found = re.search(r"VmRSS:\s+([0-9]+)", status)
        return int(found[1]) / 1024 if found else 0.0


def _worked(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(*command: str, **environment: str) -> Iterator[Running]:
    """Start a server, wait until it is ready, and end it; ``{port}`` in the command is a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = (name for name in os.environ if not name.startswith("PRICESVC_") and name != "PYTHONDONTWRITEBYTECODE")
    clean = {name: os.environ[name] for name in kept}  # both sides run compiled, as what is installed does
    arguments = [part.format(port=port) for part in command]
    process = subprocess.Popen([sys.executable, "-m", *arguments], env={**clean, **environment})
    try:
        yield Running(f"http://127.0.0.1:{port}", process, _until_ready(port, process))
    finally:
        process.terminate()
        process.wait(timeout=40)


def _until_ready(port: int, process: subprocess.Popen[bytes]) -> float:
    for _ in range(20_000):
        if process.poll() is not None:
            raise RuntimeError(f"The server ended with {process.returncode}.")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as one:
            one.sendall(get("/readyz", "Connection: close"))
            if one.recv(64).startswith(b"HTTP/1.1 200"):
                return _worked(process.pid)
        time.sleep(0.003)
    raise RuntimeError("The server did not become ready.")


@contextmanager
def pricesvc(**environment: str) -> Iterator[Running]:
    """Our server, offline."""
    with tempfile.TemporaryDirectory() as state:
        given = {"PRICESVC_SOURCES": "", "PRICESVC_STATE_DIR": state, "PRICESVC_LOG_LEVEL": "warning", **environment}
        with serving("pricesvc", "serve", "--port", "{port}", **given) as server:
            yield server


@contextmanager
def anchor(name: str, body: object = None) -> Iterator[Running]:
    """One of the anchors under the same server, answering ``body``."""
    quiet = ("--no-access-log", "--no-server-header", "--log-level", "warning")
    with serving(
        "uvicorn", f"tests.bench.anchors:{name}", "--port", "{port}", *quiet, BENCH_BODY=json.dumps(body)
    ) as one:
        yield one


def body_of(server: Running, target: str) -> object:
    """What a server answers, decoded."""
    return httpx.get(server.base + target.replace("@", "1"), trust_env=False, timeout=30).raise_for_status().json()


@dataclass(frozen=True)
class Press:
    """Asks as fast as it goes for some seconds."""

    seconds: float

    def __call__(self, server: Running, target: str) -> float:
        """Requests a second of the server's own work."""
        before = server.worked()
        return self.rate(server, target) * self.seconds / (server.worked() - before)

    def rate(self, server: Elsewhere, target: str) -> float:
        """Requests a second at 16 connections; ``@`` in the target counts up, and never to the same number twice."""
        first = next(_NUMBERS)
        if WRK is None:
            return asyncio.run(self._by_hand(server, target, first))
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(_SCRIPT)
            script.flush()
            command = [WRK, "-t1", f"-c{CONNECTIONS}", f"-d{self.seconds:.0f}s", "-s", script.name, server.base]
            environment = {**os.environ, "TARGET": target, "FIRST": str(first)}
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        found = re.search(r"([0-9]+) requests in", done.stdout)
        if "Non-2xx" in done.stdout or found is None:
            raise RuntimeError(done.stdout)
        return int(found[1]) / self.seconds

    async def _by_hand(self, server: Elsewhere, target: str, first: int) -> float:
        port = urlsplit(server.base).port or 80
        end, done, numbers = time.perf_counter() + self.seconds, 0, count(first + 1)

        async def work() -> None:
            nonlocal done
            connection = await Connection.open(port)
            while time.perf_counter() < end:
                assert (await connection.ask(get(target.replace("@", str(next(numbers)))))).status == 200
                done += 1
            connection.close()

        await asyncio.gather(*(work() for _ in range(CONNECTIONS)))
        return done / self.seconds


def batches(server: Running, body: bytes, size: int, seconds: float) -> float:
    """Items a second of the server's work, sent in batches over two connections."""

    async def press() -> int:
        port, end, done = urlsplit(server.base).port or 80, time.perf_counter() + seconds, 0

        async def work() -> None:
            nonlocal done
            connection = await Connection.open(port)
            while time.perf_counter() < end:
                assert (await connection.ask(post("/v1/normalize", body))).status == 200
                done += size
            connection.close()

        await asyncio.gather(work(), work())
        return done

    before = server.worked()
    return asyncio.run(press()) / (server.worked() - before)
