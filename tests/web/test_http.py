"""HTTP as it should be: methods, forms of the answer, caches, headers, packing."""

from __future__ import annotations

import re

import httpx
import pytest

from pricesvc.settings import Settings
from tests.conftest import in_process
from tests.web.conftest import Open

pytestmark = pytest.mark.anyio

DAY = "/v1/convert?amount=1&from=JPY&to=USD&on=2023-12-07"
GETS = (
    DAY,
    "/v1/normalize?item=%245+watch&on=2023-12-07",
    "/v1/classify?description=watch",
    "/v1/rates?symbols=USD&on=2023-12-07",
    "/v1/rates?symbols=USD&from=2023-12-01&until=2023-12-07",
    "/v1/currencies",
    "/v1/categories",
    "/v1/sources",
    "/v1/regimes",
    "/v1/regimes/eu-dprk",
    "/v1/regimes/eu-dprk/history",
    "/livez",
    "/readyz",
    "/metrics",
    "/openapi.json",
    "/problems/no-rate",
)


@pytest.mark.parametrize("path", GETS)
async def test_head_is_get_without_a_body(api: httpx.AsyncClient, path: str) -> None:
    """The same status and headers, length included; and no byte of a body."""
    got, head = await api.get(path), await api.head(path)
    assert (got.status_code, head.status_code, head.content) == (200, 200, b"")
    kept = {"content-type", "content-length", "etag", "cache-control", "vary"}
    if path == "/metrics":
        kept -= {"content-length", "vary"}  # it has counted one request more
    assert {name: head.headers.get(name) for name in kept} == {name: got.headers.get(name) for name in kept}


async def test_head_of_what_is_refused(api: httpx.AsyncClient) -> None:
    """The status of GET, without the problem document."""
    answer = await api.head("/v1/convert?amount=x&from=JPY")
    assert (answer.status_code, answer.content, answer.headers["content-type"]) == (
        422,
        b"",
        "application/problem+json",
    )
    assert (await api.head("/v1/extract")).status_code == 405
    assert (await api.head("/nowhere")).status_code == 404


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/v1/convert", {"GET", "HEAD", "OPTIONS"}),
        ("/v1/normalize", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/v1/classify", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/v1/extract", {"OPTIONS", "POST"}),
        ("/v1/regimes/eu-dprk", {"GET", "HEAD", "OPTIONS"}),
        ("/", {"GET", "HEAD", "OPTIONS"}),
        ("/openapi.json", {"GET", "HEAD", "OPTIONS"}),
        ("/livez", {"GET", "HEAD", "OPTIONS"}),
    ],
)
async def test_options_and_other_methods(api: httpx.AsyncClient, path: str, methods: set[str]) -> None:
    """OPTIONS tells the methods of a path, and every other one is refused with the same list."""
    answer = await api.options(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert set(answer.headers["allow"].split(", ")) == methods
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY", "BREW"} - methods:
        answer = await api.request(method, path)
        assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
        assert set(answer.headers["allow"].split(", ")) == methods


@pytest.mark.parametrize(
    "path", ["/nowhere", "/v1", "/v1/", "/v1/convert/", "/v2/convert", "/v1/regimes/a/b", "//", "/V1/convert"]
)
async def test_paths_that_are_none(api: httpx.AsyncClient, path: str) -> None:
    """404 for every method, as a problem document."""
    for method in ("GET", "HEAD", "POST", "OPTIONS", "DELETE"):
        answer = await api.request(method, f"http://pricesvc.test{path}")
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/json"), ("", "application/json"), ("*/*", "application/json"),
        ("application/*", "application/json"), ("text/plain", "text/plain; charset=utf-8"),
        ("text/*", "text/plain; charset=utf-8"), ("TEXT/PLAIN", "text/plain; charset=utf-8"),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "application/json"),
        ("text/plain;q=0.5, application/json", "application/json"), ("text/plain, */*;q=0.1", "text/plain; charset=utf-8"),
        ("application/json;q=0, */*", "text/plain; charset=utf-8"), ("text/plain, application/json", "application/json"),
        ("application/json;q=0.4, text/plain;q=0.5", "text/plain; charset=utf-8"), ("nonsense", "application/json"),
    ],
)  # fmt: skip
async def test_the_form_that_is_liked_best(api: httpx.AsyncClient, accept: str | None, media_type: str) -> None:
    """JSON where both are liked the same, a line where text is liked better."""
    answer = await api.get(DAY, headers={} if accept is None else {"Accept": accept})
    assert answer.headers["content-type"] == media_type
    if media_type.startswith("text"):
        assert answer.text == "1 JPY · USD 0.01 (ECB 2023-12-07)\n"


