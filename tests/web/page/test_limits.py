"""The picture of where a value stands: told by place and shape, and true."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.page.conftest import choose, paste


def middle(page: Page, selector: str) -> float:
    """Where an element stands, left to right."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


@pytest.mark.parametrize("index", [0, 1, 2, 4])
def test_limits_lie_on_the_side_that_the_words_say(shown: Page, index: int) -> None:
    """The limit of each rule that says over is left of the value, of each that says under right of it."""
    choose(shown, index)
    regimes = shown.eval_on_selector_all(
        ".limits .rule", "(all) => all.map((one) => [one.dataset.regime, one.className])"
    )
    compared = [(regime, kind) for regime, kind in regimes if kind != "rule undetermined"]
    assert compared
    for regime, kind in compared:
        row = f".limits .rule[data-regime={regime}]"
        limit, value = middle(shown, f"{row} .sign"), middle(shown, f"{row} line.value")
        assert limit < value if kind == "rule over" else limit > value


def test_limits_stand_in_the_order_of_their_worth(shown: Page) -> None:
    """From the lowest to the highest in the currency of the scale, whatever their own."""
    choose(shown, 0)
    rows = shown.locator(".limits .rule .sign")
    places = [box["x"] for box in (rows.nth(at).bounding_box() for at in range(rows.count())) if box]
    assert len(places) > 5
    assert places == sorted(places)
    names = shown.locator(".limits .rule b").all_inner_texts()
    assert names.index("EU DPRK") < names.index("EU Syria") < names.index("CA luxury tax")


def test_over_under_and_borderline_differ_by_shape_and_word(shown: Page) -> None:
    """Somebody who sees no colours, or nothing, is told the same."""
    choose(shown, 3)
    shapes = {}
    for kind, word in (("over", "▲ Over"), ("under", "▽ Under"), ("borderline", "◐ Borderline")):
        rule = shown.locator(f".limits .rule.{kind}").first
        expect(rule.locator(".said")).to_contain_text(word)
        shapes[kind] = rule.locator(".sign").inner_html()
    assert len(set(shapes.values())) == 3
    label = shown.locator(".axis").get_attribute("aria-label") or ""
    over, limits = shown.locator(".limits .rule.over").count(), shown.locator(".limits .rule").count()
    assert f"USD 301.59 to 344.67 is over {over} limits of {limits}" in label


def test_range_is_a_band_with_the_limit_inside(shown: Page) -> None:
    """Borderline looks like what it means."""
    choose(shown, 3)
    row = ".limits .rule[data-regime=eu-russia]"
    band = shown.locator(f"{row} .band").bounding_box()
    assert band is not None
    assert band["x"] < middle(shown, f"{row} .sign") < band["x"] + band["width"]


def test_open_end_reaches_the_edge(page: Page) -> None:
    """More than 200 euros has no upper end."""
    page.fill("#on", "2023-12-07")
    paste(page, "a bottle of wine for over 200 euros")
    band = page.locator(".limits .band").first.bounding_box()
    track = page.locator(".limits svg.track").first.bounding_box()
    assert band is not None
    assert track is not None
    assert abs(band["x"] + band["width"] - track["x"] - track["width"]) < 1.5
    expect(page.locator(".worth[data-currency=EUR] .amount")).to_have_text("200.00 or more")


def test_value_without_a_rate_has_words_and_no_picture(page: Page) -> None:
    """Roubles of 2023: the limits are told, the note says why nothing is compared."""
    page.fill("#on", "2023-12-07")
    paste(page, "a watch worth RUB 60,000")
    expect(page.locator(".note").first).to_contain_text("has not quoted RUB since 2022-03-01")
    expect(page.locator(".axis")).to_have_count(0)
    expect(page.locator(".limits .rule.undetermined")).not_to_have_count(0)


def test_scale_is_logarithmic(page: Page) -> None:
    """Ten times as much is as far everywhere, and everything given is within."""
    placed = page.evaluate(
        """async () => {
          const { logScale } = await import("/page/scale.js");
          const scale = logScale([75, 10000, 68965.3]);
          return [scale.at(100), scale.at(1000), scale.at(10000), scale.at(75), scale.at(68965.3), logScale([]), logScale([0])];
        }"""
    )
    hundred, thousand, ten_thousand, least, most, nothing, zero = placed
    assert abs((thousand - hundred) - (ten_thousand - thousand)) < 1e-9
    assert 0 < least < hundred < most < 100
    assert nothing is None
    assert zero is None
