"""What has to be decided for a kind of thing, apart from its value: worked out once per kind and period of law."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pricesvc.core.conditions import Answer, asked, cases, holds
from pricesvc.core.coverage import Coverage, Hit, Index, Place
from pricesvc.core.goods import Goods
from pricesvc.core.outcomes import UNLISTED, Outcome, standing
from pricesvc.core.regimes import Fact, Regime, Threshold

_KINDS = 8192
"""Kinds of things whose plans are kept."""


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """One way that the facts may be, and the limits that apply then.

    ``priced`` are those that need a value, one of each that say the same; ``standing`` is what the others say, "not
    listed" included when the thing may be one that is not.
    """

    answers: Mapping[str, Answer]
    priced: tuple[tuple[Hit, Threshold], ...]
    standing: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Limits that are alternatives for a thing and give one verdict together, in every world that is possible.

    ``facts`` are asked by some of the limits. ``missed``: some candidate code is not listed at all.
    """

    hits: tuple[Hit, ...]
    facts: tuple[Fact, ...]
    missed: bool
    worlds: tuple[World, ...]

    @classmethod
    def of(cls, hits: Iterable[Hit], *, missed: bool = False) -> Group:
        """The group of some hits of one regime, of each rule and code only those that list it most closely."""
        closest = _closest(tuple(hits))
        known = closest[0].place.regime.facts
        facts = tuple(known[name] for name in asked(hit.place.limit for hit in closest))
        return cls(closest, facts, missed, _worlds(closest, facts, {}, missed=missed))

    def possible(self, answers: Mapping[str, Answer]) -> tuple[World, ...]:
        """The worlds that what is known leaves possible; None: an answer is not known."""
        given = {name: answer for name, answer in answers.items() if answer is not None}
        if not given:
            return self.worlds
        if all(isinstance(answer, bool) for answer in given.values()):
            return tuple(world for world in self.worlds if given.items() <= world.answers.items())
        unknown = [fact for fact in self.facts if fact.name not in given]
        return _worlds(self.hits, unknown, given, missed=self.missed)


def _worlds(
    hits: Sequence[Hit], unknown: Iterable[Fact], given: Mapping[str, Answer], *, missed: bool
) -> tuple[World, ...]:
    worlds = []
    for guess in cases(unknown, [hit.place.limit for hit in hits]):
        answers = {**given, **guess}
        applying = [hit for hit in hits if holds(hit.place.limit, answers)]
        voices: dict[object, Hit] = {}
        for hit in applying:
            voices.setdefault(hit.place.limit.saying, hit)
        said = [standing(hit) for hit in voices.values() if hit.place.limit.threshold is None]
        unlisted = [UNLISTED] if missed or _uncertain(applying) else []
        priced = tuple((hit, limit) for hit in voices.values() if (limit := hit.place.limit.threshold))
        worlds.append(World(answers, priced, (*said, *unlisted)))
    return tuple(worlds)


class Plans:
    """The groups of some regimes for any thing on any day."""

    def __init__(self, regimes: Sequence[Regime]) -> None:
        self.index = Index(regimes)
        self._general = [each for each in regimes if any(rule.all_goods and not rule.ban for rule in each.rules)]
        self._turns = sorted({day for regime in regimes for day in regime.turns()})
        self._kept = lru_cache(_KINDS)(self._plan)

    def of(self, goods: Goods, day: date) -> dict[str, tuple[Group, ...]]:
        """The groups of each regime that may list the thing on the day, by the regime's id, in its order."""
        period = bisect_right(self._turns, day)
        return self._kept(goods.hs, goods.hs_given, goods.category, goods.part, period)

    def _plan(
        self, hs: tuple[str, ...], hs_given: bool, category: str | None, part: bool, period: int
    ) -> dict[str, tuple[Group, ...]]:
        goods = Goods(hs=hs, hs_given=hs_given, category=category, part=part)
        day = self._turns[period - 1] if period else date.min
        groups = {regime: _groups(found) for regime, found in self.index.cover(goods, day).items()}
        for regime in self._general:
            groups.setdefault(regime.id, []).extend(general(regime, day, bans=False))
        return {regime: tuple(groups[regime]) for regime in sorted(groups) if groups[regime]}


def general(regime: Regime, day: date, *, bans: bool) -> list[Group]:
    """The regime's rules for all goods that are in force: its embargoes, or the others."""
    rules = [rule for rule in regime.rules if rule.all_goods and rule.ban == bans]
    versions = [(rule, version) for rule in rules if (version := rule.version(day))]
    return [
        Group.of(Hit(Place(regime, rule, version, limit), None) for limit in version.limits)
        for rule, version in versions
    ]


def _groups(found: Coverage) -> list[Group]:
    """Limits that are alternatives for the thing, together; rules that apply side by side, apart.

    A stated code that lies within a rule's prefix is that rule's. What else a short code, several candidate codes or a
    category lead to are alternatives, but bans apart from lists of luxury goods. Rules in words stand each by itself.
    """
    alone = found.by_code and not found.missed and len({hit.code for hit in found.coded}) == 1
    stated = {hit.place.rule for hit in found.coded if hit.depth} if alone else set()
    groups: dict[object, list[Hit]] = defaultdict(list)
    for hit in found.coded:
        rule = hit.place.rule
        groups[rule if rule in stated else rule.ban].append(hit)
    coded = [Group.of(hits, missed=bool(found.missed)) for hits in groups.values()]
    worded: dict[object, list[Hit]] = defaultdict(list)
    for hit in found.worded:
        worded[hit.place.rule].append(hit)
    return coded + [Group.of(hits) for hits in worded.values()]


def _closest(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Of one rule's limits that hold a code, those that list it most closely; ones that only may hold it stay."""
    depths: dict[tuple[object, str | None], int] = {}
    for hit in hits:
        key = (hit.place.rule, hit.code)
        depths[key] = max(hit.depth, depths.get(key, 0))
    return tuple(hit for hit in hits if hit.depth in {0, depths[hit.place.rule, hit.code]})


def _uncertain(hits: Iterable[Hit]) -> bool:
    """Whether the thing may be one that is not listed: no limit applies, or all cover only a part of some code."""
    sure: dict[str | None, bool] = {}
    for hit in hits:
        sure[hit.code] = sure.get(hit.code, False) or not hit.partly
    return not sure or not all(sure.values())
