"""The judge: what a regime says of a thing on a day, and why.

``Judge(regimes)`` builds the index once. ``Case(goods, value, "JPY", day, into)`` is a thing with its value on a day.
``judge.named(case, "eu-dprk")``: a regime that was asked for answers at least once. ``judge.all(case)``: every regime in
force that lists the thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pricesvc.core import whys
from pricesvc.core.conditions import Answer, asked, cases, holds, known
from pricesvc.core.coverage import Coverage, Hit, Index, Place
from pricesvc.core.errors import UnknownRegime
from pricesvc.core.money import EXACT, Money
from pricesvc.core.outcomes import UNLISTED, Case, Outcome, Word, agreed
from pricesvc.core.regimes import Citation, Regime, Threshold


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule of a regime says of a thing, and everything needed to check it.

    ``value`` is that of one ``limit.per`` of the goods, in the limit's currency, unrounded; ``low`` and ``high`` are the
    ends of it when the report gave a range, and ``value`` and ``ratio`` (value ÷ limit) are None then. ``rule`` is None
    when no single rule speaks. ``question`` would settle an ``undetermined`` one. ``ban``: the rule forbids the goods as
    such, not for being luxury goods. ``assumption`` and ``reason`` are clauses of the sentence ``why``.
    """

    regime: str
    rule: str | None
    title: str
    verdict: Word
    day: date
    basis: str
    since: date
    until: date | None
    part: str | None = None
    limit: Threshold | None = None
    value: Money | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    ratio: Decimal | None = None
    citations: tuple[Citation, ...] = ()
    question: str | None = None
    ban: bool = False
    assumption: str | None = None
    reason: str | None = None

    @property
    def why(self) -> str:
        """One sentence for the file: the value, the limit, the comparator, the day, and what was assumed."""
        return whys.sentence(self)


class Judge:
    """Some regimes, indexed once; judges a thing against one of them or all."""

    def __init__(self, regimes: Iterable[Regime]) -> None:
        self.regimes = {regime.id: regime for regime in regimes}
        self._index = Index(self.regimes.values())

    def named(self, case: Case, regime: str) -> tuple[Verdict, ...]:
        """What a regime that was asked for says: one verdict or more, never none.

        Raises:
            UnknownRegime: when no regime has this id.
            InvalidField: for an answer of the wrong kind in ``goods.facts``.
        """
        if regime not in self.regimes:
            raise UnknownRegime(f"There is no regime {regime[:40]!r}.", supported=tuple(self.regimes))
        law = self.regimes[regime]
        found = self._index.cover(case.goods, case.day).get(regime)
        verdicts = [*(_verdicts(found, case) if found else ()), *_embargoes(law, case)]
        listed = [verdict for verdict in verdicts if verdict.verdict != "not-listed"]
        return tuple(listed or verdicts[:1]) or (self._silent(law, case),)

    def all(self, case: Case) -> tuple[Verdict, ...]:
        """What every regime in force that lists the thing says, in order of the regimes' ids.

        An embargo on all goods lists none of them, and is answered only when its regime is asked for.

        Raises:
            InvalidField: for an answer of the wrong kind in ``goods.facts``.
        """
        found = self._index.cover(case.goods, case.day)
        verdicts = (verdict for regime in sorted(found) for verdict in _verdicts(found[regime], case))
        return tuple(verdict for verdict in verdicts if verdict.verdict != "not-listed")

    def _silent(self, regime: Regime, case: Case) -> Verdict:
        """A regime that lists nothing like the thing on the day: not in force, not listed, or who knows."""
        goods, day = case.goods, case.day
        elsewhen = self._index.cover(goods, None).get(regime.id)
        places = [hit.place for hit in (*elsewhen.coded, *elsewhen.worded)] if elsewhen else []
        asleep = [place for place in places if place.rule.version(day) is None]
        if asleep or not regime.in_force(day):
            return _not_in_force(regime, asleep, day)
        plain = _plain(regime, day)
        if goods.category is None and (not goods.hs or _has_words(regime, day)):
            reason, question = whys.NEEDS_CATEGORY if goods.hs else whys.UNKNOWN_GOODS
            return replace(plain, verdict="undetermined", reason=reason, question=question)
        last = max((place.version.until for place in places if place.version.until), default=None)
        return replace(plain, reason=whys.not_listed(goods, last))


