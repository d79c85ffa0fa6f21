"""Who may ask, and how often; and what the log says of it."""

from __future__ import annotations

import hmac
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from starlette.routing import Route

from pricesvc.cli import main
from pricesvc.core.errors import BadData
from pricesvc.settings import Settings
from pricesvc.web.app import ROUTERS, create_app
from tests.web.conftest import Open

pytestmark = pytest.mark.anyio

OPEN = {"/", "/docs", "/livez", "/readyz", "/page/{name}", "/problems/{code}", "/schemas/regime.json"}
EVERY = "0.0.0.0"  # noqa: S104 - not bound here
DAY = "/v1/convert?amount=1&from=JPY&to=USD&on=2023-12-07"


def routes(settings: Settings) -> set[tuple[str, str]]:
    """Every path with every method it takes."""
    known = [*create_app(settings).routes, *(route for router in ROUTERS for route in router.routes)]
    return {(one.path, method) for one in known if isinstance(one, Route) for method in one.methods or ()}


async def test_nothing_but_probes_and_pages_without_a_key(opened: Open, settings: Settings) -> None:
    """Every route there is, with every method: 401, unless it is one of the few that tell nothing."""
    found = routes(settings)
    assert {path for path, _ in found} > {"/v1/convert", "/v1/regimes/{regime_id}", "/metrics", "/openapi.json", *OPEN}
    async with opened(api_keys=("k1",)) as api:
        for path, method in found:
            answer = await api.request(method, path.format(regime_id="eu-dprk", code="no-rate", name="x.js"))
            if path in OPEN:
                assert answer.status_code in {200, 404}, path
                continue
            assert answer.status_code == 401, path
            assert answer.headers["www-authenticate"] == "Bearer"
            assert method == "HEAD" or answer.json()["code"] == "unauthorized"
        for path in (
            "/nowhere",
            "/v1/",
            "/livez/",
            "/readyz/../v1/currencies",
            "/page/../v1/currencies",
            "/problems/a/b",
        ):
            assert (await api.get(path)).status_code == 401, path


@pytest.mark.parametrize(
    "sent",
    [
        None, "", "k1", "Bearer", "Bearer ", "Bearer k", "Bearer k11", "Bearer K1", "Basic k1", "Bearer k1, k2", "k1 Bearer",
        "Bearer " + "k" * 10_000, "Bearer \xe9",
    ],
)  # fmt: skip
async def test_keys_that_are_none(opened: Open, sent: str | None) -> None:
    """Near is not enough."""
    async with opened(api_keys=("k1", "k2")) as api:
        headers = [] if sent is None else [(b"Authorization", sent.encode("latin-1"))]
        assert (await api.get(DAY, headers=headers)).status_code == 401


async def test_keys_from_the_variable_and_from_the_file(opened: Open, tmp_path: Path) -> None:
    """Each of them opens."""
    kept = tmp_path / "keys"
    kept.write_text("k2\n\n  k3  \n")
    async with opened(api_keys=("k1",), api_keys_file=kept) as api:
        for sent in ("Bearer k1", "bearer k2", "BEARER   k3"):
            assert (await api.get(DAY, headers={"Authorization": sent})).status_code == 200


@pytest.mark.parametrize("text", ["", "\n \n", None])
def test_a_file_without_keys_does_not_open_the_service(settings: Settings, tmp_path: Path, text: str | None) -> None:
    """Empty or missing: it refuses to start."""
    kept = tmp_path / "keys"
    if text is not None:
        kept.write_text(text)
    with pytest.raises(BadData, match="API_KEYS_FILE"):
        create_app(settings.model_copy(update={"api_keys_file": kept}))


