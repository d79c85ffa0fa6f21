"""Which currency a sign, code or name is: all candidates, the one chosen, and the sentence that says why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from pricesvc.reading.phrases import LETTER, Phrases, is_letter
from pricesvc.reading.prices.makes import FindMakes
from pricesvc.reading.prices.spellings import capitals_before, ends_abbreviation, standing
from pricesvc.reading.prices.words import Form, Region, Sense, Words
from pricesvc.reading.text import Folded, fold

_WORDS = re.compile(f"{LETTER}+(?:\\.{LETTER}+)*")
_CLAUSE_END = re.compile(r"[.,;:!?)]|$|\n")
_REMEMBERED = 1024
_UNMARKED = "USD"
"""Who marks every other dollar ("C$5", "CAD 5") means this one by a bare "$"."""
_NEAR = 120
"""Characters to either side in which a country's name counts as evidence."""

BESIDE = 512
"""Characters of a text beside a price that are looked at: those in which a country counts, however they are composed."""

Told = tuple[tuple[str, str], ...]
"""What tells a currency, the strongest first: the reason in words, and the currency."""

MakeNear = Callable[[int, int], str | None]
"""Given the span of a price, the ISO 3166 code of the country of a make that stands near it, or None."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A currency form found in a text."""

    start: int
    end: int
    form: Form