def _verdicts(found: Coverage, case: Case) -> Iterator[Verdict]:
    """One verdict for each rule that surely lists the thing, and one for those that may."""
    for hits in _groups(found):
        yield _verdict(hits, found.missed if hits[0].place.limit.hs else (), case)


def _groups(found: Coverage) -> Iterator[list[Hit]]:
    """Limits that are alternatives for the thing, together; rules that apply side by side, apart.

    A stated code that lies within a rule's prefix is that rule's. What else a short code, several candidate codes or a
    category lead to are alternatives, but bans apart from lists of luxury goods. Rules in words stand each by itself.
    """
    stated = {hit.place.rule for hit in found.coded if hit.depth} if found.by_code and not found.missed else set()
    groups: dict[object, list[Hit]] = defaultdict(list)
    for hit in found.coded:
        rule = hit.place.rule
        groups[rule if rule in stated else rule.ban].append(hit)
    for hit in found.worded:
        groups[hit.place.rule].append(hit)
    return iter(groups.values())


def _verdict(hits: Sequence[Hit], missed: Sequence[str], case: Case) -> Verdict:
    hits = _deepest(hits)
    regime = hits[0].place.regime
    limits = [hit.place.limit for hit in hits]
    facts = [regime.facts[name] for name in asked(limits)]
    answers: dict[str, Answer] = {fact.name: known(fact, case.goods) for fact in facts}
    unknown = [fact for fact in facts if answers[fact.name] is None]
    said = {id(hit): case.outcome(hit) for hit in hits}
    worlds = []
    for guess in cases(unknown, limits):
        applying = _counted_alike([hit for hit in hits if holds(hit.place.limit, answers | guess)], case)
        outcomes = [said[id(hit)] for hit in applying]
        worlds.append((guess, [*outcomes, UNLISTED] if missed or _uncertain(applying) else outcomes))
    everything = [outcome for _, outcomes in worlds for outcome in outcomes]
    settled = agreed(everything)
    if settled is None:
        question = next((fact.question for fact in unknown if _matters(fact.name, worlds)), None)
        return _unsettled(everything, question, hits, case)
    return _ruling(settled, hits, answers, case)


def _deepest(hits: Sequence[Hit]) -> list[Hit]:
    """Of one rule's limits that hold a code, those that list it most closely; ones that only may hold it stay."""
    if len(hits) == 1:
        return list(hits)
    depths: dict[tuple[object, str | None], int] = {}
    for hit in hits:
        key = (hit.place.rule, hit.code)
        depths[key] = max(hit.depth, depths.get(key, 0))
    return [hit for hit in hits if hit.depth in {0, depths[hit.place.rule, hit.code]}]


def _uncertain(hits: Iterable[Hit]) -> bool:
    """Whether the thing may be something that is not listed: no limit applies, or all cover only a part of some code."""
    sure: dict[str | None, bool] = {}
    for hit in hits:
        sure[hit.code] = sure.get(hit.code, False) or not hit.partly
    return not sure or not all(sure.values())


def _counted_alike(hits: list[Hit], case: Case) -> list[Hit]:
    """Where a law limits sets and single pieces apart, the limits for what the goods are."""
    measures = [limit.per.dimension if (limit := hit.place.limit.threshold) else None for hit in hits]
    if "set" not in measures or "piece" not in measures:
        return hits
    other = "piece" if case.unit == "set" else "set"
    return [hit for hit, measure in zip(hits, measures, strict=True) if measure != other]


