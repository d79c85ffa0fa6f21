"""Every refusal pricesvc can give, and nothing about how it travels.

    PricesvcError
    ├── Refusal                         what was asked has no answer; in a batch it stands in the item's place
    │   ├── Malformed                   the shape of the input is wrong
    │   │   ├── InvalidAmount           not a plain decimal, or too long
    │   │   ├── InvalidDay              not a day, month or year of the calendar
    │   │   ├── InvalidCurrency         not three letters
    │   │   ├── InvalidHsCode           not 2 to 10 digits of a tariff code
    │   │   ├── InvalidUnit             a unit that no rule counts in
    │   │   ├── InvalidField            a field that is missing, unknown, contradictory or of the wrong type
    │   │   ├── DayOutOfRange           a day that no rate can exist for
    │   │   ├── NoPrice                 a text was given as a value and names no price
    │   │   ├── SeveralPrices           a text was given as one value and names several
    │   │   ├── TooLarge                a text or a body over the bound; ``limit`` says how long one may be
    │   │   └── TooManyItems            more items, prices or rows than one answer may have; ``limit`` says how many
    │   ├── Unknown                     a named thing does not exist
    │   │   ├── UnknownCurrency
    │   │   ├── UnknownRegime
    │   │   ├── UnknownCategory
    │   │   └── UnknownSource
    │   ├── NoRate                      no publisher has this rate on or before that day
    │   │   ├── RateSuspended           the publisher stopped quoting the currency
    │   │   └── DisputedCurrency        the published rates contradict one another; name a source
    │   └── RatesUnavailable            a rate should exist and no publisher could be asked
    ├── BadData                         a data file breaks its schema (names file, place and reason)
    └── BadTable                        a table cannot be read or written (names file and place)

An error carries facts, never an HTTP status: ``web.problems`` has the one table of those.
"""

from __future__ import annotations

from typing import ClassVar


class PricesvcError(Exception):
    """What ends a piece of work: ``code`` names it, ``detail`` explains it to a person, ``facts`` to a program."""

    code: ClassVar[str] = "error"

    def __init__(self, detail: str, **facts: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts


class Refusal(PricesvcError):
    """What was asked has no answer; nothing is wrong with the data or the machine."""

    code = "refused"

    def of(self, item: str) -> Refusal:
        """The same for one item: a new one, since others may be given this."""
        return type(self)(self.detail, **{**self.facts, "id": item})


class Malformed(Refusal):
    """The shape of the input is wrong."""

    code = "malformed"


class InvalidAmount(Malformed):
    """Not a plain decimal number, or longer than an amount may be."""

    code = "invalid-amount"


class InvalidDay(Malformed):
    """Not a day (``2023-12-07``), month (``2023-12``) or year (``2023``) of the calendar."""

    code = "invalid-day"


class InvalidCurrency(Malformed):
    """Not the three letters of a currency code."""

    code = "invalid-currency"


class InvalidHsCode(Malformed):
    """Not the 2 to 10 digits of a customs tariff code."""

    code = "invalid-hs"


class InvalidUnit(Malformed):
    """A unit of quantity that no rule counts in."""

    code = "invalid-unit"


class InvalidField(Malformed):
    """A field that is missing, unknown, contradicts another or has the wrong type."""

    code = "invalid-field"


class DayOutOfRange(Malformed):
    """A day for which no rate can exist: in the future, or before the first table held."""

    code = "day-out-of-range"


class NoPrice(Malformed):
    """A text was given as a value, and no price can be read in it."""

    code = "no-price"


class SeveralPrices(Malformed):
    """A text was given as one value, and it names several."""

    code = "several-prices"


class TooLarge(Malformed):
    """A text, a body or a line of one that is over the bound."""

    code = "too-large"


class TooManyItems(Malformed):
    """More items, prices or rows than one answer may have."""

    code = "too-many-items"


class Unknown(Refusal):
    """A named thing does not exist; ``nearest`` and ``supported`` say what does."""

    code = "unknown"


class UnknownCurrency(Unknown):
    """No currency of ISO 4217, past or present, has this code."""

    code = "unknown-currency"


class UnknownRegime(Unknown):
    """No regime has this id."""

    code = "unknown-regime"


class UnknownCategory(Unknown):
    """No category of goods has this id."""

    code = "unknown-category"


class UnknownSource(Unknown):
    """No publisher of rates has this name here."""

    code = "unknown-source"


class NoRate(Refusal):
    """No publisher has this rate on or before that day."""

    code = "no-rate"


class RateSuspended(NoRate):
    """The publisher stopped quoting the currency; ``nearest`` is its last observation."""

    code = "rate-suspended"


class DisputedCurrency(NoRate):
    """The published rates contradict one another; the caller has to name a source."""

    code = "disputed-currency"


class RatesUnavailable(Refusal):
    """A rate should exist, and no publisher could be asked; ``retry_after`` is in seconds."""

    code = "rates-unavailable"


class BadData(PricesvcError):
    """A data file breaks its schema: ``file``, ``place`` and the reason."""

    code = "bad-data"


class BadTable(PricesvcError):
    """A table cannot be read or written: ``file``, ``place`` and the reason."""

    code = "bad-table"
