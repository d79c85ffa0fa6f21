"""An item as a row of a table, the same over HTTP and from ``pricesvc bulk``.

``reported_amount``, ``low`` and ``high`` are the digits of the report; ``amount_<code>`` is the worth, with the places of
its currency. A row says one thing where an item may say several:

- ``rate_date`` and ``rate_source`` are of the first conversion that a rate was needed for: of dollars asked for in dollars
  and euros, whose rate made the euros. Where none was needed the source is ``identity``.
- ``verdict_<regime>`` is the word that outweighs the others of that regime (``core.summing``).
- ``problem`` is the code of what was refused, the row or the first of its conversions, in the order in which currencies
  were asked for: an empty amount never goes without its reason. ``detail`` says it to a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from pricesvc.answers import BandConversion, Conversion, ItemAnswer
from pricesvc.core.errors import DisputedCurrency, TooLarge
from pricesvc.core.money import decimal_text, quantized
from pricesvc.core.summing import strongest
from pricesvc.questions import Terms
from pricesvc.rendering import Places

Cell = str | Decimal | date | bool | None
Row = Mapping[str, Cell]

DIGITS: Final = 38
"""Digits that a worth may have, before and after the point: the most that every reader of Parquet holds."""

_FRONT: Final = (
    "reported_amount", "reported_currency", "low", "high", "qualifier", "category", "rate_date", "rate_source",
)  # fmt: skip


def columns(terms: Terms) -> list[str]:
    """What is worked out of every row, in order."""
    amounts = [amount_column(code) for code in terms.to]
    verdicts = [verdict_column(regime) for regime in terms.regimes or ()]
    return [*_FRONT, *amounts, *verdicts, "luxury", "problem"]


def verdict_column(regime: str) -> str:
    """The column of a regime: ``eu-dprk`` is ``verdict_eu_dprk``."""
    return f"verdict_{regime.replace('-', '_')}"


def amount_column(code: str) -> str:
    """The column of a target currency: ``USD`` is ``amount_usd``."""
    return f"amount_{code.lower()}"


def row_of(answer: ItemAnswer, terms: Terms, places: Places) -> Row:
    """What is worked out of one item, by column, and the ``detail`` of its problem; None says nothing."""
    words = {regime: {one.verdict for one in answer.verdicts if one.regime == regime} for regime in terms.regimes or ()}
    return {
        "category": answer.goods.category,
        **_reported(answer),
        **_worths(answer, terms, places),
        **{verdict_column(regime): strongest(said) for regime, said in words.items() if said},
        "luxury": answer.luxury,
    }


def _reported(answer: ItemAnswer) -> Row:
    mention = answer.reported
    if mention is None:
        return {}
    ends = {"reported_amount": mention.amount, "low": mention.low, "high": mention.high}
    texts = {name: None if end is None else decimal_text(end) for name, end in ends.items()}
    return {**texts, "reported_currency": mention.currency, "qualifier": mention.qualifier}


def _worths(answer: ItemAnswer, terms: Terms, places: Places) -> Row:
    """The amounts, whose rate made them, and why one of them is not there."""
    amounts: dict[str, Cell] = {}
    problems = {one.currency: (one.code, one.detail) for one in answer.missing}
    for conversion in answer.conversions:
        if isinstance(conversion, BandConversion):
            problems[conversion.quote] = (DisputedCurrency.code, conversion.why)
        elif conversion.amount is not None:
            code = conversion.receipt.quote
            worth = quantized(conversion.amount, places(code))
            if len(worth.as_tuple().digits) > DIGITS:
                problems[code] = (TooLarge.code, f"{code}: a table holds at most {DIGITS} digits.")
            else:
                amounts[amount_column(code)] = worth
    problem, detail = next((problems[code] for code in terms.to if code in problems), (None, None))
    return {**amounts, **_shown(answer), "problem": problem, "detail": detail}


def _shown(answer: ItemAnswer) -> Row:
    """The day and the publisher of the first rate that was needed."""
    receipts = [one.receipt for one in answer.conversions if isinstance(one, Conversion)]
    shown = next((one for one in receipts if one.legs), next(iter(receipts), None))
    return {} if shown is None else {"rate_date": shown.day, "rate_source": shown.source}
