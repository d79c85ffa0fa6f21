"""The calls of the REST API, one screen a group. No try, no clock, no settings: forms in, service, replies out."""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from pricesvc import lines, rendering
from pricesvc.core.errors import InvalidField
from pricesvc.service import LONG_BATCH, LONG_TEXT, is_long
from pricesvc.web import bodies, forms, replies
from pricesvc.web.context import context
from pricesvc.web.form_route import FormRoute
from pricesvc.web.gone import unless_gone
from pricesvc.web.negotiation import CSV, JSON, NDJSON, chosen
from pricesvc.web.replies import dumps
from pricesvc.web.streams import StreamedBatch, Writer, json_parts

api = APIRouter(prefix="/v1", route_class=FormRoute, generate_unique_id_function=attrgetter("name"))


@api.get("/convert", summary="Convert one value", tags=["prices"])
async def convert(request: Request, form: Annotated[forms.ConvertForm, Query()]) -> Response:
    """A value in words or digits, in other currencies, on a day or over a period, with the receipt of each."""
    at = context(request)
    period = form.period(at.today())
    answer = await at.service.convert(form.question(), form.terms(period, at.settings.to), period)
    return at.reply(
        request,
        period.last,
        lambda snapshot: {**rendering.convert_json(answer, at.places), "snapshot": snapshot},
        lambda: lines.convert_line(answer, at.places),
    )


@api.get("/normalize", summary="Work out one item", tags=["prices"])
async def normalize(request: Request, form: Annotated[forms.NormalizeForm, Query()]) -> Response:
    """Reads price and thing, converts, and judges by the luxury lists in force on the day."""
    at = context(request)
    terms = form.terms(at.today(), at.settings.to)
    answer = await at.service.normalize(form.question(), terms)
    return at.reply(
        request,
        answer.on,
        lambda snapshot: {**rendering.item_json(answer, at.places), "snapshot": snapshot},
        lambda: lines.line(answer, at.places, form.item, judged=terms.regimes != ()),
        is_open=answer.is_open,
    )


@api.post("/normalize", summary="Work out a batch", tags=["prices"])
async def normalize_batch(request: Request, query: Annotated[forms.TermsForm, Query()]) -> Response:
    """Each item in order; a bad one is a problem in its place, and the others are answered.

    JSON has the terms in the body. `application/x-ndjson` (an item a line) and `text/csv` (columns named as the fields
    of an item) have them in the query, may be of any length, and are answered while they arrive.
    """
    return await _batch(request, query)


@api.get("/classify", summary="Tell what a thing is, and judge a known value", tags=["goods"])
async def classify(request: Request, form: Annotated[forms.ClassifyForm, Query()]) -> Response:
    """Verdicts for a value already known; without an amount, what the thing is and by what evidence."""
    at = context(request)
    answer = await at.service.normalize(form.question(), form.terms(at.today(), at.settings.to))
    return at.reply(
        request,
        answer.on,
        lambda snapshot: {
            **rendering.item_json(answer, at.places, explain=form.explain),
            "snapshot": snapshot,
        },
        is_open=answer.is_open,
    )


@api.post("/classify", summary="Judge a batch", tags=["goods"])
async def classify_batch(request: Request, query: Annotated[forms.TermsForm, Query()]) -> Response:
    """As POST /v1/normalize; an item needs no value here."""
    return await _batch(request, query)


async def _batch(request: Request, query: forms.TermsForm) -> Response:
    at, given = context(request), bodies.media_type(request)
    await at.service.loaded()
    if request.scope.get("pricesvc.streamed"):
        return StreamedBatch(request, at, query.terms(at.today(), at.settings.to), given)
    if given != JSON:
        raise bodies.UnsupportedMediaType("Batches come in three forms.", supported=[JSON, NDJSON, CSV])
    form = await bodies.form_of(request, forms.BatchForm, query)
    asked = await bodies.questions(at, form.items)
    terms = at.service.checked(form.terms(at.today(), at.settings.to))
    writer = Writer(at, terms, chosen(request, [JSON, NDJSON, CSV]))
    long = len(asked) >= LONG_BATCH
    answered = await unless_gone(request, at.service.normalize_many(asked, terms), when=long)
    return at.unsaved(writer.whole(answered, at.service.snapshot()), writer.form, long=long)


@api.post("/extract", summary="Work out every price in a report", tags=["prices"])
async def extract(request: Request, query: Annotated[forms.TermsForm, Query()]) -> Response:
    """A report as text/plain with the terms in the query, or as JSON; `checks` holds its values against one another."""
    at = context(request)
    text, form = await bodies.report_of(request, query)
    chosen(request, [JSON])
    work = at.service.extract(text, form.terms(at.today(), at.settings.to))
    report = await unless_gone(request, work, when=len(text) >= LONG_TEXT)
    items = (dumps(rendering.item_json(item, at.places)) for item in report.items)
    checks = [rendering.check_json(check, at.places) for check in report.checks]
    parts = json_parts(items, {"checks": checks, "snapshot": at.service.snapshot()})
    return at.unsaved(parts, JSON, long=len(report.items) >= LONG_BATCH)


@api.get("/rates", summary="Exchange rates of a day, or a series", tags=["rates"])
async def rates(request: Request, form: Annotated[forms.RatesForm, Query()]) -> Response:
    """One unit of `base` in each currency, with the publisher, the day and the staleness of each."""
    at = context(request)
    if form.from_ is not None or form.until is not None:
        return await _series(request, form)
    terms = form.terms(at.today())
    answer = await at.service.rates(form.base, form.symbols, terms)
    return at.reply(request, terms.on, lambda snapshot: {**rendering.rates_json(answer), "snapshot": snapshot})


async def _series(request: Request, form: forms.RatesForm) -> Response:
    """A series, streamed a day at a time, as JSON or CSV."""
    at = context(request)
    if not form.symbols or form.from_ is None:
        raise InvalidField("A series needs from and symbols.", field="symbols" if form.from_ else "from")
    period, terms = form.period(at.today()), form.terms(at.today())
    base, symbols = at.service.known([form.base])[0], at.service.known(form.symbols)
    days = await at.service.series(base, symbols, period, terms)
    head = {"base": base, "from": str(period.first), "until": str(period.last), "snapshot": at.service.snapshot()}
    answer = chosen(request, [JSON, CSV])
    kept = at.kept(request, answer, period.last)
    if replies.matches(request.scope, kept["ETag"]):
        return Response(status_code=304, headers=kept)
    return at.sent(replies.series(head, symbols, days, answer), answer, kept, long=is_long(period, symbols))
