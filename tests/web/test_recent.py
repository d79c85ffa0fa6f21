"""Answers that are remembered: the same bytes for the same question on the same data, and never a wrong one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from pricesvc.core.rates import RateTable
from pricesvc.settings import Settings
from pricesvc.web import recent
from pricesvc.web.app import create_app
from pricesvc.web.context import Context
from pricesvc.web.recent import Asked, Recent
from pricesvc.web.replies import Answer, Lifetime
from tests.conftest import NOON

pytestmark = pytest.mark.anyio

DAY = "/v1/convert?amount=100&from=EUR&to=USD&on=2023-12-07"
OPEN = "/v1/convert?amount=100&from=EUR&to=USD"


@dataclass
class Watched:
    """An application whose clock is ours, and which counts the answers that are worked out."""

    client: httpx.AsyncClient
    at: Context
    clock: list[datetime]
    made: list[str] = field(default_factory=list)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask."""
        return await self.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def publish(self, day: date, usd: str) -> None:
        """A table of the ECB that was not held before."""
        book = self.at.service.book
        table = RateTable("ecb", "EUR", day, {"USD": Decimal(usd)})
        book._view = book._view.with_series(book._view.series["ecb"].with_tables([table]))


@pytest.fixture
def given() -> dict[str, Any]:
    """Settings of a test's own."""
    return {}


@pytest.fixture
async def watched(tmp_path: Path, given: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[Watched]:
    """An application of one's own."""
    clock = [NOON]
    app = create_app(
        Settings(sources=(), state_dir=tmp_path / "state", log_level="error", **given), now=lambda: clock[0]
    )
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://pricesvc.test") as client,
    ):
        found = Watched(client, app.state.context, clock)
        service = found.at.service
        for name in ("convert", "normalize", "normalize_many", "rates"):
            monkeypatch.setattr(service, name, counted(getattr(service, name), name, found.made))
        yield found


