"""What a description, a category or a tariff code says the thing is, with the evidence that says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import Final

from pricesvc.core.errors import UnknownCategory
from pricesvc.core.goods import NONE, Evidence, Goods, HsCode
from pricesvc.reading.goods.haystack import Haystack, haystack
from pricesvc.reading.goods.heads import Decision, Parsed, decide, parse
from pricesvc.reading.goods.kinds import kinds
from pricesvc.reading.goods.lexicon import Entry, Lexicon, Match
from pricesvc.reading.goods.quantities import ONE, Quantity, quantity, units
from pricesvc.reading.goods.tariff import HsAnswer, Tariff

LONGEST: Final = 2_000
"""Characters of a description that are read: what a thing is stands at its beginning."""

_SHORT = 160
"""Characters of a description up to which it may come again: a table repeats them, an article does not."""
_REMEMBERED = 4096
_NOUNS = frozenset({"type", "negative"})
_CLOTH = frozenset({"61", "62"})
_HIDES = frozenset({"4203", "4303"})
"""Chapters of garments of cloth, and the headings of those of leather and of fur."""

_FIGURE = re.compile(r"\d")
_SPEAKING = frozenset({"type", "negative", "brand", "house", "model", "count", "money"})


Place = tuple[int, int, str]
"""Where a maker is named: start, end, ISO 3166 code of the maker's country."""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of goods that laws speak of."""

    id: str
    title: str
    parent: str | None
    whole: tuple[str, ...]
    ex: tuple[str, ...]
    source: str


class GoodsReader:
    """Classifies goods. Built once; reading is pure and never fails on a description.

    The words come with the first description: a code needs none of them. ``make_lexicon`` reads them.
    """

    def __init__(self, make_lexicon: Callable[[], Lexicon], tariff: Tariff, categories: Iterable[Category]) -> None:
        self.categories = {category.id: category for category in categories}
        self._make_lexicon = make_lexicon
        self._tariff = tariff
        self._remembered = lru_cache(_REMEMBERED)(self._described)

    def load(self) -> None:
        """Read the words now.

        Raises:
            BadData: when a file breaks its form; names the file, the row and the reason.
        """
        _ = self._units

    @cached_property
    def _lexicon(self) -> Lexicon:
        return self._make_lexicon()

    @cached_property
    def _units(self) -> dict[str, Quantity]:
        return units(self._lexicon.forms)

    def classify(
        self,
        description: str | None = None,
        category: str | None = None,
        hs: str | None = None,
        *,
        explain: bool = False,
        language: str | None = None,
    ) -> Goods:
        """What the thing is. A category that is given wins, then a tariff code, then the description.

        ``explain`` adds the words that were found and did not count. ``language`` is that of the description, if known.

        Raises:
            UnknownCategory: for a category that is not in ``categories``; names the nearest.
            InvalidHsCode: for a code that is none.
        """
        stated = None if category is None else self._known(category)
        code = None if hs is None else HsCode.parse(hs)
        if description is None:
            goods = Goods()
        else:
            described = self._remembered if len(description) <= _SHORT else self._described
            goods = described(description, language, explain=explain)
        if code is not None:
            goods = self._coded(goods, code)
        if stated is not None:
            goods = _stated(goods, stated)
        return goods

    def find(self, text: str, language: str | None = None) -> tuple[list[Evidence], list[Place]]:
        """Every word that says what is meant, in order: types, makers, models, what makes them something else (the
        names), numbers and measures (``count``), and sums that buy nothing (``money``). Then the makers' places.
        """
        hay = haystack(text)
        matches = self._lexicon.find(hay, language)
        words = [self._sense(hay, match) for match in matches if match.entry.kind in _SPEAKING]
        return words, _places(hay, matches)

    def _sense(self, hay: Haystack, match: Match) -> Evidence:
        """A word of a text. In running text, a noun that may also be one for a sum, or for what is counted, is that."""
        found = _evidence(hay, match)
        if match.entry.kind not in _NOUNS:
            return found
        senses = {form.entry.kind for form in self._lexicon.forms.get(hay.text[match.start : match.end], ())}
        if "money" in senses:
            return replace(found, kind="money")
        if "count" in senses and match.entry.category == NONE:
            beside = hay.original[max(0, found.start - 2) : found.start] + hay.original[found.end : found.end + 2]
            return replace(found, kind="count") if _FIGURE.search(beside) else found
        return found

    def makes(self, text: str) -> list[Place]:
        """Where the text names a maker whose country is known."""
        hay = haystack(text)
        return _places(hay, self._lexicon.find(hay))

    def _known(self, category: str) -> str:
        wanted = category.strip().casefold().replace("-", "_").replace(" ", "_")
        if wanted in self.categories or wanted == NONE:
            return wanted
        supported = (*self.categories, NONE)
        near = self._described(category[:64], None, explain=False).category  # "car" is spelt like cigars
        if near in {None, NONE}:
            near = next(iter(get_close_matches(wanted[:64], supported, n=1, cutoff=0.5)), None)
        hint = f"; the nearest is {near}" if near else ""
        raise UnknownCategory(
            f"No category {category[:64]!r}{hint}.", field="category", nearest=near, supported=supported
        )

    def _described(self, description: str, language: str | None, *, explain: bool) -> Goods:
        hay = haystack(description[:LONGEST])
        matches = self._lexicon.find(hay, language)
        parsed = parse(hay.text, matches)
        decision = decide(parsed, self._lexicon)
        goods = Goods(description=description)
        if decision is not None:
            goods = _decided(goods, hay, parsed, decision)
            if decision.rule == "head" and goods.category:
                goods = of_several(goods, kinds(hay.text, matches, decision.match, self._lexicon.lists))
        amount, unit = quantity(hay, matches, decision.match if decision else None, self._units) if matches else ONE
        notes = goods.notes
        if len(description) > LONGEST:
            notes = (*notes, f"Only the first {LONGEST} characters were read.")
        rejected = _rejected(hay, goods, matches) if explain else ()
        return replace(goods, quantity=amount, unit=unit, rejected=rejected, notes=notes)

    def _coded(self, goods: Goods, code: HsCode) -> Goods:
        """The goods under a given code: it decides where it can, else the words confirm one of its candidates."""
        answer = self._tariff.read(code)
        notes = goods.notes if answer.note is None else (*goods.notes, answer.note)
        evidence = Evidence("hs", code.digits, 0, 0, f"hs.{answer.prefix or code.digits}", answer.category)
        goods = replace(goods, hs=(code.digits,), hs_given=True, notes=notes, evidence=(evidence, *goods.evidence))
        if answer.category is not None:
            return _overruled(goods, answer.category, f"Code {code.digits}")
        return _confirmed(goods, answer, code)


