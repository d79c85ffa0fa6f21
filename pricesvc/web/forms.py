"""The shapes of requests: unknown names are refused, amounts are text, lists repeat or have commas."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from pricesvc.core.errors import InvalidField
from pricesvc.core.periods import Period, parse_day
from pricesvc.listings import Wanted
from pricesvc.questions import Question, Terms, facts_of, number_of, question_of
from pricesvc.web.fields import (
    Basis,
    Code,
    Codes,
    Day,
    Days,
    Kind,
    Locale,
    ManyCodes,
    ManyNames,
    Name,
    Names,
    Number,
    Text,
    clean,
    day_of,
    truth,
)


class Form(BaseModel):
    """The strictness of every request."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)

    @classmethod
    def names(cls) -> list[str]:
        """What its fields are called in a request."""
        return [field.alias or name for name, field in cls.model_fields.items()]


class TermsForm(Form):
    """What a request asks of every item."""

    to: ManyCodes | None = Field(
        None,
        description="Currencies to convert to (ISO 4217, in any case); as the service is set if left out; empty for none.",
        examples=[["USD"]],
    )
    on: Day | None = Field(None, description="Day of the rate and of the law, YYYY-MM-DD; today (UTC) if left out.")
    regimes: ManyNames | None = Field(
        None,
        description="Regimes to judge by; left out: all in force that list the thing; empty: none.",
        examples=[["eu-dprk"]],
    )
    target: Name | None = Field(None, description="Only regimes against this country: RU, KP, BY, SY.")
    kind: Kind | None = Field(None, description="Only regimes of this kind: `sanction`, `tax` or `policy`, one's own.")
    basis: Basis = Field(
        "market",
        description="Purpose that chooses the rate: `market`, `eu-customs`, `uk-customs`, `us-treasury`, `un-operational`.",
    )
    source: Name | None = Field(None, description="The one publisher whose rate to use.")
    locale: Locale | None = Field(
        None, description="How the writer writes numbers and money, a BCP 47 tag such as de-CH."
    )

    def terms(self, today: date, default_to: tuple[str, ...]) -> Terms:
        """The terms in the words of the service."""
        return Terms(
            on=today if self.on is None else parse_day(self.on),
            to=default_to if self.to is None else tuple(self.to),
            regimes=None if self.regimes is None else tuple(self.regimes),
            target=self.target,
            kind=self.kind,
            basis=self.basis,
            source=self.source,
            locale=self.locale,
        )


class NormalizeForm(TermsForm):
    """GET /v1/normalize."""

    item: Text = Field(description="A price and the thing it is of, as reported.", examples=["¥10M Lexus"])

    def question(self) -> Question:
        """The item in the words of the service."""
        return Question(value=self.item)


class ConvertForm(Form):
    """GET /v1/convert: ``amount`` and ``from``, or ``value``."""

    amount: Number | None = Field(None, description="A plain decimal in main units.")
    from_: Code | None = Field(None, alias="from", description="Currency of the amount (ISO 4217).", examples=["JPY"])
    value: Text | None = Field(
        None, description="A price in words or signs, instead of amount and from.", examples=["¥10M"]
    )
    to: ManyCodes | None = Field(
        None, description="Currencies to convert to (ISO 4217, in any case).", examples=[["USD", "EUR"]]
    )
    on: Days | None = Field(
        None,
        description="Day of the rate (YYYY-MM-DD), or a month (YYYY-MM) or year (YYYY): low, mean and high over it.",
    )
    basis: Basis = Field("market", description="Purpose that chooses the rate.")
    source: Name | None = Field(None, description="The one publisher whose rate to use.")
    locale: Locale | None = Field(
        None, description="How the writer writes numbers and money, a BCP 47 tag such as de-CH."
    )

    def question(self) -> Question:
        """The value in the words of the service."""
        amount = None if self.amount is None else number_of(self.amount, "amount")
        return Question(value=self.value, amount=amount, currency=self.from_)

    def period(self, today: date) -> Period:
        """The days asked for: one, a month or a year."""
        return Period(today, today) if self.on is None else Period.parse(self.on)

    def terms(self, period: Period, default_to: tuple[str, ...]) -> Terms:
        """The terms in the words of the service."""
        to = default_to if self.to is None else tuple(self.to)
        return Terms(on=period.last, to=to, regimes=(), basis=self.basis, source=self.source, locale=self.locale)


class ThingForm(Form):
    """What the thing is, how much of it, and what a law may want to know about it."""

    description: Text | None = Field(None, description="The thing in words.", examples=["black coat by Dior"])
    category: Name | None = Field(None, description="An id of /v1/categories.", examples=["passenger_vehicles"])
    hs: Name | None = Field(None, description="A code of the HS, CN or HTS in any spelling.", examples=["8703"])
    quantity: Number | None = Field(
        None, description="How many the value is of, or how much, in `unit`.", examples=["1"]
    )
    unit: Name | None = Field(None, description="item, pair, set, l, ml, kg, g, m2 …", examples=["item"])


