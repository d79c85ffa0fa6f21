"""The page for everyone: by keyboard, by ear, in the dark, on a small screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.page.conftest import PHONE, Open, choose, findings, paste, sample, settled

MOST_TABS = 80
"""Stops of the tab key that a whole walk takes at most."""


def focused(page: Page) -> str:
    """The id of the element in focus, or what it is called."""
    return str(page.evaluate("() => document.activeElement.id || document.activeElement.textContent.trim()"))


def tab_to(page: Page, name: str) -> None:
    """Walk with the tab key until an element is in focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    pytest.fail(f"The tab key never came to {name}.")


def test_keyboard_alone_is_enough(page: Page) -> None:
    """From the first key to the law of the last price, without a pointer."""
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the report"
    tab_to(page, "sample")
    page.keyboard.press("Enter")
    page.locator("#marked mark").first.wait_for()
    assert focused(page) == "marked"
    tab_to(page, "price-3")
    page.keyboard.press("Enter")
    expect(page.locator("#detail h2")).to_have_text("between €280 and €320")
    tab_to(page, "price-4")
    page.keyboard.press("Space")
    expect(page.locator("#detail h2")).to_have_text("£95")
    tab_to(page, "→")
    page.keyboard.press("Enter")
    expect(page.locator("#detail h2")).to_have_text("4,000 złoty")
    assert focused(page) == "detail-title"
    settled(page)


def test_rule_opens_by_keyboard(sampled: Page) -> None:
    """The law behind a rule is a key away."""
    sampled.locator(".limits summary").first.focus()
    sampled.keyboard.press("Enter")
    expect(sampled.locator(".limits .law").first).to_be_visible()


def test_pointing_lights_what_the_price_is_of(sampled: Page) -> None:
    """Under the pointer as well as in focus, and no longer than that."""
    sampled.hover("#price-3")
    assert sampled.locator(".word.lit").all_inner_texts() == ["handbag", "Prada"]
    sampled.hover("h1")
    expect(sampled.locator(".word.lit")).to_have_count(0)
    sampled.locator("#price-4").focus()
    assert sampled.locator(".word.lit").all_inner_texts() == ["cognac"]


def test_marks_say_what_they_are(sampled: Page) -> None:
    """Price, place, and what the lists say, for somebody who hears the page."""
    told = sampled.get_attribute("#price-0", "aria-label") or ""
    assert told.startswith("¥10M: price 1 of 6. Luxury by ")
    assert told.endswith("Its conversion is doubtful.")
    expect(sampled.locator("[aria-current]")).to_have_count(1)
    assert sampled.locator("#status").get_attribute("role") == "status"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Open, server: str, scheme: str) -> None:
    """Before the answer, with each price chosen and everything open: names, roles, contrast."""
    pytest.importorskip("axe_playwright_python", reason="axe-core comes with axe-playwright-python")
    page = visit(server, color_scheme=scheme)
    assert findings(page) == []
    sample(page)
    page.click("#regimes-summary")
    for index in (0, 3):
        choose(page, index)
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert findings(page) == []


def test_axe_finds_nothing_serious_in_a_refusal(visit: Open, server: str) -> None:
    """Trouble is told to everyone too."""
    pytest.importorskip("axe_playwright_python", reason="axe-core comes with axe-playwright-python")
    page = visit(server, refusals=True, color_scheme="dark")
    page.fill("#locale", "not a locale!")
    paste(page, "a coat for €400")
    expect(page.locator("#trouble h2")).to_be_visible()
    assert findings(page) == []


def test_dark_is_dark(visit: Open, server: str) -> None:
    """The scheme that the visitor prefers decides the ground."""
    light, dark = (
        visit(server, color_scheme=scheme).evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
        for scheme in ("light", "dark")
    )
    assert light != dark
    assert sum(int(part) for part in dark.strip("rgb()").split(",")) < 120


def test_small_screen_never_scrolls_sideways(visit: Open, server: str) -> None:
    """At 360 pixels, with each price chosen and everything open."""
    page = visit(server, viewport=PHONE)
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]
    sample(page)
    page.click("#regimes-summary")
    for index in range(6):
        choose(page, index)
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE["width"]


def test_small_screen_goes_to_the_detail_and_back(visit: Open, server: str) -> None:
    """What a tap brings up is in sight, and the report is a tap away."""
    page = sample(visit(server, viewport=PHONE))
    choose(page, 3)
    expect(page.locator("#detail h2")).to_be_in_viewport()
    expect(page.locator("#marked")).not_to_be_in_viewport()
    page.get_by_text("Back to the report").click()
    expect(page.locator("#marked")).to_be_in_viewport()


def test_large_letters_still_fit(visit: Open, server: str) -> None:
    """At twice the size of letters nothing is cut off sideways (WCAG 1.4.4)."""
    page = visit(server, viewport={"width": 640, "height": 800})
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    sample(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 640
