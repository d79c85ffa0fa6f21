"""Taking the answer along, and what the page says when there is none."""

from __future__ import annotations

import csv
import json
import shlex
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import get_args

import httpx
from playwright.sync_api import Page, expect

from pricesvc.core.outcomes import Word
from pricesvc.core.summing import strongest
from tests.conftest import PATIENCE
from tests.web.page.conftest import Open, paste, sample


def asked(page: Page) -> dict[str, object]:
    """The question that the sample is."""
    return {"text": page.input_value("#text"), "on": "2023-12-07", "to": ["USD", "EUR"]}


def downloaded(page: Page, name: str) -> tuple[str, str]:
    """The name and the text of the file that a button hands over."""
    with page.expect_download() as found:
        page.get_by_role("button", name=name).click()
    return found.value.suggested_filename, Path(found.value.path()).read_bytes().decode()


def test_json_is_the_answer(server: str, shown: Page) -> None:
    """Nothing lost, nothing added."""
    name, text = downloaded(shown, "Download JSON")
    assert name == "prices.json"
    assert json.loads(text) == httpx.post(f"{server}/v1/extract", json=asked(shown), timeout=PATIENCE).json()


def test_csv_has_a_line_a_price(server: str, shown: Page) -> None:
    """Columns as in the service's own tables, amounts as text."""
    name, text = downloaded(shown, "Download CSV")
    items = httpx.post(f"{server}/v1/extract", json=asked(shown), timeout=PATIENCE).json()["items"]
    rows = list(csv.DictReader(text.splitlines()))
    assert name == "prices.csv"
    assert [row["text"] for row in rows] == shown.locator("#marked mark").all_inner_texts()
    assert rows[0]["amount_usd"] == "68965.30"
    assert rows[0]["verdict_eu_dprk"] == "over"
    assert rows[0]["checks"] == rows[1]["checks"] == "off-by-10x"
    assert rows[3]["low"] == "280"
    assert rows[3]["amount_eur"] == ""
    assert [row["luxury"] for row in rows] == [
        {True: "true", False: "false", None: ""}[item["luxury"]] for item in items
    ]


def test_csv_never_holds_a_formula(page: Page) -> None:
    """A thing whose name begins as a formula does stays text; quotes and commas are kept."""
    text = page.evaluate(
        """async () => {
          const { asCsv } = await import("/page/csv.js");
          const reported = { text: 'a "b", c', start: 0, end: 8, amount: "1", currency: "EUR", low: "1", high: "1", qualifier: "exact" };
          const goods = { description: '=HYPERLINK("x")', category: null };
          return asCsv({ items: [{ id: "0", reported, goods, on: "2023-12-07", conversions: [], verdicts: [], luxury: null }], checks: [] });
        }"""
    )
    [row] = csv.DictReader(text.splitlines())
    assert row["text"] == 'a "b", c'
    assert row["description"] == '\'=HYPERLINK("x")'
    assert row["luxury"] == ""


def test_csv_says_one_thing_where_an_item_says_several(page: Page) -> None:
    """Of a list's verdicts the strongest, and the rate that was needed: as the service's own tables do."""
    pairs = list(permutations(get_args(Word), 2))
    text = page.evaluate(
        """async (pairs) => {
          const { asCsv } = await import("/page/csv.js");
          const reported = { text: "$1", start: 0, end: 2, amount: "1", currency: "USD", low: "1", high: "1", qualifier: "exact" };
          const conversions = [
            { currency: "USD", amount: "1.00", rate_date: "2023-12-09", source: "identity", legs: [] },
            { currency: "EUR", amount: "0.93", rate_date: "2023-12-08", source: "ecb", legs: [{}] },
          ];
          const goods = { description: null, category: null };
          const item = { id: "0", reported, goods, on: "2023-12-09", conversions, luxury: null };
          const items = pairs.map((words) => ({ ...item, verdicts: words.map((verdict) => ({ regime: "eu-dprk", verdict })) }));
          return asCsv({ items, checks: [] });
        }""",
        pairs,
    )
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["verdict_eu_dprk"] for row in rows] == [strongest(words) for words in pairs]
    assert {(row["amount_usd"], row["rate_source"], row["rate_date"]) for row in rows} == {
        ("1.00", "ecb", "2023-12-08")
    }


def test_copied_command_asks_the_same(visit: Open, server: str) -> None:
    """What is copied is a command that a shell takes apart into the very question, quotes and all."""
    page = visit(server, permissions=["clipboard-read", "clipboard-write"])
    report = 'The dealer\'s "coat", at €400; `id` $HOME\nand a watch at $5,000'
    page.fill("#on", "2023-12-07")
    paste(page, report)
    page.get_by_role("button", name="Copy as curl").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    words = shlex.split(page.evaluate("() => navigator.clipboard.readText()"))
    assert words[:3] == ["curl", "-sS", f"{server}/v1/extract"]
    body = words[words.index("--data-binary") + 1]
    assert json.loads(body) == {"text": report, "to": ["USD", "EUR"], "on": "2023-12-07"}
    assert httpx.post(
        words[2], content=body.encode(), headers={"Content-Type": "application/json"}, timeout=PATIENCE
    ).is_success


