"""The picture in the README is of the page. ``--rewrite-readme`` takes it anew."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tests.web.page.conftest import Open, sample

PICTURE = Path(__file__).parent.parent / "screenshot.png"
WIDTH, HEIGHT = 1200, 940


def test_picture_is_of_the_page(visit: Open, server: str, request: pytest.FixtureRequest) -> None:
    """It has the size of the window it was taken of, and few bytes."""
    page = sample(visit(server, viewport={"width": WIDTH, "height": HEIGHT}))
    if request.config.getoption("--rewrite-readme"):
        page.evaluate("() => document.activeElement.blur()")
        page.screenshot(path=PICTURE)
    content = PICTURE.read_bytes()
    assert content.startswith(b"\x89PNG\r\n")
    assert struct.unpack(">II", content[16:24]) == (WIDTH, HEIGHT)
    assert len(content) < 300_000