def _matters(name: str, worlds: Sequence[tuple[Mapping[str, Answer], Sequence[Outcome]]]) -> bool:
    """Whether the answer to a fact changes what is said."""
    said: dict[Answer, set[Word]] = defaultdict(set)
    for guess, outcomes in worlds:
        said[guess[name]].update(outcome.word for outcome in outcomes)
    return len({frozenset(words) for words in said.values()}) > 1


def _ruling(outcome: Outcome, hits: Sequence[Hit], answers: Mapping[str, Answer], case: Case) -> Verdict:
    if outcome.hit is None:
        return replace(_plain(hits[0].place.regime, case.day), reason=whys.conditions_fail(hits[0].place.rule.id))
    place, ends = outcome.hit.place, outcome.ends
    limit = place.limit.threshold
    value = ends.low if ends and ends.low == ends.high else None
    return Verdict(
        regime=place.regime.id,
        rule=place.rule.id,
        title=place.rule.title,
        verdict=outcome.word,
        day=case.day,
        basis=place.limit.basis,
        since=place.version.since,
        until=place.version.until,
        part=place.limit.part,
        limit=limit,
        value=Money(value, limit.currency) if limit and value is not None else None,
        low=ends.low if ends else None,
        high=ends.high if ends else None,
        ratio=EXACT.divide(value, limit.amount) if limit and value is not None else None,
        citations=place.version.citations,
        question=outcome.question,
        ban=place.rule.ban,
        assumption=whys.assumptions(outcome.hit, hits, answers, case.goods),
        reason=outcome.reason,
    )


def _unsettled(outcomes: Sequence[Outcome], question: str | None, hits: Sequence[Hit], case: Case) -> Verdict:
    """The alternatives differ: say which, and what would settle it."""
    first = hits[0].place
    one_rule = all(hit.place.rule is first.rule for hit in hits)
    reason, which = whys.alternatives(outcomes)
    return replace(
        _plain(first.regime, case.day),
        verdict="undetermined",
        rule=first.rule.id if one_rule else None,
        title=first.rule.title if one_rule else first.regime.title,
        since=first.version.since,
        until=first.version.until,
        citations=tuple(dict.fromkeys(cite for hit in hits for cite in hit.place.version.citations)),
        ban=first.rule.ban,
        reason=reason,
        question=question or next((each.question for each in outcomes if each.question), None) or which,
    )


def _embargoes(regime: Regime, case: Case) -> Iterator[Verdict]:
    """The regime's bans on all goods that are in force."""
    for rule in regime.rules:
        if rule.all_goods and (version := rule.version(case.day)):
            yield _verdict([Hit(Place(regime, rule, version, limit), None) for limit in version.limits], (), case)


def _plain(regime: Regime, day: date) -> Verdict:
    """A verdict of the regime as such: nothing of it covers the thing."""
    return Verdict(regime.id, None, regime.title, "not-listed", day, regime.basis, regime.since, regime.until)


def _not_in_force(regime: Regime, places: Sequence[Place], day: date) -> Verdict:
    """Names the rule that does list the thing on other days: the next to come, else the last that was."""
    plain = replace(_plain(regime, day), verdict="not-in-force")
    if not places:
        return replace(plain, reason=whys.regime_asleep(regime.since, regime.until))
    coming = [place for place in places if place.version.since > day]
    place = min(coming, key=_since) if coming else max(places, key=_since)
    since, until = place.version.since, place.version.until
    return replace(
        plain,
        rule=place.rule.id,
        title=place.rule.title,
        since=since,
        until=until,
        citations=place.version.citations,
        ban=place.rule.ban,
        reason=whys.rule_asleep(since, until),
    )


def _since(place: Place) -> date:
    return place.version.since


def _has_words(regime: Regime, day: date) -> bool:
    """Whether some rule in force names its goods in words only, without tariff codes."""
    versions = (version for rule in regime.rules if not rule.all_goods and (version := rule.version(day)))
    return any(not limit.hs for version in versions for limit in version.limits)
