"""Whatever is asked, every regime answers: one verdict or more, each with a sentence, and none by an error."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pricesvc.catalog.regimes import load_regimes
from pricesvc.core.errors import NoRate
from pricesvc.core.goods import Goods
from pricesvc.core.money import Interval
from pricesvc.core.outcomes import Case
from pricesvc.core.verdicts import Judge

JUDGE = Judge(load_regimes())
WORDS = {"over", "under", "borderline", "any-value", "not-listed", "not-in-force", "undetermined"}
LIMITS = [
    limit
    for regime in JUDGE.regimes.values()
    for rule in regime.rules
    for version in rule.versions
    for limit in version.limits
]
CATEGORIES = sorted({scope.id for limit in LIMITS for scope in limit.categories})
CODES = sorted({prefix.digits for limit in LIMITS for prefix in limit.hs})

codes = st.one_of(
    st.sampled_from(CODES),
    st.sampled_from(CODES).map(lambda code: code[:4]),
    st.sampled_from(CODES).map(lambda code: (code + "00000000")[:10]),
    st.integers(1, 97).map("{:02d}".format),
)
amounts = st.none() | st.decimals(0, 10**9, allow_nan=False, places=2)
things = st.builds(
    Goods,
    category=st.none() | st.just("none") | st.sampled_from(CATEGORIES),
    hs=st.lists(codes, max_size=3, unique=True).map(tuple),
    hs_given=st.booleans(),
    quantity=st.decimals(Decimal("0.01"), 1000, places=2),
    unit=st.sampled_from(["item", "pair", "set", "ml", "l", "g", "kg", "m2"]),
    part=st.booleans(),
    article=st.none() | st.sampled_from(["coat", "jacket", "watch", "snowmobile"]),
    facts=st.dictionaries(st.sampled_from(["new", "coat", "snowmobile", "precious_metal"]), st.booleans()),
)
days = st.dates(date(2000, 1, 1), date(2030, 1, 1))


def _into(value: Interval, currency: str) -> Interval:
    """One for one, except into yen, for which there is no rate."""
    if currency == "JPY":
        raise NoRate("There is no rate.")
    return value


@given(thing=things, low=amounts, high=amounts, day=days)
def test_every_regime_answers(thing: Goods, low: Decimal | None, high: Decimal | None, day: date) -> None:
    """A word of the seven, a sentence, and, where a question would settle it, the question."""
    ends = sorted(end for end in (low, high) if end is not None)
    value = Interval(ends[0], ends[-1]) if ends else None
    case = Case(thing, value, "EUR", day, _into)

    for regime in JUDGE.regimes:
        verdicts = JUDGE.named(case, regime)
        assert verdicts
        for verdict in verdicts:
            assert verdict.verdict in WORDS
            assert verdict.why.startswith(f"On {day}, ")
            assert verdict.why.endswith(".")
            assert verdict.verdict == "undetermined" or verdict.question is None


@given(thing=things, amount=amounts, day=days)
def test_what_is_said_of_all_is_what_each_says(thing: Goods, amount: Decimal | None, day: date) -> None:
    """The regimes that list a thing say of it what they say when they are asked alone; embargoes apart."""
    case = Case(thing, None if amount is None else Interval.point(amount), "EUR", day, _into)
    together = [(verdict.regime, verdict.rule, verdict.verdict) for verdict in JUDGE.all(case)]

    alone = [
        (verdict.regime, verdict.rule, verdict.verdict)
        for regime in sorted(JUDGE.regimes)
        for verdict in JUDGE.named(case, regime)
        if verdict.hits and not (verdict.place and verdict.place.rule.all_goods)
    ]

    assert together == alone
