"""Answers out: JSON with a closing newline, one line of text, an ETag from the snapshot, an honest lifetime."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from pricesvc.about import __version__
from pricesvc.answers import DayRates
from pricesvc.core.calendars import next_publication
from pricesvc.core.money import decimal_text, significant
from pricesvc.web.negotiation import CSV, JSON, TEXT, chosen

SETTLED_SECONDS: Final = 86_400
"""How long an answer about a settled day may be kept: a day, so that a mended law or rate reaches everybody soon."""

BLOCK: Final = 200
"""Days of a series that are sent at once."""


def dumps(members: object) -> bytes:
    """JSON as pricesvc writes it: UTF-8, no spaces, one newline at the end."""
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def etag(request: Request, form: str, snapshot: Mapping[str, str]) -> str:
    """What the answer depends on: the question, the form of the answer, and the data."""
    scope, data = request.scope, " ".join(f"{name}={snapshot[name]}" for name in sorted(snapshot))
    asked = scope["path"].encode() + b"?" + scope["query_string"] + f" {form} {__version__} {data}".encode()
    return f'"{hashlib.sha256(asked).hexdigest()[:24]}"'


def lifetime(now: datetime, *, settled: bool) -> str:
    """``Cache-Control`` of an answer: long for a settled day, until the next publication for an open one."""
    seconds = SETTLED_SECONDS if settled else max(1, int((next_publication(now) - now).total_seconds()))
    return f"public, max-age={seconds}"


def matches(request: Request, tag: str) -> bool:
    """Whether the caller already has this answer (``If-None-Match``)."""
    held = request.headers.get("if-none-match", "")
    return held.strip() == "*" or tag in {part.strip().removeprefix("W/") for part in held.split(",")}


def reply(
    request: Request,
    body: Any,  # noqa: ANN401 - JSON
    *,
    snapshot: Mapping[str, str],
    now: datetime,
    settled: bool,
    text: str | None = None,
) -> Response:
    """A GET's answer with its tag and lifetime; 304 when the caller has it; a line of text when preferred."""
    form = chosen(request, [JSON] if text is None else [JSON, TEXT])
    kept = kept_headers(request, form, snapshot=snapshot, now=now, settled=settled)
    if matches(request, kept["ETag"]):
        return Response(status_code=304, headers=kept)
    if form == TEXT:
        return Response(f"{text}\n".encode(), media_type="text/plain; charset=utf-8", headers=kept)
    return Response(dumps(body), media_type=JSON, headers=kept)


def kept_headers(
    request: Request, form: str, *, snapshot: Mapping[str, str], now: datetime, settled: bool
) -> dict[str, str]:
    """What a cache needs to know of a GET's answer."""
    return {
        "ETag": etag(request, form, snapshot),
        "Cache-Control": lifetime(now, settled=settled),
        "Vary": "Accept",
    }


def series(
    head: Mapping[str, Any], symbols: Sequence[str], days: Iterator[DayRates], form: str, kept: Mapping[str, str]
) -> Response:
    """A series of rates, written as it is worked out, as CSV or JSON."""
    parts = _csv(symbols, days) if form == CSV else _json(head, days)
    media_type = "text/csv; charset=utf-8" if form == CSV else JSON
    return StreamingResponse(_blocks(parts), media_type=media_type, headers=kept)


def _blocks(parts: Iterator[str]) -> Iterator[bytes]:
    """Many small parts as few larger ones."""
    held: list[str] = []
    for part in parts:
        held.append(part)
        if len(held) == BLOCK:
            yield "".join(held).encode()
            held.clear()
    yield "".join(held).encode()


def _csv(symbols: Sequence[str], days: Iterator[DayRates]) -> Iterator[str]:
    yield f"date,{','.join(symbols)}\n"
    for one in days:
        rates = (_rate(one.rates[symbol]) if symbol in one.rates else "" for symbol in symbols)
        yield f"{one.day},{','.join(rates)}\n"


def _json(head: Mapping[str, Any], days: Iterator[DayRates]) -> Iterator[str]:
    yield f'{json.dumps(head)[:-1]}, "rates": {{'
    comma = ""
    for one in days:
        rates = json.dumps({symbol: _rate(rate) for symbol, rate in one.rates.items()})
        yield f'{comma}"{one.day}": {rates}'
        comma = ", "
    yield "}}\n"


def _rate(rate: Decimal) -> str:
    return decimal_text(significant(rate))
