"""The OpenAPI document: what FastAPI knows of the parameters, with the answers, refusals and examples of every call."""

from __future__ import annotations

import json
import shlex
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from pricesvc.web import forms, shapes
from pricesvc.web.calls import CALLS, Call, Example
from pricesvc.web.negotiation import CSV, HTML, JSON, NDJSON, TEXT
from pricesvc.web.problems import KINDS, MEDIA_TYPE, problem

_REFERENCE: Final = "#/components/schemas/{model}"
_EVERYWHERE: Final = ("url-too-long", "headers-too-large", "too-many-requests", "internal")
_TEXT: Final[Mapping[str, str]] = {
    TEXT: "One line for a person.",
    CSV: "A table; amounts are text.",
    NDJSON: "A document a line.",
    HTML: "A page.",
}
_BODIES: Final[Mapping[str, Mapping[str, type[forms.Form] | None]]] = {
    "normalize_batch": {JSON: forms.BatchForm, NDJSON: None, CSV: None},
    "classify_batch": {JSON: forms.BatchForm, NDJSON: None, CSV: None},
    "extract": {JSON: forms.ReportForm, TEXT: None},
}


def document(app: FastAPI) -> dict[str, Any]:
    """The document of an application."""
    made = get_openapi(
        title=app.title, version=app.version, summary=app.summary, description=app.description, routes=app.routes
    )
    models: dict[type[BaseModel], None] = dict.fromkeys(model for call in CALLS.values() for model in call.answer)
    models[shapes.Problem] = None
    read: list[type[forms.Form]] = [forms.BatchForm, forms.ReportForm, forms.ItemForm]
    definitions = models_json_schema([(model, "serialization") for model in models], ref_template=_REFERENCE)[1]
    more = models_json_schema([(model, "validation") for model in read], ref_template=_REFERENCE)[1]
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            _complete(operation, CALLS[operation["operationId"]], method, path)
    schemas = {**definitions["$defs"], **more["$defs"]}
    made["components"] = {
        "schemas": dict(sorted(schemas.items())),
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "Where the operator set keys."}},
    }
    made["servers"] = [{"url": "/"}]
    return made


def _complete(operation: dict[str, Any], call: Call, method: str, path: str) -> None:
    """Fill in what FastAPI does not know of an operation."""
    for parameter in operation.get("parameters", ()):
        parameter["schema"] = _without_null(parameter["schema"])
        if parameter["schema"].get("type") == "array":
            parameter["schema"]["items"] = _several(parameter["schema"]["items"])
            parameter |= {"style": "form", "explode": True}
    bodies = _BODIES.get(operation["operationId"])
    if bodies is not None:
        content = {kind: _body(kind, form, call) for kind, form in bodies.items()}
        operation["requestBody"] = {"required": True, "content": content}
    operation["responses"] = {"200": _answer(call), **_refusals(call)}
    if call.kept:
        operation["responses"]["304"] = {"description": "The caller has this answer already (`If-None-Match`)."}
    operation["security"] = [] if call.open else [{}, {"key": []}]
    operation["x-codeSamples"] = [
        {"lang": "Shell", "label": one.summary, "source": command(one, method, path)} for one in call.examples
    ]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is left out, not null."""
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    kept = {name: value for name, value in schema.items() if name != "anyOf" and (name, value) != ("default", None)}
    return {**kept, **options[0]} if len(options) == 1 else schema


def _several(entry: dict[str, Any]) -> dict[str, Any]:
    """An entry of a list in a query: none, one, or several with commas between them."""
    kept = {name: value for name, value in entry.items() if name not in {"minLength", "maxLength", "pattern"}}
    one = entry["pattern"].strip("^$") if "pattern" in entry else f"[^,]{{1,{entry['maxLength']}}}"
    return {**kept, "pattern": f"^({one}(,{one})*)?$"}


def _body(kind: str, form: type[forms.Form] | None, call: Call) -> dict[str, Any]:
    schema = {"type": "string"} if form is None else {"$ref": _REFERENCE.format(model=form.__name__)}
    examples = {one.summary: {"value": one.body} for one in call.examples if one.media_type == kind}
    return {"schema": schema, "examples": examples}


def _answer(call: Call) -> dict[str, Any]:
    content: dict[str, Any] = {kind: {"schema": {"type": "string", "description": _TEXT[kind]}} for kind in call.forms}
    references = [{"$ref": _REFERENCE.format(model=model.__name__)} for model in call.answer]
    if references:
        content = {JSON: {"schema": references[0] if len(references) == 1 else {"anyOf": references}}, **content}
    headers = {
        "X-Request-Id": {"schema": {"type": "string"}, "description": "What the service's log calls the request."}
    }
    if call.kept:
        headers["ETag"] = {"schema": {"type": "string"}, "description": "Names question, form and snapshot."}
    return {"description": "The answer.", "headers": headers, "content": content}


def _refusals(call: Call) -> dict[str, Any]:
    """The refusals of a call, by status."""
    by_status: dict[int, list[str]] = defaultdict(list)
    for code in dict.fromkeys([*call.problems, *_EVERYWHERE, *(() if call.open else ("unauthorized",))]):
        by_status[KINDS[code].status].append(code)
    return {str(status): _refusal(status, codes) for status, codes in sorted(by_status.items())}


def _refusal(status: int, codes: list[str]) -> dict[str, Any]:
    said = "; ".join(f"`{code}`: {KINDS[code].title}" for code in codes)
    examples = {code: {"value": problem(code, f"{KINDS[code].title}.")} for code in codes}
    found: dict[str, Any] = {
        "description": f"{said}.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REFERENCE.format(model="Problem")}, "examples": examples}},
    }
    if status in {429, 503}:
        found["headers"] = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}
    return found


def command(example: Example, method: str, path: str) -> str:
    """An example as a command that can be pasted into a shell."""
    return " ".join(["curl", *(shlex.quote(part) for part in _arguments(example, method, path))])


def _arguments(example: Example, method: str, path: str) -> Iterator[str]:
    url = path.format_map(example.path)
    query = "&".join(f"{name}={quote(value, safe=',:-')}" for name, value in example.query.items())
    yield f"http://localhost:8000{url}" + (f"?{query}" if query else "")
    if method == "post" and example.media_type is not None:
        body = example.body if isinstance(example.body, str) else json.dumps(example.body, ensure_ascii=False)
        yield from ("-H", f"Content-Type: {example.media_type}", "--data-binary", body)
