"""Calls whose query is a form: FastAPI describes them, and the query is read here, at a tenth of its cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from pricesvc.core.errors import InvalidField
from pricesvc.web.bodies import invalid
from pricesvc.web.context import context
from pricesvc.web.fields import LISTS
from pricesvc.web.problems import said_back
from pricesvc.web.recent import question_of
from pricesvc.web.replies import Answer


class FormRoute(APIRoute):
    """A call that takes the request, a form and perhaps parts of the path, and whose GET may be answered from memory.

    FastAPI looks at every field of a form anew for every request: 105 of the 340 µs that a conversion took.
    """

    def __init__(self, *args: Any, **given: Any) -> None:  # noqa: ANN401 - as FastAPI has them
        super().__init__(*args, **given)
        (self._form,) = self.dependant.query_params
        self._is_get = "GET" in (self.methods or ())

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        answer = await (self._get(request) if self._is_get else self._fresh(request))
        await answer(scope, receive, send)

    async def _get(self, request: Request) -> Any:  # noqa: ANN401 - any response
        """The answer that is remembered, or a new one."""
        at = context(request)
        recent, question, view = at.recent, question_of(request.scope), at.service.book.view()
        answer = recent.find(question, view)
        if answer is None:
            answer = await self._fresh(request)
            if isinstance(answer, Answer):
                recent.keep(question, view, answer)
        return answer

    async def _fresh(self, request: Request) -> Any:  # noqa: ANN401 - any response
        return await self.endpoint(request, **self._read(request.scope))

    def _read(self, scope: Scope) -> dict[str, Any]:
        """The parts of the path and the form.

        Raises:
            InvalidField: naming each that is wrong.
        """
        read: dict[str, Any] = {}
        wrong: list[Any] = []
        for part in self.dependant.path_params:
            read[part.name], found = part.validate(scope["path_params"][part.alias], loc=("path", part.alias))
            wrong += found
        read[self._form.name], found = self._form.validate(parameters(scope["query_string"]), loc=("query",))
        wrong += found
        if wrong:
            form: Any = self._form.field_info.annotation
            raise invalid(wrong, form)
        return read


def parameters(query: bytes) -> Mapping[str, str | list[str]]:
    """The parameters of a query in UTF-8: those that are lists with every value, any other with its one.

    Raises:
        InvalidField: for one that is no list and stands twice: which of the two is meant?
    """
    found: dict[str, Any] = {}
    for pair in query.split(b"&"):
        if not pair:
            continue
        head, _, tail = pair.partition(b"=")
        name, value = _unescaped(head), _unescaped(tail)
        if name in LISTS:
            found.setdefault(name, []).append(value)
        elif name in found:
            raise InvalidField("A parameter that is no list is given once.", field=said_back(name))
        else:
            found[name] = value
    return found


def _unescaped(part: bytes) -> str:
    spaced = part.replace(b"+", b" ")
    return (unquote_to_bytes(spaced) if b"%" in spaced else spaced).decode()
