"""schemathesis asks every operation what the document allows, and what it forbids; all its checks must hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.transport import Response
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.schemas import OpenApiSchema

from pricesvc import compose
from pricesvc.metrics import Metrics
from pricesvc.settings import Settings
from pricesvc.sources.http import Client
from pricesvc.web.app import create_app
from pricesvc.web.calls import CALLS
from pricesvc.web.context import Context
from tests.conftest import NOON

BARE = {"currencies", "categories", "sources", "livez", "readyz", "metrics", "history", "explain"}
"""Calls without a parameter that could be wrong."""

TOO_LONG = {413, 414, 431}


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> OpenApiSchema:
    """The document of an application in process, which is asked without a server."""
    load_all_checks()
    given_settings = Settings(sources=(), state_dir=tmp_path_factory.mktemp("state"), log_level="error")
    app = create_app(given_settings, now=lambda: NOON)
    service = compose.service(given_settings, Metrics(), Client("pricesvc/test"), lambda: NOON)
    app.state.context = Context(service, given_settings, Metrics(), lambda: NOON)
    return schemathesis.openapi.from_asgi("/openapi.json", app)


def rounds(number: int, *, derandomize: bool) -> Callable[[Any], Any]:
    """How often to ask."""
    return settings(
        max_examples=number,
        derandomize=derandomize,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def told(schema: OpenApiSchema, name: str) -> dict[str, set[str]]:
    """The codes of refusal that the document tells of an operation, by status."""
    responses = schema.find_operation_by_id(name).definition.raw["responses"]
    return {
        status: set(response["content"]["application/problem+json"]["examples"])
        for status, response in responses.items()
        if status not in {"200", "304"}
    }


def checked(case: schemathesis.Case[Any], codes: dict[str, set[str]], *, without: set[str]) -> Response:
    """Ask, hold the answer against every check but those left out, and against the refusals that are told."""
    answer = case.call()
    if answer.status_code in TOO_LONG:
        without = without | {"negative_data_rejection"}
    excluded = [check for check in CHECKS.get_by_names(sorted(without)) if not isinstance(check, type)]
    case.validate_response(answer, excluded_checks=excluded)
    if answer.status_code >= 400:
        assert answer.json()["code"] in codes[str(answer.status_code)], answer.text
        assert answer.headers["cache-control"] == ["no-store"]
    return answer


@pytest.mark.parametrize("name", sorted(CALLS))
def test_what_the_document_allows(schema: OpenApiSchema, name: str, *, long: bool) -> None:
    """Answered, or refused for what it means: never for its shape, never by a fault."""
    operation, codes = schema.find_operation_by_id(name), told(schema, name)

    @rounds(500 if long else 40, derandomize=not long)
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def ask(case: schemathesis.Case[Any]) -> None:
        answer = checked(case, codes, without={"positive_data_acceptance"})
        if answer.status_code == 422:
            wrong = answer.json().get("errors", [])
            assert all("NUL" in one["reason"] for one in wrong), answer.text

    ask()


@pytest.mark.parametrize("name", sorted(set(CALLS) - BARE))
def test_what_the_document_forbids(schema: OpenApiSchema, name: str, *, long: bool) -> None:
    """Refused with a problem document, never by a fault."""
    operation, codes = schema.find_operation_by_id(name), told(schema, name)

    @rounds(500 if long else 40, derandomize=not long)
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def ask(case: schemathesis.Case[Any]) -> None:
        checked(case, codes, without=set())

    ask()
