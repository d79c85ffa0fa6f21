"""What a law asks about the goods: the answers that are known, and the cases when they are not."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

from pricesvc.core.errors import InvalidField
from pricesvc.core.goods import Goods
from pricesvc.core.regimes import Condition, Fact, Limit

Answer = bool | Decimal | str | None
"""None: another word than those the law names."""

_KINDS: dict[str, tuple[type, str]] = {
    "yes-no": (bool, "true or false"),
    "number": (Decimal, "a number"),
    "word": (str, "a word"),
}
_COMPARATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def known(fact: Fact, goods: Goods) -> Answer:
    """The answer of the caller, of the goods' article or of their tariff codes; None when nothing says.

    A tariff code that the caller stated is taken at its word, as far as the fact says what that is.

    Raises:
        InvalidField: when the caller's answer is of another kind than the question.
    """
    answer = goods.facts.get(fact.name)
    if answer is None:
        implied = _implied(fact, goods)
        return fact.stated if implied is None and goods.hs_given else implied
    kind, wanted = _KINDS[fact.type]
    if not isinstance(answer, kind) or (isinstance(answer, Decimal) and not answer.is_finite()):
        raise InvalidField(f"{fact.question} The fact {fact.name} must be {wanted}.", field=f"facts.{fact.name}")
    return answer


def _implied(fact: Fact, goods: Goods) -> bool | None:
    if fact.articles and goods.article and goods.article not in fact.articles_open:
        return goods.article in fact.articles
    if not (fact.codes_yes or fact.codes_open):
        return None
    answers = {_by_code(fact, code) for code in goods.hs}
    return answers.pop() if len(answers) == 1 else None


def _by_code(fact: Fact, code: str) -> bool | None:
    if code.startswith(fact.codes_yes):
        return True
    undecided = (*fact.codes_yes, *fact.codes_open)
    return None if code.startswith(fact.codes_open) or any(each.startswith(code) for each in undecided) else False


def asked(limits: Iterable[Limit]) -> tuple[str, ...]:
    """The names of the facts that any of the limits asks for, in their order."""
    return tuple(dict.fromkeys(condition.fact for limit in limits for condition in limit.when))


def cases(unknown: Iterable[Fact], limits: Iterable[Limit]) -> Iterator[dict[str, Answer]]:
    """Every combination of answers to the unknown facts that the limits can tell apart."""
    conditions = [condition for limit in limits for condition in limit.when]
    facts = tuple(unknown)
    choices = [_choices(fact, [condition for condition in conditions if condition.fact == fact.name]) for fact in facts]
    for answers in product(*choices):
        yield {fact.name: answer for fact, answer in zip(facts, answers, strict=True)}


def holds(limit: Limit, answers: Mapping[str, Answer]) -> bool:
    """Whether every condition of a limit holds, given an answer to each fact."""
    return all(_COMPARATORS[each.comparator](answers[each.fact], each.wanted) for each in limit.when)


def _choices(fact: Fact, conditions: Iterable[Condition]) -> tuple[Answer, ...]:
    if fact.type == "yes-no":
        return (True, False)
    if fact.type == "word":
        return (*dict.fromkeys(condition.wanted for condition in conditions), None)
    marks = sorted({condition.wanted for condition in conditions if isinstance(condition.wanted, Decimal)})
    between = [(low + high) / 2 for low, high in pairwise(marks)]
    return tuple(sorted([marks[0] - 1, *marks, *between, marks[-1] + 1]))
