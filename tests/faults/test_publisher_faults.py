"""Whatever a publisher does, cold, warm or after a restart: no wrong number, no lost table, no failure but an honest 503."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest

from pricesvc.core.calendars import ONE_DAY, is_target_day
from tests.faults.house import EMBEDDED, TODAY, House, Server
from tests.faults.publisher import FAULTS

NEXT = next(day for ahead in range(1, 9) if is_target_day(day := TODAY + timedelta(days=ahead)))
MISSING = next(day for ahead in range(20, 30) if is_target_day(day := EMBEDDED + timedelta(days=ahead)))
PAIRS = (("JPY", "USD"), ("EUR", "SEK"), ("ZAR", "GBP"), ("USD", "EUR"))


def ask_all(server: Server, day: date) -> dict[str, bool | None]:
    """Ask for every pair, one by one and as a batch; gives whether the day's own table answered (None: refused)."""
    answers: dict[str, bool | None] = {}
    for base, quote in PAIRS:
        answer = server.get("/v1/convert", **{"amount": "123456.78", "from": base, "to": quote, "on": str(day)})
        own = answer.is_success and answer.json()["conversions"][0]["rate_date"] == str(day)
        answers[base + quote] = own if answer.is_success else None
    items = [{"amount": "5000", "currency": base, "category": "clocks_watches"} for base, _ in PAIRS]
    server.post("/v1/normalize", {"items": items, "to": ["USD", "SEK"], "on": str(day)})
    return answers


def golden(server: Server) -> None:
    """What is embedded answers whatever happens: 7 December 2023, from the ECB's own file."""
    answer = server.get("/v1/normalize", item="¥10M Lexus", to="USD", on="2023-12-07", regimes="eu-dprk").json()
    assert answer["conversions"][0]["amount"] == "68965.30"
    assert answer["verdicts"][0]["verdict"] == "over"


def all_fresh(answers: dict[str, bool | None]) -> bool:
    """Whether every pair was answered by the day's own table."""
    return set(answers.values()) == {True}


def arrives(server: Server, day: date) -> bool:
    """Whether the table of a day answers before long: what is not waited for comes behind an answer."""
    for _ in range(200):
        if all_fresh(ask_all(server, day)):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("fault", FAULTS)
def test_fault(house: House, fault: str) -> None:
    """Cold, healed, warm and restarted: answers stay right, recover, and what was learned stays."""
    house.publisher.fault = fault
    server = house.start()
    golden(server)
    for day in (TODAY, MISSING):
        assert not all_fresh(ask_all(server, day)), "a table that must not be believed was"
    assert house.publisher.requests, "the fault was never met"
    assert not house.kept()

    house.publisher.fault = None
    house.clock.set(TODAY, hour=20)
    assert arrives(server, TODAY), "it did not recover"
    assert arrives(server, MISSING)

    house.clock.set(NEXT)
    house.publisher.newest, house.publisher.fault = NEXT, fault
    assert not all_fresh(ask_all(server, NEXT))
    assert all_fresh(ask_all(server, TODAY)), "a table held was lost"
    golden(server)
    server.end()

    assert {TODAY, MISSING} <= house.kept(), "a table was not kept"
    again = house.start()
    assert all_fresh(ask_all(again, TODAY)), "a table was lost over the restart"
    assert all_fresh(ask_all(again, MISSING))
    assert not all_fresh(ask_all(again, NEXT))
    golden(again)


@pytest.mark.parametrize("fault", ["500", "hang", "jump"])
def test_second_publisher_stands_in(house: House, fault: str) -> None:
    """With the first publisher broken, the next one in order answers, fresh and right."""
    house.publisher.fault = fault
    frankfurter = {"PRICESVC_SOURCES": "ecb,frankfurter", "PRICESVC_FRANKFURTER_URL": house.publisher.url}
    server = house.start(frankfurter)
    golden(server)
    assert arrives(server, TODAY)
    answer = server.get("/v1/convert", **{"amount": "10", "from": "EUR", "to": "USD", "on": str(TODAY)}).json()
    assert answer["conversions"][0]["source"] == "frankfurter"


def test_unreachable_for_too_long(house: House) -> None:
    """Past the bound of staleness nothing is answered but a 503 that says when to come back."""
    house.publisher.fault = "500"
    server = house.start()
    house.clock.set(EMBEDDED + timedelta(days=400))
    answers = ask_all(server, house.clock.day)
    assert set(answers.values()) == {None}
    assert 503 in server.seen
    golden(server)
    assert ask_all(server, EMBEDDED)["JPYUSD"]


def test_day_before(house: House) -> None:
    """Before the hour of publication, the table of the day before answers and nothing is called stale."""
    server = house.start()
    house.clock.set(TODAY, hour=20)
    assert arrives(server, TODAY)
    house.clock.set(NEXT, hour=8)
    answer = server.get("/v1/convert", **{"amount": "10", "from": "EUR", "to": "USD"}).json()
    (conversion,) = answer["conversions"]
    assert (conversion["rate_date"], conversion["stale"]) == (str(TODAY), False)
    assert house.clock.day - ONE_DAY >= TODAY
