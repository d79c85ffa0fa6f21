"""The shapes of answers, for the OpenAPI document; ``rendering`` and ``listings`` make them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from pricesvc.core.checks import Finding
from pricesvc.core.goods import Confidence
from pricesvc.core.mentions import Qualifier
from pricesvc.core.outcomes import Word
from pricesvc.core.regimes import Comparator

Decimal = Annotated[str, Field(json_schema_extra={"pattern": r"^-?[0-9]+(\.[0-9]+)?$"}, examples=["68965.30"])]
Day = Annotated[str, Field(json_schema_extra={"format": "date"}, examples=["2023-12-07"])]
Moment = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
Currency = Annotated[str, Field(json_schema_extra={"pattern": "^[A-Z]{3}$"}, examples=["USD"])]


class Problem(BaseModel):
    """A refusal (RFC 9457), with facts that depend on `code`: `field`, `nearest`, `supported`, `earliest`, `latest` …"""

    type: str = Field(
        examples=["/problems/unknown-currency"], description="Where the refusal and its remedy are explained."
    )
    title: str
    status: int
    detail: str = Field(description="What is wrong, for a person.")
    code: str = Field(examples=["unknown-currency"], description="What is wrong, for a program.")
    id: str | None = Field(None, description="In a batch: the id of the item.")
    field: str | None = Field(None, description="The field or parameter that is wrong.")


class Snapshot(BaseModel):
    """The exact data an answer is made from; the same request on the same snapshot has the same answer."""

    rates: str
    regimes: str
    goods: str
    words: str


class Reported(BaseModel):
    """A price as it was found; a range has no `amount`, and "over X" no `high`."""

    text: str
    start: int = Field(description="Place in the text, in characters.")
    end: int
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    currency: Currency
    candidates: list[Currency] = Field(description="What the sign may stand for, the likeliest first.")
    why: str
    qualifier: Qualifier
    per: str | None = Field(None, description="What one such price is for: `kg`, `month` …")
    alternatives: list[Decimal] | None = Field(None, description="Other ways to read the digits.")


class Evidence(BaseModel):
    """A word that says what a thing is."""

    kind: str
    text: str
    start: int
    end: int
    entry: str
    category: str | None


class Goods(BaseModel):
    """What a price is of; `category` is an id of /v1/categories, `none` (something else) or null (unknown)."""

    description: str | None
    category: str | None
    hs: list[str]
    quantity: Decimal
    unit: str
    part: bool
    article: str | None
    brand: str | None
    confidence: Confidence | None
    evidence: list[Evidence]
    rejected: list[Evidence] | None = None


class Leg(BaseModel):
    """One published rate: 1 `base` = `rate` `quote`, in the digits of its publisher."""

    base: Currency
    quote: Currency
    rate: Decimal
    date: Day
    source: str


class Receipt(BaseModel):
    """Everything needed to re-derive a conversion; `shift` says why `rate_date` is not the day asked for."""

    rate: Decimal
    rate_date: Day
    source: str
    stale: bool
    shift: str | None = Field(examples=["weekend"])
    legs: list[Leg]


class Banded(Receipt):
    """What a value is by the rate of one publisher of several that contradict one another."""

    low: Decimal | None
    high: Decimal | None


class Conversion(BaseModel):
    """A value in another currency, rounded to its minor units, with everything needed to re-derive it.

    `shift` says why `rate_date` is not the day asked for. Where publishers contradict one another there is no single
    amount or rate: `low` and `high` are the ends, and `band` has each publisher's receipt.
    """

    amount: Decimal | None
    currency: Currency
    low: Decimal | None
    high: Decimal | None
    rate: Decimal | None
    rate_date: Day | None
    source: str | None
    stale: bool
    shift: str | None = Field(examples=["weekend"])
    legs: list[Leg]
    band: list[Banded] | None = None


class PeriodConversion(BaseModel):
    """A value in another currency at the mean, the lowest and the highest rate of a period."""

    amount: Decimal
    currency: Currency
    low: Decimal
    high: Decimal
    rate: Decimal
    days: int
    at_low: Receipt
    at_high: Receipt


class Limit(BaseModel):
    """The limit of a rule."""

    amount: Decimal
    currency: Currency
    comparator: Comparator
    per: str


class Worth(BaseModel):
    """The value that was held against a limit."""

    amount: Decimal | None
    currency: Currency


class InForce(BaseModel):
    """When a rule holds; `until` is the first day on which it no longer does."""

    since: Day | None
    until: Day | None


class Citation(BaseModel):
    """Where the law says so."""

    title: str
    pinpoint: str | None
    url: str


class Verdict(BaseModel):
    """What one rule of one regime says."""

    regime: str
    rule: str | None
    title: str | None
    verdict: Word
    limit: Limit | None
    value: Worth | None
    ratio: Decimal | None
    basis: str | None
    in_force: InForce
    part: str | None
    ban: bool
    why: str
    question: str | None = Field(description="What to answer in `facts` for a surer verdict.")
    citations: list[Citation]


class Item(BaseModel):
    """One item, worked out."""

    id: str | None
    reported: Reported | None
    goods: Goods
    on: Day
    conversions: list[Conversion]
    verdicts: list[Verdict]
    luxury: bool | None
    notes: list[str]


class SingleItem(Item):
    """One item, worked out, with the data it was made from."""

    snapshot: Snapshot


class Batch(BaseModel):
    """The items in the order in which they were sent; a problem stands in the place of one that cannot be answered."""

    items: list[Item | Problem]
    snapshot: Snapshot


class Converted(BaseModel):
    """One value in each asked currency."""

    reported: Reported
    on: str = Field(description="The day, or the first and last day of a period: `2023-12-01/2023-12-31`.")
    conversions: list[Conversion | PeriodConversion]
    snapshot: Snapshot


class Check(BaseModel):
    """Two values for one thing, held against the rate of the day; `left` and `right` index `items`."""

    left: int
    right: int
    implied: Decimal
    claimed: Decimal
    currency: Currency
    ratio: Decimal
    verdict: Finding


class Report(BaseModel):
    """Every price in a report."""

    items: list[Item]
    checks: list[Check]
    snapshot: Snapshot


class Rates(BaseModel):
    """One unit of `base` in other currencies on a day."""

    base: Currency
    on: Day
    rates: dict[str, Receipt]
    snapshot: Snapshot


class Series(BaseModel):
    """One unit of `base` in other currencies, by published day."""

    base: Currency
    from_: Day = Field(alias="from")
    until: Day
    rates: dict[str, dict[str, Decimal]]
    snapshot: Snapshot
