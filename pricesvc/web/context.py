"""What every route needs, hung on the application: the service, the settings, the clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from pricesvc.core.errors import InvalidField
from pricesvc.metrics import Metrics
from pricesvc.service import Service
from pricesvc.settings import Settings
from pricesvc.web import replies
from pricesvc.web.fields import LISTS
from pricesvc.web.negotiation import JSON


@dataclass(frozen=True, slots=True)
class Context:
    """The parts that the composition root put together."""

    service: Service
    settings: Settings
    metrics: Metrics
    now: Callable[[], datetime]

    def today(self) -> date:
        """The day it is, in UTC."""
        return self.now().date()

    def places(self, code: str) -> int:
        """Minor units of a currency."""
        return self.service.places(code)

    def reply(self, request: Request, body: Mapping[str, Any], on: date, *, text: str | None = None) -> Response:
        """Answer a GET about a day: kept long when the day is settled, until the next publication when it is not."""
        settled = self.service.is_settled(on)
        return replies.reply(
            request, body, snapshot=self.service.snapshot(), now=self.now(), settled=settled, text=text
        )

    def kept(self, request: Request, form: str, on: date) -> dict[str, str]:
        """What a cache needs to know of an answer about a day that is sent in parts."""
        settled, snapshot = self.service.is_settled(on), self.service.snapshot()
        return replies.kept_headers(request, form, snapshot=snapshot, now=self.now(), settled=settled)

    def unsaved(self, parts: Iterator[bytes], form: str, *, long: bool) -> Response:
        """A POST's answer, which nobody keeps: sent as it is written when it is long."""
        media_type = form if form == JSON else f"{form}; charset=utf-8"
        headers = {"Cache-Control": "no-store", "Vary": "Accept"}
        if long:
            return StreamingResponse(parts, media_type=media_type, headers=headers)
        return Response(b"".join(parts), media_type=media_type, headers=headers)


async def given_once(request: Request) -> None:
    """Refuse a parameter that is no list and stands twice in the query: which of the two is meant?

    A coroutine, although it waits for nothing: a plain function would be run in a thread, at a third of the speed.

    Raises:
        InvalidField: naming it.
    """
    for name, times in Counter(name for name, _ in request.query_params.multi_items()).items():
        if times > 1 and name not in LISTS:
            shown = name if name.isidentifier() and name.isascii() and len(name) <= 64 else "?"
            raise InvalidField("A parameter that is no list is given once.", field=shown)


def context(request: Request) -> Context:
    """The context of the application that got the request."""
    found: Context = request.app.state.context
    return found
