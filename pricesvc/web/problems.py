"""Refusals on the wire: ``application/problem+json`` (RFC 9457), and the page that explains each."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from pricesvc.core import errors
from pricesvc.core.money import decimal_text
from pricesvc.log import log

MEDIA_TYPE: Final = "application/problem+json"

_FEW: Final = 16
"""Names that a sentence may list."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of refusal: its HTTP status, a title, and what the caller can do about it."""

    status: int
    title: str
    remedy: str


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
    "not-ready": Kind(503, "Data could not be loaded", "Tell the operator; the log names the file and what is wrong."),
    "not-found": Kind(404, "No such page", "See /docs for every call."),
    "method-not-allowed": Kind(405, "Not a method of this page", "See the `Allow` header."),
    "not-acceptable": Kind(406, "No such form of the answer", "Ask for one of the media types in `supported`."),
    "unsupported-media-type": Kind(
        415, "Not a form of request that is read here", "Send one of the media types in `supported`."
    ),
    "malformed-json": Kind(
        422, "Not JSON", "Send one JSON document in UTF-8, without NaN or Infinity, nested a few levels deep."
    ),
    "malformed-csv": Kind(
        422, "Not CSV", "Separate cells by commas, put cells with commas, quotes or line ends into quotes (RFC 4180)."
    ),
    "too-large": Kind(
        413, "The body is too large", "Send at most `limit` at once; `pricesvc bulk` reads files of any size."
    ),
    "too-many-items": Kind(
        413,
        "Too many items in one batch",
        "Send at most `limit` at once; batches of any length go as application/x-ndjson or text/csv.",
    ),
    "too-slow": Kind(408, "The body did not come", "Send the whole body, without long pauses."),
    "url-too-long": Kind(414, "The URL is too long", "Send the request with POST."),
    "headers-too-large": Kind(431, "The head of the request is too large", "Send fewer and shorter header fields."),
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
    """The problem document of a refusal of the core: what the caller wrote is not said back."""
    facts = {name: _plain(value) for name, value in error.facts.items() if name not in {"text", "value", "found"}}
    if isinstance(error.facts.get("found"), list):
        facts["count"] = len(error.facts["found"])  # type: ignore[arg-type]
    return problem(error.code, _detail(error), **facts)


def _detail(error: errors.PricesvcError) -> str:
    """What a refusal says; where the core quotes the name that is wrong, that there is none, and the nearest."""
    if not isinstance(error, _QUOTING):
        unasked = error.facts.get("field") == "facts" and "supported" in error.facts
        return "No regime asks for one of the facts; see `supported`." if unasked else error.detail
    near = error.facts.get("nearest")
    names = [near] if isinstance(near, str) else list(near) if isinstance(near, (list, tuple)) else []
    others = "" if error.facts.get("nearest") is not None else _few(error.facts.get("supported"))
    hint = f" Did you mean {' or '.join(names)}?" if names else others
    return f"{KINDS[error.code].title}.{hint}"


def _few(supported: object) -> str:
    """What there is, where it can be said in a line."""
    names = list(map(str, supported)) if isinstance(supported, (list, tuple)) else []
    return f" There are: {', '.join(names)}." if 0 < len(names) <= _FEW else ""


_QUOTING: Final = (errors.UnknownCategory, errors.UnknownSource, errors.UnknownRegime, errors.InvalidUnit)


def _plain(value: object) -> object:
    """A fact as JSON: days and decimals as text."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return decimal_text(value)
    return value if value is None or isinstance(value, (str, int, bool)) else str(value)


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
    "string_too_long": "must have at most {max_length} characters",
    "string_unicode": "must be Unicode, without lone surrogates",
    "invalid_key": "has a name that is no text",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be a list",
    "too_long": "must have at most {max_length} entries",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "value_error": "{error}",
}
"""What each finding is called here."""

_NAME: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}", re.ASCII)


def said_back(name: str) -> str:
    """The name of a field or column that the caller made up; one that is not plain is not repeated."""
    return name if _NAME.fullmatch(name) else "?"


def fields_problem(found: Any, known: Collection[str] = ()) -> dict[str, Any]:  # noqa: ANN401 - pydantic's and fastapi's alike
    """Name each field that is wrong and why, at most twenty of them; ``known`` are those that there are."""
    places = [{"field": _place(entry["loc"]), "reason": _reason(entry, known)} for entry in found[:20]]
    detail = "; ".join(f"{place['field']} {place['reason']}" for place in places[:3]) + "."
    return problem("invalid-field", detail, field=places[0]["field"], errors=places)


def _place(loc: Sequence[object]) -> str:
    """Where it is: ``items.3.amount``."""
    parts = [str(part) for part in loc if part not in {"query", "body", "path"} and not _is_branch(part)]
    return ".".join(map(said_back, parts)) or "body"


def _is_branch(part: object) -> bool:
    """Whether a part of a place is the name of one of several types that were tried."""
    return part == "bool" or (isinstance(part, str) and part.startswith(("constrained-str", "function-")))


def _reason(entry: Mapping[str, Any], known: Collection[str]) -> str:
    reason = _REASONS.get(entry["type"], "is not valid here").format_map(entry.get("ctx", {}))
    return f"{reason}{_instead(str(entry['loc'][-1]), known)}" if entry["type"] == "extra_forbidden" else reason


def _instead(name: str, known: Collection[str]) -> str:
    """What was meant, if a name is near one that there is; else every one that there is."""
    if not known:
        return ""
    near = difflib.get_close_matches(name[:64], known, n=1)
    return f" (did you mean {near[0]}?)" if near else f" (known: {', '.join(known)})"


def install(app: FastAPI) -> None:
    """Make every refusal of the application, the framework's own included, a problem document."""

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
        return response(problem(code, f"{KINDS[code].title}. {KINDS[code].remedy}"), error.headers)

    @app.exception_handler(ClientDisconnect)
    async def _gone(_: Request, __: ClientDisconnect) -> Response:
        return Response(status_code=499)

    @app.exception_handler(Exception)
    async def _fault(_: Request, error: Exception) -> Response:
        log.error("fault", exc_info=error)
        return response(problem("internal", "The fault is logged; nothing about it is said here."))
