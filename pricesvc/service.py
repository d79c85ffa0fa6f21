"""The use cases. Knows neither HTTP nor file formats: questions in, answers and refusals out.

Every use case has two halves: see that the rates it may need are held (``Book``, asynchronous), then work on one
immutable view of them (``Appraiser``, pure). Nothing is fetched in the second half, so a request sees one state of
the world, and the same question on the same snapshot has the same answer. A long second half runs in a thread of its
own, so that other callers are not kept waiting.
"""

from __future__ import annotations

import gc
from asyncio import Event, Task, create_task, sleep
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from heapq import merge
from itertools import chain, groupby
from typing import Final, TypeVar

from anyio import CapacityLimiter, to_thread

from pricesvc import worths
from pricesvc.answers import ConvertAnswer, DayRates, Draft, ItemAnswer, RatesAnswer, ReportAnswer
from pricesvc.appraiser import Appraiser
from pricesvc.book import Book, Need
from pricesvc.core.errors import InvalidField, NoRate, PricesvcError, RatesUnavailable, Refusal, TooLarge
from pricesvc.core.exchange import Rates
from pricesvc.core.periods import Period, observations
from pricesvc.core.rates import Receipt
from pricesvc.log import log
from pricesvc.questions import Question, Terms, checked

LONG_TEXT: Final = 2_000
"""Characters from which on a report is worked out in a thread."""

LONG_BATCH: Final = 16
"""Items from which on a batch is worked out in a thread."""

MAX_TEXT: Final = 500_000
"""Characters that one report may have: a book of 150 pages."""

MAX_PRICES: Final = 2_000
"""Prices that one report may name."""

NEEDS_AT_ONCE: Final = 500
"""Rates that are looked for before others get their turn."""

_LONG_SERIES: Final = 400
"""Rates, of days and currencies together, from which on a series or a period is worked out in a thread: some 8 ms."""

_THREADS: Final = 2
"""Long requests that are worked out at once; the others wait their turn. More would only take turns with the short
ones: of 64 callers at once, half were answered within 20 ms with four, within 9 ms with two.
"""

_FIRST: Final = 0.05
"""Seconds in which whoever waited for the start is answered, before loading competes for the interpreter."""

T = TypeVar("T")


