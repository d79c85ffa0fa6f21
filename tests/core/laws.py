"""Small regimes made for one question each, and what they say of goods."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pricesvc.core.errors import NoRate
from pricesvc.core.goods import Goods
from pricesvc.core.money import Interval
from pricesvc.core.outcomes import Case
from pricesvc.core.regimes import (
    CategoryScope,
    Citation,
    Condition,
    Fact,
    HsPrefix,
    Limit,
    Parts,
    Regime,
    Rule,
    Threshold,
    Version,
)
from pricesvc.core.units import Measure
from pricesvc.core.verdicts import Judge, Verdict

DAY = date(2023, 12, 7)
START = date(2020, 1, 1)
CITED = (Citation("The Act", "Annex, 1", "https://example.org/act"),)
ANY: Mapping[str, object] = {"any_value": True}

CAR = Goods(category="passenger_vehicles", hs=("8703",), article="car")
WATCH = Goods(category="clocks_watches")


def over_amount(amount: str, per: str = "item", currency: str = "EUR", comparator: str = ">") -> dict[str, object]:
    """What a limit with an amount says."""
    return {"threshold": Threshold(Decimal(amount), currency, comparator, Measure.parse(per))}  # type: ignore[arg-type]


def limit(
    says: Mapping[str, object],
    *codes: str,
    categories: str = "",
    excluded: tuple[str, ...] = (),
    parts: Parts = "also",
    when: tuple[Condition, ...] = (),
    part: str | None = None,
) -> Limit:
    """A limit; codes and categories are written as in a regime file, "ex" before those that are listed in part."""
    return Limit(
        part=part,
        hs=tuple(HsPrefix(code.removeprefix("ex "), ex=code.startswith("ex ")) for code in codes),
        excluded=excluded,
        categories=tuple(
            CategoryScope(name.removeprefix("ex "), ex=name.startswith("ex "))
            for name in categories.split(", ")
            if name
        ),
        parts=parts,
        when=when,
        basis="unspecified",
        **says,  # type: ignore[arg-type]
    )


def rule(name: str, *limits: Limit, since: date = START, until: date | None = None, **flags: bool) -> Rule:
    """A rule with one version."""
    return Rule(name, f"Title of {name}", (Version(since, until, limits, CITED),), **flags)


def regime(*rules: Rule, facts: tuple[Fact, ...] = (), complete: tuple[str, ...] = (), name: str = "act") -> Regime:
    """A regime of some rules."""
    return Regime(
        id=name,
        title="The list",
        jurisdiction="XX",
        kind="sanction",
        target=("RU",),
        instrument="The Act",
        publisher="A state",
        url="https://example.org/act",
        verified=START,
        coverage="Everything.",
        basis="unspecified",
        rules=rules,
        facts={fact.name: fact for fact in facts},
        complete=complete,
    )


def no_rate(_value: Interval, currency: str) -> Interval:
    """There is no rate."""
    raise NoRate(f"There is no rate for {currency} on that day.")


def judged(
    law: Regime,
    goods: Goods,
    low: str | None = "1000",
    high: str | None = None,
    *,
    currency: str = "EUR",
    day: date = DAY,
) -> tuple[Verdict, ...]:
    """What a regime says of goods worth ``low``, or ``low`` to ``high``; "" is an open end, None no value."""
    ends = [Decimal(end) if end else None for end in (low, low if high is None else high)]
    value = None if low is None else Interval(*ends)
    return Judge([law]).named(Case(goods, value, currency, day, no_rate), law.id)


def one(*args: object, **more: object) -> Verdict:
    """The only verdict."""
    verdicts = judged(*args, **more)  # type: ignore[arg-type]
    assert len(verdicts) == 1, [verdict.why for verdict in verdicts]
    return verdicts[0]


def stated(code: str, **more: object) -> Goods:
    """Goods whose tariff code the caller stated."""
    return Goods(hs=(code,), hs_given=True, **more)  # type: ignore[arg-type]
