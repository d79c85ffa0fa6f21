"""The use cases. Knows neither HTTP nor file formats: questions in, answers and refusals out.

Every use case has two halves: see that the rates it may need are held (``Book``, asynchronous), then work on one
immutable view of them (``Appraiser``, pure). Nothing is fetched in the second half, so a request sees one state of
the world, and the same question on the same snapshot has the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from pricesvc.answers import ConvertAnswer, DayRates, ItemAnswer, RatesAnswer, ReportAnswer
from pricesvc.appraiser import Appraiser, Draft
from pricesvc.book import Book, Need
from pricesvc.core.errors import InvalidField, NoRate, PricesvcError, RatesUnavailable
from pricesvc.core.exchange import Rates
from pricesvc.core.periods import Period, observations
from pricesvc.core.rates import Receipt
from pricesvc.questions import Question, Terms


class Service:
    """What pricesvc can do, for whoever asks: the web, the command line, Python."""

    def __init__(self, appraiser: Appraiser, book: Book, digests: Mapping[str, str]) -> None:
        self.appraiser = appraiser
        self.book = book
        self._digests = digests

    def today(self) -> date:
        """The day it is, in UTC."""
        return self.book.today()

    def places(self, code: str) -> int:
        """Minor units of a currency."""
        return self.appraiser.currencies.get(code).places

    def snapshot(self) -> dict[str, str]:
        """The exact data an answer is made from."""
        return {"rates": self.book.view().snapshot, **self._digests}

    def is_settled(self, on: date) -> bool:
        """Whether nothing that is published later can change what is answered about a day."""
        newest = max((one.newest for one in self.book.view().series.values() if one.newest), default=date.min)
        return on < self.today() and on <= newest

    async def convert(self, question: Question, terms: Terms, period: Period) -> ConvertAnswer:
        """Convert one value into each asked currency, on a day or over a period.

        Raises:
            PricesvcError: for a value that cannot be read, or a currency that has no rate.
        """
        draft = self.appraiser.draft(question, terms)
        if draft.mention is None:
            raise InvalidField("Give value, or amount and from.", field="value")
        codes = [self.appraiser.known(code) for code in terms.to]
        base = draft.mention.currency
        rates = await self._rates(
            _need(base, code, day, terms) for code in codes for day in {period.first, min(period.last, self.today())}
        )
        return self.appraiser.convert_over(draft.mention, codes, period, terms, rates)

    async def normalize(self, question: Question, terms: Terms) -> ItemAnswer:
        """Work out one item.

        Raises:
            PricesvcError: when it cannot be read.
        """
        draft = self.appraiser.draft(question, terms)
        rates = await self._rates_for([draft], terms)
        return self.appraiser.finish(draft, terms, rates)

    async def normalize_many(
        self, questions: Sequence[Question | PricesvcError], terms: Terms
    ) -> list[ItemAnswer | PricesvcError]:
        """Work out a batch: a refusal stands in the place of its item, the others are answered."""
        drafts = [self._drafted(question, terms) for question in questions]
        rates = await self._rates_for([draft for draft in drafts if isinstance(draft, Draft)], terms)
        return [self._finished(draft, terms, rates) for draft in drafts]

    async def extract(self, text: str, terms: Terms) -> ReportAnswer:
        """Work out every price in a report, and hold the values it gives for one thing against one another."""
        read = self.appraiser.read_report(text, terms)
        rates = await self._rates_for([draft for draft, _ in read], terms)
        return self.appraiser.finish_report(read, terms, rates)

    async def rates(self, base: str, symbols: Sequence[str] | None, terms: Terms) -> RatesAnswer:
        """The rates of a day, one unit of ``base`` in each currency: those asked for, or all that have one.

        Raises:
            PricesvcError: for a currency that is asked for and has no rate.
        """
        code = self.appraiser.known(base)
        wanted = None if symbols is None else [self.appraiser.known(symbol) for symbol in symbols]
        rates = await self._rates(_need(code, one, terms.on, terms) for one in wanted or ["USD", "EUR"])
        if wanted is not None:
            found = [rates.receipt(code, one, terms.on, basis=terms.basis, source=terms.source) for one in wanted]
            return RatesAnswer(code, terms.on, tuple(found))
        return RatesAnswer(code, terms.on, tuple(_every_rate(rates, code, self._codes(), terms)))

    async def series(self, base: str, symbols: Sequence[str], period: Period, terms: Terms) -> Iterator[DayRates]:
        """The published days of a period with the rates of each, one at a time.

        Raises:
            PricesvcError: for a currency that does not exist, or a period in the future.
        """
        code = self.appraiser.known(base)
        wanted = [self.appraiser.known(symbol) for symbol in symbols]
        rates = await self._rates(
            _need(code, one, day, terms) for one in wanted for day in {period.first, min(period.last, self.today())}
        )
        found = {
            one: dict(observations(rates, code, one, period, basis=terms.basis, source=terms.source)) for one in wanted
        }
        days = sorted(set().union(*found.values()))
        return (DayRates(day, {one: found[one][day] for one in wanted if day in found[one]}) for day in days)

    def _codes(self) -> list[str]:
        return [info.code for info in self.appraiser.currencies if info.is_active(self.today())]

    def _drafted(self, question: Question | PricesvcError, terms: Terms) -> Draft | PricesvcError:
        if isinstance(question, PricesvcError):
            return question
        try:
            return self.appraiser.draft(question, terms)
        except PricesvcError as refusal:
            return _named(refusal, question.id)

    def _finished(self, draft: Draft | PricesvcError, terms: Terms, rates: Rates) -> ItemAnswer | PricesvcError:
        if isinstance(draft, PricesvcError):
            return draft
        try:
            return self.appraiser.finish(draft, terms, rates)
        except PricesvcError as refusal:
            return _named(refusal, draft.id)

    async def _rates_for(self, drafts: Sequence[Draft], terms: Terms) -> Rates:
        """A view that holds what finishing these drafts will ask for."""
        wanted = self.appraiser.currencies_needed(terms)
        asked = {(draft.mention.currency, draft.on) for draft in drafts if draft.mention is not None}
        return await self._rates(_need(base, code, day, terms) for base, day in asked for code in wanted)

    async def _rates(self, needs: Iterable[Need]) -> Rates:
        await self.book.ensure(needs)
        return self.book.view()


def _need(base: str, quote: str, day: date, terms: Terms) -> Need:
    return Need(base, quote, day, terms.basis, terms.source)


def _named(refusal: PricesvcError, item: str | None) -> PricesvcError:
    """The refusal with the id of the item it is about."""
    if item is not None:
        refusal.facts["id"] = item
    return refusal


def _every_rate(rates: Rates, base: str, codes: Iterable[str], terms: Terms) -> Iterator[Receipt]:
    """The receipts of all currencies that have a rate."""
    for code in codes:
        try:
            yield rates.receipt(base, code, terms.on, basis=terms.basis, source=terms.source)
        except (NoRate, RatesUnavailable):
            continue
