"""What every route needs, hung on the application: the service, the settings, the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fastapi import Request, Response

from pricesvc.metrics import Metrics
from pricesvc.service import Service
from pricesvc.settings import Settings
from pricesvc.web import replies


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


def context(request: Request) -> Context:
    """The context of the application that got the request."""
    found: Context = request.app.state.context
    return found
