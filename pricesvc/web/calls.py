"""Every call of the API: the shape of its answer, an example that runs, and the refusals it can answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import BaseModel

from pricesvc.web import fact_shapes, shapes
from pricesvc.web.negotiation import CSV, HTML, JSON, NDJSON, TEXT


@dataclass(frozen=True, slots=True)
class Example:
    """A request that is answered: its query, the values in its path, its body and the form of that."""

    summary: str
    query: Mapping[str, str] = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """What the document tells of one call, beside what its parameters tell themselves."""

    answer: tuple[type[BaseModel], ...]
    examples: tuple[Example, ...]
    problems: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    kept: bool = True
    open: bool = False


_BODY: Final = ("malformed-json", "unsupported-media-type", "too-slow", "too-large", "too-many-items", "not-acceptable")
_TERMS: Final = (
    "invalid-field", "invalid-day", "invalid-currency", "unknown-currency", "unknown-regime", "unknown-source",
)  # fmt: skip
_ITEM: Final = (
    *_TERMS, "day-out-of-range", "no-price", "several-prices", "invalid-amount", "invalid-hs", "invalid-unit",
    "unknown-category", "not-acceptable",
)  # fmt: skip
_RATE: Final = ("no-rate", "rate-suspended", "disputed-currency", "rates-unavailable")
_LEXUS: Final = {"text": "¥10M Lexus", "id": "1"}
_TERMS_SENT: Final = {"to": "USD", "on": "2023-12-07", "regimes": "eu-dprk"}
_BATCH: Final = (
    Example(
        "Two items",
        body={
            "items": [_LEXUS, {"id": "2", "amount": "2030", "currency": "USD", "description": "black coat by Dior"}],
            "to": ["USD"],
            "on": "2023-12-07",
            "regimes": ["eu-dprk"],
        },
        media_type=JSON,
    ),
    Example(
        "An item a line",
        query=_TERMS_SENT,
        body='{"id":"1","text":"¥10M Lexus"}\n{"id":"2","value":"$2,030","description":"coat"}\n',
        media_type=NDJSON,
    ),
    Example("A table", query=_TERMS_SENT, body="id,value,description\n1,¥10M,Lexus\n2,$2030,coat\n", media_type=CSV),
)

CALLS: Final[Mapping[str, Call]] = {
    "convert": Call(
        (shapes.Converted,),
        (
            Example("An amount", query={"amount": "10000000", "from": "JPY", "to": "USD,EUR", "on": "2023-12-07"}),
            Example("A price in signs", query={"value": "¥10M", "to": "USD", "on": "2023-12-07"}),
            Example("Over a month", query={"amount": "10000000", "from": "JPY", "to": "USD", "on": "2023-12"}),
        ),
        (
            *_TERMS,
            *_RATE,
            "day-out-of-range",
            "no-price",
            "several-prices",
            "invalid-amount",
            "not-acceptable",
        ),
        (TEXT,),
    ),
    "normalize": Call(
        (shapes.SingleItem,),
        (Example("A Lexus", query={"item": "¥10M Lexus", **_TERMS_SENT}),),
        (*_ITEM, *_RATE),
        (TEXT,),
    ),
    "normalize_batch": Call((shapes.Batch,), _BATCH, (*_TERMS, *_BODY, "malformed-csv"), (NDJSON, CSV), kept=False),
    "classify": Call(
        (shapes.SingleItem,),
        (
            Example("What is it?", query={"description": "strap for a Rolex watch", "on": "2023-12-07"}),
            Example(
                "Is it over?",
                query={"amount": "2030", "currency": "USD", "category": "apparel_shoes", "on": "2023-12-07"},
            ),
        ),
        (*_ITEM, *_RATE),
    ),
    "classify_batch": Call((shapes.Batch,), _BATCH, (*_TERMS, *_BODY, "malformed-csv"), (NDJSON, CSV), kept=False),
    "extract": Call(
        (shapes.Report,),
        (
            Example(
                "A report",
                query={"on": "2023-12-07", "to": "USD"},
                body="A dealer shipped a Lexus worth 10 million yen ($700,000).",
                media_type=TEXT,
            ),
            Example(
                "The same in JSON",
                body={"text": "A dealer shipped a Lexus worth 10 million yen ($700,000).", "on": "2023-12-07"},
                media_type=JSON,
            ),
        ),
        (*_TERMS, *_BODY, "day-out-of-range"),
        kept=False,
    ),
    "rates": Call(
        (shapes.Rates, shapes.Series),
        (
            Example("A day", query={"base": "USD", "symbols": "JPY,EUR", "on": "2023-12-07"}),
            Example("A series", query={"base": "USD", "symbols": "JPY", "from": "2023-12-01", "until": "2023-12-07"}),
        ),
        (*_TERMS, *_RATE, "day-out-of-range", "not-acceptable"),
        (CSV,),
    ),
    "currencies": Call((fact_shapes.CurrencyList,), (Example("All"),), ("invalid-field", "not-acceptable")),
    "categories": Call((fact_shapes.CategoryList,), (Example("All"),), ("invalid-field", "not-acceptable")),
    "sources": Call((fact_shapes.SourceList,), (Example("All"),), ("invalid-field", "not-acceptable"), kept=False),
    "regimes": Call(
        (fact_shapes.RegimeList,),
        (Example("Against North Korea", query={"target": "KP", "on": "2023-12-07"}),),
        ("invalid-field", "invalid-day", "not-acceptable"),
    ),
    "regime": Call(
        (fact_shapes.RegimeWithRules,),
        (Example("On a day", path={"regime_id": "eu-dprk"}, query={"on": "2023-12-07"}),),
        ("invalid-field", "invalid-day", "unknown-regime", "not-acceptable", "not-found"),
    ),
    "history": Call(
        (fact_shapes.RegimeHistory,),
        (Example("All of it", path={"regime_id": "eu-dprk"}),),
        ("invalid-field", "unknown-regime", "not-acceptable", "not-found"),
    ),
    "livez": Call((fact_shapes.Alive,), (Example("Now"),), kept=False, open=True),
    "readyz": Call((fact_shapes.Ready,), (Example("Now"),), ("not-ready",), kept=False, open=True),
    "metrics": Call((), (Example("Now"),), forms=(TEXT,), kept=False),
    "explain": Call(
        (fact_shapes.Explained,),
        (Example("One", path={"code": "unknown-currency"}),),
        ("not-found", "not-acceptable"),
        (TEXT, HTML),
        kept=False,
        open=True,
    ),
}
"""Every call, by its name."""
