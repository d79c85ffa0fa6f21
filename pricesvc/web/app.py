"""The composition root of the web: settings in, an application out. Nothing is parsed at import."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware

from pricesvc import compose
from pricesvc.about import __version__
from pricesvc.clock import utc_now
from pricesvc.log import configure_logging
from pricesvc.metrics import Metrics
from pricesvc.settings import Settings, load_settings
from pricesvc.web import facts, operation, pages, problems, routes
from pricesvc.web.bounds import Bounds
from pricesvc.web.context import Context
from pricesvc.web.methods import Methods
from pricesvc.web.middleware import Gate, Observe, Packed

if TYPE_CHECKING:
    from pricesvc.web.limit import Limit

DESCRIPTION = """\
Give it a value as somebody reported it, and it tells what that is worth, in any currency, on that day, by whose rate,
and whether that makes it a luxury item, under which rule, in force when, and why.

Amounts and rates are text: a JSON number loses money. Days are YYYY-MM-DD. Refusals are problem documents (RFC 9457).
"""


EXPOSED: Final = ("ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id")
"""Header fields that the page of another origin may read, where CORS lets it ask at all."""

ROUTERS: Final = (routes.api, facts.api, operation.router, pages.router)
"""Every group of calls."""


def create_app(settings: Settings | None = None, *, now: Callable[[], datetime] = utc_now) -> FastAPI:
    """The application. Without settings, they are read from the environment.

    Raises:
        BadData: for a setting or a data file that makes no sense.
    """
    given = load_settings() if settings is None else settings
    configure_logging(given.log_format, given.log_level)
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with compose.opened(given, metrics, now) as service:
            app.state.context = Context(service, given, metrics, now)
            behind = [service.load_behind(), asyncio.create_task(service.book.keep_fresh())]
            yield
            for task in behind:
                task.cancel()
            await asyncio.gather(*behind, return_exceptions=True)

    app = FastAPI(
        title="pricesvc",
        version=__version__,
        summary="Luxury-goods price normalizer",
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        routes=[route for router in ROUTERS for route in router.routes],  # included, each would be matched twice
        telemetry={"logs": False},  # its log records hold exception messages, and those may hold what was sent
    )
    app.openapi = cache(partial(_document, app))  # type: ignore[method-assign]
    problems.install(app)
    _wrap(app, given, metrics)
    return app


def _document(app: FastAPI) -> dict[str, Any]:
    from pricesvc.web import reference  # noqa: PLC0415 - 60 shapes of answers, for whoever reads the reference

    return reference.document(app)


def _limit(text: str | None) -> Limit | None:
    if not text:
        return None
    from pricesvc.web.limit import Limit  # noqa: PLC0415 - with its library, where a limit is set

    return Limit(text)


def _wrap(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    """Put the middleware on, innermost first."""
    app.add_middleware(Bounds, max_body=settings.max_body)
    app.add_middleware(Packed, minimum_size=1024)
    app.add_middleware(Methods, routes=app.routes)
    keys, limit = settings.keys(), _limit(settings.rate_limit)
    if keys or limit is not None:
        app.add_middleware(Gate, keys=keys, limit=limit)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=EXPOSED,
        )
    app.add_middleware(Observe, metrics=metrics)
