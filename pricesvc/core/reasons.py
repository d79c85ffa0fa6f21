"""Why a verdict is what it is, in half a sentence, and what to ask the caller then."""

from __future__ import annotations

from datetime import date

from pricesvc.core.goods import Goods
from pricesvc.core.units import Measure

NO_VALUE = "no value was given to hold against the limit"
UNKNOWN_GOODS = ("what the thing is, is not known", "What is it: a category of goods or a tariff code?")
NEEDS_CATEGORY = (
    "the regime names its goods in words, and the tariff code alone does not say which they are",
    "Which category of goods is it?",
)

_UNITS = {
    "item": "items",
    "pair": "pairs",
    "set": "sets",
    "ml": "millilitres",
    "cl": "centilitres",
    "dl": "decilitres",
    "l": "litres",
    "ct": "carats",
    "g": "grams",
    "kg": "kilograms",
    "m2": "square metres",
}


def by_quality(criterion: str) -> tuple[str, str]:
    """Why a rule without a figure does not decide, and what to ask."""
    return (
        f"the rule lists the goods by quality only ({criterion}) and names no figure",
        f"Do the goods meet the law's own criterion ({criterion})?",
    )


def ask_value(currency: str | None) -> str:
    """What to ask where no value can be held against a limit; in the limit's currency when another is known."""
    return f"What is it worth in {currency}?" if currency else "What is it worth?"


def wrong_unit(per: Measure, unit: str) -> tuple[str, str]:
    """Why a value of some ``unit`` cannot be held against a limit per something else, and what to ask."""
    return (
        f"the limit is per {per}, and the value is of a quantity in {_UNITS[unit]}",
        f"For how many {_UNITS[per.unit]} is the value?",
    )


def no_rate(currency: str, detail: str) -> str:
    """Why the value cannot be held against a limit in a currency."""
    return f"the value cannot be converted to {currency}: {detail.removesuffix('.')}"


def conditions_fail(rule: str) -> str:
    """Why a rule that lists such goods does not cover these."""
    return f"its rule {rule} lists such goods only under conditions that these do not meet"


def not_listed(goods: Goods, until: date | None) -> str:
    """Why nothing covers the thing; ``until`` is the first day on which a rule did not any more."""
    codes = f"HS {', '.join(goods.hs)}" if goods.hs else ""
    kind = "" if goods.hs_given or goods.category is None else f"goods of the category {goods.category}"
    once = f" (such goods were listed to the day before {until})" if until else ""
    return f"no rule in force lists {kind}{', ' if kind and codes else ''}{codes}{once}"


def regime_asleep(since: date, until: date | None) -> str:
    """When a regime is in force."""
    return f"it is in force {_days(since, until)}"


def rule_asleep(since: date, until: date | None) -> str:
    """When a rule is in force."""
    return f"it lists such goods {_days(since, until)} only"


def _days(since: date, until: date | None) -> str:
    return f"from {since} to the day before {until}" if until else f"from {since}"
