"""The OpenAPI document: complete, true, reviewed when it changes, and good enough to make a client from."""

from __future__ import annotations

import importlib
import json
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import jsonschema_rs
import pytest

from pricesvc.settings import Settings
from pricesvc.web.app import create_app
from pricesvc.web.calls import CALLS
from pricesvc.web.negotiation import JSON
from pricesvc.web.problems import KINDS, MEDIA_TYPE

pytestmark = pytest.mark.anyio

Json = dict[str, Any]
KEPT = Path(__file__).parent / "openapi.json"
ELSEWHERE = {"method-not-allowed", "bad-data"}
"""Refusals that no call gives: one is given for a method that is no call, the other before the service starts."""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Json:
    """The document as it is now."""
    made: Json = create_app(Settings(sources=(), state_dir=tmp_path_factory.mktemp("state"))).openapi()
    return json.loads(json.dumps(made))  # type: ignore[no-any-return]


def operations(document: Json) -> Iterator[tuple[str, str, Json]]:
    """Each path, method and operation."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def closed(schema: Any) -> Any:  # noqa: ANN401 - JSON
    """The same schema, with every object closed: an undocumented member is an error. Problems stay open."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: closed(part) for name, part in schema.items()}
    if (
        isinstance(found.get("properties"), dict)
        and "additionalProperties" not in found
        and found.get("title") != "Problem"
    ):
        found["additionalProperties"] = False
    return found


def validator(document: Json, schema: Json) -> jsonschema_rs.Validator:
    """A validator of a schema of the document, formats included."""
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "components": document["components"]}
    return jsonschema_rs.validator_for(closed(whole), validate_formats=True)


def test_the_document_is_the_one_that_was_reviewed(document: Json, request: pytest.FixtureRequest) -> None:
    """Run with --rewrite-openapi after a change of the API, and review the difference."""
    if request.config.getoption("--rewrite-openapi"):
        KEPT.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert document == json.loads(KEPT.read_text("utf-8"))


def test_every_operation_is_told_completely(document: Json) -> None:
    """Summary, description, parameters with words, an answer with a shape, refusals with examples, a command."""
    assert document["openapi"].startswith("3.1")
    assert {operation["operationId"] for _, _, operation in operations(document)} == set(CALLS)
    for path, method, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"], path
        assert len(operation["tags"]) == 1
        assert operation["x-codeSamples"]
        for parameter in operation.get("parameters", ()):
            assert parameter["description"], (path, parameter["name"])
            assert parameter["schema"].get("type") in {"string", "array", "boolean"}, (path, parameter["name"])
        assert (method == "post") == ("requestBody" in operation)
        assert operation["responses"]["200"]["content"]
        assert {"414", "429", "431", "500"} <= set(operation["responses"])
    jsonschema_rs.meta.validate({"$defs": document["components"]["schemas"]})


def test_every_refusal_is_told_of_some_call(document: Json) -> None:
    """Each with its status, its title, and an example that is a problem document."""
    check = validator(document, {"$ref": "#/components/schemas/Problem"})
    told = set()
    for _, _, operation in operations(document):
        for status, response in operation["responses"].items():
            if status in {"200", "304"}:
                continue
            for code, example in response["content"][MEDIA_TYPE]["examples"].items():
                check.validate(example["value"])
                assert (str(KINDS[code].status), example["value"]["code"]) == (status, code)
                assert KINDS[code].title in response["description"]
                told.add(code)
    assert told | ELSEWHERE == set(KINDS)


async def run(api: httpx.AsyncClient, source: str) -> httpx.Response:
    """Run one of the document's commands against the application in process."""
    curl, url, *rest = shlex.split(source)
    assert curl == "curl"
    options = dict(zip(rest[::2], rest[1::2], strict=True))
    path = url.removeprefix("http://localhost:8000")
    if not options:
        return await api.get(path)
    name, _, value = options["-H"].partition(": ")
    return await api.post(path, content=options["--data-binary"].encode(), headers={name: value})


async def test_every_example_runs_and_has_the_shape_that_is_told(document: Json, api: httpx.AsyncClient) -> None:
    """The commands of the document, in every form that the answer has."""
    for path, _, operation in operations(document):
        content = operation["responses"]["200"]["content"]
        for sample in operation["x-codeSamples"]:
            answer = await run(api, sample["source"])
            assert answer.status_code == 200, (path, sample["label"], answer.text)
            media_type = answer.headers["content-type"].partition(";")[0]
            assert media_type in content, (path, media_type)
            if media_type == JSON:
                validator(document, content[JSON]["schema"]).validate(answer.json())


