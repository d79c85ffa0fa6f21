"""Ends of a command that are not as it would like them: full, closed or speaking another code; and odd addresses."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import running

DAY = ("--on", "2023-12-07", "--to", "USD", "--regimes", "")


def pricesvc(
    tmp_path: Path, *arguments: str | bytes, shell: str = "", **more: str
) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own; ``shell`` redirects its ends."""
    environment = {"PATH": os.environ["PATH"], "PRICESVC_SOURCES": "", "PRICESVC_STATE_DIR": str(tmp_path), **more}
    command = ["sh", "-c", f'exec "$@" {shell}', "sh", sys.executable, "-m", "pricesvc", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=False, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize(
    ("arguments", "shell"),
    [
        (("convert", "5 USD", "--on", "2023-12-07"), ">/dev/full"),
        (("rates", "show", "--on", "2023-12-07"), ">/dev/full"),
        (("bulk", "-", "-", *DAY), "<&-"),
        (("extract", "-", *DAY), "<&-"),
        (("bulk", "/dev/null", "-", *DAY, "--format", "csv"), ">&-"),
        (("classify",), ""),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told(tmp_path: Path, arguments: tuple[str, ...], shell: str) -> None:
    """With a message, without a traceback."""
    ended = pricesvc(tmp_path, *arguments, shell=shell)
    assert ended.returncode != 0
    assert ended.stderr.startswith(b"Error: "), ended.stderr
    assert b"Traceback" not in ended.stderr


def test_a_publisher_that_fails_leaves_the_answer_whole(tmp_path: Path) -> None:
    """What a program reads from standard output is JSON, however often a publisher is tried."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        there = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        told = pricesvc(
            tmp_path, "convert", "5 USD", "--to", "EUR", "--json", PRICESVC_SOURCES="ecb", PRICESVC_ECB_URL=there
        )
    assert told.returncode == 0
    assert json.loads(told.stdout)["conversions"][0]["source"] == "ecb"
    assert told.stderr.count(b"\n") == told.stderr.count(b"source_failed") == 1


@pytest.mark.parametrize("code", ["ascii", "latin-1", "utf-8"])
def test_no_sign_is_lost(tmp_path: Path, code: str) -> None:
    """A terminal of another code gets what it lacks as escapes: JSON says the same, and a line is still a line."""
    arguments = ("normalize", "1,400만원 🚗", *DAY)
    told = pricesvc(tmp_path, *arguments, "--json", PYTHONIOENCODING=code)
    assert json.loads(told.stdout.decode(code))["reported"]["text"] == "1,400만원"
    line = pricesvc(tmp_path, *arguments, PYTHONIOENCODING=code)
    assert (line.returncode, line.stdout.count(b"\n")) == (0, 1)


def test_words_that_are_no_text(tmp_path: Path) -> None:
    """Bytes of another code in what is asked are told as such."""
    told = pricesvc(
        tmp_path, "classify", b"\xff watch", *DAY, "--json", PYTHONIOENCODING="utf-8:strict", PYTHONUTF8="1"
    )
    assert told.returncode == 0
    assert json.loads(told.stdout)["goods"]["description"] == "\udcff watch"


def test_health_is_asked_straight(tmp_path: Path) -> None:
    """A proxy for the publishers does not lead to the service; a closed port, and one that talks nonsense, are told."""
    with running(tmp_path) as base:
        port = base.rpartition(":")[2]
        for host in ("127.0.0.1", "0.0.0.0", "localhost"):  # noqa: S104 - asked, not bound
            proxied = {"http_proxy": "http://127.0.0.1:9", "PRICESVC_HOST": host, "PRICESVC_PORT": port}
            assert pricesvc(tmp_path, "health", **proxied).stdout == b"ready\n"
    assert pricesvc(tmp_path, "health", PRICESVC_PORT=port).returncode == 1


@pytest.mark.parametrize("host", ["::1", "::"])
def test_health_over_the_newer_protocol(host: str) -> None:
    """An address with colons is an address."""
    if not socket.has_ipv6:
        pytest.skip("needs IPv6")
    try:
        listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("needs IPv6")
    with listener:
        environment = {"PRICESVC_HOST": host, "PRICESVC_PORT": str(listener.getsockname()[1])}
        command = [sys.executable, "-m", "pricesvc", "health"]
        with subprocess.Popen(command, env={**os.environ, **environment}, stdout=subprocess.PIPE) as asking:
            asked, _ = listener.accept()
            with asked:
                assert asked.recv(65_536).startswith(b"GET /readyz HTTP/1.1\r\n")
                asked.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            assert asking.communicate()[0] == b"ready\n"
