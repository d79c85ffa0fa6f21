"""The shapes of requests: unknown names are refused, amounts are text, lists repeat or have commas."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from pricesvc.core.errors import InvalidField
from pricesvc.core.money import parse_decimal
from pricesvc.core.periods import Period, parse_day
from pricesvc.listings import Wanted
from pricesvc.questions import Question, Terms

MAX_VALUE = 2_000
"""Characters one value, item or description may have; a longer text is a report."""


def _clean(text: str) -> str:
    """Refuse what no text of a person holds and no JSON may carry back: NUL and lone surrogates."""
    if "\0" in text:
        raise ValueError("must not contain NUL")
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError:
            raise ValueError("must not contain lone surrogates") from None
    return text


def _split(values: object) -> object:
    """Read ``to=USD,EUR&to=JPY`` as three entries, and ``to=`` as none."""
    if isinstance(values, str):
        values = [values]
    if isinstance(values, (list, tuple)) and all(isinstance(value, str) for value in values):
        return [part for value in values for part in value.split(",") if part]
    return values


Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_VALUE), AfterValidator(_clean)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(_clean)]
Number = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_VALUE),
    Field(json_schema_extra={"pattern": r"^-?[0-9]{1,34}(\.[0-9]{1,34})?$"}, examples=["10000000"]),
]
Names = Annotated[list[Name], Field(max_length=200)]
ManyNames = Annotated[Names, BeforeValidator(_split)]
Day = Annotated[
    str, StringConstraints(max_length=10), Field(examples=["2023-12-07"], json_schema_extra={"format": "date"})
]


class Form(BaseModel):
    """The strictness of every request."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class TermsForm(Form):
    """What a request asks of every item."""

    to: ManyNames | None = Field(
        None, description="Currencies to convert to (ISO 4217); empty for none.", examples=[["USD"]]
    )
    on: Day | None = Field(None, description="Day of the rate and of the law, YYYY-MM-DD; today (UTC) if left out.")
    regimes: ManyNames | None = Field(
        None,
        description="Regimes to judge by; left out: all in force that list the thing; empty: none.",
        examples=[["eu-dprk"]],
    )
    target: Name | None = Field(None, description="Only regimes against this country: RU, KP, BY, SY.")
    kind: Name | None = Field(None, description="Only regimes of this kind: `sanction` or `tax`.")
    basis: Name = Field(
        "market",
        description="Purpose that chooses the rate: `market`, `eu-customs`, `uk-customs`, `us-treasury`, `un-operational`.",
    )
    source: Name | None = Field(None, description="The one publisher whose rate to use.")
    locale: Name | None = Field(
        None, description="How the writer writes numbers and money, a BCP 47 tag such as de-CH."
    )

    def terms(self, today: date, default_to: tuple[str, ...]) -> Terms:
        """The terms in the words of the service."""
        return Terms(
            on=today if self.on is None else parse_day(self.on),
            to=default_to if self.to is None else tuple(dict.fromkeys(self.to)),
            regimes=None if self.regimes is None else tuple(dict.fromkeys(self.regimes)),
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
        return Question(text=self.item)


class ConvertForm(Form):
    """GET /v1/convert: ``amount`` and ``from``, or ``value``."""

    amount: Number | None = Field(None, description="A plain decimal in main units.")
    from_: Name | None = Field(None, alias="from", description="Currency of the amount (ISO 4217).", examples=["JPY"])
    value: Text | None = Field(
        None, description="A price in words or signs, instead of amount and from.", examples=["¥10M"]
    )
    to: ManyNames | None = Field(None, description="Currencies to convert to (ISO 4217).", examples=[["USD", "EUR"]])
    on: Day | None = Field(
        None,
        description="Day of the rate (YYYY-MM-DD), or a month (YYYY-MM) or year (YYYY): low, mean and high over it.",
    )
    basis: Name = Field("market", description="Purpose that chooses the rate.")
    source: Name | None = Field(None, description="The one publisher whose rate to use.")
    locale: Name | None = Field(
        None, description="How the writer writes numbers and money, a BCP 47 tag such as de-CH."
    )

    def question(self) -> Question:
        """The value in the words of the service."""
        amount = None if self.amount is None else parse_decimal(self.amount)
        return Question(value=self.value, amount=amount, currency=self.from_)

    def period(self, today: date) -> Period:
        """The days asked for: one, a month or a year."""
        return Period(today, today) if self.on is None else Period.parse(self.on)

    def terms(self, period: Period, default_to: tuple[str, ...]) -> Terms:
        """The terms in the words of the service."""
        to = default_to if self.to is None else tuple(dict.fromkeys(self.to))
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
    currency: Name | None = Field(None, description="Currency of the amount (ISO 4217).")
    facts: ManyNames | None = Field(
        None, description="Answers to a law's questions: `fuel_efficient:true,engine_cc:2990`."
    )
    explain: Annotated[bool, Field(strict=False)] = Field(
        False, description="Tell also which evidence was weighed and rejected."
    )

    def question(self) -> Question:
        """The item in the words of the service."""
        given = self.model_dump(include={"amount", "currency", "description", "category", "hs", "quantity", "unit"})
        return item_question({**given, "facts": _facts(self.facts or [])})


class ItemForm(ThingForm):
    """One item of a batch."""

    id: Name | None = Field(None, description="Yours; comes back with the answer.", examples=["1"])
    text: Text | None = Field(None, description="Price and thing together.", examples=["¥10M Lexus"])
    value: Text | None = Field(None, description="The price alone, in words or signs.", examples=["1,400만원"])
    amount: Number | None = Field(None, description="The price as a plain decimal, with `currency`.")
    currency: Name | None = Field(None, description="Currency of the amount (ISO 4217).")
    facts: dict[Name, bool | Number | Name] = Field(default_factory=dict, description="Answers to a law's questions.")
    on: Day | None = Field(None, description="Day of this item, if not that of the batch.")
    locale: Name | None = Field(None, description="How this writer writes numbers and money.")


class BatchForm(TermsForm):
    """POST /v1/normalize and /v1/classify; each item is read by itself, as an ItemForm."""

    items: list[Any] = Field(description="The items, answered in this order.", min_length=0)


class ReportForm(TermsForm):
    """POST /v1/extract as JSON."""

    text: Annotated[str, AfterValidator(_clean)] = Field(description="The whole report.")


class RatesForm(Form):
    """GET /v1/rates: one day, or a series with ``from`` and ``until``."""

    base: Name = Field("EUR", description="Currency whose unit the rates are of.", examples=["USD"])
    symbols: ManyNames | None = Field(
        None, description="Currencies wanted; all if left out.", examples=[["JPY", "EUR"]]
    )
    on: Day | None = Field(None, description="The day; today (UTC) if left out.")
    from_: Day | None = Field(None, alias="from", description="First day of a series.")
    until: Day | None = Field(None, description="Last day of a series; today if left out.")
    basis: Name = Field("market", description="Purpose that chooses the rate.")
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
        first = parse_day(self.from_ or "")
        last = today if self.until is None else parse_day(self.until)
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

    kind: Name | None = Field(None, description="`sanction` or `tax`.")
    target: Name | None = Field(None, description="Country the regime is against: RU, KP, BY, SY.")
    jurisdiction: Name | None = Field(None, description="Whose law: EU, GB, US, JP, CA, AU, UN …")
    on: Day | None = Field(None, description="Only regimes with a rule in force that day.")

    def wanted(self) -> Wanted:
        """The filter in the words of the listings."""
        on = None if self.on is None else parse_day(self.on)
        return Wanted(self.kind, self.target, self.jurisdiction, on)


def item_question(given: dict[str, Any]) -> Question:
    """An item in the words of the service; ``given`` has the fields of ItemForm.

    Raises:
        PricesvcError: for an amount or a day of the wrong form.
    """
    decimals = {name: parse_decimal(given[name]) for name in ("amount", "quantity") if given.get(name) is not None}
    if "quantity" in decimals and decimals["quantity"] <= 0:
        raise InvalidField("A quantity is above zero.", field="quantity")
    on = None if given.get("on") is None else parse_day(given["on"])
    return Question(
        **{**given, **decimals, "on": on, "facts": {name: _fact(value) for name, value in given["facts"].items()}}
    )


def _fact(value: bool | str) -> bool | Decimal | str:
    """A fact as a truth, a number or a word."""
    if isinstance(value, bool):
        return value
    if value in {"true", "false"}:
        return value == "true"
    return Decimal(value) if value.replace(".", "", 1).isascii() and value.replace(".", "", 1).isdigit() else value


def _facts(pairs: list[str]) -> dict[str, str]:
    """``fuel_efficient:true`` as a name and a value."""
    found = {}
    for pair in pairs:
        name, colon, value = pair.partition(":")
        if not (name and colon and value):
            raise InvalidField("A fact is written name:value, such as fuel_efficient:true.", field="facts")
        found[name] = value
    return found
