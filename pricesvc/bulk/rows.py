"""Rows answered one by one, by the very code that answers an item."""

from __future__ import annotations

from collections.abc import Mapping

from pricesvc.answers import BandConversion, ItemAnswer
from pricesvc.bulk.job import Job
from pricesvc.bulk.shape import DIGITS, amount_column, verdict_column
from pricesvc.core.errors import DisputedCurrency, Refusal, TooLarge
from pricesvc.core.money import decimal_text, parse_decimal, quantized
from pricesvc.core.periods import parse_day
from pricesvc.core.summing import strongest
from pricesvc.questions import Question

Cells = Mapping[str, str | None]
"""The texts of one row, by input."""


def question_of(row: Cells) -> Question:
    """What a row asks.

    Raises:
        Malformed: for a day or a number that is none.
    """
    day, amount, quantity = (row.get(name) for name in ("on", "amount", "quantity"))
    return Question(
        on=None if day is None else parse_day(day),
        amount=None if amount is None else parse_decimal(amount),
        quantity=None if quantity is None else parse_decimal(quantity),
        value=row.get("value"),
        currency=row.get("currency"),
        description=row.get("description"),
        category=row.get("category"),
        hs=row.get("hs"),
        unit=row.get("unit"),
        locale=row.get("locale"),
    )


class Rows:
    """Answers rows one by one."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def answer(self, row: Cells) -> dict[str, object]:
        """What is worked out for one row; columns without a value are left out. A refusal's code is the ``problem``."""
        job = self._job
        try:
            answer = job.appraiser.appraise(question_of(row), job.terms, job.rates)
        except Refusal as refusal:
            return {"problem": refusal.code}
        return self._cells(answer)

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
            except Refusal as refusal:
                return refusal.code
        return None
