"""Every limit of every version that ships, made into cases: at it, a cent to either side, and on the days it turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest

from pricesvc.catalog.regimes import SHIPPED, load_regime
from pricesvc.core.conditions import Answer, cases, holds
from pricesvc.core.goods import Goods
from pricesvc.core.money import Interval
from pricesvc.core.outcomes import Case
from pricesvc.core.regimes import Limit, Regime, Rule, Threshold, Version
from pricesvc.core.verdicts import Judge, Verdict

CENT = Decimal("0.01")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Spot:
    """One limit with an amount, a thing that only it covers, and the judge of its regime."""

    judge: Judge
    regime: Regime
    rule: Rule
    version: Version
    limit: Limit
    threshold: Threshold
    goods: Goods

    def answer(self, amount: Decimal, day: date) -> Verdict | None:
        """What the limit's own version of the rule says of a value, or None when another or none speaks."""
        case = Case(self.goods, Interval.point(amount), self.threshold.currency, day, _no_rate)
        answers = self.judge.named(case, self.regime.id)
        return next((each for each in answers if each.place and each.place.version is self.version), None)

    def last_day(self) -> date:
        """The last day in force, or a day far from any turn."""
        return self.version.until - DAY if self.version.until else self.version.since + 3650 * DAY


def _no_rate(_value: Interval, currency: str) -> Interval:
    raise AssertionError(currency)


def spots(regime: Regime) -> Iterator[Spot]:
    """Every limit with an amount, with goods for it."""
    judge = Judge([regime])
    for rule in regime.rules:
        for version in rule.versions:
            for limit in version.limits:
                if limit.threshold is not None:
                    goods = _goods(regime, version, limit, limit.threshold)
                    yield Spot(judge, regime, rule, version, limit, limit.threshold, goods)


def _goods(regime: Regime, version: Version, limit: Limit, threshold: Threshold) -> Goods:
    """A thing that the limit covers: by its first code, or by its category when it names goods in words."""
    return Goods(
        category=limit.categories[0].id if limit.categories else None,
        hs=(_code(limit),) if limit.hs else (),
        hs_given=bool(limit.hs),
        part=limit.parts == "only",
        quantity=threshold.per.size,
        unit=threshold.per.unit,
        facts={name: answer for name, answer in _facts(regime, version, limit).items() if answer is not None},
    )


def _code(limit: Limit) -> str:
    """A full code under the limit's first prefix that nothing excepts."""
    tails = (f"{tail:02d}999999" for tail in range(99, 0, -1))
    codes = (limit.hs[0].digits + tail for tail in ("", *tails))
    fits = (code[:10] for code in codes if not any(each.startswith(code[:10]) for each in limit.excluded))
    return next(code for code in fits if not code.startswith(limit.excluded or "-"))


def _facts(regime: Regime, version: Version, limit: Limit) -> Mapping[str, Answer]:
    """Answers under which the limit applies and as few of its neighbours as can be."""
    names = {condition.fact for each in version.limits for condition in each.when}
    worlds = list(cases([regime.facts[name] for name in sorted(names)], version.limits))
    fitting = [world for world in worlds if holds(limit, world)]
    return min(fitting, key=lambda world: sum(holds(each, world) for each in version.limits))


@pytest.fixture(scope="module", params=sorted(path.stem for path in SHIPPED.glob("*.toml")))
def regime(request: pytest.FixtureRequest) -> Regime:
    """Each regime that ships."""
    return load_regime(SHIPPED / f"{request.param}.toml")


def test_a_value_at_the_limit_and_a_cent_to_either_side(regime: Regime) -> None:
    """The limit itself is left out by "exceeding" and taken in by "or more"; on the first day and on the last."""
    wrong = []
    for spot in spots(regime):
        at = "over" if spot.threshold.comparator == ">=" else "under"
        expected = {-CENT: "under", CENT * 0: at, CENT: "over"}
        for (step, word), day in product(expected.items(), (spot.version.since, spot.last_day())):
            said = spot.answer(spot.threshold.amount + step, day)
            if said is None or said.verdict not in _words(word, spot):
                wrong.append((spot.rule.id, spot.limit.part, day, step, said and said.why))

    assert not wrong


def test_the_day_before_it_begins_and_the_day_after_it_ends(regime: Regime) -> None:
    """Outside its days a version is silent: its neighbour speaks, or nobody."""
    wrong = []
    for spot in spots(regime):
        outside = [spot.version.since - DAY] + ([spot.version.until] if spot.version.until else [])
        for day in outside:
            said = spot.answer(spot.threshold.amount + CENT, day)
            if said is not None and said.verdict != "not-in-force":
                wrong.append((spot.rule.id, spot.limit.part, day, said.why))

    assert not wrong


def test_a_verdict_shows_the_limit_it_was_held_against(regime: Regime) -> None:
    """The amount, currency and measure in the answer are those of the law, and so is the ratio."""
    wrong = []
    for spot in spots(regime):
        said = spot.answer(spot.threshold.amount * 2, spot.version.since)
        if said and said.verdict == "over" and said.limit and said.limit.per.size == spot.threshold.per.size:
            shown = (said.limit.amount, said.limit.currency, said.ratio)
            if shown != (spot.threshold.amount, spot.threshold.currency, Decimal(2)):
                wrong.append((spot.rule.id, spot.limit.part, shown))

    assert not wrong


def _words(word: str, spot: Spot) -> set[str]:
    """What may be said where the thing is known by a category of which the limit covers only a part."""
    open_ = not spot.limit.hs and spot.limit.categories[0].ex
    return {word, "undetermined"} if open_ and word == "over" else {word}
