"""Long bodies are read aside, and objects of too many members not at all."""

from __future__ import annotations

import json
import threading
from typing import Any

import httpx
import pytest

from pricesvc.web import bodies

pytestmark = pytest.mark.anyio

ITEM = {"amount": "5", "currency": "USD", "hs": "9101"}


@pytest.mark.parametrize("step", ["parse_json", "question_of"])
async def test_a_long_batch_is_read_aside(api: httpx.AsyncClient, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever else asks is answered meanwhile; a short one is read at once."""
    threads: list[threading.Thread] = []
    read = getattr(bodies, step)

    def noted(raw: Any) -> Any:  # noqa: ANN401 - either step's
        threads.append(threading.current_thread())
        return read(raw)

    monkeypatch.setattr(bodies, step, noted)
    for count, aside in ((1, False), (2_000, True)):
        threads.clear()
        answer = await api.post("/v1/normalize", json={"items": [ITEM] * count, "regimes": []})
        assert len(answer.json()["items"]) == count
        assert {one is not threading.main_thread() for one in threads} == {aside}


MANY: dict[str, list[int]] = {f"k{number}": [] for number in range(201)}


@pytest.mark.parametrize("path", ["/v1/normalize", "/v1/extract"])
@pytest.mark.parametrize("body", [MANY, {"items": [MANY]}, {"items": [{**ITEM, "facts": MANY}]}])
async def test_an_object_of_very_many_members(api: httpx.AsyncClient, path: str, body: object) -> None:
    """Refused by their number, not by each of their names, of which there may be a million."""
    answer = await api.post(path, content=json.dumps(body))
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed-json")
    assert "more than 200 members" in answer.json()["detail"]
