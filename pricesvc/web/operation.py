"""What an operator and an orchestrator ask: alive, ready, metrics; and what each refusal means."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from pricesvc.web.context import context
from pricesvc.web.problems import KINDS
from pricesvc.web.replies import dumps

router = APIRouter(tags=["operation"])


@router.get("/livez", summary="Is the process alive?")
async def livez() -> Response:
    """Always yes, when anything answers."""
    return Response(b'{"status":"alive"}\n', media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/readyz", summary="Can it answer?")
async def readyz(request: Request) -> Response:
    """Yes as soon as the embedded history and the law are loaded; names the snapshot it answers from."""
    body = {"status": "ready", "snapshot": context(request).service.snapshot()}
    return Response(dumps(body), media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get("/metrics", summary="Numbers for Prometheus", response_class=Response)
async def metrics(request: Request) -> Response:
    """In Prometheus' text format."""
    return Response(context(request).metrics.text(), media_type="text/plain; version=0.0.4")


@router.get("/problems/{code}", summary="What a refusal means, and its mend")
async def explain(code: str) -> Response:
    """The `type` of every problem document leads here."""
    kind = KINDS.get(code)
    if kind is None:
        raise HTTPException(404)
    body = {"code": code, "title": kind.title, "status": kind.status, "mend": kind.mend}
    return Response(dumps(body), media_type="application/json", headers={"Cache-Control": "public, max-age=3600"})