@dataclass(frozen=True, slots=True)
class Choice:
    """The currency chosen, all candidates with it in front, what the form counts in main units, and the reason."""

    currency: str
    candidates: tuple[str, ...]
    share: Decimal
    why: str
    default: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a caller and a text say about ambiguous signs.

    ``hint``: the currency the caller expects. ``aside``: what stands beside the text tells. ``settled``: currencies that
    stand plainly elsewhere in the text.
    """

    region: Region
    hint: str | None = None
    makes: MakeNear | None = None
    aside: Told = ()
    settled: frozenset[str] = frozenset()


class Currencies:
    """Finds currency forms at the edges of numbers, and chooses among their meanings."""

    def __init__(self, words: Words, find_makes: FindMakes | None = None) -> None:
        self._words = words
        self._find_makes = find_makes
        self._forms: Phrases[Form] = Phrases(words.forms)
        self._nations: Phrases[str] = Phrases(words.nations)

    def after(self, folded: Folded, start: int, region: Region, *, running: bool) -> Hit | None:
        """The form that begins at ``start``, with a nationality before or after it: "Swiss francs"."""
        low = folded.low
        nation = self._nations.at(low, start)
        if nation and low[nation[0] : nation[0] + 1] in (" ", "-", ""):
            hit = self._plain_after(folded, nation[0] + 1, region, running=running)
            if hit is not None and hit.form.senses[0].kind == "name":
                form = self._national(hit.form, nation[1])
                fits = form is not hit.form or len(form.senses[0].currencies) == 1
                whole = None if fits else self._plain_after(folded, start, region, running=running)
                return whole or Hit(start, hit.end, form)
        hit = self._plain_after(folded, start, region, running=running)
        if hit is None or len(hit.form.senses[0].currencies) == 1 or low[hit.end : hit.end + 1] != " ":
            return hit
        nation = self._nations.at(low, hit.end + 1)
        tender = self._words.currency_of.get(nation[1]) if nation else None
        if nation and hit.form.senses[0].kind == "name" and tender in hit.form.senses[0].currencies:
            return Hit(start, nation[0], self._national(hit.form, nation[1]))
        return hit

    def before(self, folded: Folded, end: int, floor: int, region: Region, *, running: bool) -> Hit | None:
        """The form that ends at ``end`` and begins at ``floor`` or later."""
        found = self._forms.before(folded.low, end, floor)
        if found is None:
            return None
        start, form = found
        if ends_abbreviation(folded.low, start, end):
            return None
        if folded.low[start] == "$" and (led := capitals_before(folded.plain, start, floor)):
            code = self._forms.get(led[1])
            if code is not None and code.senses[0].kind == "code":
                return Hit(led[0], end, code)
            if len(led[1]) < len("BSD"):
                return None  # a country that is not known: "XX$5"
        return _standing(folded, Hit(start, end, form), region, running=running)

    def _plain_after(self, folded: Folded, start: int, region: Region, *, running: bool) -> Hit | None:
        found = self._forms.at(folded.low, start)
        if found is None:
            return None
        end, form = found
        return _standing(folded, Hit(start, end, form), region, running=running)

    def with_country(self, folded: Folded, hit: Hit, end: int) -> tuple[int, Hit] | None:
        """A form before a number with its country behind that, at the end of a clause: "$15,000 US"."""
        low = folded.low
        if low[end : end + 1] != " " or not folded.plain[end + 1 : end + 2].isupper():
            return None
        nation = self._nations.at(low, end + 1)
        if nation is None or _CLAUSE_END.match(low, nation[0]) is None:
            return None
        form = self._national(hit.form, nation[1])
        return None if form is hit.form else (nation[0], Hit(hit.start, hit.end, form))

    def _national(self, form: Form, country: str) -> Form:
        """A form narrowed to a country's currency, where the two fit."""
        tender = self._words.currency_of.get(country)
        sense = form.senses[0]
        if tender not in sense.currencies or len(sense.currencies) == 1:
            return form
        return Form((Sense((tender,), sense.kind, sense.language, sense.share),))

    def hinted(self, hint: str, region: Region) -> str | None:
        """The currency that a caller means by a code, sign or name, or None."""
        folded = fold(hint[:_NEAR])
        form = self._forms.get(folded.low.strip())
        if form is None:
            hits = (self.after(folded, place, region, running=True) for place in _starts(folded.low))
            form = next((hit.form for hit in hits if hit is not None), None)
        if form is None:
            return None
        sense = sense_in(form, region.language)
        return region.currency if region.currency in sense.currencies else sense.currencies[0]

    def choose(self, text: Folded, hits: tuple[Hit, ...], span: tuple[int, int], evidence: Evidence) -> Choice:
        """Choose by the evidence, strongest first; the default comes last and says that it is one."""
        if not hits:
            return _unnamed(evidence)
        sense = self._meaning(hits, evidence.region.language)
        written = text.original[slice(*_original(text, hits[0]))]
        if len(hits) > 1:
            written = " … ".join((written, text.original[slice(*_original(text, hits[1]))]))
        if len(sense.currencies) == 1:
            currency = sense.currencies[0]
            return Choice(currency, sense.currencies, sense.share, f"“{written}” is {currency}")
        for reason, told in self._reasons(text, span, evidence, sense):
            if told in sense.currencies:
                return _chosen(sense, told, f"“{written}” {reason}")
        first = sense.currencies[0]
        return _chosen(sense, first, f"“{written}” by default: nothing near says otherwise", default=True)

    def _reasons(
        self, text: Folded, span: tuple[int, int], evidence: Evidence, sense: Sense
    ) -> Iterator[tuple[str, str | None]]:
        """What may tell the currency, the strongest first: why, and the currency."""
        if evidence.hint:
            yield "as the caller expects", evidence.hint
        region = evidence.region
        if region.currency:
            yield f"in the locale's country {region.territory}", region.currency
        if evidence.makes:
            country = evidence.makes(*span)
            if country:
                yield f"with a make from {country}", self._words.currency_of.get(country)
        yield from self._near(text, span)
        yield from evidence.aside
        yield f"before the euro in {region.territory}", self._words.former.get(region.territory or "")
        named = [currency for currency in sense.currencies if currency in evidence.settled]
        if len(named) == 1 and (sense.kind != "sign" or sense.currencies[0] != _UNMARKED):
            yield f"because the text names {named[0]} elsewhere", named[0]

    def aside(self, context: str) -> Told:
        """What a text that stands beside a price tells of its currency: by a maker in it, by a country."""
        made = self._find_makes(context[:_NEAR]) if self._find_makes else ()
        makers = ((f"with a make from {country}", self._words.currency_of.get(country)) for _, _, country in made)
        return tuple((why, told) for why, told in (*makers, *self._near(fold(context), (0, 0))) if told is not None)

    def _near(self, text: Folded, span: tuple[int, int]) -> Iterator[tuple[str, str | None]]:
        """Names of countries round a span, nearest first."""
        low, found = text.low, []
        if len(low) == span[1] - span[0]:
            return
        start, stop = max(0, span[0] - _NEAR), span[1] + _NEAR
        for word in _WORDS.finditer(low, start, min(stop, len(low))):
            if not self._nations.opens(word.group().partition(".")[0]):
                continue
            hit = self._nations.at(low, word.start())
            if hit:
                distance = span[0] - word.start() if word.start() < span[0] else word.start() - span[1]
                found.append((distance, low[word.start() : hit[0]], hit[1]))
        for _, name, country in sorted(found):
            yield f"near “{name}”", self._words.currency_of.get(country)

    def plain(self, hits: tuple[Hit, ...], language: str | None) -> str | None:
        """The currency that a price names; None for one that is ambiguous."""
        currencies = self._meaning(hits, language).currencies
        return currencies[0] if len(currencies) == 1 else None

    def _meaning(self, hits: tuple[Hit, ...], language: str | None) -> Sense:
        if len(hits) == 1:
            return sense_in(hits[0].form, language)
        left, right = (sense_in(hit.form, language) for hit in hits)
        both = tuple(code for code in right.currencies if code in left.currencies)
        narrow = left if left.kind == "code" and len(left.currencies) == 1 else right
        share = right.share if right.share > 1 else left.share  # "£3.50p" is in pounds
        return Sense(both or narrow.currencies, narrow.kind, narrow.language, share)


