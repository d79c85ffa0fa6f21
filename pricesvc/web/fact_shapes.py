"""The shapes of what answers are made from, for the OpenAPI document: currencies, categories, sources, regimes."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from pricesvc.core.regimes import Kind
from pricesvc.web.shapes import Citation, Currency, Day, InForce, Limit, Moment, Snapshot


class CurrencyFacts(BaseModel):
    """A currency of ISO 4217, past or present."""

    code: Currency
    name: str
    minor_units: int | None
    numeric: str | None
    since: Day | None
    until: Day | None
    successor: str | None


class CurrencyList(BaseModel):
    """Every currency known."""

    currencies: list[CurrencyFacts]


class CategoryFacts(BaseModel):
    """A category of goods with its tariff codes; those in part need the words of a rule too."""

    id: str
    title: str
    parent: str | None
    hs: list[str]
    hs_in_part: list[str]


class CategoryList(BaseModel):
    """The categories of goods."""

    categories: list[CategoryFacts]


class SourceFacts(BaseModel):
    """A publisher of rates, and how it is doing."""

    key: str
    asked: bool
    newest: Day | None
    title: str | None = None
    publisher: str | None = None
    licence: str | None = None
    terms: str | None = None
    coverage: str | None = None
    schedule: str | None = None
    base: str | None = None
    last_success: Moment | None = None
    failures: int | None = None
    last_error: str | None = None
    cooling_until: Moment | None = None
    next_expected: Moment | None = None
    refused_count: int | None = None
    refused: list[dict[str, Any]] | None = None


class SourceList(BaseModel):
    """The publishers of rates, in the order in which they are asked."""

    sources: list[SourceFacts]


class RegimeFacts(BaseModel):
    """A luxury list, without its rules."""

    id: str
    title: str
    jurisdiction: str
    kind: Kind
    target: list[str]
    instrument: str
    publisher: str
    url: str
    verified: Day
    coverage: str
    in_force: InForce
    rule_count: int


class RegimeList(BaseModel):
    """The luxury lists."""

    regimes: list[RegimeFacts]
    snapshot: Snapshot


class RuleLimit(BaseModel):
    """Goods of a rule, and the limit for them."""

    part: str | None
    hs: list[str] = Field(description="`ex` before a code: only part of it.")
    except_: list[str] = Field(alias="except")
    categories: list[str]
    parts: str | None
    when: list[str]
    basis: str | None
    any_value: bool
    by_quality: str | None
    unknown: str | None
    limit: Limit | None


class RuleFacts(BaseModel):
    """A rule as it is in force."""

    id: str
    title: str
    ban: bool
    all_goods: bool
    in_force: InForce
    limits: list[RuleLimit]
    citations: list[Citation]


class Remark(BaseModel):
    """What a reader of a regime's answers must know, such as an act that was not read."""

    says: str
    hs: list[str] = Field(description="Only for goods under these codes; with no categories either, for all goods.")
    categories: list[str]
    unlisted: bool = Field(description="For goods that no rule lists.")
    since: Day
    until: Day | None


class RegimeWithRules(RegimeFacts):
    """A luxury list with its rules in force on a day."""

    on: Day
    remarks: list[Remark]
    rules: list[RuleFacts]
    snapshot: Snapshot


class Change(BaseModel):
    """The rules that began, changed or ended on a day."""

    on: Day
    began: list[str]
    changed: list[str]
    ended: list[str]


class RegimeHistory(BaseModel):
    """What changed when."""

    id: str
    changes: list[Change]


class Alive(BaseModel):
    """The process is alive."""

    status: str


class Ready(BaseModel):
    """The service can answer."""

    status: str
    snapshot: Snapshot


class Explained(BaseModel):
    """What a refusal means, and its remedy."""

    code: str
    title: str
    status: int
    remedy: str
