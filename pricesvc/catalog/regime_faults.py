"""Whether a regime makes sense as law: what its file's format alone cannot tell."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from itertools import combinations, pairwise

from pricesvc.core.regimes import Condition, Fact, Limit, Regime, Rule, Version

Fault = tuple[str, str]
"""Where (``rule 17 / version 2017-11-15``) and why, reading on from the place."""

_TYPES = {"yes-no": bool, "number": Decimal, "word": str}
_SIGHT = 4
"""Facts that one version may ask for: each doubles the cases that have to be judged."""


def faults(regime: Regime, stem: str, categories: Collection[str] | None) -> Iterator[Fault]:
    """Every fault of a regime whose file is called ``stem``; category ids are checked against ``categories``, if given."""
    if regime.id != stem:
        yield "", f"the id is {regime.id}, but the file is called {stem}.toml"
    if not regime.rules:
        yield "", "there is no rule"
    yield from _doubles(regime)
    for rule in regime.rules:
        yield from ((f"rule {rule.id}", reason) for reason in _rule(rule))
        for version in rule.versions:
            place = f"rule {rule.id} / version {version.since}"
            yield from ((place, reason) for reason in _version(version, rule, regime, categories))
    for remark in regime.remarks:
        strange = set(remark.categories).difference(categories) if categories is not None else set()
        yield from (("remark", f"there is no category {name}") for name in sorted(strange))
    yield from (
        (f"fact {fact.name}", "stated is for a yes-no fact")
        for fact in regime.facts.values()
        if fact.stated is not None and fact.type != "yes-no"
    )
    asked = {condition.fact for limit in regime.limits() for condition in limit.when}
    asked |= {limit.measure for limit in regime.limits() if limit.measure}
    yield from ((f"fact {name}", "no limit asks for it") for name in regime.facts if name not in asked)


def _doubles(regime: Regime) -> Iterator[Fault]:
    seen: set[str] = set()
    for rule in regime.rules:
        if rule.id in seen:
            yield f"rule {rule.id}", "another rule has this id"
        seen.add(rule.id)


def _rule(rule: Rule) -> Iterator[str]:
    if not rule.versions:
        yield "it has no version"
    for version in rule.versions:
        if version.until is not None and version.until <= version.since:
            yield f"version {version.since} ends on {version.until}, before it begins"
    for earlier, later in pairwise(rule.versions):
        if earlier.until is None or earlier.until > later.since:
            yield f"versions {earlier.since} and {later.since} overlap, or are not in order of their days"


def _version(version: Version, rule: Rule, regime: Regime, categories: Collection[str] | None) -> Iterator[str]:
    if not version.citations:
        yield "nothing is cited"
    if not version.limits:
        yield "there is no limit; any_value = true says that the goods are listed whatever they cost"
    for limit in version.limits:
        yield from _coverage(limit, rule, categories)
        for condition in limit.when:
            yield from _condition(condition, regime.facts)
        fact = regime.facts.get(limit.measure or "")
        if limit.measure and (limit.threshold is None or fact is None or fact.type != "number"):
            yield f"{limit.measure} is no number fact that measures the goods for an amount"
    if len({condition.fact for limit in version.limits for condition in limit.when}) > _SIGHT:
        yield f"it asks for more than {_SIGHT} facts"
    yield from _collisions(version)


def _coverage(limit: Limit, rule: Rule, categories: Collection[str] | None) -> Iterator[str]:
    if rule.all_goods and (limit.hs or limit.categories):
        yield "all_goods leaves no room for hs or categories"
    if not rule.all_goods and not limit.hs and not limit.categories:
        yield "it covers nothing: it has neither hs nor categories"
    digits = [prefix.digits for prefix in limit.hs]
    yield from (f"{code} is listed twice" for code in sorted({code for code in digits if digits.count(code) > 1}))
    for code in limit.excluded:
        if not any(code.startswith(prefix) for prefix in digits):
            yield f"{code} is excepted, but nothing lists it"
    unknown = {scope.id for scope in limit.categories}.difference(categories) if categories is not None else ()
    yield from (f"there is no category {name}" for name in sorted(unknown))


def _condition(condition: Condition, facts: object) -> Iterator[str]:
    fact = facts.get(condition.fact) if isinstance(facts, dict) else None
    if not isinstance(fact, Fact):
        yield f"the fact {condition.fact} is not declared"
    elif not isinstance(condition.wanted, _TYPES[fact.type]):
        yield f"{condition.fact} is a {fact.type} fact and cannot be {condition.wanted}"
    elif fact.type == "word" and condition.wanted not in fact.words:
        yield f"{condition.fact} has no answer {condition.wanted}; it has {', '.join(fact.words) or 'none'}"


def _collisions(version: Version) -> Iterator[str]:
    """Two limits for one code, with nothing to tell which applies."""
    for one, other in combinations(version.limits, 2):
        if one.when != other.when or one.parts != other.parts or _counted_apart(one, other):
            continue
        shared = {prefix.digits for prefix in one.hs} & {prefix.digits for prefix in other.hs}
        yield from (f"{code} stands in two limits, and no condition tells them apart" for code in sorted(shared))


def _counted_apart(one: Limit, other: Limit) -> bool:
    thresholds = one.threshold, other.threshold
    return None not in thresholds and thresholds[0].per != thresholds[1].per  # type: ignore[union-attr]
