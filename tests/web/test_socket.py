"""What only a real server on a socket shows: bytes that are no HTTP, bodies without end, callers that wait or leave."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.conftest import PATIENCE

LINE = b'{"amount":"5","currency":"USD","hs":"9101"}\n'


@contextmanager
def connection(base: str) -> Iterator[socket.socket]:
    """A connection that says only what the test sends."""
    parts = urlsplit(base)
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connected:
        yield connected


def answered(connected: socket.socket) -> bytes:
    """Everything the server sends until it closes, or until it has nothing more to say."""
    found = b""
    try:
        while chunk := connected.recv(65_536):
            found += chunk
            head, _, body = found.partition(b"\r\n\r\n")
            length = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
            if length and len(body) >= int(length[0].partition(b":")[2]):
                break
    except ConnectionResetError:
        pass
    return found


@pytest.mark.parametrize(
    "sent",
    [
        b"nonsense\r\n\r\n", b"\x16\x03\x01\x00\xa5\x01", b"GET / HTTP/9.9\r\n\r\n", b"\0" * 100 + b"\r\n\r\n",
        b"GET /v1/convert?value=\xff HTTP/1.1\r\nHost: x\r\n\r\n", b"GET  HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /livez HTTP/1.1\r\nHost: x\r\nX-A : b\r\n\r\n", b"GET /livez HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_http_is_refused(server: str, sent: bytes) -> None:
    """A 4xx or a closed connection, never a 5xx; and the server lives."""
    with connection(server) as connected:
        connected.sendall(sent)
        connected.shutdown(socket.SHUT_WR)
        found = answered(connected)
    assert not found or found.split(b" ")[1][:1] == b"4" or b" 200 " in found[:20], found[:200]
    assert b" 500 " not in found[:20]
    assert httpx.get(f"{server}/livez", timeout=PATIENCE).status_code == 200


def test_long_urls_and_many_headers(server: str) -> None:
    """Refused with a problem document before anything is read of them."""
    with httpx.Client(base_url=server, timeout=PATIENCE) as client:
        assert client.get(f"/v1/normalize?item={'x' * 20_000}").json()["code"] == "url-too-long"
        many = {f"X-{number}": "x" * 100 for number in range(1_000)}
        answer = client.get("/v1/currencies", headers=many)
        assert answer.status_code in {400, 431}
        assert client.get("/livez").status_code == 200


def test_a_body_over_the_bound_is_cut_off_as_it_arrives(server: str) -> None:
    """64 MB that are announced are refused at once; 64 MB that are not, at the bound: most of it is never taken in."""
    head = b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
    with connection(server) as connected:
        connected.sendall(head + b"Content-Length: 67108864\r\n\r\n")
        found = answered(connected)
        assert found.startswith(b"HTTP/1.1 413 ")
        assert json.loads(found.partition(b"\r\n\r\n")[2])["limit"] == 16_777_216
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    sent = 0
    with connection(server) as connected:
        connected.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        try:
            for _ in range(64):
                connected.sendall(chunk)
                sent += 1
        except OSError:
            found = b""
        else:
            found = answered(connected)
    assert sent < 64 or found.startswith(b"HTTP/1.1 413 ")
    assert httpx.get(f"{server}/livez", timeout=PATIENCE).status_code == 200


def test_a_long_report_lets_others_be_answered(server: str) -> None:
    """While a report of many prices is worked out, a small question is answered: nothing waits for the long one."""
    order: list[str] = []

    def ask() -> None:
        answer = httpx.post(
            f"{server}/v1/extract", json={"text": "A Lexus for $50,000. " * 2_000, "regimes": []}, timeout=120
        )
        order.append(f"long {answer.status_code} {len(answer.json()['items'])}")

    asking = threading.Thread(target=ask)
    with httpx.Client(base_url=server, timeout=60) as client:
        client.get("/v1/convert?amount=1&from=JPY&to=USD&on=2023-12-07")
        asking.start()
        time.sleep(0.1)
        for _ in range(3):
            answer = client.get("/v1/convert?amount=1&from=JPY&to=USD&on=2023-12-07")
            order.append(f"short {answer.status_code}")
        asking.join()
    assert order == ["short 200"] * 3 + ["long 200 2000"]


def test_a_caller_that_reads_only_at_the_end_is_answered(server: str) -> None:
    """A client that sends 20,000 lines before it reads one answer gets them all: neither waits for the other."""
    body = LINE * 20_000
    answer = httpx.post(
        f"{server}/v1/normalize", params={"to": "EUR", "regimes": ""}, content=body, timeout=300,
        headers={"Content-Type": "application/x-ndjson"},
    )  # fmt: skip
    lines = answer.text.splitlines()
    assert len(lines) == 20_000
    assert len(set(lines)) == 1
    assert json.loads(lines[0])["reported"]["amount"] == "5"


def test_a_caller_that_talks_while_it_listens(server: str) -> None:
    """The answers of the first lines are there before the last line is sent."""
    head = (
        b"POST /v1/normalize?regimes=&to= HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n"
    )
    lines = LINE * 300
    with connection(server) as connected:
        connected.sendall(head + f"{len(lines):x}\r\n".encode() + lines + b"\r\n")
        found = b""
        while found.count(b'"reported"') < 256:
            found += connected.recv(65_536)
        connected.sendall(f"{len(LINE):x}\r\n".encode() + LINE + b"\r\n0\r\n\r\n")
        while not found.endswith(b"0\r\n\r\n"):
            found += connected.recv(65_536)
    assert found.count(b'"reported"') == 301


def test_callers_that_leave(server: str) -> None:
    """Half a body, or an answer that nobody reads: the server goes on."""
    head = b"POST /v1/%s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: 100000\r\n\r\n"
    for path, kind in (
        (b"extract", b"text/plain"),
        (b"normalize", b"application/json"),
        (b"normalize", b"application/x-ndjson"),
    ):
        with connection(server) as connected:
            connected.sendall(head % (path, kind) + LINE * 100)
    assert httpx.get(f"{server}/readyz", timeout=PATIENCE).json()["status"] == "ready"


def test_keys_over_a_socket(start: Callable[..., str], tmp_path: Path) -> None:
    """Two workers that share a file of keys answer to a key of it only."""
    (tmp_path / "keys").write_text("k1\nk2\n", "utf-8")
    base = start(PRICESVC_API_KEYS_FILE=str(tmp_path / "keys"), PRICESVC_RATE_LIMIT="1000/minute", PRICESVC_WORKERS="2")
    for key, status in (("k1", 200), ("k2", 200), ("k3", 401)):
        answer = httpx.get(f"{base}/v1/currencies", headers={"Authorization": f"Bearer {key}"}, timeout=PATIENCE)
        assert (answer.status_code, answer.headers["ratelimit-policy"]) == (status, '"default";q=1000;w=60')
    assert httpx.get(f"{base}/v1/currencies", timeout=PATIENCE).status_code == 401


@pytest.mark.parametrize(
    "path", ["/", "/v1/regimes", "/v1/rates?base=USD&from=2023-12-01&until=2023-12-07", "/nowhere"]
)
def test_a_connection_outlives_a_head(server: str, path: str) -> None:
    """HEAD has no body, and the next answer on the connection is the next request's."""
    first = f"HEAD {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n"
    second = "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with connection(server) as connected:
        connected.sendall((first + second).encode())
        found = b""
        while chunk := connected.recv(65_536):
            found += chunk
    heads = found.split(b"HTTP/1.1 ")
    assert len(heads) == 3
    assert heads[1].endswith(b"\r\n\r\n")
    assert heads[2].endswith(b'{"status":"alive"}\n')
