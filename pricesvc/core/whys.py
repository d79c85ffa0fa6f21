"""The words of a verdict: one sentence that a compliance officer can put into a file, and which goods to tell apart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pricesvc.core.conditions import Answer
from pricesvc.core.coverage import Hit
from pricesvc.core.money import quantized
from pricesvc.core.outcomes import Outcome
from pricesvc.core.regimes import Threshold

if TYPE_CHECKING:  # a verdict words itself here
    from pricesvc.core.verdicts import Verdict

_REQUIRES = {">": "exceeding", ">=": "of at least"}
_WORDS = {"any-value": "listed at any value", "undetermined": "open", "not-listed": "not listed"}
_BASIS_WORDS = {"ex": "excluding", "vat": "VAT", "us": "in the US", "wholesale": "wholesale price"}
_SHOWN = 4
_CENTS = 2


def _assumptions(verdict: Verdict) -> list[str]:
    """What a verdict takes for granted: parts of codes, short codes, the category, answers, alternatives."""
    hit, goods = verdict.said.hit, verdict.goods
    clauses = []
    if hit and hit.ex and hit.code:
        clauses.append(
            f"HS {hit.code[: hit.depth]} is listed only in part (ex), so the goods must also match the rule's wording"
        )
    if hit and hit.code and not hit.depth:
        clauses.append(f"the rule lists codes under HS {hit.code} that do not differ here")
    if verdict.hits and goods.category and not goods.hs_given:
        clauses.append(f"the goods are taken to be of the category {goods.category}")
    rules = list(dict.fromkeys(each.place.rule.id for each in verdict.hits))
    if len(rules) > 1 and not verdict.differing:
        clauses.append(f"rules {_joined(rules, 'and')} agree, whichever applies")
    return clauses + [f"{name} is {_answer(answer)}" for name, answer in verdict.answers.items() if answer is not None]


def _answer(answer: Answer) -> str:
    if isinstance(answer, bool):
        return "true" if answer else "false"
    return str(answer)


def which(verdict: Verdict) -> str:
    """The question that tells differing outcomes apart."""
    names = dict.fromkeys(_name(outcome, verdict) for outcome in _listed_first(verdict.differing))
    return f"Which is it: {_joined(list(names), 'or')}?"


def _differences(verdict: Verdict) -> str:
    """Why outcomes that differ leave it open."""
    said: dict[str, list[str]] = {}
    for outcome in _listed_first(verdict.differing):
        names = said.setdefault(outcome.word, [])
        if (name := _name(outcome, verdict)) not in names:
            names.append(name)
    return "it is " + ", or ".join(
        f"{_WORDS.get(word, word)} as {_joined(names, 'or')}" for word, names in said.items()
    )


def _listed_first(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return sorted(outcomes, key=lambda outcome: outcome.hit is None)


def _name(outcome: Outcome, verdict: Verdict) -> str:
    """What the thing would be, and how many other rules would say the same."""
    if outcome.hit is None:
        return "something else"
    hit = outcome.hit
    rule, limit = hit.place.rule, hit.place.limit
    codes = _codes(hit, asked=verdict.said.question is not None)
    alike = {each.place.rule.id for each in verdict.hits if each.place.limit.saying == limit.saying} - {rule.id}
    others = f", or {len(alike)} other rule{'s' if len(alike) > 1 else ''}" if alike else ""
    within = f", HS {_joined(codes, 'or')}" if codes else ""
    return f"{limit.part or rule.title} (rule {rule.id}{within}{others})"


def _codes(hit: Hit, *, asked: bool) -> list[str]:
    """The codes that a limit lists, as far as the goods may have them.

    Of goods whose code is not known, those that tell what it is when nothing else is ``asked``.
    """
    listed = [prefix.digits for prefix in hit.place.limit.hs if prefix.digits.startswith(hit.code or "")]
    if hit.code and hit.depth:
        listed = [hit.code]
    elif hit.code is None and asked:
        listed = []
    return [_excepted(code, hit.place.limit.excluded) for code in listed]


def _excepted(code: str, exceptions: Sequence[str]) -> str:
    """A listed code, and what is left out of it."""
    but = [exception for exception in exceptions if exception.startswith(code)]
    return f"{code} other than {_joined(but, 'and')}" if but else code


def _joined(names: Sequence[str], word: str) -> str:
    """Some names, the last behind a word ("1, 2 and 3"); of many, how many others there are."""
    shown = [*names[:_SHOWN], f"{len(names) - _SHOWN} others"] if len(names) > _SHOWN + 1 else list(names)
    return f"{', '.join(shown[:-1])} {word} {shown[-1]}" if len(shown) > 1 else shown[0]


def sentence(verdict: Verdict) -> str:
    """The sentence of a verdict."""
    place = (
        f"rule {verdict.rule} ({verdict.title}{f': {verdict.part}' if verdict.part else ''}) of "
        if verdict.rule
        else ""
    )
    clauses = [_says(verdict), *_assumptions(verdict), *_remarks(verdict)]
    return f"On {verdict.day}, {place}{verdict.regime} {'; '.join(clauses)}."


def _remarks(verdict: Verdict) -> list[str]:
    """What the regime wants to be known of such goods on such a day."""
    goods, unlisted = verdict.goods, verdict.verdict == "not-listed"
    return [
        remark.says
        for remark in verdict.law.remarks
        if remark.concerns(goods.hs, goods.category, verdict.day) and (unlisted or not remark.unlisted)
    ]


def _says(verdict: Verdict) -> str:
    limit = verdict.limit
    if verdict.verdict == "undetermined":
        return f"does not decide, because {verdict.said.reason or _differences(verdict)}"
    if verdict.said.reason:
        return f"does not cover it: {verdict.said.reason}"
    if limit is None:
        return "covers it whatever it is worth"
    basis = "" if verdict.basis == "unspecified" else f" ({_basis(verdict.basis)})"
    covers = (
        f"covers a value {_REQUIRES[limit.comparator]} {limit.currency} {_figure(limit.amount)} per {limit.per}{basis}"
    )
    return f"{covers}, and {_value(verdict, limit)}"


def _basis(basis: str) -> str:
    """What the law's value is, in words: ``sales-price-ex-vat`` is the sales price excluding VAT."""
    return " ".join(_BASIS_WORDS.get(word, word) for word in basis.split("-"))


def _value(verdict: Verdict, limit: Threshold) -> str:
    rate = verdict.said.told(limit.currency)
    amount = f"{limit.currency} {_span(verdict, limit.amount)} per {limit.per}{f' ({rate})' if rate else ''}"
    if verdict.verdict == "borderline":
        return f"{amount} lies on both sides of it"
    if verdict.low == verdict.high == limit.amount:
        return f"{amount} is exactly that, which is {verdict.verdict}"
    return f"{amount} is {verdict.verdict} that"


def _span(verdict: Verdict, limit: Decimal) -> str:
    low, high = verdict.low, verdict.high
    if low is None or high is None:
        least = f"{_near(low, limit)} or more" if low else "of any amount"
        return least if high is None else f"up to {_near(high, limit)}"
    return _near(low, limit) if low == high else f"{_near(low, limit)} to {_near(high, limit)}"


def _near(value: Decimal, limit: Decimal) -> str:
    """A value in cents, or in as many digits as it takes to tell it from the limit."""
    places = _CENTS
    while (rounded := quantized(value, places)) == limit != value:
        places += 1
    return _figure(value) if rounded == rounded.to_integral_value() else f"{rounded:,f}"


def _figure(amount: Decimal) -> str:
    return f"{quantized(amount, 0 if amount == amount.to_integral_value() else _CENTS):,f}"
