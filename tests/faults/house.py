"""Real servers whose publisher, clock, disk and end a test decides, and an eye for numbers that are wrong."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx

from pricesvc.catalog.rates import embedded_series
from pricesvc.core.calendars import target_day_on_or_before
from tests.faults.publisher import Publisher, truth

EMBEDDED = embedded_series().newest or date.min
"""The day of the newest embedded table."""

TODAY = target_day_on_or_before(EMBEDDED + timedelta(days=110))
"""The day it is at first: the ECB's small files reach back no further than 90 days, so that the large one is needed."""

CENT = Decimal("0.01")

NONE: Mapping[str, str] = {}


class Nursery:
    """The process that starts servers."""

    def __init__(self) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={name: value for name, value in clean.items() if not name.startswith("PRICESVC_")},
            cwd=Path(__file__).parents[2],
        )
        assert self._read() == "ready"

    def serve(self, environment: dict[str, str], log: str, file_size: int | None) -> int:
        """Start a server; gives its process id."""
        return int(self._ask({"serve": environment, "log": log, "file_size": file_size}))

    def wait(self, process: int) -> int:
        """Wait for a server's end; gives its exit code."""
        return int(self._ask({"wait": process}))

    def close(self) -> None:
        """End the nursery; its servers are ended by whoever started them."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()

    def _ask(self, order: dict[str, Any]) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


class Clock:
    """The clocks of every server of a test, in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ahead = 0.0
        self.set(TODAY, hour=18)

    @property
    def day(self) -> date:
        """The day it is."""
        return self._wall.date()

    def set(self, day: date, hour: int = 18) -> None:
        """Make it an hour (UTC) of a day, and let ten hours pass on the forward-only clock: every cool-down is over."""
        self._wall = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        self._ahead += 36_000
        beside = self.path.with_suffix(".new")
        beside.write_text(json.dumps({"wall": self._wall.isoformat(), "ahead": self._ahead}))
        beside.replace(self.path)


@dataclass
class Server:
    """A server that runs, and what was asked of it."""

    nursery: Nursery
    process: int
    base: str
    log: Path
    client: httpx.Client
    ended: int | None = None
    seen: list[int] = field(default_factory=list)

    def get(self, path: str, **params: str) -> httpx.Response:
        """Ask; the answer is checked to be right or an honest refusal."""
        answer = self.client.get(self.base + path, params=params)
        self.seen.append(answer.status_code)
        honest(answer)
        return answer

    def post(self, path: str, body: object) -> httpx.Response:
        """Send JSON; the answer is checked."""
        answer = self.client.post(self.base + path, json=body)
        self.seen.append(answer.status_code)
        honest(answer)
        return answer

    def end(self, by: signal.Signals = signal.SIGTERM) -> int:
        """End it with a signal; gives the exit code."""
        if self.ended is None:
            os.kill(self.process, by)
            self.ended = self.nursery.wait(self.process)
        return self.ended

    def ready(self) -> None:
        """Wait until it answers, at most half a minute."""
        for _ in range(600):
            try:
                if self.client.get(f"{self.base}/readyz", timeout=2).status_code == HTTPStatus.OK:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        raise RuntimeError(self.log.read_text() if self.log.is_file() else "never ready")


@dataclass
class House:
    """Starts servers over one publisher, one clock and one state directory."""

    nursery: Nursery
    publisher: Publisher
    clock: Clock
    state: Path
    log: Path
    stack: ExitStack

    def start(self, variables: Mapping[str, str] = NONE, *, file_size: int | None = None, wait: bool = True) -> Server:
        """A server; ``variables`` are settings beside the usual ones, ``file_size`` the most it may write to a file."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {
            "CLOCK": str(self.clock.path),
            "PRICESVC_PORT": str(port),
            "PRICESVC_STATE_DIR": str(self.state),
            "PRICESVC_SOURCES": "ecb",
            "PRICESVC_ECB_URL": self.publisher.url,
            "PRICESVC_LOG_LEVEL": "warning",
            **variables,
        }
        process = self.nursery.serve(environment, str(self.log), file_size)
        client = self.stack.enter_context(httpx.Client(timeout=30, trust_env=False))
        server = Server(self.nursery, process, f"http://127.0.0.1:{port}", self.log, client)
        self.stack.callback(server.end)
        if wait:
            server.ready()
        return server

    def kept(self) -> set[date]:
        """The days whose tables are on disk."""
        return {date.fromisoformat(path.stem) for path in (self.state / "rates" / "ecb").glob("????-??-??.json")}


def expected(code: str, day: date) -> Decimal:
    """What a euro was worth on the day of a table, by the embedded file or by the stand-in."""
    if code == "EUR":
        return Decimal(1)
    if day > EMBEDDED:
        return Decimal(truth(day)[code])
    observed = embedded_series().observation(code, day)
    assert observed is not None
    assert observed.day == day
    return observed.rate


def honest(answer: httpx.Response) -> None:
    """Hold an answer against the truth: no number that nobody published, no failure but a 503 that says when."""
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE, answer.text
        assert int(answer.headers["Retry-After"]) >= 1
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["Cache-Control"] == "no-store"
        return
    if answer.headers.get("Content-Type") == "application/json":
        body = answer.json()
        for item in body.get("items", [body]):
            for conversion in item.get("conversions", []):
                right(item, conversion)


def right(item: dict[str, Any], conversion: dict[str, Any]) -> None:
    """Re-derive a conversion from what was published, never from what the answer says was."""
    day = date.fromisoformat(conversion["rate_date"])
    for leg in conversion["legs"]:
        assert leg["base"] == "EUR"
        assert Decimal(leg["rate"]) == expected(leg["quote"], date.fromisoformat(leg["date"])), leg
    reported = Decimal(item["reported"]["amount"])
    worth = reported * expected(conversion["currency"], day) / expected(item["reported"]["currency"], day)
    assert abs(Decimal(conversion["amount"]) - worth.quantize(CENT, ROUND_HALF_EVEN)) <= CENT, (conversion, worth)
    assert day <= date.fromisoformat(item["on"])