class ClassifyForm(TermsForm, ThingForm):
    """GET /v1/classify: verdicts for a value already known; without an amount, what the thing is."""

    amount: Number | None = Field(None, description="The value of all of it, in main units.")
    currency: Code | None = Field(None, description="Currency of the amount (ISO 4217).")
    facts: ManyNames | None = Field(
        None, description="Answers to a law's questions: `fuel_efficient:true,engine_cc:2990`."
    )
    explain: Annotated[bool, BeforeValidator(truth)] = Field(
        False, description="Tell also which evidence was weighed and rejected."
    )

    def question(self) -> Question:
        """The item in the words of the service."""
        said = self.model_dump(include={"amount", "currency", "description", "category", "hs", "quantity", "unit"})
        return question_of(said, facts_of(self.facts or []))


class IdForm(BaseModel):
    """The id of an item of which something else is wrong."""

    model_config = ConfigDict(extra="ignore", strict=True)

    id: Name


class ItemForm(ThingForm):
    """One item of a batch."""

    id: Name | None = Field(None, description="Yours; comes back with the answer.", examples=["1"])
    text: Text | None = Field(None, description="Price and thing together.", examples=["¥10M Lexus"])
    value: Text | None = Field(None, description="The price alone, in words or signs.", examples=["1,400만원"])
    amount: Number | None = Field(None, description="The price as a plain decimal, with `currency`.")
    currency: Code | None = Field(None, description="Currency of the amount (ISO 4217).")
    facts: dict[Name, bool | Number | Name] = Field(default_factory=dict, description="Answers to a law's questions.")
    on: Day | None = Field(None, description="Day of this item, if not that of the batch.")
    locale: Locale | None = Field(None, description="How this writer writes numbers and money.")

    def question(self) -> Question:
        """The item in the words of the service."""
        return question_of(self.model_dump(exclude={"facts"}), self.facts)


class JsonTermsForm(TermsForm):
    """The same in JSON, where a list is a list."""

    to: Codes | None = Field(
        None,
        description="Currencies to convert to (ISO 4217, in any case); as the service is set if left out; empty for none.",
        examples=[["USD"]],
    )
    regimes: Names | None = Field(
        None,
        description="Regimes to judge by; left out: all in force that list the thing; empty: none.",
        examples=[["eu-dprk"]],
    )


class BatchForm(JsonTermsForm):
    """POST /v1/normalize and /v1/classify; each item is read by itself, as an ItemForm."""

    items: list[Any] = Field(
        description="The items, answered in this order.",
        json_schema_extra={"items": {"$ref": "#/components/schemas/ItemForm"}},
    )


class ReportForm(JsonTermsForm):
    """POST /v1/extract as JSON."""

    text: Annotated[str, AfterValidator(clean)] = Field(description="The whole report.")


class RatesForm(Form):
    """GET /v1/rates: one day, or a series with ``from`` and ``until``."""

    base: Code = Field("EUR", description="Currency whose unit the rates are of.", examples=["USD"])
    symbols: ManyCodes | None = Field(
        None, description="Currencies wanted; all if left out.", examples=[["JPY", "EUR"]]
    )
    on: Day | None = Field(None, description="The day; today (UTC) if left out.")
    from_: Day | None = Field(None, alias="from", description="First day of a series.")
    until: Day | None = Field(None, description="Last day of a series; today if left out.")
    basis: Basis = Field("market", description="Purpose that chooses the rate.")
    source: Name | None = Field(None, description="The one publisher whose rates to use.")

    def terms(self, today: date) -> Terms:
        """The terms in the words of the service."""
        on = today if self.on is None else parse_day(self.on)
        return Terms(on=on, regimes=(), basis=self.basis, source=self.source)

    def period(self, today: date) -> Period:
        """The days of a series.

        Raises:
            InvalidField: for a series that ends before it begins, or a day beside it.
        """
        if self.on is not None:
            raise InvalidField("Give on for a day, or from and until for a series.", field="on")
        first = day_of(self.from_ or "", "from")
        last = today if self.until is None else day_of(self.until, "until")
        if last < first:
            raise InvalidField("The series ends before it begins.", field="until")
        return Period(first, last)


class NothingForm(Form):
    """A call without parameters: any is refused."""


class OnForm(Form):
    """A call about a day."""

    on: Day | None = Field(None, description="The day; today (UTC) if left out.")

    def day(self, today: date) -> date:
        """The day asked for."""
        return today if self.on is None else parse_day(self.on)


class RegimesForm(Form):
    """GET /v1/regimes."""

    kind: Kind | None = Field(None, description="`sanction`, `tax` or `policy`, one's own.")
    target: Name | None = Field(None, description="Country the regime is against: RU, KP, BY, SY.")
    jurisdiction: Name | None = Field(None, description="Whose law: EU, GB, US, JP, CA, AU, UN …")
    on: Day | None = Field(None, description="Only regimes with a rule in force that day.")

    def wanted(self) -> Wanted:
        """The filter in the words of the listings."""
        on = None if self.on is None else parse_day(self.on)
        return Wanted(self.kind, self.target, self.jurisdiction, on)
