"""The page at ``/``, the reference at ``/docs``, and the assets of both: all served from here, nothing from outside."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from pricesvc.catalog.toml import DATA
from pricesvc.web.replies import matches

_FOLDER: Final = Path(__file__).parent / "page"

_TYPES: Final[Mapping[str, str]] = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the page as it is sent."""

    body: bytes
    media_type: str
    tag: str


@cache
def assets() -> Mapping[str, Asset]:
    """Every file of the page by its name, read once."""
    return {path.name: _asset(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    return Asset(body, _TYPES[path.suffix], f'"{hashlib.sha256(body).hexdigest()[:24]}"')


@router.get("/")
async def page(request: Request) -> Response:
    """The page for people."""
    return _sent(request, "index.html")


@router.get("/docs")
async def docs(request: Request) -> Response:
    """The reference of the API, drawn from /openapi.json."""
    return _sent(request, "docs.html")


@router.get("/page/{name}")
async def asset(request: Request, name: str) -> Response:
    """A stylesheet, a module or a picture of the page."""
    return _sent(request, name)


@router.get("/schemas/regime.json")
async def regime_schema() -> Response:
    """The form of a file of one's own regime, for editors."""
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(_schema(), media_type="application/schema+json", headers=headers)


@cache
def _schema() -> bytes:
    return (DATA / "regimes" / "schema.json").read_bytes()


def _sent(request: Request, name: str) -> Response:
    """A file with its tag, to be asked for again each time: modules of two releases must never meet in one browser."""
    found = assets().get(name)
    if found is None:
        raise HTTPException(404)
    headers = {"ETag": found.tag, "Cache-Control": "no-cache"}
    if matches(request.scope, found.tag):
        return Response(status_code=304, headers=headers)
    return Response(found.body, media_type=found.media_type, headers=headers)
