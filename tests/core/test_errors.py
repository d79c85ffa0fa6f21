"""Refusals and failures carry what they were given, and stand where the documentation says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pricesvc.core import errors
from pricesvc.core.errors import NoRate, PricesvcError
from pricesvc.core.publishers import Refused, SourceError


def _below(kind: type[PricesvcError]) -> Iterator[type[PricesvcError]]:
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield child
            yield from _below(child)


def test_every_refusal_has_a_code_of_its_own_and_a_place_in_the_tree() -> None:
    """The tree in the module's text is the tree of the classes, in its order."""
    kinds = list(_below(PricesvcError))
    assert len({kind.code for kind in kinds}) == len(kinds)
    drawn = re.findall(r"^ {4}((?:│ {3}| {4})*)[├└]── (\w+)", errors.__doc__ or "", re.MULTILINE)
    assert [(len(bars) // 4, name) for bars, name in drawn] == [(len(kind.mro()) - 5, kind.__name__) for kind in kinds]


def test_a_refusal_says_its_detail_and_keeps_its_facts() -> None:
    """As text to a person, as values to a program."""
    refusal = NoRate("There is none.", base="EUR", sources=["ecb"])
    assert (str(refusal), refusal.detail) == ("There is none.", "There is none.")
    assert (refusal.code, refusal.facts) == ("no-rate", {"base": "EUR", "sources": ["ecb"]})
    again = refusal.of("a1")
    assert (type(again), str(again), again.facts) == (NoRate, "There is none.", refusal.facts | {"id": "a1"})
    assert "id" not in refusal.facts


def test_a_failure_of_a_publisher_says_why_and_when_to_come_back() -> None:
    """When nothing is said of that, it is not known."""
    failure = SourceError("503", retry_after=30)
    assert (str(failure), failure.reason, failure.retry_after) == ("503", "503", 30)
    assert Refused("a web page").retry_after is None
