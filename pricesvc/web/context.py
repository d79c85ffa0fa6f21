"""What every route needs, hung on the application: the service, the settings, the clock."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from pricesvc.metrics import Metrics
from pricesvc.service import Service
from pricesvc.settings import Settings
from pricesvc.web import replies
from pricesvc.web.negotiation import JSON, TEXT, chosen, content_type
from pricesvc.web.recent import Recent
from pricesvc.web.replies import Answer, Lifetime


@dataclass(frozen=True, slots=True)
class Context:
    """The parts that the composition root put together."""

    service: Service
    settings: Settings
    metrics: Metrics
    now: Callable[[], datetime]
    recent: Recent = field(default_factory=Recent)

    def today(self) -> date:
        """The day it is, in UTC."""
        return self.now().date()

    def places(self, code: str) -> int:
        """Minor units of a currency."""
        return self.service.places(code)

    def reply(
        self,
        request: Request,
        on: date,
        json: Callable[[Mapping[str, str]], Mapping[str, Any]],
        text: Callable[[], str] | None = None,
        *,
        is_open: bool = False,
    ) -> Answer:
        """Answer a GET about a day, in the form that the caller prefers: JSON, or a line of text where there is one.

        What is left open while a publisher is silent may be decided as soon as it can be asked.
        """
        form = chosen(request, [JSON] if text is None else [JSON, TEXT])
        snapshot = self.service.snapshot()
        tag = replies.etag(request.scope, form, snapshot)
        lifetime = self.lifetime(on, brief=is_open and bool(self.service.book.view().silent))
        if text is None or form == JSON:
            return Answer(replies.dumps(json(snapshot)), JSON, tag, lifetime)
        return Answer(f"{text()}\n".encode(), content_type(TEXT), tag, lifetime)

    def kept(self, request: Request, form: str, on: date) -> dict[str, str]:
        """What a cache needs to know of an answer about a day that is sent in parts."""
        tag = replies.etag(request.scope, form, self.service.snapshot())
        return {"ETag": tag, "Cache-Control": self.lifetime(on).control(), "Vary": "Accept"}

    def lifetime(self, on: date, *, brief: bool = False) -> Lifetime:
        """How long an answer about a day may be kept."""
        return Lifetime(self.now, settled=self.service.is_settled(on), brief=brief)

    def unsaved(self, parts: Iterator[bytes], form: str, *, long: bool) -> Response:
        """An answer that nobody keeps, a POST's or a state."""
        return self.sent(parts, form, {"Cache-Control": "no-store", "Vary": "Accept"}, long=long)

    def sent(self, parts: Iterator[bytes], form: str, headers: Mapping[str, str], *, long: bool) -> Response:
        """An answer of many parts: sent as it is written when it is long."""
        if long:
            return StreamingResponse(self._apart(parts), media_type=content_type(form), headers=headers)
        return Response(b"".join(parts), media_type=content_type(form), headers=headers)

    async def _apart(self, parts: Iterator[bytes]) -> AsyncGenerator[bytes]:
        """Each part, made in one of the service's threads, which others have in between."""
        while (part := await self.service.apart(lambda: next(parts, None))) is not None:
            yield part


def context(request: Request) -> Context:
    """The context of the application that got the request."""
    found: Context = request.app.state.context
    return found
