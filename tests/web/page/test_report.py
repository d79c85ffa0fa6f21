"""The page as people use it: a report goes in, its prices are marked, each is told with all that stands behind it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, Route, expect

from pricesvc.catalog.regimes import load_regimes
from pricesvc.lines import regime_words
from tests.conftest import PATIENCE
from tests.web.page.conftest import choose, paste, settled

PRICES = ["¥10M", "$700,000", "about €4,900", "between €280 and €320", "£95", "4,000 złoty"]


def answer(server: str, page: Page, **changed: object) -> dict[str, Any]:
    """What the service says of the report that stands on the page."""
    question = {"text": page.input_value("#text"), "on": page.input_value("#on"), "to": ["USD", "EUR"], **changed}
    found: dict[str, Any] = (
        httpx.post(f"{server}/v1/extract", json=question, timeout=PATIENCE).raise_for_status().json()
    )
    return found


def test_sample_is_marked_in_its_place(server: str, shown: Page) -> None:
    """Six prices, each a button, and the text between them as it was."""
    expect(shown.locator("#marked mark")).to_have_text(PRICES)
    assert shown.inner_text("#marked") == shown.input_value("#text")
    assert shown.get_attribute("#price-0", "role") == "button"
    luxury = sum(item["luxury"] is True for item in answer(server, shown)["items"])
    assert luxury > 3
    expect(shown.locator("#status")).to_contain_text(f"6 prices on 7 December 2023, {luxury} of luxury by some list")
    expect(shown.locator("#marked mark.yes")).to_have_count(luxury)


def test_each_price_is_told_as_the_service_answers_it(server: str, shown: Page) -> None:
    """Worth, thing and verdicts of every price beside the report are those of the API."""
    for index, item in enumerate(answer(server, shown)["items"]):
        choose(shown, index)
        detail = shown.locator("#detail")
        expect(detail.locator("h2")).to_have_text(item["reported"]["text"])
        expect(shown.locator("mark[aria-current]")).to_have_text(item["reported"]["text"])
        for conversion in item["conversions"]:
            figure = detail.locator(f".worth[data-currency={conversion['currency']}] .amount").inner_text()
            ends = {conversion["amount"] or conversion["low"], conversion["amount"] or conversion["high"]}
            assert {Decimal(part.replace(",", "")) for part in figure.split(" to ")} == {Decimal(end) for end in ends}
        expect(detail.locator(".rule")).to_have_count(len(item["verdicts"]))
        for verdict in ("over", "under", "borderline", "any-value", "undetermined"):
            told = sum(one["verdict"] == verdict for one in item["verdicts"])
            expect(detail.locator(f".rule.{verdict}")).to_have_count(told)
        assert [quote.strip("“”") for quote in detail.locator("q").all_inner_texts()] == [
            one["text"] for one in item["goods"]["evidence"]
        ]


def test_receipt_can_be_worked_out_again(shown: Page) -> None:
    """The published digits and the sum, which a calculator confirms."""
    choose(shown, 0)
    worth = shown.locator(".worth[data-currency=USD]")
    worth.locator("summary").click()
    expect(worth.locator("td.digits").first).to_have_text("1 EUR = 156.18 JPY")
    left, right = worth.locator(".sum").inner_text().split(" = ")
    amount, up, down = (Decimal(part) for part in re.split(r" [×÷] ", left.replace(",", "")))
    assert left == "10,000,000 × 1.0771 ÷ 156.18"
    assert f"{amount * up / down:.2f}" == right.removeprefix("USD ").replace(",", "") == "68965.30"


def test_shift_says_why_the_day_is_another(page: Page) -> None:
    """A Sunday's rate is Friday's, and the page says so."""
    page.fill("#on", "2023-12-10")
    paste(page, "a coat for €400")
    expect(page.locator(".worth[data-currency=USD] .shift")).to_contain_text("weekend")
    expect(page.locator(".worth[data-currency=USD]")).to_contain_text("Rate of 8 December 2023, ECB.")


def test_conversion_ten_times_off_is_told_where_it_hurts(shown: Page) -> None:
    """On both prices, in the summary, and in the marks, by a sign and not by colour alone."""
    for index in (0, 1):
        shown.click(f"#price-{index}")
        note = shown.locator(".check.loud")
        expect(note).to_contain_text("A conversion ten times off")
        expect(note).to_contain_text("That day ¥10M was USD 68,965.30: what it says is 10.15 times that.")
        assert "≠" in shown.evaluate(
            f"() => getComputedStyle(document.getElementById('price-{index}'), '::after').content"
        )
    note.get_by_role("button").click()
    expect(shown.locator("#detail h2")).to_have_text("¥10M")
    expect(shown.locator("#status")).to_contain_text("prices 1 and 2")
    shown.click("#price-2")
    expect(shown.locator(".check.loud")).to_have_count(0)


def test_currencies_can_be_changed(server: str, sampled: Page) -> None:
    """Another currency is asked for at once, one of the offered as well as any other."""
    sampled.get_by_text("EUR", exact=True).first.click()
    sampled.fill("#more", "sek")
    sampled.press("#more", "Enter")
    expect(sampled.locator(".worth")).to_have_count(2)
    expect(sampled.locator(".worth[data-currency=SEK]")).to_be_visible()
    settled(sampled)
    kept = answer(server, sampled, to=["USD", "SEK"])["items"][0]["conversions"][1]["amount"]
    assert sampled.inner_text(".worth[data-currency=SEK] .amount").replace(",", "") == kept
    expect(sampled.locator("table.prices thead th")).to_contain_text(["Number", "Price", "USD", "SEK", "Luxury by"])


def test_day_and_lists_can_be_changed(sampled: Page) -> None:
    """Only the list that was chosen answers, by the law of the day."""
    sampled.click("#regimes-summary")
    sampled.check("input[value=eu-dprk]")
    expect(sampled.locator("#detail .rule")).to_have_count(1)
    expect(sampled.locator("#lists-chosen")).to_have_text("1 chosen")
    expect(sampled.locator("#detail .rule .said")).to_contain_text("Over")
    sampled.fill("#on", "2016-12-07")
    sampled.press("#on", "Tab")
    expect(sampled.locator("#detail .rule.not-in-force")).to_have_count(1)
    sampled.click("#regimes-none")
    expect(sampled.locator("#lists-chosen")).to_have_text("all in force that day")


def test_lists_have_the_names_that_lines_have(page: Page) -> None:
    """Two languages say them, and say the same."""
    ids = [law.id for law in load_regimes()]
    told = page.evaluate("async (ids) => ids.map((await import('/page/words.js')).shortName)", ids)
    assert told == [regime_words(one) for one in ids]


def test_reason_and_law_stand_behind_each_rule(server: str, shown: Page) -> None:
    """A rule opens to its sentence, its citation with a link, and since when it is in force."""
    choose(shown, 0)
    rule = shown.locator(".rule[data-regime=eu-dprk]")
    rule.locator("summary").click()
    [said] = [one for one in answer(server, shown)["items"][0]["verdicts"] if one["regime"] == "eu-dprk"]
    expect(rule.locator(".law")).to_contain_text(said["why"])
    expect(rule.locator(".cites a")).to_have_attribute("href", said["citations"][0]["url"])
    expect(rule.locator(".law")).to_contain_text("in force since 15 November 2017")


def test_history_of_the_rate_is_drawn(shown: Page) -> None:
    """A plot of the quarter before, with its lowest and highest in words."""
    choose(shown, 0)
    history = shown.locator(".worth[data-currency=USD] .history")
    expect(history.locator("svg.plot")).to_be_visible()
    assert len(re.findall("L", history.locator("path.line").get_attribute("d") or "")) > 50
    expect(history.locator("figcaption")).to_have_text(
        "1 JPY in USD over 90 days: 0.0065880 (13 Nov) – 0.0068965 (7 Dec)"
    )


@pytest.mark.parametrize(
    "text",
    [
        "😀😀 a coat for €400, and 👩‍👩‍👧 a watch for $5,000 too",
        "시계는 1,400만원, 腕時計は300万円でした",
        '<img src=x onerror=alert(1)> a <b>coat</b> for €400 & "a watch" for $5,000</mark>',
        "first line\n\n\tsecond: a watch for $5,000   \n and a coat for €400\n",
    ],
)
def test_marks_stand_where_the_prices_are(server: str, page: Page, text: str) -> None:
    """Whatever is round them: characters of two units, other scripts, markup, white space."""
    page.fill("#on", "2023-12-07")
    paste(page, text)
    told = [item["reported"]["text"] for item in answer(server, page)["items"]]
    assert len(told) == 2
    expect(page.locator("#marked mark")).to_have_text(told)
    assert page.evaluate("() => document.getElementById('marked').textContent") == text
    assert page.locator("#marked img, #marked b").count() == 0


def test_report_without_a_price_says_what_a_price_is(page: Page) -> None:
    """No price is an answer, not an empty page."""
    paste(page, "Nothing was sold in 1998, at room 300.")
    expect(page.locator("#status")).to_contain_text("No price found. Prices need a currency")
    expect(page.locator("#detail")).to_be_hidden()


def test_thing_that_is_not_known_is_open(page: Page) -> None:
    """No list was asked of it, which is no "none"; of a toy every list says no."""
    page.fill("#on", "2023-12-07")
    paste(page, "The company has a capital of HK$10,000. A toy car costs $25.")
    expect(page.locator("table.prices tbody td:last-child")).to_have_text(["undecided", "none"])


def test_report_can_be_edited_again(sampled: Page) -> None:
    """Back to the text, and on from there."""
    sampled.click("#edit")
    expect(sampled.locator("#text")).to_be_focused()
    paste(sampled, "a coat for €400")
    expect(sampled.locator("#marked mark")).to_have_text(["€400"])


def test_last_question_wins(page: Page) -> None:
    """An answer that comes late does not overwrite that of a newer question."""
    held: list[Route] = []
    page.route("**/v1/extract", lambda route: held.append(route) if not held else route.continue_())
    page.fill("#text", "a coat for €400")
    page.click("button.primary")
    page.wait_for_function("() => document.body.hasAttribute('aria-busy')")
    page.fill("#text", "a watch for $5,000")
    page.click("button.primary")
    expect(page.locator("#marked mark")).to_have_text(["$5,000"])
    assert len(held) == 1
    expect(page.locator("body")).not_to_have_attribute("aria-busy", "true")
