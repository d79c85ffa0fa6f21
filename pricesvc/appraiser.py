"""One item, from what was asked to what is answered: read, classify, convert, judge. Pure; rates are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pricesvc import worths
from pricesvc.answers import Draft, ItemAnswer, ReportAnswer
from pricesvc.core.currencies import Currencies
from pricesvc.core.errors import InvalidField
from pricesvc.core.exchange import Rates
from pricesvc.core.goods import Goods
from pricesvc.core.mentions import Mention
from pricesvc.core.money import decimal_text
from pricesvc.core.outcomes import Case
from pricesvc.core.reasons import UNKNOWN_GOODS
from pricesvc.core.summing import luxury_of
from pricesvc.pairs import pairs_to_check
from pricesvc.questions import Fact, Question, Terms

if TYPE_CHECKING:  # each comes with the data that it is made from, on first use
    from pricesvc.core.verdicts import Judge, Verdict
    from pricesvc.reading.goods.reader import GoodsReader
    from pricesvc.reading.prices.reader import PriceReader
    from pricesvc.reading.reports.reader import ReportReader

_LOOSE: Final = " ,;:.()[]-–—/|，、（）：；。"
"""Signs that are left loose where a price is taken out of a text."""

_UNKNOWN: Final = f"{UNKNOWN_GOODS[0].capitalize()}, so that no list says anything of it: tell its category or its hs."


class Appraiser:
    """Works out items. Everything it knows is given to it once; it keeps no state between items.

    The readers and the judge are given as what makes them, which is asked on first use: an amount needs none of them.
    """

    def __init__(
        self,
        currencies: Currencies,
        prices: Callable[[], PriceReader],
        goods: Callable[[], GoodsReader],
        reports: Callable[[], ReportReader],
        judge: Callable[[], Judge],
    ) -> None:
        self.currencies = currencies
        self._make_prices = prices
        self._make_goods = goods
        self._make_reports = reports
        self._make_judge = judge

    @cached_property
    def prices(self) -> PriceReader:
        """Reads prices."""
        return self._make_prices()

    @cached_property
    def goods(self) -> GoodsReader:
        """Tells what things are."""
        return self._make_goods()

    @cached_property
    def reports(self) -> ReportReader:
        """Reads whole reports."""
        return self._make_reports()

    @cached_property
    def judge(self) -> Judge:
        """Holds values against the law."""
        return self._make_judge()

    def load(self) -> None:
        """Make everything now: in a thread behind the start, or before a process forks.

        Raises:
            BadData: when a data file breaks its schema; names the file, the place and the reason.
        """
        for part in (self.goods, self.prices, self.reports, self.judge):
            _ = part
        self.goods.load()

    @cached_property
    def _facts(self) -> tuple[str, ...]:
        """The facts that some law asks for."""
        return tuple(sorted({name for regime in self.judge.regimes.values() for name in regime.facts}))

    @cached_property
    def _limit_currencies(self) -> Mapping[str, frozenset[str]]:
        """The currencies of each regime's limits."""
        return {regime.id: regime.currencies() for regime in self.judge.regimes.values()}

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
        mention = self.mention(question, locale)
        goods = self._goods(question, mention)
        return Draft(question.id, mention, goods, question.on or terms.on)

    def finish(self, draft: Draft, terms: Terms, rates: Rates) -> ItemAnswer:
        """Convert and judge what was read."""
        conversions, missing = worths.conversions(draft, terms, rates)
        verdicts = self._verdicts(draft, terms, rates)
        words = {verdict.verdict for verdict in verdicts}
        said = [note for conversion in conversions for note in worths.notes_of(conversion)]
        unsaid = [f"{one.currency}: {one.detail}" for one in missing]
        luxury = None if terms.regimes == () else luxury_of(words, draft.goods)
        if luxury is None and terms.regimes is None and not words:
            unsaid.append(_UNKNOWN)
        return ItemAnswer(
            id=draft.id,
            reported=draft.mention,
            goods=draft.goods,
            on=draft.on,
            conversions=conversions,
            missing=missing,
            verdicts=verdicts,
            luxury=luxury,
            notes=tuple(dict.fromkeys([*draft.goods.notes, *said, *unsaid])),
        )

    def mention(self, question: Question, locale: str | None) -> Mention | None:
        """The reported value: read from words, or made from an amount and a currency.

        Raises:
            PricesvcError: the text holds no price or several, a code is malformed.
        """
        if question.amount is not None and question.value is not None:
            raise InvalidField("Give the price in words or as an amount, not both.", field="amount")
        if question.amount is not None:
            return self._stated(question.amount, question.currency)
        currency = None if question.currency is None else self.known(question.currency)
        if question.value is None:
            return None
        mention = self.prices.read_value(question.value, locale=locale, currency=currency, context=question.description)
        if currency not in {None, *mention.candidates}:
            raise InvalidField(f"The text names {mention.currency}, not {currency}.", field="currency")
        return mention

    def known(self, code: str) -> str:
        """The code of a currency, in capitals.

        Raises:
            InvalidCurrency, UnknownCurrency: when it is none.
        """
        return self.currencies.get(code).code

    def _stated(self, amount: Decimal, currency: str | None) -> Mention:
        if currency is None:
            raise InvalidField("An amount needs a currency.", field="currency")
        code = self.known(currency)
        text = f"{decimal_text(amount)} {code}"
        return Mention(text, 0, len(text), amount, amount, amount, code, (code,), "stated by the caller")

    def _goods(self, question: Question, mention: Mention | None) -> Goods:
        """The thing: from what was stated, else from the words that are not the price."""
        description = question.description
        words = question.value
        if description is None and words is not None and mention is not None:
            description = words[: mention.start] + " " * (mention.end - mention.start) + words[mention.end :]
        if description is not None and not description.strip():
            description = None
        if description is None and question.category is None and question.hs is None:
            goods = Goods()
        else:
            goods = self.goods.classify(description, category=question.category, hs=question.hs)
        if mention is not None and mention.per is not None:
            from pricesvc.reading.goods.quantities import priced  # noqa: PLC0415 - loaded with the words that say "a month"

            goods = priced(goods, mention.per)
        stated: dict[str, Any] = {}
        if goods.description is not None:
            stated["description"] = " ".join(goods.description.split()).strip(_LOOSE) or None
        if question.quantity is not None:
            stated["quantity"] = question.quantity
        if question.unit is not None:
            stated["unit"] = question.unit
        if question.facts:
            stated["facts"] = {**goods.facts, **self._answered(question.facts)}
        return replace(goods, **stated) if stated else goods

    def _answered(self, facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
        """The caller's answers, if laws ask such questions: a misspelt answer must not count as none."""
        unasked = next((name for name in facts if name not in self._facts), None) if facts else None
        if unasked is None:
            return facts
        nearest = get_close_matches(unasked, self._facts, n=3)
        raise InvalidField(
            f"No regime asks for the fact {unasked[:40]!r}.", field="facts", supported=self._facts, nearest=nearest
        )

    def read_report(self, text: str, terms: Terms, *, most: int | None = None) -> list[tuple[Draft, int | None]]:
        """Every price of a report with its thing, and the index of the price that it converts.

        Raises:
            TooManyItems: for more than ``most`` prices.
        """
        priced = self.reports.read(text, locale=terms.locale, most=most)
        return [
            (Draft(str(index), one.mention, one.goods, terms.on), one.converted_of) for index, one in enumerate(priced)
        ]

    def finish_report(self, read: Sequence[tuple[Draft, int | None]], terms: Terms, rates: Rates) -> ReportAnswer:
        """Convert and judge every item, and check the values given for one thing against one another.

        Two values that nothing but their make ties are of two things when they are far from one another.
        """
        drafts = [draft for draft, _ in read]
        items = tuple(self.finish(draft, terms, rates) for draft in drafts)
        found = (
            (worths.check(drafts, left, right, terms, rates), tied)
            for left, right, tied in pairs_to_check(read, terms.to)
        )
        return ReportAnswer(items, tuple(one for one, tied in found if one and (tied or one.is_of_one_value)))

    def _verdicts(self, draft: Draft, terms: Terms, rates: Rates) -> tuple[Verdict, ...]:
        """What the asked regimes say; without named ones, what all say that list the thing."""
        if terms.regimes == ():
            return ()
        mention = draft.mention
        value = None if mention is None else mention.interval
        currency = None if mention is None else mention.currency
        into, told = worths.into(draft, terms, rates), worths.told(draft, terms, rates)
        case = Case(draft.goods, value, currency, draft.on, into, told=told)
        if terms.regimes is None:
            said = self.judge.all(case)
        else:
            said = tuple(verdict for name in terms.regimes for verdict in self.judge.named(case, name))
        return tuple(verdict for verdict in said if verdict.law.is_of(terms.target, terms.kind))

    def currencies_needed(self, terms: Terms) -> set[str]:
        """The currencies that finishing a draft may ask rates for: those to convert to, and those of the law."""
        needed = set(terms.to)
        if terms.regimes != ():
            names = self._limit_currencies if terms.regimes is None else terms.regimes
            needed = needed.union(*(self._limit_currencies.get(name, ()) for name in names))
        return needed
