"""The judge: what a regime says of a thing on a day, and why.

``Judge(regimes)`` builds its index once. ``Case(goods, value, "JPY", day, into)`` is a thing with its value on a day.
``judge.named(case, "eu-dprk")``: a regime that was asked for answers at least once. ``judge.all(case)``: every regime in
force that lists the thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import starmap
from types import MappingProxyType
from typing import NamedTuple

from pricesvc.core import reasons, whys
from pricesvc.core.conditions import Answer, known
from pricesvc.core.coverage import Hit, Place
from pricesvc.core.goods import Goods
from pricesvc.core.money import EXACT, Money
from pricesvc.core.outcomes import Case, Outcome, Word, agreed
from pricesvc.core.plans import Group, Plans, World, general
from pricesvc.core.regimes import Citation, Regime, Threshold, regime_named

_NOTHING: Mapping[str, Answer] = MappingProxyType({})


class Verdict(NamedTuple):
    """What one rule of a regime, or the regime as such, says of a thing; and everything needed to check it.

    ``place`` is the limit that decides, or the first of one rule's that might; None when no single rule speaks. ``said``
    is the outcome. ``differing`` are those that leave it open. ``hits`` are all the limits that were considered,
    ``answers`` what was taken as known about the goods.
    """

    law: Regime
    day: date
    goods: Goods
    said: Outcome
    place: Place | None = None
    hits: tuple[Hit, ...] = ()
    answers: Mapping[str, Answer] = _NOTHING
    differing: tuple[Outcome, ...] = ()

    @property
    def verdict(self) -> Word:
        """The word: over, under, borderline, any-value, not-listed, not-in-force or undetermined."""
        return self.said.word

    @property
    def regime(self) -> str:
        """The regime's id."""
        return self.law.id

    @property
    def rule(self) -> str | None:
        """The id of the rule that speaks, None when several do, or none."""
        return self.place.rule.id if self.place else None

    @property
    def title(self) -> str:
        """The rule's title, else the regime's."""
        return self.place.rule.title if self.place else self.law.title

    @property
    def part(self) -> str | None:
        """The part of the rule's goods whose limit decides."""
        return self.said.hit.place.limit.part if self.said.hit else None

    @property
    def limit(self) -> Threshold | None:
        """The limit that the value was, or would have been, held against."""
        return self.said.hit.place.limit.threshold if self.said.hit else None

    @property
    def low(self) -> Decimal | None:
        """The least that one ``limit.per`` of the goods may be worth, in the limit's currency, unrounded."""
        return self.said.ends.low if self.said.ends else None

    @property
    def high(self) -> Decimal | None:
        """The most that one ``limit.per`` of the goods may be worth, in the limit's currency, unrounded."""
        return self.said.ends.high if self.said.ends else None

    @property
    def value(self) -> Money | None:
        """What one ``limit.per`` of the goods is worth, in the limit's currency, unrounded; None for a range."""
        limit, ends = self.limit, self.said.ends
        if limit is None or ends is None or ends.low is None or ends.low != ends.high:
            return None
        return Money(ends.low, limit.currency)

    @property
    def ratio(self) -> Decimal | None:
        """The value divided by the limit; None for a range."""
        value, limit = self.value, self.limit
        return EXACT.divide(value.amount, limit.amount) if value and limit else None

    @property
    def basis(self) -> str:
        """What the law's "value" is."""
        return self.said.hit.place.limit.basis if self.said.hit else self.law.basis

    @property
    def since(self) -> date:
        """The first day of the rule's version, else of the regime."""
        return self.place.version.since if self.place else self.law.since

    @property
    def until(self) -> date | None:
        """The first day on which the version, else the regime, is not in force any more; None: no end is known."""
        return self.place.version.until if self.place else self.law.until

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where the law says it."""
        if self.place:
            return self.place.version.citations
        return tuple(dict.fromkeys(cite for hit in self.hits for cite in hit.place.version.citations))

    @property
    def ban(self) -> bool:
        """Whether the goods are forbidden as such, not for being luxury goods."""
        places = [self.place] if self.place else [hit.place for hit in self.hits]
        return any(place.rule.ban for place in places)

    @property
    def question(self) -> str | None:
        """What would settle an ``undetermined`` verdict."""
        return self.said.question or (whys.which(self) if self.differing else None)

    @property
    def why(self) -> str:
        """One sentence for the file: the value, the limit, the comparator, the day, and what was assumed."""
        return whys.sentence(self)


class Judge:
    """Some regimes, indexed once; judges a thing against one of them or all."""

    def __init__(self, regimes: Iterable[Regime]) -> None:
        self.regimes = {regime.id: regime for regime in regimes}
        self._plans = Plans(tuple(self.regimes.values()))

    def named(self, case: Case, regime: str) -> tuple[Verdict, ...]:
        """What a regime that was asked for says: one verdict or more, never none.

        Raises:
            UnknownRegime: when no regime has this id; with the nearest.
            InvalidField: for an answer of the wrong kind in ``goods.facts``.
        """
        law = regime_named(self.regimes, regime)
        groups = [*self._plans.of(case.goods, case.day).get(regime, ()), *general(law, case.day, bans=True)]
        verdicts = [_verdict(group, case) for group in groups]
        listed = [verdict for verdict in verdicts if verdict.said.word != "not-listed"]
        return tuple(listed or verdicts[:1]) or (self._silent(law, case),)

    def all(self, case: Case) -> tuple[Verdict, ...]:
        """What every regime in force that lists the thing says, in order of the regimes' ids.

        An embargo on all goods lists none of them, and is answered only when its regime is asked for.

        Raises:
            InvalidField: for an answer of the wrong kind in ``goods.facts``.
        """
        groups = self._plans.of(case.goods, case.day)
        verdicts = [_verdict(group, case) for regime in groups.values() for group in regime]
        return tuple(verdict for verdict in verdicts if verdict.said.word != "not-listed")

    def _silent(self, law: Regime, case: Case) -> Verdict:
        """A regime that lists nothing like the thing on the day: not in force, not listed, or who knows."""
        goods, day = case.goods, case.day
        elsewhen = self._plans.index.cover(goods, None).get(law.id)
        places = [hit.place for hit in (*elsewhen.coded, *elsewhen.worded)] if elsewhen else []
        asleep = [place for place in places if place.rule.version(day) is None]
        if asleep or not law.in_force(day):
            return _not_in_force(law, asleep, case)
        if goods.category is None and (not goods.hs or _has_words(law, day)):
            reason, ask = reasons.NEEDS_CATEGORY if goods.hs else reasons.UNKNOWN_GOODS
            return Verdict(law, day, goods, Outcome("undetermined", reason=reason, question=ask))
        last = max((place.version.until for place in places if place.version.until), default=None)
        return Verdict(law, day, goods, Outcome("not-listed", reason=reasons.not_listed(goods, last)))


def _verdict(group: Group, case: Case) -> Verdict:
    """Judge the alternatives of a group, in every world that unknown facts leave possible."""
    answers = {fact.name: known(fact, case.goods) for fact in group.facts} if group.facts else _NOTHING
    worlds = group.possible(answers) if answers else group.worlds
    said = [_said(world, case) for world in worlds]
    outcomes = said[0] if len(said) == 1 else tuple(outcome for each in said for outcome in each)
    first = group.hits[0].place
    settled = agreed(outcomes)
    if settled is None:
        open_ = Outcome("undetermined", question=_question(group, worlds, said))
        place = first if all(hit.place.rule is first.rule for hit in group.hits) else None
        return Verdict(first.regime, case.day, case.goods, open_, place, group.hits, answers, outcomes)
    if settled.hit is None:
        unmet = Outcome("not-listed", reason=reasons.conditions_fail(first.rule.id))
        return Verdict(first.regime, case.day, case.goods, unmet)
    return Verdict(first.regime, case.day, case.goods, settled, settled.hit.place, group.hits, answers)


def _said(world: World, case: Case) -> tuple[Outcome, ...]:
    """What the limits that apply in a world say, "not listed" included where that is possible."""
    if not world.priced:
        return world.standing
    return (*world.standing, *starmap(case.outcome, _counted_alike(world.priced, case)))


def _question(group: Group, worlds: Sequence[World], said: Sequence[Sequence[Outcome]]) -> str | None:
    """What to ask when outcomes differ: a fact that matters, else what some limit asks for."""
    words = [{outcome.word for outcome in outcomes} for outcomes in said]
    for fact in group.facts:
        told: dict[Answer, set[Word]] = defaultdict(set)
        for world, spoken in zip(worlds, words, strict=True):
            told[world.answers[fact.name]].update(spoken)
        if len(set(map(frozenset, told.values()))) > 1:
            return f"{fact.question} (fact {fact.name})"
    return next((outcome.question for outcomes in said for outcome in outcomes if outcome.question), None)


def _counted_alike(priced: Sequence[tuple[Hit, Threshold]], case: Case) -> Sequence[tuple[Hit, Threshold]]:
    """Where a law limits sets and single pieces apart, the limits for what the goods are."""
    if len(priced) < 2:
        return priced
    measures = {limit.per.dimension for _, limit in priced}
    if not measures >= {"set", "piece"}:
        return priced
    other = "piece" if case.unit == "set" else "set"
    return [(hit, limit) for hit, limit in priced if limit.per.dimension != other]


def _not_in_force(law: Regime, places: Sequence[Place], case: Case) -> Verdict:
    """Names the rule that does list the thing on other days: the next to come, else the last that was."""
    if not places:
        starts = (version.since for _, version in law.versions() if version.since > case.day)
        since = min(starts, default=law.since)
        asleep = Outcome("not-in-force", reason=reasons.regime_asleep(since, law.until))
        return Verdict(law, case.day, case.goods, asleep)
    coming = [place for place in places if place.version.since > case.day]
    place = min(coming, key=_since) if coming else max(places, key=_since)
    asleep = Outcome("not-in-force", reason=reasons.rule_asleep(place.version.since, place.version.until))
    return Verdict(law, case.day, case.goods, asleep, place)


def _since(place: Place) -> date:
    return place.version.since


def _has_words(regime: Regime, day: date) -> bool:
    """Whether some rule in force names its goods in words only, without tariff codes."""
    versions = (version for rule in regime.rules if not rule.all_goods and (version := rule.version(day)))
    return any(not limit.hs for version in versions for limit in version.limits)