async def test_forms_that_there_are_none_of(api: httpx.AsyncClient) -> None:
    """406 with the forms that there are."""
    for path in (DAY, "/v1/currencies", "/v1/rates?symbols=USD&from=2023-12-01", "/problems/no-rate"):
        for accept in ("image/png", "application/json;q=0, text/plain;q=0, text/csv;q=0, text/html;q=0"):
            answer = await api.get(path, headers={"Accept": accept})
            assert (answer.status_code, answer.json()["code"]) == (406, "not-acceptable")
            assert "application/json" in answer.json()["supported"]


async def test_a_settled_day_is_kept(api: httpx.AsyncClient) -> None:
    """A long life and a tag for what cannot change; the tag differs with question and form, and saves the body."""
    first = await api.get(DAY)
    assert first.headers["cache-control"] == "public, max-age=86400"
    assert "accept" in first.headers["vary"].lower()
    tags = [first.headers["etag"]]
    tags += [(await api.get(DAY, headers={"Accept": "text/plain"})).headers["etag"]]
    tags += [(await api.get(DAY.replace("amount=1", "amount=2"))).headers["etag"]]
    assert len(set(tags)) == 3
    for held in (tags[0], f'"x", {tags[0]}', f"W/{tags[0]}", "*"):
        again = await api.get(DAY, headers={"If-None-Match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tags[0])
        assert again.headers["cache-control"] == first.headers["cache-control"]
    assert (await api.get(DAY, headers={"If-None-Match": tags[1]})).status_code == 200
    assert (await api.get(DAY)).content == first.content


async def test_an_open_day_expires_at_the_next_publication(api: httpx.AsyncClient) -> None:
    """Noon UTC on a winter Monday: the ECB publishes at 16:00 in Frankfurt, three hours later."""
    for path in (
        "/v1/convert?amount=1&from=JPY&to=USD",
        "/v1/rates?symbols=USD",
        "/v1/rates?symbols=USD&from=2026-10-01",
    ):
        answer = await api.get(path)
        assert answer.headers["cache-control"] == "public, max-age=10800"
        assert answer.headers["etag"]


async def test_what_a_silent_publisher_may_tell_is_asked_again(settings: Settings) -> None:
    """No cache answers for it while it is down, however long ago the day is; what needs it not is kept as ever."""
    nowhere = "http://127.0.0.1:9"
    down = {"sources": ("currency_api",), "currency_api_url": nowhere, "currency_api_fallback_url": nowhere}
    async with in_process(settings.model_copy(update=down)) as api:
        asked = "/v1/normalize?item=100%20EUR%20watch&on=2024-05-06&regimes="
        answer = await api.get(f"{asked}&to=USD,TWD", timeout=60)
        assert [one["currency"] for one in answer.json()["conversions"]] == ["USD"]
        assert "currency_api could not be asked" in answer.json()["notes"][0]
        assert answer.headers["cache-control"] == "no-cache"
        assert (await api.get(f"{asked}&to=USD")).headers["cache-control"] == "public, max-age=86400"


async def test_what_is_posted_or_refused_is_not_kept(api: httpx.AsyncClient) -> None:
    """no-store."""
    answers = [
        await api.post("/v1/normalize", json={"items": []}),
        await api.post("/v1/extract", json={"text": "$5"}),
        await api.get("/v1/convert?amount=x&from=USD"),
        await api.get("/nowhere"),
        await api.delete("/v1/convert"),
    ]
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


async def test_long_answers_are_packed(api: httpx.AsyncClient) -> None:
    """Gzip where it is accepted and worth it; the tag is the same."""
    plain = await api.get("/v1/currencies", headers={"Accept-Encoding": "identity"})
    packed = await api.get("/v1/currencies", headers={"Accept-Encoding": "gzip"})
    assert (plain.headers.get("content-encoding"), packed.headers.get("content-encoding")) == (None, "gzip")
    assert plain.content == packed.content
    assert int(packed.headers["content-length"]) < len(plain.content) / 3
    assert "content-encoding" not in (await api.get(DAY.replace("convert", "nowhere"))).headers


@pytest.mark.parametrize("path", [DAY, "/nowhere", "/v1/convert?amount=x", "/livez", "/", "/docs", "/problems/no-rate"])
async def test_safe_headers(api: httpx.AsyncClient, path: str) -> None:
    """On every answer, refusals included: no sniffing, no frames, no referrer, nothing from elsewhere."""
    headers = (await api.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "server" not in headers


async def test_a_request_has_an_id(api: httpx.AsyncClient) -> None:
    """The caller's, if it is a plain one; else a new one each time."""
    assert (await api.get("/livez", headers={"X-Request-Id": "a.B-9_z"})).headers["x-request-id"] == "a.B-9_z"
    made = set()
    for asked in ("", "x" * 65, "a b", "a\tb", "<script>"):
        answer = await api.get("/nowhere", headers={"X-Request-Id": asked} if asked else {})
        made.add(answer.headers["x-request-id"])
    assert len(made) == 5
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in made)


async def test_other_origins_are_told_nothing(api: httpx.AsyncClient) -> None:
    """No CORS header until an origin is set."""
    answer = await api.get(DAY, headers={"Origin": "https://example.org"})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    assert not [
        name for name in (await api.options("/v1/normalize", headers=asked)).headers if name.startswith("access")
    ]


async def test_an_origin_that_is_set_may_ask(opened: Open) -> None:
    """It alone, with a key and a JSON body; it may read the tag and the limits."""
    async with opened(cors_origins=("https://example.org",), api_keys=("k1",)) as api:
        asked = {
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type",
        }
        answer = await api.options("/v1/normalize", headers=asked)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "https://example.org"
        answer = await api.get(DAY, headers={"Origin": "https://example.org", "Authorization": "Bearer k1"})
        assert "ETag" in answer.headers["access-control-expose-headers"]
        refused = await api.get(DAY, headers={"Origin": "https://example.org"})
        assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, "https://example.org")
        other = await api.get(DAY, headers={"Origin": "https://example.com", "Authorization": "Bearer k1"})
        assert "access-control-allow-origin" not in other.headers


async def test_refusals_are_explained(api: httpx.AsyncClient) -> None:
    """/problems/{code} says what each means and how to mend it: for people, for programs, for terminals."""
    from pricesvc.web.problems import KINDS  # noqa: PLC0415 - the table that is tested

    for code, kind in KINDS.items():
        path = f"/problems/{code}"
        assert (await api.get(path)).text == f"{code} ({kind.status})\n{kind.title}.\n{kind.remedy}\n"
        told = (await api.get(path, headers={"Accept": "application/json"})).json()
        assert told == {"code": code, "title": kind.title, "status": kind.status, "remedy": kind.remedy}
        page = await api.get(path, headers={"Accept": "text/html"})
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert f"<h1>{kind.title}</h1><p><code>{code}</code>, HTTP status {kind.status}</p>" in page.text
        assert not re.search("<key>|`", page.text)
    assert (await api.get("/problems/nonsense")).status_code == 404


async def test_the_form_of_a_regime_is_served(api: httpx.AsyncClient) -> None:
    """An editor checks a file of one's own against it."""
    answer = await api.get("/schemas/regime.json")
    assert answer.status_code == 200
    assert answer.json()["properties"]["basis"]