def counted(work: Callable[..., Any], name: str, made: list[str]) -> Callable[..., Any]:
    """The same work, noted each time."""

    async def noted(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - any work
        made.append(name)
        return await work(*args, **named)

    return noted


@pytest.mark.parametrize(
    "path", [DAY, OPEN, "/v1/normalize?item=%C2%A510M+Lexus&on=2023-12-07", "/v1/rates?symbols=USD&on=2023-12-07"]
)
async def test_what_is_asked_again_is_not_worked_out_again(watched: Watched, path: str) -> None:
    """The same bytes and the same fields of the head, but for the name of the request."""
    first, again = await watched.get(path), await watched.get(path)
    assert (first.status_code, len(watched.made)) == (200, 1)
    assert again.content == first.content
    ours = {name: value for name, value in first.headers.items() if name != "x-request-id"}
    assert {name: value for name, value in again.headers.items() if name != "x-request-id"} == ours
    assert again.headers["x-request-id"] != first.headers["x-request-id"]


@pytest.mark.parametrize(
    "other",
    [
        DAY.replace("100", "101"), DAY.replace("=USD", "=JPY"), DAY.replace("-07", "-08"), f"{DAY}&source=ecb",
        f"{DAY}&basis=eu-customs", f"{DAY}&locale=de", OPEN, DAY.replace("convert", "normalize"),
    ],
)  # fmt: skip
async def test_another_question_has_an_answer_of_its_own(watched: Watched, other: str) -> None:
    """Whatever of the question differs, it is worked out or refused by itself."""
    first = await watched.get(DAY)
    answer = await watched.get(other)
    assert answer.content != first.content or len(watched.made) == 2
    assert answer.headers.get("etag") != first.headers["etag"]


async def test_each_form_has_an_answer_of_its_own(watched: Watched) -> None:
    """JSON, a line, and none of both."""
    for _ in range(2):
        assert (await watched.get(DAY)).headers["content-type"] == "application/json"
        assert (await watched.get(DAY, Accept="text/plain")).text == "100 EUR · USD 107.71 (ECB 2023-12-07)\n"
        assert (await watched.get(DAY, Accept="image/png")).status_code == 406


async def test_a_new_table_changes_the_answer(watched: Watched) -> None:
    """At once: nothing of what was said before is said again, neither the body nor the tag."""
    first = await watched.get(DAY)
    watched.publish(date(2023, 12, 7), "2")
    again = await watched.get(DAY)
    assert (first.json()["conversions"][0]["amount"], again.json()["conversions"][0]["amount"]) == ("107.71", "200.00")
    assert first.headers["etag"] != again.headers["etag"]


async def test_a_table_that_arrives_meanwhile(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was begun on one state of the world is not remembered in the next."""
    work = watched.at.service.convert

    async def overtaken(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - any work
        answer = await work(*args, **named)
        monkeypatch.setattr(watched.at.service, "convert", work)
        watched.publish(date(2023, 12, 7), "2")
        assert (await watched.get(OPEN)).status_code == 200
        return answer

    monkeypatch.setattr(watched.at.service, "convert", overtaken)
    old = await watched.get(DAY)
    assert old.json()["conversions"][0]["amount"] == "107.71"
    assert (await watched.get(DAY)).json()["conversions"][0]["amount"] == "200.00"


async def test_a_new_day_changes_the_answer(watched: Watched) -> None:
    """Today is another day after midnight; and a day that was open is settled later."""
    assert (await watched.get(OPEN)).json()["on"] == "2026-11-02"
    watched.clock[0] += timedelta(days=1)
    assert (await watched.get(OPEN)).json()["on"] == "2026-11-03"


async def test_a_lifetime_runs_out_while_the_answer_is_remembered(watched: Watched) -> None:
    """Seconds until the next publication, counted anew for each caller."""
    assert (await watched.get(OPEN)).headers["cache-control"] == "public, max-age=10800"
    watched.clock[0] += timedelta(minutes=1)
    assert (await watched.get(OPEN)).headers["cache-control"] == "public, max-age=10740"
    assert (await watched.get(DAY)).headers["cache-control"] == "public, max-age=86400"
    assert watched.made == ["convert", "convert"]


async def test_a_caller_that_has_the_answer(watched: Watched) -> None:
    """304 from what is remembered, and the whole for the next."""
    tag = (await watched.get(DAY)).headers["etag"]
    have = await watched.get(DAY, If_None_Match=tag)
    assert (have.status_code, have.content, have.headers["etag"]) == (304, b"", tag)
    assert (await watched.get(DAY, If_None_Match='"other"')).json()["on"] == "2023-12-07"
    assert (await watched.client.head(DAY)).headers["etag"] == tag
    assert len(watched.made) == 1


@pytest.mark.parametrize("given", [{"api_keys": ("k1",)}])
async def test_a_key_is_asked_for_all_the_same(watched: Watched) -> None:
    """What one caller was told is not told to one without a key."""
    assert (await watched.get(DAY, Authorization="Bearer k1")).status_code == 200
    assert (await watched.get(DAY)).status_code == 401
    assert (await watched.get(DAY, Authorization="Bearer k1")).status_code == 200
    assert len(watched.made) == 1


@pytest.mark.parametrize("given", [{"rate_limit": "2/minute"}])
async def test_a_limit_counts_all_the_same(watched: Watched) -> None:
    """An answer that costs nothing is one of the caller's too."""
    assert [(await watched.get(DAY)).status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    ("path", "status"),
    [(DAY.replace("EUR", "EUX"), 404), (DAY.replace("EUR", "RUB"), 404), (DAY.replace("100", "x"), 422)],
)
async def test_what_is_refused_is_not_remembered(watched: Watched, path: str, status: int) -> None:
    """Looked at anew each time."""
    answers = [await watched.get(path), await watched.get(path)]
    assert [answer.status_code for answer in answers] == [status, status]
    assert len(watched.at.recent) == 0


async def test_a_body_is_never_answered_from_what_was_asked_without(watched: Watched) -> None:
    """POST to the same path with the same query is another question."""
    path = "/v1/normalize?item=%245"
    assert (await watched.get(path)).status_code == 200
    assert (await watched.client.post(path, json={"items": []})).status_code == 422
    line = await watched.client.post(
        "/v1/normalize?on=2023-12-07", content=b'{"value":"$5"}\n', headers={"Content-Type": "application/x-ndjson"}
    )
    assert '"amount":"5"' in line.text


async def test_how_publishers_are_doing_is_told_anew(watched: Watched) -> None:
    """It is more than the snapshot."""
    assert (await watched.get("/v1/sources")).status_code == 200
    assert len(watched.at.recent) == 0


async def test_every_request_is_counted(watched: Watched) -> None:
    """Those that are answered from memory too."""
    for _ in range(3):
        await watched.get(DAY)
    told = (await watched.get("/metrics")).text
    assert 'pricesvc_requests_total{method="GET",route="/v1/convert",status="200"} 3.0' in told
    assert 'pricesvc_request_seconds_count{route="/v1/convert"} 3.0' in told


def kept(length: int) -> Answer:
    """An answer of some length."""
    return Answer(b"x" * length, "text/plain", '"tag"', Lifetime(lambda: NOON, settled=True))


async def test_memory_is_bounded(watched: Watched) -> None:
    """In bytes; and neither a long question nor a longer answer is taken in."""
    view, memory = watched.at.service.book.view(), Recent()
    assert memory.find(Asked("/", b"0", b""), view) is None
    for number in range(100):
        memory.keep(Asked("/", b"%d" % number, b""), view, kept(recent.MOST_BYTES // 10))
        assert len(memory) <= 10
    memory.keep(Asked("/", b"x" * recent.LONGEST, b""), view, kept(1))
    memory.keep(Asked("/", b"long", b""), view, kept(recent.MOST_BYTES))
    assert memory.find(Asked("/", b"long", b""), view) is None
    assert memory.find(Asked("/", b"x" * recent.LONGEST, b""), view) is None
    assert memory.find(Asked("/", b"99", b""), view) is not None


async def test_memory_is_short(watched: Watched) -> None:
    """After some seconds it is asked for again what is late."""
    now, view = [0.0], watched.at.service.book.view()
    memory, asked = Recent(lambda: now[0]), Asked("/", b"", b"")
    memory.find(asked, view)
    memory.keep(asked, view, kept(1))
    now[0] = recent.SECONDS - 0.1
    assert memory.find(asked, view) is not None
    now[0] = recent.SECONDS + 0.1
    assert memory.find(asked, view) is None


async def test_many_callers_at_once(watched: Watched) -> None:
    """Each gets the answer to what it asked."""
    paths = [DAY.replace("100", str(number)) for number in range(1, 40)] * 3
    answers = await asyncio.gather(*(watched.get(path) for path in paths))
    for path, answer in zip(paths, answers, strict=True):
        assert answer.json()["reported"]["amount"] in path
