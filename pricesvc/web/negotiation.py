"""Which form of an answer the caller prefers (RFC 9110, 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from fastapi import Request

from pricesvc.core.errors import Malformed

JSON: Final = "application/json"
TEXT: Final = "text/plain"
CSV: Final = "text/csv"
NDJSON: Final = "application/x-ndjson"
HTML: Final = "text/html"

_WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.ASCII)


def content_type(form: str) -> str:
    """``Content-Type`` of a form: JSON is always UTF-8, the others say so."""
    return form if form == JSON else f"{form}; charset=utf-8"


class NotAcceptable(Malformed):
    """The caller takes none of the forms that an answer has."""

    code = "not-acceptable"


def chosen(request: Request, offered: Sequence[str]) -> str:
    """The form that the caller likes best; of equals the one whose name is more precise, then the first offered.

    Raises:
        NotAcceptable: when ``Accept`` rules all of them out.
    """
    accept = b", ".join(value for name, value in request.scope["headers"] if name == b"accept")
    wanted = list(_ranges(accept[:4096].decode("latin-1")))
    if not wanted:
        return offered[0]
    ranked = [(*_liking(form, wanted), -place, form) for place, form in enumerate(offered)]
    weight, _, _, form = max(ranked)
    if not weight:
        raise NotAcceptable("The answer has none of the forms in Accept.", supported=list(offered))
    return form


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if "/" in kind:
            weights = (_WEIGHT.fullmatch(parameter) for parameter in parameters)
            yield kind, next((float(weight[1]) for weight in weights if weight is not None), 1.0)


def _liking(form: str, wanted: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """How much a form is wanted, and by how precise a name: the most precise range that fits it decides."""
    main = form.partition("/")[0]
    for precision, name in ((2, form), (1, f"{main}/*"), (0, "*/*")):
        weights = [weight for kind, weight in wanted if kind == name]
        if weights:
            return max(weights), precision
    return 0.0, 0
