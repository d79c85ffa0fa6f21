"""Bodies in: JSON without traps, text in UTF-8; what was meant, or a problem."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import partial
from typing import Any, Final, NoReturn, TypeVar

from fastapi import Request
from pydantic import ValidationError

from pricesvc.core.errors import InvalidField, Malformed, Refusal, TooManyItems
from pricesvc.late import uncollected
from pricesvc.questions import Question
from pricesvc.service import LONG_BATCH
from pricesvc.web.context import Context, context
from pricesvc.web.forms import Form, IdForm, ItemForm, ReportForm, TermsForm
from pricesvc.web.problems import fields_problem

F = TypeVar("F", bound=Form)

LONG_JSON: Final = 65_536
"""Characters from which on JSON is read in a thread, so that other callers are not kept waiting."""

MOST_MEMBERS: Final = 200
"""Members that one object may have."""


class MalformedJson(Malformed):
    """The body is not the JSON it says it is."""

    code = "malformed-json"


class UnsupportedMediaType(Malformed):
    """A ``Content-Type`` that is not read here."""

    code = "unsupported-media-type"


class FieldsInvalid(InvalidField):
    """Several fields are wrong: the facts name each."""


def decoded(body: bytes) -> str:
    """A body, or a line of one, as text.

    Raises:
        InvalidField: when it is not UTF-8, or holds NUL.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidField(f"The body is not UTF-8 (byte {error.start}).", field="body") from None
    if "\0" in text:
        raise InvalidField("The body must not contain NUL.", field="body")
    return text


def media_type(request: Request) -> str:
    """The media type of the body, without parameters; JSON where none is said.

    Raises:
        UnsupportedMediaType: for a body that is packed, or in another code than UTF-8.
    """
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnsupportedMediaType("Send the body as it is, without Content-Encoding.", supported=["identity"])
    kind, *parameters = request.headers.get("content-type", "application/json").lower().split(";")
    charsets = [part.strip().removeprefix("charset=").strip('"') for part in parameters if "charset=" in part]
    if not {"utf-8", "utf8", "us-ascii"}.issuperset(charsets):
        raise UnsupportedMediaType("Send the body in UTF-8.", supported=["utf-8"])
    return kind.strip()


async def form_of(request: Request, form: type[F], query: TermsForm) -> F:
    """The JSON body as a form; the query must tell nothing then.

    Raises:
        MalformedJson, UnsupportedMediaType, InvalidField: naming what is wrong.
    """
    told = query.model_dump(exclude_defaults=True)
    if told:
        raise InvalidField("With a JSON body, put the terms into the body.", field=min(told))
    text = decoded(await request.body())
    apart = context(request).service.apart
    return validated(form, await apart(partial(parse_json, text), when=len(text) >= LONG_JSON))


def parse_json(text: str) -> Any:  # noqa: ANN401 - JSON is anything until a form has read it
    """One JSON document: no NaN, no deep nesting.

    Raises:
        MalformedJson: with the line and column where it goes wrong.
    """
    try:
        with uncollected():  # else a document of a million lists is walked for garbage again and again
            return _decode(text)
    except json.JSONDecodeError as error:
        raise MalformedJson(f"{error.msg} (line {error.lineno}, column {error.colno}).") from None
    except RecursionError:
        raise MalformedJson("The document nests too deep.") from None


def _pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, whose names are all different, and not so many that to find each of them wrong would take long."""
    if len(members) > MOST_MEMBERS:
        raise MalformedJson(f"An object has more than {MOST_MEMBERS} members.")
    found = dict(members)
    if len(found) < len(members):
        raise MalformedJson("An object has two members of one name.")
    return found


def _no_constant(name: str) -> NoReturn:
    raise MalformedJson(f"{name} is not JSON.")


def _number(_: str) -> int:
    """A number: no field takes one, so that which one it is does not matter, and long ones cost nothing."""
    return 0


_decode: Final = json.JSONDecoder(
    parse_constant=_no_constant, parse_float=_number, parse_int=_number, object_pairs_hook=_pairs
).decode


def validated(form: type[F], raw: object) -> F:
    """A raw value as a form.

    Raises:
        FieldsInvalid: with every field that is wrong.
    """
    try:
        return form.model_validate(raw)
    except ValidationError as error:
        raise invalid(error.errors(include_url=False, include_input=False), form) from None


def invalid(found: Any, form: type[Form]) -> FieldsInvalid:  # noqa: ANN401 - pydantic's and fastapi's alike
    """What is wrong with the fields of a form, as a refusal."""
    members = fields_problem(found, form.names())
    return FieldsInvalid(members["detail"], field=members["field"], errors=members["errors"])


async def report_of(request: Request, query: TermsForm) -> tuple[str, TermsForm]:
    """A report and its terms: text/plain with the terms in the query, or JSON with both.

    Raises:
        UnsupportedMediaType, MalformedJson, InvalidField: naming what is wrong.
    """
    kind = media_type(request)
    if kind == "text/plain":
        return decoded(await request.body()), query
    if kind != "application/json":
        raise UnsupportedMediaType("Send text/plain or application/json.", supported=["text/plain", "application/json"])
    form = await form_of(request, ReportForm, query)
    return form.text, form


async def questions(at: Context, items: list[Any]) -> list[Question | Refusal]:
    """Each raw item as a question, or as the refusal that stands in its place.

    Raises:
        TooManyItems: over the setting.
    """
    limit = at.settings.max_items
    if len(items) > limit:
        raise TooManyItems(f"A batch has at most {limit} items, this one has {len(items)}.", limit=limit)
    return await at.service.apart(lambda: [question_of(item) for item in items], when=len(items) >= LONG_BATCH)


def question_of(raw: object) -> Question | Refusal:
    """A raw item as a question, or as the refusal that stands in its place, with the id if that is a good one."""
    try:
        return validated(ItemForm, raw).question()
    except Refusal as refusal:
        with suppress(ValidationError):
            refusal.facts["id"] = IdForm.model_validate(raw).id
        return refusal