class Service:
    """What pricesvc can do, for whoever asks: the web, the command line, Python."""

    def __init__(self, appraiser: Appraiser, book: Book, digests: Mapping[str, str]) -> None:
        self.appraiser = appraiser
        self.book = book
        self._digests = digests
        self._threads = CapacityLimiter(_THREADS)
        self._loading: Event | None = None
        self.failure: Exception | None = None

    def load_behind(self) -> Task[None]:
        """Make every reader and the law, in a thread; questions that need them wait, and others are answered.

        What they cannot be made of is logged, kept in ``failure``, and raised to each who needs them.
        """
        self._loading = Event()
        return create_task(self._load(self._loading))

    async def _load(self, loading: Event) -> None:
        try:
            await sleep(_FIRST)
            await to_thread.run_sync(self.appraiser.load)
            gc.freeze()  # else each full collection walks the words and the law: 54 ms in which nothing answers
        except Exception as failure:  # noqa: BLE001 - whatever it is, the service must not be taken for whole
            self.failure = failure
            log.error("data_not_loaded", error=str(failure), exc_info=not isinstance(failure, PricesvcError))
        finally:
            loading.set()

    async def loaded(self) -> None:
        """Wait for the readers and the law, where they are being made."""
        if self._loading is not None:
            await self._loading.wait()

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
        view = self.book.view()
        return on < view.today and on <= view.newest

    def checked(self, terms: Terms) -> Terms:
        """The terms with every name looked up: every use case begins so.

        Raises:
            PricesvcError: for a name that does not exist.
        """
        appraiser = self.appraiser
        return checked(terms, appraiser.currencies, lambda: appraiser.judge.regimes, self.book.view().series)

    def known(self, codes: Sequence[str]) -> list[str]:
        """Codes of currencies in capitals, each once.

        Raises:
            InvalidCurrency, UnknownCurrency: when one is none.
        """
        return list(dict.fromkeys(self.appraiser.known(code) for code in codes))

    async def convert(self, question: Question, terms: Terms, period: Period) -> ConvertAnswer:
        """Convert one value into each asked currency, on a day or over a period.

        Raises:
            PricesvcError: for a value that cannot be read, or a currency that has no rate.
        """
        if question.amount is None:
            await self.loaded()
        terms = self.checked(terms)
        mention = self.appraiser.mention(question, terms.locale)
        if mention is None:
            raise InvalidField("Give value, or amount and from.", field="value")
        base, days = mention.currency, {period.first, min(period.last, self.today())}
        rates = await self._rates(_need(base, code, day, terms) for code in terms.to for day in days)
        long = is_long(period, terms.to)
        return await self.apart(lambda: worths.convert_over(mention, terms.to, period, terms, rates), when=long)

    async def normalize(self, question: Question, terms: Terms) -> ItemAnswer:
        """Work out one item.

        Raises:
            PricesvcError: when it cannot be read.
        """
        await self.loaded()
        terms = self.checked(terms)
        draft = self.appraiser.draft(question, terms)
        rates = await self._rates_for([draft], terms)
        return self.appraiser.finish(draft, terms, rates)

    async def normalize_many(
        self, questions: Sequence[Question | Refusal], terms: Terms
    ) -> Iterator[ItemAnswer | Refusal]:
        """Work out a batch: a refusal stands in the place of its item, the others are answered.

        Damaged data is no item's refusal: it is raised, here or while the answers are taken.

        All are read and all rates are held when this returns; each is converted and judged when it is asked for, so
        that a long batch need not be held in memory.

        Raises:
            Refusal: for a name in the terms that does not exist.
            BadData: when a data file breaks its schema.
        """
        await self.loaded()
        terms = self.checked(terms)
        long = len(questions) >= LONG_BATCH
        drafts = await self.apart(lambda: [self._drafted(question, terms) for question in questions], when=long)
        rates = await self._rates_for([draft for draft in drafts if isinstance(draft, Draft)], terms)
        return (self._finished(draft, terms, rates) for draft in drafts)

    async def extract(self, text: str, terms: Terms) -> ReportAnswer:
        """Work out every price in a report, and hold the values it gives for one thing against one another.

        Raises:
            TooLarge, TooManyItems: over ``MAX_TEXT``, over ``MAX_PRICES``.
            PricesvcError: for a name in the terms that does not exist.
        """
        await self.loaded()
        terms = self.checked(terms)
        if len(text) > MAX_TEXT:
            raise TooLarge(f"A report has at most {MAX_TEXT} characters; send it in parts.", limit=MAX_TEXT)
        long = len(text) >= LONG_TEXT
        read = await self.apart(lambda: self.appraiser.read_report(text, terms, most=MAX_PRICES), when=long)
        rates = await self._rates_for([draft for draft, _ in read], terms)
        return await self.apart(lambda: self.appraiser.finish_report(read, terms, rates), when=long)

    async def rates(self, base: str, symbols: Sequence[str] | None, terms: Terms) -> RatesAnswer:
        """The rates of a day, one unit of ``base`` in each currency: those asked for, or all that have one.

        Raises:
            PricesvcError: for a currency that is asked for and has no rate.
        """
        terms = self.checked(terms)
        code = self.appraiser.known(base)
        wanted = None if symbols is None else self.known(symbols)
        rates = await self._rates(_need(code, one, terms.on, terms) for one in wanted or ["USD", "EUR"])
        if wanted is not None:
            found = [rates.receipt(code, one, terms.on, basis=terms.basis, source=terms.source) for one in wanted]
            return RatesAnswer(code, terms.on, tuple(found))
        return RatesAnswer(code, terms.on, tuple(_every_rate(rates, code, self._codes(), terms)))

    async def series(self, base: str, symbols: Sequence[str], period: Period, terms: Terms) -> Iterator[DayRates]:
        """The published days of a period with the rates of each, worked out one at a time as they are asked for.

        Raises:
            PricesvcError: for a currency that does not exist, or a period in the future.
        """
        terms, code = self.checked(terms), self.appraiser.known(base)
        wanted = self.known(symbols)
        days = {period.first, min(period.last, self.today())}
        rates = await self._rates(_need(code, one, day, terms) for one in wanted for day in days)
        long = is_long(period, wanted)
        return await self.apart(lambda: _begun(_by_day(rates, code, wanted, period, terms)), when=long)

    def _codes(self) -> list[str]:
        return [info.code for info in self.appraiser.currencies if info.is_active(self.today())]

    def _drafted(self, question: Question | Refusal, terms: Terms) -> Draft | Refusal:
        if isinstance(question, Refusal):
            return question
        try:
            return self.appraiser.draft(question, terms)
        except Refusal as refusal:
            return refusal if question.id is None else refusal.of(question.id)

    def _finished(self, draft: Draft | Refusal, terms: Terms, rates: Rates) -> ItemAnswer | Refusal:
        if isinstance(draft, Refusal):
            return draft
        try:
            return self.appraiser.finish(draft, terms, rates)
        except Refusal as refusal:
            return refusal if draft.id is None else refusal.of(draft.id)

    async def _rates_for(self, drafts: Sequence[Draft], terms: Terms) -> Rates:
        """A view that holds what finishing these drafts will ask for."""
        wanted = self.appraiser.currencies_needed(terms)
        asked = {(draft.mention.currency, draft.on) for draft in drafts if draft.mention is not None}
        return await self._rates(_need(base, code, day, terms) for base, day in asked for code in wanted)

    async def _rates(self, needs: Iterable[Need]) -> Rates:
        """A view that holds what is needed. Many needs are seen to a part at a time, so that others get their turn."""
        wanted = list(dict.fromkeys(needs))
        for begin in range(0, len(wanted), NEEDS_AT_ONCE):
            if begin:
                await sleep(0)
            await self.book.ensure(wanted[begin : begin + NEEDS_AT_ONCE])
        return self.book.view()

    async def apart(self, work: Callable[[], T], *, when: bool = True) -> T:
        """Do long work in a thread, and short work here; work of many parts a part at a time, others wait their turn."""
        return await to_thread.run_sync(work, limiter=self._threads) if when else work()


