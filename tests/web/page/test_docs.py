"""The reference: every operation of the OpenAPI document is there, and what it shows can be sent."""

from __future__ import annotations

import json
import shlex
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.conftest import PATIENCE
from tests.web.page.conftest import PHONE, Open, findings


@pytest.fixture
def docs(visit: Open, server: str) -> Page:
    """The reference on a desktop."""
    return visit(server, "/docs")


def document(server: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Path, method and operation of everything in the document."""
    paths = httpx.get(f"{server}/openapi.json", timeout=PATIENCE).json()["paths"]
    return [(path, method, operation) for path, item in paths.items() for method, operation in item.items()]


def test_every_operation_is_told(server: str, docs: Page) -> None:
    """Its path, what it does, each of its parameters, each of its refusals."""
    operations = document(server)
    expect(docs.locator("article.call")).to_have_count(len(operations))
    expect(docs.locator("#contents a")).to_have_count(len(operations))
    for path, method, operation in operations:
        call = docs.locator(f"#{operation['operationId']}")
        expect(call.locator("h3")).to_have_text(f"{method.upper()} {path}")
        expect(call).to_contain_text(operation["summary"])
        names = [parameter["name"] for parameter in operation.get("parameters", [])]
        expect(call.locator(".param label code")).to_have_text(names)
        codes = {
            code
            for status, answer in operation["responses"].items()
            if status >= "400"
            for code in answer["content"]["application/problem+json"]["examples"]
        }
        links = call.locator(".refusals a").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
        assert set(links) == {f"/problems/{code}" for code in codes}


def test_every_example_is_answered(server: str, docs: Page) -> None:
    """Sent from the page as it stands there, each call answers."""
    for path, method, operation in document(server):
        call = docs.locator(f"#{operation['operationId']}")
        call.get_by_role("button", name="Send").click()
        expect(call.locator(".reply b"), f"{method} {path}").to_have_text("200 Answered")
        expect(call.locator(".reply pre").last).not_to_be_empty()


def test_every_example_of_a_call_fills_its_form(server: str, docs: Page) -> None:
    """The command that is shown is the example's own, taken apart by a shell."""
    call = docs.locator("#normalize_batch")
    call.get_by_role("button", name="A table").click()
    words = shlex.split(call.locator("pre.command").inner_text())
    assert words[:3] == ["curl", "-sS", f"{server}/v1/normalize?to=USD&on=2023-12-07&regimes=eu-dprk"]
    assert "Content-Type: text/csv" in words
    assert words[-1].splitlines()[0] == "id,value,description"
    call.get_by_role("button", name="Send").click()
    expect(call.locator(".reply b")).to_have_text("200 Answered")
    expect(docs.locator("#regime-path-regime_id")).to_have_value("eu-dprk")


def test_refusal_is_shown_with_its_page(visit: Open, server: str) -> None:
    """What was refused, why, and a link that explains it."""
    page = visit(server, "/docs", refusals=True)
    page.fill("#convert-query-to", "XQZ")
    call = page.locator("#convert")
    call.get_by_role("button", name="Send").click()
    expect(call.locator(".reply b")).to_have_text("404 Refused")
    link = call.locator(".reply a")
    expect(link).to_have_text("About unknown-currency")
    assert httpx.get(server + (link.get_attribute("href") or ""), timeout=PATIENCE).is_success
    assert json.loads(call.locator(".reply pre").last.inner_text())["code"] == "unknown-currency"


def test_shapes_open_level_by_level(docs: Page) -> None:
    """Down to a leg of a receipt, whose rate is text."""
    shape = docs.locator("#extract .shape-of", has_text="The answer as")
    for name in ("The answer as", "items", "conversions", "legs"):
        shape.locator("summary", has_text=name).first.click()
    leg = shape.locator("summary", has_text="legs").locator("xpath=..").locator("ul.fields")
    expect(leg.locator(".line", has_text="rate").first).to_contain_text("text")
    expect(leg.locator("code.name")).to_have_text(["base", "quote", "rate", "date", "source"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Open, server: str, scheme: str) -> None:
    """Names, roles, contrast, with an answer there."""
    pytest.importorskip("axe_playwright_python", reason="axe-core comes with axe-playwright-python")
    page = visit(server, "/docs", color_scheme=scheme)
    page.locator("#convert").get_by_role("button", name="Send").click()
    expect(page.locator("#convert .reply b")).to_be_visible()
    page.locator("#convert details summary").first.click()
    assert findings(page, "header", "#contents", "#about", "#convert") == []


def test_small_screen_never_scrolls_sideways(visit: Open, server: str) -> None:
    """At 360 pixels, with an answer and everything of a call open."""
    page = visit(server, "/docs", viewport=PHONE)
    page.locator("#extract").get_by_role("button", name="Send").click()
    expect(page.locator("#extract .reply b")).to_be_visible()
    page.evaluate("() => document.querySelectorAll('#extract details').forEach((one) => { one.open = true; })")
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
