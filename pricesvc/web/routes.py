"""The calls of the REST API, one screen a group. No try, no clock, no settings: forms in, service, replies out."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from pricesvc import rendering
from pricesvc.answers import ItemAnswer
from pricesvc.core.errors import InvalidField, PricesvcError
from pricesvc.web import bodies, forms, replies
from pricesvc.web.context import Context, context
from pricesvc.web.problems import of_error

api = APIRouter(prefix="/v1")


@api.get("/convert", summary="Convert one value", tags=["prices"])
async def convert(request: Request, form: Annotated[forms.ConvertForm, Query()]) -> Response:
    """A value in words or digits, in other currencies, on a day or over a period, with the receipt of each."""
    at = context(request)
    period = form.period(at.today())
    answer = await at.service.convert(form.question(), form.terms(period, at.settings.to), period)
    body = {**rendering.convert_json(answer, at.places), "snapshot": at.service.snapshot()}
    return at.reply(request, body, period.last, text=rendering.convert_line(answer, at.places))


@api.get("/normalize", summary="Work out one item", tags=["prices"])
async def normalize(request: Request, form: Annotated[forms.NormalizeForm, Query()]) -> Response:
    """Reads price and thing, converts, and judges by the luxury lists in force on the day."""
    at = context(request)
    terms = form.terms(at.today(), at.settings.to)
    answer = await at.service.normalize(form.question(), terms)
    body = {**rendering.item_json(answer, at.places), "snapshot": at.service.snapshot()}
    return at.reply(request, body, answer.on, text=rendering.line(answer, at.places, form.item))


@api.post("/normalize", summary="Work out a batch", tags=["prices"], openapi_extra=bodies.documented(forms.BatchForm))
async def normalize_batch(request: Request) -> Response:
    """Each item in order; a bad one is a problem in its place, and the others are answered."""
    return await _batch(request)


@api.get("/classify", summary="Tell what a thing is, and judge a known value", tags=["goods"])
async def classify(request: Request, form: Annotated[forms.ClassifyForm, Query()]) -> Response:
    """Verdicts for a value already known; without an amount, what the thing is and by what evidence."""
    at = context(request)
    answer = await at.service.normalize(form.question(), form.terms(at.today(), at.settings.to))
    body = {**rendering.item_json(answer, at.places, explain=form.explain), "snapshot": at.service.snapshot()}
    return at.reply(request, body, answer.on)


@api.post("/classify", summary="Judge a batch", tags=["goods"], openapi_extra=bodies.documented(forms.BatchForm))
async def classify_batch(request: Request) -> Response:
    """As POST /v1/normalize; an item needs no value here."""
    return await _batch(request)


async def _batch(request: Request) -> Response:
    at = context(request)
    form = await bodies.form_of(request, forms.BatchForm)
    asked = bodies.questions(form.items, at.settings.max_items)
    answered = await at.service.normalize_many(asked, form.terms(at.today(), at.settings.to))
    return replies.unsaved({"items": [_entry(entry, at) for entry in answered], "snapshot": at.service.snapshot()})


def _entry(entry: ItemAnswer | PricesvcError, at: Context) -> dict[str, Any]:
    return rendering.item_json(entry, at.places) if isinstance(entry, ItemAnswer) else of_error(entry)


@api.post(
    "/extract", summary="Work out every price in a report", tags=["prices"], openapi_extra=bodies.documented_report()
)
async def extract(request: Request, query: Annotated[forms.TermsForm, Query()]) -> Response:
    """A report as text/plain with the terms in the query, or as JSON; `checks` holds its values against one another."""
    at = context(request)
    text, form = await bodies.report_of(request, query)
    report = await at.service.extract(text, form.terms(at.today(), at.settings.to))
    return replies.unsaved({**rendering.report_json(report, at.places), "snapshot": at.service.snapshot()})


@api.get("/rates", summary="Exchange rates of a day, or a series", tags=["rates"])
async def rates(request: Request, form: Annotated[forms.RatesForm, Query()]) -> Response:
    """One unit of `base` in each currency, with the publisher, the day and the staleness of each."""
    at = context(request)
    if form.from_ is not None or form.until is not None:
        return await _series(request, form)
    terms = form.terms(at.today())
    answer = await at.service.rates(form.base, form.symbols, terms)
    return at.reply(request, {**rendering.rates_json(answer), "snapshot": at.service.snapshot()}, terms.on)


async def _series(request: Request, form: forms.RatesForm) -> Response:
    """A series, streamed a day at a time, as JSON or CSV."""
    at = context(request)
    if not form.symbols or form.from_ is None:
        raise InvalidField("A series needs from and symbols.", field="symbols" if form.from_ else "from")
    period, symbols = form.period(at.today()), [symbol.upper() for symbol in form.symbols]
    days = await at.service.series(form.base, symbols, period, form.terms(at.today()))
    return replies.series(request, form.base.upper(), symbols, period, days)
