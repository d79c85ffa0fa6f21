"""Batches as a machine: whatever is put in, each item has the answer that it has alone, in its place."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.web.conftest import offline

Json = dict[str, Any]
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=64)
AMOUNTS = st.decimals(0, 10**9, places=2).map(str)
CODES = st.sampled_from(["USD", "jpy", "EUR", "HRK", "KWD", "KPW", "XXX", "US", "USX"])
THINGS = st.sampled_from(["Lexus", "black coat by Dior", "caviar", "strap for a Rolex watch", "toy car", "時計", "x"])
ITEMS = st.one_of(
    st.fixed_dictionaries(
        {"amount": AMOUNTS, "currency": CODES}, optional={"description": THINGS, "hs": st.just("8703")}
    ),
    st.fixed_dictionaries({"value": st.sampled_from(["¥10M", "$5", "1,400만원", "$5 or $6", "nothing", "5-6 kr"])}),
    st.builds(lambda price, thing: {"text": f"{price} {thing}"}, st.sampled_from(["¥10M", "over €5", "ten"]), THINGS),
    st.fixed_dictionaries(
        {}, optional={"quantity": st.sampled_from(["0", "2", "x"]), "category": st.sampled_from(["none", "no"])}
    ),
    st.fixed_dictionaries(
        {"text": NAMES, "on": st.sampled_from(["2023-12-07", "1998-01-01", "2023-02-31", "tomorrow"])}
    ),
)
TERMS = {"to": "USD,EUR", "regimes": "eu-dprk,us-russia", "on": "2023-12-07"}


class Batches(RuleBasedStateMachine):
    """Fills a batch, sends it in each form, and remembers what every item was answered alone."""

    runner: asyncio.Runner
    client: Any

    def __init__(self) -> None:
        super().__init__()
        self.items: list[Json] = []
        self.alone: dict[str, Json] = {}

    @initialize()
    def start(self) -> None:
        """An empty batch has an empty answer."""
        assert self.sent() == []

    @rule(item=ITEMS, name=st.none() | NAMES)
    def add(self, item: Json, name: str | None) -> None:
        """Put an item at the end."""
        self.items.append(item if name is None else {**item, "id": name})

    @rule(data=st.data())
    @precondition(lambda self: self.items)
    def repeat(self, data: st.DataObject) -> None:
        """Put an item in once more."""
        self.items.append(data.draw(st.sampled_from(self.items)))

    @rule(place=st.integers(0, 50))
    @precondition(lambda self: self.items)
    def remove(self, place: int) -> None:
        """Take one out."""
        del self.items[place % len(self.items)]

    @rule()
    def as_json(self) -> None:
        """Each has the answer that it has alone."""
        answered = self.sent()
        assert len(answered) == len(self.items)
        for item, entry in zip(self.items, answered, strict=True):
            key = json.dumps(item)
            if key not in self.alone:
                kept, self.items = self.items, [item]
                self.alone[key] = self.sent()[0]
                self.items = kept
            assert entry == self.alone[key]
            assert entry["id" if "id" in item else "notes" if "goods" in entry else "detail"] is not None

    @rule()
    def as_lines(self) -> None:
        """A line each has the same answers, but for the number of a line that is refused."""
        lines = "".join(f"{json.dumps(item)}\n" for item in self.items)
        answer = self.post(lines, {"Content-Type": "application/x-ndjson"}, TERMS)
        found = [json.loads(line) for line in answer.split("\n")[:-1]]
        assert [{name: one[name] for name in one if name != "line"} for one in found] == self.sent()

    @rule()
    def as_rows(self) -> None:
        """A row each has the same amounts and the same refusals, and says why an amount is not there."""
        text = io.StringIO()
        columns = ["id", "text", "value", "amount", "currency", "description", "category", "hs", "quantity", "on"]
        writer = csv.DictWriter(text, columns, quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(self.items)
        rows = csv.DictReader(io.StringIO(self.post(text.getvalue(), {"Content-Type": "text/csv"}, TERMS), newline=""))
        for row, entry in zip(rows, self.sent(), strict=True):
            worths = entry.get("conversions", ())
            amounts = {one["currency"]: one["amount"] or "" for one in worths}
            unsaid = entry.get("reported") and (len(worths) < 2 or any("band" in one for one in worths))
            assert row["problem"] == entry["code"] if "code" in entry else bool(row["problem"]) == bool(unsaid)
            assert {code: row[f"amount_{code.lower()}"] for code in amounts} == amounts

    def sent(self) -> list[Json]:
        """What the batch is answered as JSON."""
        terms = {"to": ["USD", "EUR"], "regimes": ["eu-dprk", "us-russia"], "on": "2023-12-07"}
        body = json.dumps({"items": self.items, **terms})
        answered: list[Json] = json.loads(self.post(body, {"Content-Type": "application/json"}, {}))["items"]
        return answered

    def post(self, body: str, headers: dict[str, str], query: dict[str, str]) -> str:
        """Send a body."""
        asked = self.client.post("/v1/normalize", params=query, content=body.encode(), headers=headers)
        answer = self.runner.run(asked)
        assert answer.status_code == 200, answer.text
        return str(answer.text)


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[type[Batches]]:
    """The machine, connected to an application in process."""
    with asyncio.Runner() as runner:
        opening = offline(tmp_path)
        Batches.runner, Batches.client = runner, runner.run(opening.__aenter__())
        yield Batches
        runner.run(opening.__aexit__(None, None, None))


def test_batches(machine: type[Batches], *, long: bool) -> None:
    """Twenty histories; with --long, a thousand."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=1_000 if long else 20,
            stateful_step_count=20,
            derandomize=not long,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