def sense_in(form: Form, language: str | None) -> Sense:
    """The sense of a form in a language, or its first one."""
    senses = form.senses
    if len(senses) > 1:
        for sense in senses:
            if sense.language == language:
                return sense
    return senses[0]


def agree(left: Form, right: Form) -> bool:
    """Whether two forms on either side of one number can mean the same currency."""
    ours = {code for sense in left.senses for code in sense.currencies}
    return any(code in ours for sense in right.senses for code in sense.currencies)


def _unnamed(evidence: Evidence) -> Choice:
    """The currency of a price that names none: the caller's, or that of "49,-" in the locale's country."""
    if evidence.hint:
        why = f"{evidence.hint} is what the caller expects; the text names no currency"
        return Choice(evidence.hint, (evidence.hint,), Decimal(1), why)
    own, country = evidence.region.currency or "", evidence.region.territory
    why = f"{own} is the currency of {country}, the locale's country; the text names none"
    return Choice(own, (own,), Decimal(1), why)


def _standing(folded: Folded, hit: Hit, region: Region, *, running: bool) -> Hit | None:
    """A hit that is written as it must be; else None."""
    form = standing(folded, (hit.start, hit.end), hit.form, region, running=running)
    return None if form is None else Hit(hit.start, hit.end, form)


def _starts(low: str) -> list[int]:
    """The places where a word or a sign may begin."""
    return [place for place in range(len(low)) if not (place and is_letter(low, place) and is_letter(low, place - 1))]


def _chosen(sense: Sense, currency: str, why: str, *, default: bool = False) -> Choice:
    return Choice(currency, _led_by(currency, sense.currencies), sense.share, why, default)


@lru_cache(_REMEMBERED)
def _led_by(currency: str, currencies: tuple[str, ...]) -> tuple[str, ...]:
    """The candidates with the chosen one in front."""
    return (currency, *(code for code in currencies if code != currency))


def _original(text: Folded, hit: Hit) -> tuple[int, int]:
    return text.start(hit.start), text.end(hit.end)
