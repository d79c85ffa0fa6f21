"""What an operator and an orchestrator ask: alive, ready, metrics; and what each refusal means."""

from __future__ import annotations

import re
from html import escape
from operator import attrgetter
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from starlette.exceptions import HTTPException

from pricesvc.catalog.regimes import overdue
from pricesvc.core.errors import BadData
from pricesvc.web.context import context
from pricesvc.web.negotiation import HTML, JSON, TEXT, chosen, content_type
from pricesvc.web.problems import KINDS, problem, response
from pricesvc.web.replies import dumps

_CODE: Final = re.compile(r"`([^`]+)`")

_PAGE: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>pricesvc: {code}</title>
<link rel="icon" href="/page/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page/base.css">
</head>
<body>
<header class="top">
  <a class="brand" href="/"><img src="/page/mark.svg" width="26" height="26" alt=""> pricesvc</a>
  <nav aria-label="Site"><a href="/docs">API reference</a></nav>
</header>
<main>
  <div class="lead"><h1>{title}</h1><p><code>{code}</code>, HTTP status {status}</p></div>
  <p>{remedy}</p>
</main>
</body>
</html>
"""
"""A refusal in the dress of the other pages."""

router = APIRouter(tags=["operation"], generate_unique_id_function=attrgetter("name"))


@router.get("/livez", summary="Is the process alive?")
async def livez() -> Response:
    """Always yes, when anything answers."""
    return Response(b'{"status":"alive"}\n', media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/readyz", summary="Can it answer?")
async def readyz(request: Request) -> Response:
    """Yes as soon as the rates can answer; names the snapshot it answers from. No when a data file is damaged.

    The words, the goods and the law are loaded right behind; a question that needs them waits for them.
    """
    service = context(request).service
    failure = service.failure
    if failure is not None:
        return response(problem("not-ready", failure.detail if isinstance(failure, BadData) else "The log says why."))
    body = {"status": "ready", "snapshot": service.snapshot()}
    return Response(dumps(body), media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/metrics", summary="Numbers for Prometheus", response_class=Response)
async def metrics(request: Request) -> Response:
    """In Prometheus' text format."""
    found = context(request)
    service, told = found.service, found.metrics
    await service.loaded()
    laws = None if service.failure else service.appraiser.judge.regimes.values()
    newest = {name: series.newest for name, series in service.book.view().series.items()}
    told.hold(newest, None if laws is None else len(overdue(laws, found.today())))
    return Response(told.text(), media_type="text/plain; version=0.0.4")


@router.get("/problems/{code}", summary="What a refusal means, and its remedy")
async def explain(
    request: Request, code: Annotated[str, Path(description="The `code` of a refusal.", examples=["unknown-currency"])]
) -> Response:
    """The `type` of every problem document leads here."""
    kind = KINDS.get(code)
    if kind is None:
        raise HTTPException(404)
    form = chosen(request, [TEXT, JSON, HTML])
    headers = {"Cache-Control": "public, max-age=3600", "Vary": "Accept"}
    if form == JSON:
        body = {"code": code, "title": kind.title, "status": kind.status, "remedy": kind.remedy}
        return Response(dumps(body), media_type=JSON, headers=headers)
    if form == TEXT:
        said = f"{code} ({kind.status})\n{kind.title}.\n{kind.remedy}\n"
        return Response(said, media_type=content_type(TEXT), headers=headers)
    remedy = _CODE.sub(r"<code>\1</code>", escape(kind.remedy))
    page = _PAGE.format(code=code, status=kind.status, title=escape(kind.title), remedy=remedy)
    return Response(page, media_type=content_type(HTML), headers=headers)