async def test_keys_are_compared_in_constant_time(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every key is compared, as a digest, whether or not one before it was the right one."""
    compared: list[tuple[bytes, bytes]] = []
    real = hmac.compare_digest

    def noting(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return real(one, other)

    monkeypatch.setattr(hmac, "compare_digest", noting)
    async with opened(api_keys=("k1", "k2", "k3")) as api:
        for sent in ("k1", "nonsense"):
            compared.clear()
            await api.get(DAY, headers={"Authorization": f"Bearer {sent}"})
            assert len(compared) == 3
            assert {len(part) for pair in compared for part in pair} == {32}


async def test_a_caller_over_the_limit_waits(opened: Open) -> None:
    """The header fields count down; then 429 says how long to wait; probes are not counted."""
    async with opened(rate_limit="3/minute") as api:
        left = [(await api.get(DAY)).headers["ratelimit"].split(";")[1] for _ in range(3)]
        assert left == ["r=2", "r=1", "r=0"]
        refused = await api.get(DAY)
        assert (refused.status_code, refused.json()["code"]) == (429, "too-many-requests")
        assert refused.headers["ratelimit-policy"] == '"default";q=3;w=60'
        assert 1 <= int(refused.headers["retry-after"]) <= 61
        assert refused.json()["retry_after"] == int(refused.headers["retry-after"])
        assert (await api.get("/livez")).status_code == 200
        assert (await api.options("/v1/convert")).status_code == 204


async def test_each_key_has_a_limit_of_its_own(opened: Open) -> None:
    """One caller does not use up another's; and keys that are none are counted by address."""
    async with opened(rate_limit="2/minute", api_keys=("k1", "k2")) as api:
        found = [
            (await api.get(DAY, headers={"Authorization": f"Bearer {key}"})).status_code
            for key in ("k1", "k1", "k1", "k2", "k2", "k2", "no", "no", "no", "no")
        ]
        assert found == [200, 200, 429, 200, 200, 429, 401, 401, 429, 429]


def test_a_limit_that_is_none(settings: Settings) -> None:
    """It refuses to start, naming the variable."""
    with pytest.raises(BadData, match="RATE_LIMIT"):
        create_app(settings.model_copy(update={"rate_limit": "many"}))


@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        ({}, False), ({"host": "localhost"}, False), ({"host": "::1"}, False), ({"host": EVERY}, True),
        ({"host": "::"}, True), ({"host": "192.0.2.1"}, True), ({"host": EVERY, "api_keys": ("k",)}, False),
        ({"host": "127.0.0.2"}, False),
    ],
)  # fmt: skip
def test_who_can_reach_it(given: dict[str, Any], *, is_open: bool) -> None:
    """Beyond loopback and without keys, anybody may ask: the command that starts it says so."""
    assert Settings(**given).is_open() is is_open


def test_starting_it_says_when_anybody_may_ask(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Beyond loopback without a key it starts, and warns; with a key, or on loopback, it does not warn."""
    started: list[str] = []
    monkeypatch.setattr("uvicorn.run", lambda _, **options: started.append(options["host"]))
    monkeypatch.setenv("PRICESVC_STATE_DIR", str(tmp_path))
    for host, key, warned in ((EVERY, None, True), (EVERY, "k1", False), ("127.0.0.1", None, False)):
        told = CliRunner().invoke(main, ["serve", "--host", host], env={"PRICESVC_API_KEYS": key})
        assert (told.exit_code, "no API keys are set" in told.stderr) == (0, warned)
    assert started == [EVERY, EVERY, "127.0.0.1"]


SECRETS = ("sekret-key-1", "73519", "Zanzibar", "sekret-body")

ASK = f"""
import asyncio, httpx, json
from pathlib import Path
from pricesvc.settings import Settings
from pricesvc.web.app import create_app

async def main():
    app = create_app(Settings(sources=(), state_dir=Path("state"), log_format="json", log_level="debug",
                              api_keys=("{SECRETS[0]}",), max_body=4096))
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
            for key in ("{SECRETS[0]}", "{SECRETS[0]}x"):
                headers = {{"Authorization": "Bearer " + key}}
                await client.get("/v1/convert?amount={SECRETS[1]}&from=USD&to=EUR&on=2023-12-07", headers=headers)
                await client.get("/v1/convert?amount={SECRETS[1]}x&from=USD", headers=headers)
                await client.get("/v1/{SECRETS[2]}", headers=headers)
                await client.get("/v1/regimes/{SECRETS[2]}", headers=headers)
                await client.post("/v1/extract", json={{"text": "{SECRETS[3]} ${SECRETS[1]}"}}, headers=headers)
                await client.post("/v1/extract", content="{SECRETS[3]}" * 1000, headers=headers)
                app.state.context.service.appraiser = None
                await client.post("/v1/normalize", json={{"items": [{{"text": "{SECRETS[3]} ${SECRETS[1]}"}}]}}, headers=headers)

asyncio.run(main())
"""


def test_the_log_keeps_secrets(tmp_path: Path) -> None:
    """One line a request with route and status; no key, amount, body or name that a caller sent, in faults neither."""
    done = subprocess.run([sys.executable, "-c", ASK], cwd=tmp_path, capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    asked = [line for line in lines if line["event"] == "request"]
    assert [line["status"] for line in asked] == [200, 422, 404, 404, 200, 413, 500, *[401] * 7]
    assert {line["route"] for line in asked} >= {"/v1/convert", "/v1/regimes/{regime_id}", "other"}
    assert all(line["request_id"] and line["ms"] >= 0 for line in asked)
    assert [line["event"] for line in lines if line["level"] == "error"] == ["fault"]
    for secret in SECRETS:
        assert secret not in done.stderr + done.stdout
