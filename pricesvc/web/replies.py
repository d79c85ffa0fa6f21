"""Answers out: JSON with a closing newline, one line of text, an ETag from the snapshot, an honest lifetime."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from fastapi import Response
from pydantic_core import to_json
from starlette.types import Receive, Scope, Send

from pricesvc.about import __version__
from pricesvc.answers import DayRates
from pricesvc.core.calendars import next_publication
from pricesvc.core.money import decimal_text, significant
from pricesvc.web.negotiation import CSV

SETTLED_SECONDS: Final = 86_400
"""How long an answer about a settled day may be kept: a day, so that a mended law or rate reaches everybody soon."""

BLOCK: Final = 200
"""Days of a series that are sent at once."""


def dumps(members: object) -> bytes:
    """JSON as pricesvc writes it: UTF-8, no spaces, one newline at the end."""
    return to_json(members) + b"\n"


def etag(scope: Scope, form: str, snapshot: Mapping[str, str]) -> str:
    """What the answer depends on: the question, the form of the answer, and the data."""
    data = " ".join(f"{name}={snapshot[name]}" for name in sorted(snapshot))
    asked = scope["path"].encode() + b"?" + scope["query_string"] + f" {form} {__version__} {data}".encode()
    return f'"{hashlib.sha256(asked).hexdigest()[:24]}"'


class Lifetime:
    """How long an answer may be kept: long when its day is settled, until the next publication when it is not.

    ``brief``: hardly at all.
    """

    def __init__(self, now: Callable[[], datetime], *, settled: bool, brief: bool = False) -> None:
        self._now = now
        self._until = None if settled else next_publication(now())
        self._brief = brief

    def control(self) -> str:
        """``Cache-Control`` as of now."""
        if self._brief:
            return "no-cache"
        left = SETTLED_SECONDS if self._until is None else max(1, int((self._until - self._now()).total_seconds()))
        return f"public, max-age={left}"


def matches(scope: Scope, tag: str) -> bool:
    """Whether the caller already has this answer (``If-None-Match``)."""
    held = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"if-none-match"), "")
    return held.strip() == "*" or tag in {part.strip().removeprefix("W/") for part in held.split(",")}


class Answer(Response):
    """A GET's finished answer, which can be sent any number of times: whole, or as 304 to a caller that has it."""

    body: bytes

    def __init__(self, body: bytes, media_type: str, tag: str, lifetime: Lifetime) -> None:
        super().__init__(body, headers={"ETag": tag, "Vary": "Accept"}, media_type=media_type)
        self.tag, self.lifetime = tag, lifetime

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        """Send it, with a list of headers of its own: what is on the way out may be added to."""
        lives = (b"cache-control", self.lifetime.control().encode())
        if matches(scope, self.tag):
            kept = [header for header in self.raw_headers if header[0] in {b"etag", b"vary"}]
            await send({"type": "http.response.start", "status": 304, "headers": [*kept, lives]})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({"type": "http.response.start", "status": 200, "headers": [*self.raw_headers, lives]})
        await send({"type": "http.response.body", "body": self.body})


def series(head: Mapping[str, Any], symbols: Sequence[str], days: Iterator[DayRates], form: str) -> Iterator[bytes]:
    """A series of rates, written as it is worked out, as CSV or JSON."""
    return _blocks(_csv(symbols, days) if form == CSV else _json(head, days))


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
    yield f'{_members(head)},"rates":{{'
    comma = ""
    for one in days:
        rates = _members({symbol: _rate(rate) for symbol, rate in one.rates.items()})
        yield f'{comma}"{one.day}":{rates}}}'
        comma = ","
    yield "}}\n"


def _members(found: Mapping[str, Any]) -> str:
    """An object as ``dumps`` writes it, still open."""
    return to_json(found).decode()[:-1]


def _rate(rate: Decimal) -> str:
    return decimal_text(significant(rate))