async def test_real_answers_have_the_shape_that_is_told(document: Json, api: httpx.AsyncClient) -> None:
    """Ranges, refusals in a batch, periods, explanations, every regime with its rules and history."""
    items = [
        {"text": "about ¥10M Lexus"}, {"text": "over $5,000 watch"}, {"text": "$5-10 a kg caviar"}, {"text": "x"},
        {"value": "1.234 €"}, {"description": "yacht"}, {"amount": "1", "currency": "HRK", "hs": "8703"}, 0,
    ]  # fmt: skip
    shapes = document["components"]["schemas"]
    answered = (await api.post("/v1/normalize", json={"items": items, "to": ["USD", "EUR", "XAU"]})).json()
    validator(document, shapes["Batch"]).validate(answered)
    assert [entry.get("code") for entry in answered["items"]].count(None) >= 6
    for path, shape in (
        ("/v1/convert?amount=1&from=JPY&to=USD&on=2023", "Converted"),
        ("/v1/convert?value=%245-6&to=EUR&on=2023-12-09", "Converted"),
        ("/v1/convert?value=more+than+%245&to=EUR&on=2023-12-09", "Converted"),
        ("/v1/classify?description=strap+for+a+Rolex+watch&explain=true", "SingleItem"),
        ("/v1/rates?base=USD", "Rates"),
        ("/v1/rates?symbols=USD,JPY&from=2023-01-01", "Series"),
        ("/v1/regimes", "RegimeList"),
    ):
        validator(document, shapes[shape]).validate((await api.get(path)).json())
    with_rules, history = (validator(document, shapes[name]) for name in ("RegimeWithRules", "RegimeHistory"))
    for regime in (await api.get("/v1/regimes")).json()["regimes"]:
        with_rules.validate((await api.get(f"/v1/regimes/{regime['id']}")).json())
        history.validate((await api.get(f"/v1/regimes/{regime['id']}/history")).json())


def test_an_undocumented_member_would_be_found(document: Json) -> None:
    """The validator is strict: one name more, or an amount that is a number, is refused."""
    check = validator(document, document["components"]["schemas"]["Leg"])
    leg = {"base": "EUR", "quote": "USD", "rate": "1.1", "date": "2023-12-07", "source": "ecb"}
    assert check.is_valid(leg)
    for wrong in ({"more": 1}, {"rate": 1.1}, {"rate": "1e5"}, {"date": "2023-02-31"}, {"base": "usd"}):
        assert not check.is_valid({**leg, **wrong})


@pytest.fixture
def client(document: Json, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], ModuleType]]:
    """Import a module of the client that openapi-python-client makes from the document."""
    written = tmp_path / "openapi.json"
    written.write_text(json.dumps(document), "utf-8")
    config = tmp_path / "config.yaml"
    config.write_text("post_hooks: []\n", "utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(written)]
    options = ["--config", str(config), "--output-path", str(tmp_path / "made")]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ERROR" not in done.stdout
    monkeypatch.syspath_prepend(str(tmp_path / "made"))
    yield lambda name: importlib.import_module(f"pricesvc_client{name}")
    for name in [name for name in sys.modules if name.startswith("pricesvc_client")]:
        del sys.modules[name]


def test_a_client_made_from_the_document_normalizes_a_lexus(client: Callable[[str], ModuleType], server: str) -> None:
    """Over a socket: one item, a batch, and a refusal, all as typed objects."""
    with client("").Client(base_url=server) as connected:
        item = client(".api.prices.normalize").sync(
            client=connected, item="¥10M Lexus", to=["USD"], on=date(2023, 12, 7), regimes=["eu-dprk"]
        )
        assert (item.conversions[0].amount, item.verdicts[0].verdict.value, item.luxury) == ("68965.30", "over", True)
        models = client(".models")
        body = models.BatchForm.from_dict({"items": [{"text": "¥10M Lexus"}, {"text": "x"}], "on": "2023-12-07"})
        batch = client(".api.prices.normalize_batch").sync(client=connected, body=body)
        assert [type(one).__name__ for one in batch.items] == ["Item", "Problem"]
        refusal = client(".api.prices.normalize").sync(client=connected, item="nothing")
        assert (type(refusal).__name__, refusal.code) == ("Problem", "no-price")
