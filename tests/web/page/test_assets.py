"""What the page is made of: served from here, of the right type, with a tag, and within our own rules."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

import pricesvc.web.pages

FOLDER = Path(pricesvc.web.pages.__file__).parent / "page"
ASSETS = sorted(path.name for path in FOLDER.iterdir() if path.is_file())
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@pytest.mark.anyio
@pytest.mark.parametrize("name", ASSETS)
async def test_asset_is_served_with_its_type_and_tag(api: httpx.AsyncClient, name: str) -> None:
    """As it is in the package; asked for again with its tag, it is not sent again."""
    answer = await api.get(f"/page/{name}")
    assert answer.content == (FOLDER / name).read_bytes()
    assert answer.headers["content-type"].startswith(TYPES[Path(name).suffix])
    assert answer.headers["cache-control"] == "no-cache"
    again = await api.get(f"/page/{name}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.anyio
@pytest.mark.parametrize(("path", "name"), [("/", "index.html"), ("/docs", "docs.html")])
async def test_page_allows_nothing_from_outside(api: httpx.AsyncClient, path: str, name: str) -> None:
    """The policy names this origin only, and neither inline scripts nor inline styles."""
    answer = await api.get(path)
    assert answer.content == (FOLDER / name).read_bytes()
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy
    assert "unsafe" not in policy
    head = await api.head(path)
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.anyio
@pytest.mark.parametrize("name", ["", "none.js", "..%2Fpages.py", "%2e%2e%2fpages.py", "pages.py", "index.html%00.js"])
async def test_nothing_else_is_served(api: httpx.AsyncClient, name: str) -> None:
    """A name that is no asset is not found, wherever it points."""
    answer = await api.get(f"/page/{name}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("name", [name for name in ASSETS if name.endswith(".html")])
def test_html_has_no_inline_code_and_names_assets_that_are(name: str) -> None:
    """What the policy would block is not written in the first place."""
    text = (FOLDER / name).read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert all(" src=" in script for script in re.findall(r"<script[^>]*>", text))
    named = re.findall(r'(?:src|href)="(/page/[^"]+)"', text)
    assert named
    assert {Path(one).name for one in named} <= set(ASSETS)


@pytest.mark.parametrize("name", [name for name in ASSETS if name.endswith(".js")])
def test_module_says_what_it_is_and_is_short(name: str) -> None:
    """It opens with its idea, imports only modules that are, names no other host, and makes no markup from text."""
    text = (FOLDER / name).read_text("utf-8")
    assert text.startswith("/** ")
    assert text.count("\n") <= 300
    assert set(re.findall(r'from "\./([^"]+)"', text)) <= set(ASSETS)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)


@pytest.mark.parametrize("name", ASSETS)
def test_asset_names_no_other_host(name: str) -> None:
    """The names of XML name spaces are no addresses."""
    text = (FOLDER / name).read_text("utf-8")
    hosts = {
        host for host in re.findall(r"(?:https?:|[\"'(])//([a-z0-9-]+(?:\.[a-z0-9-]+)+)", text) if host != "www.w3.org"
    }
    assert hosts == set()


def test_every_asset_is_used() -> None:
    """Nothing lies about."""
    texts = {name: (FOLDER / name).read_text("utf-8") for name in ASSETS}
    pages = {"index.html", "docs.html"}
    unused = {name for name in ASSETS if not any(name in text for other, text in texts.items() if other != name)}
    assert unused <= pages
