"""A real browser on the page of the real server. Whatever a test does, the page may ask nobody but the server, and may
not complain on its console.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a name server; a module long, so that tests with a loop of their own can follow."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium to drive: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        yield launched
        launched.close()


@dataclass
class Watch:
    """What a page did that nobody sees: whom it asked, and what it complained of."""

    base: str
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    refusals_expected: bool = False

    def follow(self, page: Page) -> None:
        """Listen from the first request on."""
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not (self.refusals_expected and "Failed to load resource" in text):
            self.complaints.append(text)

    def check(self) -> None:
        """The server was asked and nobody else, and nothing was complained of."""
        assert self.asked
        abroad = [url for url in self.asked if not url.startswith((self.base, f"blob:{self.base}", "data:"))]
        assert not abroad
        assert not self.complaints


Open = Callable[..., Page]


@contextmanager
def visiting(browser: Browser) -> Iterator[Open]:
    """Visits that are watched, and read when they end."""
    contexts: list[BrowserContext] = []
    watches: list[Watch] = []

    def opened(base: str, path: str = "/", *, refusals: bool = False, **kind: Any) -> Page:  # noqa: ANN401 - options
        context = browser.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **kind})
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        watches.append(Watch(base, refusals_expected=refusals))
        watches[-1].follow(page)
        page.goto(base + path)
        page.locator("html[data-ready]").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    for watch in watches:
        watch.check()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Open a path of a server as a visitor of a kind: ``visit(server, "/", color_scheme="dark")``."""
    with visiting(browser) as opened:
        yield opened


@pytest.fixture
def page(visit: Open, server: str) -> Page:
    """The page on a desktop."""
    return visit(server)


@pytest.fixture
def sampled(page: Page) -> Page:
    """The page with the sample worked out."""
    return sample(page)


@pytest.fixture(scope="module")
def shown(browser: Browser, server: str) -> Iterator[Page]:
    """The same, shared by the tests of a module that choose prices and change nothing else."""
    with visiting(browser) as opened:
        yield sample(opened(server))


def sample(page: Page) -> Page:
    """Work the sample out, and wait until what follows by itself is there too."""
    page.click("#sample")
    return settled(page)


def settled(page: Page) -> Page:
    """Wait until nothing is asked any more and every history is drawn."""
    page.wait_for_function("() => !document.querySelector('[aria-busy], .history:empty')")
    return page


def choose(page: Page, index: int) -> None:
    """Choose a price of the report by its place."""
    page.click(f"#price-{index}")
    settled(page)


def paste(page: Page, text: str) -> Page:
    """Put a report in and work it out."""
    if page.locator("#edit").is_visible():
        page.click("#edit")
    page.fill("#text", text)
    page.click("button.primary")
    return settled(page)


def findings(page: Page, *parts: str) -> list[str]:
    """What axe-core finds of serious or critical weight, with the places; of some parts of a page, or of all of it."""
    script = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(script)
    found: dict[str, Any] = page.evaluate(
        "(parts) => axe.run(parts.length ? {include: parts} : document, {resultTypes: ['violations']})", list(parts)
    )
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]
