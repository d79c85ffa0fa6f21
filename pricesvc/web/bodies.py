"""Bodies in: JSON without traps, text in UTF-8; what was meant, or a problem."""

from __future__ import annotations

import json
from typing import Any, NoReturn, TypeVar

from fastapi import Request
from pydantic import ValidationError

from pricesvc.core.errors import InvalidField, Malformed, PricesvcError
from pricesvc.questions import Question
from pricesvc.web.forms import Form, ItemForm, ReportForm, TermsForm, item_question
from pricesvc.web.problems import fields_problem

F = TypeVar("F", bound=Form)


class MalformedJson(Malformed):
    """The body is not the JSON it says it is."""

    code = "malformed-json"


class UnsupportedMediaType(Malformed):
    """A ``Content-Type`` that is not read here."""

    code = "unsupported-media-type"


class TooManyItems(Malformed):
    """A batch over the bound."""

    code = "too-many-items"


class FieldsInvalid(InvalidField):
    """Several fields are wrong: the facts name each."""


async def text_of(request: Request) -> str:
    """The body as text.

    Raises:
        InvalidField: when it is not UTF-8, or holds NUL.
    """
    try:
        text = (await request.body()).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidField(f"The body is not UTF-8 (byte {error.start}).", field="body") from None
    if "\0" in text:
        raise InvalidField("The body must not contain NUL.", field="body")
    return text


def media_type(request: Request) -> str:
    """The media type of the body, without parameters; JSON where none is said."""
    return request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()


async def form_of(request: Request, form: type[F]) -> F:
    """The JSON body as a form.

    Raises:
        MalformedJson, UnsupportedMediaType, InvalidField: naming what is wrong.
    """
    if media_type(request) != "application/json":
        raise UnsupportedMediaType("Send application/json.", supported=["application/json"])
    return validated(form, parse_json(await text_of(request)))


def parse_json(text: str) -> Any:  # noqa: ANN401 - JSON is anything until a form has read it
    """One JSON document: no NaN, no deep nesting.

    Raises:
        MalformedJson: with the line and column where it goes wrong.
    """
    try:
        return json.loads(text, parse_constant=_no_constant, parse_float=str, parse_int=_short_int)
    except json.JSONDecodeError as error:
        raise MalformedJson(f"{error.msg} (line {error.lineno}, column {error.colno}).") from None
    except RecursionError:
        raise MalformedJson("The document nests too deep.") from None


def _no_constant(name: str) -> NoReturn:
    raise MalformedJson(f"{name} is not JSON.")


def _short_int(digits: str) -> int | str:
    """An integer; a long one stays text, which no field that wants a number takes."""
    return int(digits) if len(digits) <= 20 else digits


def validated(form: type[F], raw: object) -> F:
    """A raw value as a form.

    Raises:
        FieldsInvalid: with every field that is wrong.
    """
    try:
        return form.model_validate(raw)
    except ValidationError as error:
        members = fields_problem(error.errors(include_url=False, include_context=False, include_input=False))
        raise FieldsInvalid(members["detail"], field=members["field"], errors=members["errors"]) from None


async def report_of(request: Request, query: TermsForm) -> tuple[str, TermsForm]:
    """A report and its terms: text/plain with the terms in the query, or JSON with both.

    Raises:
        UnsupportedMediaType, MalformedJson, InvalidField: naming what is wrong.
    """
    kind = media_type(request)
    if kind == "text/plain":
        return await text_of(request), query
    if kind != "application/json":
        raise UnsupportedMediaType("Send text/plain or application/json.", supported=["text/plain", "application/json"])
    if query.model_fields_set:
        raise InvalidField("With a JSON body, put the terms into the body.", field=min(query.model_fields_set))
    form = validated(ReportForm, parse_json(await text_of(request)))
    return form.text, form


def documented(form: type[Form]) -> dict[str, Any]:
    """The request body of an operation, for the OpenAPI document."""
    schema = form.model_json_schema(ref_template="#/components/schemas/{model}")
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def documented_report() -> dict[str, Any]:
    """The request body of POST /v1/extract, for the OpenAPI document."""
    body = documented(ReportForm)
    body["requestBody"]["content"]["text/plain"] = {"schema": {"type": "string"}}
    return body


def questions(items: list[Any], limit: int) -> list[Question | PricesvcError]:
    """Each raw item as a question, or as the refusal that stands in its place.

    Raises:
        TooManyItems: over ``limit``.
    """
    if len(items) > limit:
        raise TooManyItems(f"A batch has at most {limit} items, this one has {len(items)}.", limit=limit)
    return [_question(item) for item in items]


def _question(raw: object) -> Question | PricesvcError:
    try:
        return item_question(validated(ItemForm, raw).model_dump())
    except PricesvcError as refusal:
        named = raw.get("id") if isinstance(raw, dict) else None
        if isinstance(named, str):
            refusal.facts["id"] = named
        return refusal
