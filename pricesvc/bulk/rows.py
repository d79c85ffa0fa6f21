"""Rows answered one by one, by the same code that answers an item: what the swift way is held against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from pricesvc.answers import BandConversion, Draft, ItemAnswer
from pricesvc.bulk.job import Job
from pricesvc.bulk.shape import DIGITS, amount_column, answer_names, verdict_column
from pricesvc.core.errors import DisputedCurrency, InvalidField, PricesvcError, TooLarge
from pricesvc.core.money import decimal_text, parse_decimal, quantized
from pricesvc.core.outcomes import Word
from pricesvc.core.periods import parse_day
from pricesvc.questions import Question

Cells = Mapping[str, str | None]
"""The texts of one row, by input."""

Texts = tuple[str | None, ...]
"""The texts of one row that say what it is, in the order of ``READ``."""

THING: Final = ("description", "category", "hs", "quantity", "unit")
READ: Final = ("value", "currency", "locale", *THING)

STRENGTH: Final[tuple[Word, ...]] = (
    "over", "any-value", "borderline", "undetermined", "under", "not-in-force", "not-listed",
)  # fmt: skip
"""Of several verdicts of one regime, the first of these words is the regime's."""

_KEPT = 65_536
"""Things and prices that are remembered."""


def strongest(words: Iterable[Word]) -> Word:
    """The word that sums up the verdicts of one regime."""
    return min(words, key=STRENGTH.index)


class Rows:
    """Answers rows one by one; what repeats is read once."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._read = lru_cache(_KEPT)(self._draft_of)

    def columns(self, rows: Iterable[Cells]) -> dict[str, list[object]]:
        """The answers, a list a column. A row that is refused has the refusal's code in ``problem``."""
        columns: dict[str, list[object]] = {name: [] for name in answer_names(self._job)}
        for row in rows:
            found = self.answer(row)
            for name, cells in columns.items():
                cells.append(found.get(name))
        return columns

    def answer(self, row: Cells) -> dict[str, object]:
        """What is worked out for one row; columns without a value are left out."""
        try:
            answer = self._job.appraiser.finish(self._draft(row), self._job.terms, self._job.rates)
        except PricesvcError as refusal:
            return {"problem": refusal.code}
        return self._cells(answer)

    def _draft(self, row: Cells) -> Draft:
        given = row.get
        amount, currency, value = given("amount"), given("currency"), given("value")
        on = given("on")
        day = self._job.terms.on if on is None else parse_day(on)
        if amount is not None and value is not None:
            raise InvalidField("Give one of value and amount, not both.", field="amount")
        if amount is None:
            return replace(self._read(tuple(map(given, READ))), on=day)
        thing = self._read((None, None, None, *map(given, THING)))
        stated = self._job.appraiser.draft(Question(amount=parse_decimal(amount), currency=currency), self._job.terms)
        return replace(stated, goods=thing.goods, on=day)

    def read(self, texts: Texts) -> Draft:
        """A price in words and the thing it is of, or the thing alone, by the texts of ``READ``; without a day.

        Raises:
            PricesvcError: for words that hold no price, a name or a code that is none.
        """
        return self._read(texts)

    def _draft_of(self, texts: Texts) -> Draft:
        value, currency, locale, description, category, hs, quantity, unit = texts
        question = Question(
            value=value,
            currency=currency,
            locale=locale,
            description=description,
            category=category,
            hs=hs,
            quantity=None if quantity is None else parse_decimal(quantity),
            unit=unit,
        )
        return self._job.appraiser.draft(question, self._job.terms)

    def _cells(self, answer: ItemAnswer) -> dict[str, object]:
        found: dict[str, object] = {"category": answer.goods.category, "luxury": answer.luxury}
        mention = answer.reported
        if mention is not None:
            ends = {"reported_amount": mention.amount, "low": mention.low, "high": mention.high}
            found |= {name: None if end is None else decimal_text(end) for name, end in ends.items()}
            found |= {"reported_currency": mention.currency, "qualifier": mention.qualifier}
            found["problem"] = self._missing_rate(answer)
        found |= self._worths(answer)
        for regime in self._job.terms.regimes or ():
            words = [verdict.verdict for verdict in answer.verdicts if verdict.regime == regime]
            found[verdict_column(regime)] = strongest(words)
        return found

    def _worths(self, answer: ItemAnswer) -> dict[str, object]:
        """The amounts, and the day and publisher of the first of them that a rate was needed for."""
        found: dict[str, object] = {}
        receipts = []
        for conversion in answer.conversions:
            if isinstance(conversion, BandConversion):
                found["problem"] = DisputedCurrency.code
                continue
            receipts.append(conversion.receipt)
            code = conversion.receipt.quote
            if conversion.amount is not None:
                worth = quantized(conversion.amount, self._job.places(code))
                if len(worth.as_tuple().digits) > DIGITS:
                    found["problem"] = TooLarge.code
                else:
                    found[amount_column(code)] = worth
        if receipts:
            first = next((one for one in receipts if one.legs), receipts[0])
            found |= {"rate_date": first.day, "rate_source": first.source}
        return found

    def _missing_rate(self, answer: ItemAnswer) -> str | None:
        """The code of the first conversion that was refused; its row keeps everything else."""
        terms, mention = self._job.terms, answer.reported
        if mention is None or len(answer.conversions) == len(terms.to):
            return None
        for code in terms.to:
            try:
                self._job.rates.receipt(mention.currency, code, answer.on, basis=terms.basis, source=terms.source)
            except PricesvcError as refusal:
                return refusal.code
        return None
