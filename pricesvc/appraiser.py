"""One item, from what was asked to what is answered: read, classify, convert, judge. Pure; rates are given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pricesvc.answers import Conversion, ItemAnswer, luxury_of
from pricesvc.core.currencies import Currencies, currency_code
from pricesvc.core.errors import InvalidField, NoRate
from pricesvc.core.goods import Goods
from pricesvc.core.mentions import Mention
from pricesvc.core.money import Interval, decimal_text
from pricesvc.core.rates import Rates
from pricesvc.core.verdicts import Judge, Verdict
from pricesvc.questions import Question, Terms
from pricesvc.reading.goods import GoodsReader
from pricesvc.reading.prices import PriceReader


@dataclass(frozen=True, slots=True)
class Draft:
    """An item that is read and not yet converted or judged."""

    id: str | None
    mention: Mention | None
    goods: Goods
    on: date


class Appraiser:
    """Works out items. Everything it knows is given to it once; it keeps no state between items."""

    def __init__(self, currencies: Currencies, prices: PriceReader, goods: GoodsReader, judge: Judge) -> None:
        self.currencies = currencies
        self.prices = prices
        self.goods = goods
        self.judge = judge

    def appraise(self, question: Question, terms: Terms, rates: Rates) -> ItemAnswer:
        """Work out one item.

        Raises:
            PricesvcError: when the question cannot be read. What cannot be converted or judged is said in
                ``notes`` and in the verdicts, and loses nothing else.
        """
        return self.finish(self.draft(question, terms), terms, rates)

    def draft(self, question: Question, terms: Terms) -> Draft:
        """Read the price and the thing.

        Raises:
            PricesvcError: the text holds no price or several, a code is malformed, a name unknown.
        """
        locale = question.locale or terms.locale
        mention = self._mention(question, locale)
        goods = self._goods(question, mention)
        return Draft(question.id, mention, goods, question.on or terms.on)

    def finish(self, draft: Draft, terms: Terms, rates: Rates) -> ItemAnswer:
        """Convert and judge what was read."""
        conversions, notes = self._conversions(draft, terms, rates)
        verdicts = self._verdicts(draft, terms, rates)
        asked = terms.regimes != ()
        said = [note for conversion in conversions for note in conversion.receipt.notes]
        mention_notes = draft.mention.notes if draft.mention else ()
        return ItemAnswer(
            id=draft.id,
            reported=draft.mention,
            goods=draft.goods,
            on=draft.on,
            conversions=conversions,
            verdicts=verdicts,
            luxury=luxury_of(verdicts, draft.goods, asked=asked),
            notes=tuple(dict.fromkeys([*mention_notes, *draft.goods.notes, *said, *notes])),
        )

    def _mention(self, question: Question, locale: str | None) -> Mention | None:
        """The reported value: read from words, or made from an amount and a currency."""
        given = [name for name in ("text", "value", "amount") if getattr(question, name) is not None]
        if len(given) > 1:
            raise InvalidField(f"Give one of text, value and amount, not {' and '.join(given)}.", field=given[1])
        if question.amount is not None:
            return self._stated(question.amount, question.currency)
        currency = None if question.currency is None else self._known(question.currency)
        words = question.text if question.text is not None else question.value
        if words is None:
            return None
        makes = self.goods.makes(f"{words} {question.description or ''}")
        return self.prices.read_value(words, locale=locale, currency=currency, makes=makes)

    def _known(self, code: str) -> str:
        return self.currencies.get(currency_code(code)).code

    def _stated(self, amount: Decimal, currency: str | None) -> Mention:
        if currency is None:
            raise InvalidField("An amount needs a currency.", field="currency")
        code = self._known(currency)
        text = f"{decimal_text(amount)} {code}"
        return Mention(text, 0, len(text), amount, amount, amount, code, (code,), "stated by the caller")

    def _goods(self, question: Question, mention: Mention | None) -> Goods:
        """The thing: from what was stated, else from the words that are not the price."""
        description = question.description
        words = question.text if question.text is not None else question.value
        if description is None and words is not None and mention is not None:
            description = words[: mention.start] + " " * (mention.end - mention.start) + words[mention.end :]
        goods = self.goods.classify(description, category=question.category, hs=question.hs)
        stated = Decimal(1) if question.quantity is None else question.quantity
        return replace(
            goods,
            quantity=goods.quantity if question.quantity is None else stated,
            unit=goods.unit if question.unit is None else question.unit,
            facts={**goods.facts, **question.facts},
        )

    def _conversions(self, draft: Draft, terms: Terms, rates: Rates) -> tuple[tuple[Conversion, ...], list[str]]:
        """Each asked currency; one that has no rate becomes a note."""
        done: list[Conversion] = []
        notes: list[str] = []
        for code in terms.to if draft.mention else ():
            try:
                done.append(self.convert(draft.mention, code, draft.on, terms, rates))
            except NoRate as refusal:
                notes.append(f"{code}: {refusal.detail}")
        return tuple(done), notes

    def convert(self, mention: Mention, code: str, on: date, terms: Terms, rates: Rates) -> Conversion:
        """Convert one reported value, both ends of its interval included.

        Raises:
            NoRate: when no publisher has the rate.
        """
        receipt = rates.receipt(mention.currency, code, on, basis=terms.basis, source=terms.source)
        amount = None if mention.amount is None else receipt.apply(mention.amount)
        return Conversion(amount, receipt.apply_interval(mention.interval), receipt)

    def _verdicts(self, draft: Draft, terms: Terms, rates: Rates) -> tuple[Verdict, ...]:
        if terms.regimes == ():
            return ()
        into = self._into(draft, terms, rates)
        value = None if draft.mention is None else draft.mention.interval
        regimes = self.judge.select(terms.regimes, target=terms.target, kind=terms.kind)
        return tuple(self.judge.judge(draft.goods, value, draft.on, into, regimes))

    def _into(self, draft: Draft, terms: Terms, rates: Rates) -> Callable[[Interval, str], Interval]:
        """How the law's currencies are reached from the reported one, on the day of the item."""
        mention = draft.mention

        def into(interval: Interval, currency: str) -> Interval:
            if mention is None:
                return interval
            receipt = rates.receipt(mention.currency, currency, draft.on, basis=terms.basis, source=terms.source)
            return receipt.apply_interval(interval)

        return into

    def currencies_needed(self, draft: Draft, terms: Terms) -> Iterable[str]:
        """The currencies that finishing a draft will ask rates for."""
        yield from terms.to
        if terms.regimes != ():
            yield from self.judge.currencies(self.judge.select(terms.regimes, target=terms.target, kind=terms.kind))
