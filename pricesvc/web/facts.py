"""The facts that answers are made from: currencies, categories, sources, regimes and their history."""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from pricesvc import listings
from pricesvc.core.regimes import regime_named
from pricesvc.web import forms
from pricesvc.web.context import context
from pricesvc.web.form_route import FormRoute
from pricesvc.web.negotiation import JSON, chosen
from pricesvc.web.replies import dumps

api = APIRouter(prefix="/v1", tags=["facts"], route_class=FormRoute, generate_unique_id_function=attrgetter("name"))
RegimeId = Annotated[str, Path(max_length=64, description="An id of /v1/regimes.", examples=["eu-dprk"])]


@api.get("/currencies", summary="Every currency known")
async def currencies(request: Request, _: Annotated[forms.NothingForm, Query()]) -> Response:
    """ISO 4217, past and present, with minor units, lifetimes and successors."""
    at = context(request)
    return at.reply(request, at.today(), lambda _: {"currencies": listings.currencies(at.service.appraiser.currencies)})


@api.get("/categories", summary="The categories of goods")
async def categories(request: Request, _: Annotated[forms.NothingForm, Query()]) -> Response:
    """Each with its title, its parent and the tariff codes it is of."""
    at = context(request)
    await at.service.loaded()
    return at.reply(request, at.today(), lambda _: {"categories": listings.categories(at.service.appraiser.goods)})


@api.get("/sources", summary="The publishers of rates")
async def sources(request: Request, _: Annotated[forms.NothingForm, Query()]) -> Response:
    """How each is doing: newest table, last success, failures, what was refused and why, what is expected when."""
    at = context(request)
    form = chosen(request, [JSON])
    return at.unsaved(iter([dumps({"sources": listings.sources(at.service.book)})]), form, long=False)


@api.get("/regimes", summary="The luxury lists")
async def regimes(request: Request, form: Annotated[forms.RegimesForm, Query()]) -> Response:
    """Filtered by kind, target, jurisdiction, or the day they are in force."""
    at = context(request)
    await at.service.loaded()
    found = listings.regimes(at.service.appraiser.judge.regimes.values(), form.wanted())
    return at.reply(request, at.today(), lambda snapshot: {"regimes": found, "snapshot": snapshot})


@api.get("/regimes/{regime_id}", summary="One luxury list")
async def regime(request: Request, regime_id: RegimeId, form: Annotated[forms.OnForm, Query()]) -> Response:
    """Its rules in force on a day, with limits and citations."""
    at = context(request)
    on = form.day(at.today())
    await at.service.loaded()
    law = regime_named(at.service.appraiser.judge.regimes, regime_id)
    return at.reply(request, on, lambda snapshot: {**listings.regime(law, on), "snapshot": snapshot})


@api.get("/regimes/{regime_id}/history", summary="What changed when")
async def history(request: Request, regime_id: RegimeId, _: Annotated[forms.NothingForm, Query()]) -> Response:
    """Every day on which a rule of the regime began, changed or ended."""
    at = context(request)
    await at.service.loaded()
    law = regime_named(at.service.appraiser.judge.regimes, regime_id)
    return at.reply(request, at.today(), lambda _: {"id": law.id, "changes": listings.history(law)})
