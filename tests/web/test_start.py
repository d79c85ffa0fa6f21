"""Behind the start: rates answer at once, words, goods and law as soon as they are there; damaged data is not hidden."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pricesvc import compose
from pricesvc.appraiser import Appraiser
from pricesvc.core.errors import BadData
from pricesvc.late import Late
from tests.web.conftest import Open

pytestmark = pytest.mark.anyio
AMOUNT = "/v1/convert?amount=100&from=USD&to=EUR&on=2023-12-07"
WORDS = "/v1/normalize?item=%C2%A510M%20Lexus&to=USD&on=2023-12-07&regimes=eu-dprk"
LAW = "/v1/regimes/eu-dprk?on=2023-12-07"
CATEGORIES = "/v1/categories"


def _with_goods(goods: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = compose.appraiser()
    parts = (lambda: whole.prices, Late(goods), lambda: whole.reports, lambda: whole.judge)
    monkeypatch.setattr(compose, "appraiser", lambda _: Appraiser(whole.currencies, *parts))


async def test_rates_answer_while_the_rest_is_loaded_and_the_rest_waits(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods, go = compose.appraiser().goods, threading.Event()
    _with_goods(lambda: go.wait(20) and goods, monkeypatch)
    async with opened() as client:
        waiting = [asyncio.create_task(client.get(path)) for path in (WORDS, LAW, CATEGORIES)]
        await asyncio.sleep(0.2)
        assert (await client.get("/readyz")).json()["status"] == "ready"
        assert (await client.get(AMOUNT)).status_code == 200
        assert (await client.get("/v1/rates?base=USD&symbols=EUR&on=2023-12-07")).status_code == 200
        assert not any(one.done() for one in waiting)
        go.set()
        assert [(await one).status_code for one in waiting] == [200, 200, 200]


async def test_damaged_data_ends_readiness_and_is_named(
    opened: Open, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise BadData("goods.lexicon is damaged: cut short.", file="goods.lexicon", place="", reason="cut short")

    _with_goods(fail, monkeypatch)
    async with opened(log_format="json") as client:
        refused = await client.get(WORDS)
        assert (refused.status_code, refused.json()["code"]) == (500, "bad-data")
        assert refused.json()["detail"] == "goods.lexicon is damaged: cut short."
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["code"]) == (503, "not-ready")
        assert ready.json()["detail"] == "goods.lexicon is damaged: cut short."
    assert '"error": "goods.lexicon is damaged: cut short.", "event": "data_not_loaded"' in capsys.readouterr().err


async def test_an_unforeseen_fault_of_loading_ends_readiness_too(
    opened: Open, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _with_goods(partial(int, "secret"), monkeypatch)
    async with opened(log_format="json") as client:
        assert (await client.get(CATEGORIES)).json()["code"] == "internal"
        ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()["detail"]) == (503, "The log says why.")
    assert "ValueError" in capsys.readouterr().err


async def test_bad_law_of_ones_own_stops_the_start(opened: Open, tmp_path: Path) -> None:
    law = tmp_path / "law"
    law.mkdir()
    (law / "mine.toml").write_text('id = "mine"\ntitel = "Mine"\n', "utf-8")
    with pytest.raises(BadData, match=r"mine\.toml"):
        async with opened(regimes_dir=law):
            pass
