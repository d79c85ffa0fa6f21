"""Traces go where the standard OpenTelemetry variables say, and nowhere until they are set."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx
import pytest

from tests.conftest import PATIENCE

pytest.importorskip("opentelemetry.exporter.otlp.proto.http", reason="needs the extra telemetry")


class Collector(BaseHTTPRequestHandler):
    """Takes whatever is exported, and remembers it."""

    received: list[tuple[str, bytes]]

    def do_POST(self) -> None:
        """Keep the path and the body."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""


@pytest.fixture
def collector() -> Iterator[HTTPServer]:
    """An OpenTelemetry collector on a free port."""
    Collector.received = []
    server = HTTPServer(("127.0.0.1", 0), Collector)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


def test_a_request_is_traced_once_a_collector_is_named(collector: HTTPServer, start: Callable[..., str]) -> None:
    """The span names the route."""
    base = start(
        FASTAPI_OTEL_AUTO_CONFIGURE="true",
        OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{collector.server_port}",
        OTEL_BSP_SCHEDULE_DELAY="100",
    )
    assert httpx.get(f"{base}/v1/convert?amount=1&from=EUR&to=USD&on=2023-12-07", timeout=PATIENCE).status_code == 200
    for _ in range(100):
        if any(b"/v1/convert" in body for path, body in Collector.received if path == "/v1/traces"):
            return
        time.sleep(0.1)
    pytest.fail(f"No span arrived, only {[path for path, _ in Collector.received]}.")


def test_nothing_is_sent_before(collector: HTTPServer, start: Callable[..., str]) -> None:
    """An endpoint alone, as many machines have one set, sends nothing."""
    base = start(OTEL_EXPORTER_OTLP_ENDPOINT=f"http://127.0.0.1:{collector.server_port}", OTEL_BSP_SCHEDULE_DELAY="100")
    assert httpx.get(f"{base}/v1/convert?amount=1&from=EUR&to=USD&on=2023-12-07", timeout=PATIENCE).status_code == 200
    time.sleep(0.5)
    assert Collector.received == []