def is_long(period: Period, codes: Sequence[str]) -> bool:
    """Whether the rates of some currencies over a period are so many that they are worked out in a thread."""
    return period.days * len(codes) >= _LONG_SERIES


def _need(base: str, quote: str, day: date, terms: Terms) -> Need:
    return Need(base, quote, day, terms.basis, terms.source)


def _by_day(rates: Rates, base: str, codes: Sequence[str], period: Period, terms: Terms) -> Iterator[DayRates]:
    """The observations of several currencies, day by day."""

    def observed(code: str) -> Iterator[tuple[date, str, Decimal]]:
        for day, rate in observations(rates, base, code, period, basis=terms.basis, source=terms.source):
            yield day, code, rate

    for day, found in groupby(merge(*map(observed, codes), key=_day_of), key=_day_of):
        yield DayRates(day, {code: rate for _, code, rate in found})


def _day_of(observation: tuple[date, str, Decimal]) -> date:
    return observation[0]


def _begun(days: Iterator[DayRates]) -> Iterator[DayRates]:
    """The same, with the first already worked out: what is refused is refused before anything is answered."""
    first = next(days, None)
    return iter(()) if first is None else chain([first], days)


def _every_rate(rates: Rates, base: str, codes: Iterable[str], terms: Terms) -> Iterator[Receipt]:
    """The receipts of all currencies that have a rate."""
    for code in codes:
        try:
            yield rates.receipt(base, code, terms.on, basis=terms.basis, source=terms.source)
        except (NoRate, RatesUnavailable):
            continue
