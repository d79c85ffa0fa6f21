"""Refusals on the wire: ``application/problem+json`` (RFC 9457), and the page that explains each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from pricesvc.core import errors

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of refusal: its HTTP status, a title, and what the caller can do about it."""

    status: int
    title: str
    mend: str


KINDS: Final[Mapping[str, Kind]] = {
    "invalid-amount": Kind(
        422, "Not an amount", 'Send plain decimals as strings, such as "1234.50", or put words into `value`.'
    ),
    "invalid-day": Kind(
        422, "Not a day", "Write a day as YYYY-MM-DD; where a period is taken, a month as YYYY-MM or a year as YYYY."
    ),
    "invalid-currency": Kind(
        422, "Not a currency code", "Use the three letters of ISO 4217; GET /v1/currencies lists them."
    ),
    "invalid-hs": Kind(422, "Not a tariff code", "Give 2, 4, 6, 8 or 10 digits of an HS, CN or HTS code."),
    "invalid-unit": Kind(422, "Not a unit", "Use one of the units that the problem lists under `supported`."),
    "invalid-field": Kind(
        422, "A field is wrong", "Look at `errors` or `field`; /docs has the shape of every request."
    ),
    "day-out-of-range": Kind(422, "No rate can exist for that day", "Ask for a day between `earliest` and `latest`."),
    "no-price": Kind(
        422,
        "No price in the text",
        "Check the text, or send `amount` and `currency`; POST /v1/extract reads whole reports.",
    ),
    "several-prices": Kind(
        422, "More than one price in the text", "Send one price a request, or the whole text to POST /v1/extract."
    ),
    "unknown-currency": Kind(404, "No such currency", "See `nearest`; GET /v1/currencies lists every code."),
    "unknown-regime": Kind(404, "No such regime", "See `nearest` and `supported`; GET /v1/regimes lists every regime."),
    "unknown-category": Kind(
        404, "No such category", "See `nearest` and `supported`; GET /v1/categories lists every category."
    ),
    "unknown-source": Kind(404, "No such source", "See `supported`; GET /v1/sources lists the publishers asked here."),
    "no-rate": Kind(404, "No such rate", "The problem names what there is; ask for another day, currency or source."),
    "rate-suspended": Kind(
        404,
        "The publisher stopped quoting the currency",
        "See `nearest` for its last observation and `sources` for others.",
    ),
    "disputed-currency": Kind(
        404,
        "The published rates contradict one another",
        "Choose one of the sources in `band` and send it as `source`.",
    ),
    "rates-unavailable": Kind(503, "No publisher could be asked", "Try again after the seconds in `Retry-After`."),
    "bad-data": Kind(500, "A data file is damaged", "Tell the operator; nothing in the request is wrong."),
    "not-found": Kind(404, "No such page", "See /docs for every call."),
    "method-not-allowed": Kind(405, "Not a method of this page", "See the `Allow` header."),
    "not-acceptable": Kind(406, "No such form of the answer", "Ask for one of the media types in `supported`."),
    "unsupported-media-type": Kind(
        415, "Not a form of request that is read here", "Send one of the media types in `supported`."
    ),
    "malformed-json": Kind(
        422, "Not JSON", "Send one JSON document in UTF-8, without NaN or Infinity, nested a few levels deep."
    ),
    "too-large": Kind(413, "The body is too large", "Send less at once, or use `pricesvc bulk` for files."),
    "too-many-items": Kind(413, "Too many items in one batch", "Send at most `limit` items, or stream them as NDJSON."),
    "url-too-long": Kind(414, "The URL is too long", "Send the request with POST."),
    "too-many-requests": Kind(429, "Too many requests", "Wait for the seconds in `Retry-After`."),
    "unauthorized": Kind(401, "A key is needed", "Send `Authorization: Bearer <key>`."),
    "internal": Kind(500, "A fault of ours", "Report it with the value of the `X-Request-Id` header."),
}
"""Every refusal there is, by its code."""

_HTTP_CODES: Final = {
    401: "unauthorized",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    415: "unsupported-media-type",
}


def problem(code: str, detail: str, **facts: object) -> dict[str, Any]:
    """The members of a problem document."""
    kind = KINDS[code]
    return {
        "type": f"/problems/{code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "code": code,
        **facts,
    }


def of_error(error: errors.PricesvcError) -> dict[str, Any]:
    """The problem document of a refusal of the core."""
    return problem(error.code, error.detail, **error.facts)


def response(members: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """A problem as an HTTP answer, never cached, with ``Retry-After`` where waiting helps."""
    sent = {"Cache-Control": "no-store", **(headers or {})}
    if "retry_after" in members:
        sent["Retry-After"] = str(members["retry_after"])
    body = json.dumps(members, ensure_ascii=False, separators=(",", ":"), default=str) + "\n"
    return Response(body.encode("utf-8", "replace"), status_code=members["status"], media_type=MEDIA_TYPE, headers=sent)


def of_validation(error: RequestValidationError) -> dict[str, Any]:
    """The problem document of pydantic's findings: places and reasons, never the input itself."""
    return fields_problem(error.errors())


_REASONS: Final[Mapping[str, str]] = {
    "extra_forbidden": "is not known here",
    "missing": "is missing",
    "string_type": "must be a text (amounts too: a JSON number loses money)",
    "string_too_short": "must not be empty",
    "bool_parsing": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
}
"""What the commonest of pydantic's findings are called here."""


def fields_problem(found: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's ErrorDetails and fastapi's Any alike
    """Name each field that is wrong and why, at most twenty of them."""
    places = [
        {
            "field": ".".join(str(part)[:64] for part in entry["loc"] if part not in {"query", "body"}),
            "reason": entry["msg"],
        }
        for entry in found[:20]
    ]
    detail = "; ".join(f"{place['field'] or 'the request'} {place['reason']}" for place in places[:3]) + "."
    return problem("invalid-field", detail, field=places[0]["field"], errors=places)


def install(app: FastAPI) -> None:
    """Make every refusal of the application, the framework's own included, a problem document."""
    log = structlog.get_logger()

    @app.exception_handler(errors.PricesvcError)
    async def _refused(request: Request, error: errors.PricesvcError) -> Response:
        if isinstance(error, errors.RatesUnavailable):
            error.facts.setdefault("retry_after", request.app.state.context.service.book.retry_after())
        return response(of_error(error))

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> Response:
        return response(of_validation(error))

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> Response:
        code = _HTTP_CODES.get(error.status_code, "not-found" if error.status_code < 500 else "internal")
        return response(problem(code, f"{KINDS[code].title}. {KINDS[code].mend}"), error.headers)

    @app.exception_handler(Exception)
    async def _fault(_: Request, error: Exception) -> Response:
        log.error("fault", exc_info=error)
        return response(problem("internal", "The fault is logged; nothing about it is said here."))