def test_command_is_selected_where_copying_is_not_allowed(sampled: Page) -> None:
    """Without the permission, the command is there to be copied by hand."""
    sampled.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    sampled.get_by_role("button", name="Copy as curl").click()
    expect(sampled.get_by_text("Selected: press")).to_be_visible()
    assert sampled.evaluate("() => getSelection().toString()").startswith("curl -sS ")


def test_refusal_teaches(visit: Open, server: str) -> None:
    """What is wrong, what would be right, the field it is about, and where to read more."""
    page = visit(server, refusals=True)
    page.fill("#more", "XQZ")
    page.press("#more", "Enter")
    paste(page, "a coat for €400")
    trouble = page.locator("#trouble")
    expect(trouble).to_contain_text("No such currency")
    expect(trouble).to_contain_text("XQZ is not a currency of ISO 4217")
    expect(trouble).to_contain_text("GET /v1/currencies lists every code.")
    expect(page.locator("#more")).to_have_attribute("aria-invalid", "true")
    assert httpx.get(server + (trouble.locator("a").get_attribute("href") or ""), timeout=PATIENCE).is_success
    trouble.get_by_role("button", name="Go to the field").click()
    expect(page.locator("#more")).to_be_focused()
    page.get_by_text("XQZ", exact=True).click()
    page.click("button.primary")
    expect(page.locator("#marked mark")).to_have_text(["€400"])
    expect(trouble).to_be_empty()


def test_refused_locale_points_at_its_field(visit: Open, server: str) -> None:
    """A refusal that names its field is shown there."""
    page = visit(server, refusals=True)
    page.fill("#locale", "not a locale!")
    paste(page, "a coat for €400")
    expect(page.locator("#locale")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#trouble")).to_contain_text("locale must be a BCP 47 tag such as de-CH.")
    expect(page.locator("#trouble .remedy")).to_have_count(0)


def test_empty_report_is_refused_without_asking(page: Page) -> None:
    """Nothing is sent, and the words say what to do."""
    page.click("button.primary")
    expect(page.locator("#trouble")).to_contain_text("Paste a text with prices in it")


def test_service_that_is_gone_is_told(visit: Open, server: str) -> None:
    """A connection that fails is no blank page."""
    page = visit(server, refusals=True)
    page.route("**/v1/extract", lambda route: route.abort())
    paste(page, "a coat for €400")
    expect(page.locator("#trouble")).to_contain_text("The service does not answer")


def test_key_is_asked_for_and_kept_for_the_tab(visit: Open, start: Callable[..., str]) -> None:
    """With keys set, the page asks for one, sends it, never shows it in a command, and has it after a reload."""
    base = start(PRICESVC_API_KEYS="open-sesame")
    keyed_docs(visit(base, "/docs", refusals=True))
    page = visit(base, refusals=True)
    expect(page.locator("#trouble")).to_contain_text("A key is needed")
    expect(page.locator("#key")).to_be_focused()
    page.fill("#key", "wrong")
    page.press("#key", "Tab")
    expect(page.locator("#trouble")).to_contain_text("A key is needed")
    page.fill("#key", "open-sesame")
    page.press("#key", "Tab")
    expect(page.locator("#trouble")).to_be_empty()
    sample(page)
    expect(page.locator("#marked mark")).to_have_count(6)
    command = page.locator(".take code").text_content() or ""
    assert "open-sesame" not in command
    assert '-H "Authorization: Bearer $PRICESVC_KEY"' in command
    assert page.evaluate("() => [sessionStorage.getItem('pricesvc.key'), localStorage.length, document.cookie]") == [
        "open-sesame",
        0,
        "",
    ]
    page.reload()
    page.locator("html[data-ready]").wait_for()
    expect(page.locator("#trouble")).to_be_empty()
    expect(page.locator("#regimes input").first).to_be_attached()


def keyed_docs(page: Page) -> None:
    """The document of the reference needs a key itself, and each call sends it."""
    expect(page.locator("#trouble")).to_contain_text("A key is needed")
    page.fill("#key", "open-sesame")
    page.press("#key", "Enter")
    expect(page.locator("article.call").first).to_be_visible()
    page.locator("#rates").get_by_role("button", name="Send").click()
    expect(page.locator("#rates .reply b")).to_have_text("200 Answered")
    expect(page.locator("#rates pre.command")).to_contain_text("Bearer $PRICESVC_KEY")
