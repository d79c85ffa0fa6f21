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

from pricesvc.answers import DayRates
from pricesvc.core.calendars import next_publication
from pricesvc.core.money import decimal_text, significant
from pricesvc.core.periods import Period

SETTLED_SECONDS: Final = 86_400
"""How long an answer about a settled day may be kept: a day, so that a mended law or rate reaches everybody soon."""


def dumps(members: object) -> bytes:
    """JSON as pricesvc writes it: UTF-8, no spaces, one newline at the end."""
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def etag(request: Request, snapshot: Mapping[str, str]) -> str:
    """What the answer depends on: the question, the form of the answer, and the data."""
    asked = f"{request.method} {request.url.path}?{request.url.query} {request.headers.get('accept', '')}"
    return f'"{hashlib.sha256(f"{asked} {json.dumps(snapshot, sort_keys=True)}".encode()).hexdigest()[:24]}"'


def lifetime(now: datetime, *, settled: bool) -> str:
    """``Cache-Control`` of an answer: long for a settled day, until the next publication for an open one."""
    seconds = SETTLED_SECONDS if settled else max(1, int((next_publication(now) - now).total_seconds()))
    return f"public, max-age={seconds}"


def matches(request: Request, tag: str) -> bool:
    """Whether the caller already has this answer (``If-None-Match``)."""
    held = request.headers.get("if-none-match", "")
    return held.strip() == "*" or tag in {part.strip().removeprefix("W/") for part in held.split(",")}


def wants_text(request: Request) -> bool:
    """Whether the caller prefers a line for a person over JSON: the first of the two that ``Accept`` names."""
    for part in request.headers.get("accept", "").split(","):
        kind = part.partition(";")[0].strip().lower()
        if kind == "text/plain":
            return True
        if kind in {"application/json", "*/*", "application/*"}:
            return False
    return False


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
    tag = etag(request, snapshot)
    headers = {"ETag": tag, "Cache-Control": lifetime(now, settled=settled), "Vary": "Accept, Accept-Encoding"}
    if matches(request, tag):
        return Response(status_code=304, headers=headers)
    if text is not None and wants_text(request):
        return Response(f"{text}\n".encode(), media_type="text/plain; charset=utf-8", headers=headers)
    return Response(dumps(body), media_type="application/json", headers=headers)


def unsaved(body: Any) -> Response:  # noqa: ANN401 - JSON
    """A POST's answer, which nobody keeps."""
    return Response(dumps(body), media_type="application/json", headers={"Cache-Control": "no-store"})


def series(request: Request, base: str, symbols: Sequence[str], period: Period, days: Iterator[DayRates]) -> Response:
    """A series of rates, written as it is read: CSV where ``Accept`` says so, else JSON."""
    if "text/csv" in request.headers.get("accept", ""):
        return StreamingResponse(_csv(symbols, days), media_type="text/csv; charset=utf-8")
    head = {"base": base, "from": period.first.isoformat(), "until": period.last.isoformat()}
    return StreamingResponse(_json(head, days), media_type="application/json")


def _csv(symbols: Sequence[str], days: Iterator[DayRates]) -> Iterator[str]:
    yield f"date,{','.join(symbols)}\n"
    for one in days:
        rates = (_rate(one.rates[symbol]) if symbol in one.rates else "" for symbol in symbols)
        yield f"{one.day},{','.join(rates)}\n"


def _json(head: Mapping[str, str], days: Iterator[DayRates]) -> Iterator[str]:
    yield f'{json.dumps(head)[:-1]}, "rates": {{'
    comma = ""
    for one in days:
        rates = json.dumps({symbol: _rate(rate) for symbol, rate in one.rates.items()})
        yield f'{comma}"{one.day}": {rates}'
        comma = ", "
    yield "}}\n"


def _rate(rate: Decimal) -> str:
    return decimal_text(significant(rate))