def _places(hay: Haystack, matches: Iterable[Match]) -> list[Place]:
    return [(*hay.span(one.start, one.end), one.entry.country) for one in matches if one.entry.country is not None]


def of_several(goods: Goods, categories: Sequence[str]) -> Goods:
    """Things of several kinds have no category in common: a price of all of them is the price of none."""
    if not categories:
        return goods
    listed = ", ".join(categories)
    notes = (*goods.notes, f"These are things of several kinds ({listed}); describe them one by one.")
    return replace(goods, category=None, hs=(), article=None, confidence=None, notes=notes)


def _overruled(goods: Goods, category: str, by: str) -> Goods:
    """A category from a higher authority; what the words said otherwise is noted."""
    notes = goods.notes
    if goods.category not in {None, category}:
        notes = (*notes, f"{by} says {category}; the description reads as {goods.category}.")
    return replace(goods, category=category, confidence="high", notes=notes)


def _confirmed(goods: Goods, answer: HsAnswer, code: HsCode) -> Goods:
    """A code that only nominates: the words confirm a candidate, or the category stays unknown."""
    if goods.category in answer.candidates or (goods.category == NONE and answer.candidates):
        return goods
    if not answer.candidates:
        return goods
    listed = ", ".join(answer.candidates)
    return replace(
        goods,
        category=None,
        confidence=None,
        notes=(*goods.notes, f"Code {code.digits} may be {listed}; the description does not confirm it."),
    )


def _stated(goods: Goods, category: str) -> Goods:
    evidence = Evidence("stated", category, 0, 0, f"category.{category}", category)
    goods = _overruled(goods, category, "The category given")
    return replace(goods, evidence=(evidence, *goods.evidence))


def _decided(goods: Goods, hay: Haystack, parsed: Parsed, decision: Decision) -> Goods:
    """Write down a decision: the category, the codes and the words that speak for it, the decisive one first."""
    entry = decision.match.entry
    content = [match for zone in parsed.zones for match in zone.matches]
    agreeing = [
        m for m in content if m is not decision.match and m.entry.category == decision.category and decision.category
    ]
    makers = [m for m in content if m.entry.brand and m not in agreeing and m is not decision.match]
    named = next((m.entry.brand for m in (decision.match, *agreeing, *makers) if m.entry.brand), None)
    specific = next((m.entry for m in agreeing if m.entry.hs), entry)
    parts = [m.entry for m in content if m.entry.part and m.start < decision.match.start and not entry.part]
    return replace(
        goods,
        category=decision.category,
        hs=_of_parts(parts) if parts else _of_hide(_narrowed(entry.hs or specific.hs, content, decision), parsed),
        part=entry.part or bool(parts),
        article=None if parts else entry.article or specific.article,
        brand=named,
        confidence=decision.confidence,
        evidence=tuple(_evidence(hay, match) for match in (decision.match, *agreeing, *makers)),
    )


def _of_parts(parts: Iterable[Entry]) -> tuple[str, ...]:
    """The codes of a part that is named before the thing it is for."""
    return next((part.hs for part in parts if part.hs), ())


def _narrowed(codes: tuple[str, ...], content: Iterable[Match], decision: Decision) -> tuple[str, ...]:
    """The codes that fit what a thing is made of or made for: of leather, knitted, for women. The first word that fits counts."""
    for entry in (match.entry for match in content if match is not decision.match):
        if entry.kind == "attribute" or entry.weak or (entry.kind == "type" and entry.category == decision.category):
            finer = (one if one.startswith(code) else code for one in entry.hs for code in codes if _kin(one, code))
            codes = tuple(dict.fromkeys(finer)) or codes
    return codes


def _of_hide(codes: tuple[str, ...], parsed: Parsed) -> tuple[str, ...]:
    """A garment of leather or fur is none of cloth: chapters 42 and 43 of the Harmonized System take it in."""
    if not codes or any(code[:2] not in _CLOTH for code in codes):
        return codes
    plain = (match.entry for zone in parsed.zones if not zone.qualifies for match in zone.matches)
    hide = next((code for entry in plain if entry.kind == "attribute" for code in entry.hs if code in _HIDES), None)
    return (hide,) if hide else codes


def _kin(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _rejected(hay: Haystack, goods: Goods, matches: Sequence[Match]) -> tuple[Evidence, ...]:
    used = {(one.start, one.end) for one in goods.evidence}
    every = [_evidence(hay, match) for match in matches]
    return tuple(one for one in every if (one.start, one.end) not in used)


def _evidence(hay: Haystack, match: Match) -> Evidence:
    start, end = hay.span(match.start, match.end)
    entry = match.entry
    return Evidence(entry.kind, hay.original[start:end], start, end, entry.id, entry.category)
