"""Sentences that name no thing and speak of the one before: "It was sold for", "Its value is put at", "Sold in May for"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pricesvc.reading.reports.pages import STOP, UNSPACED, WIDE, WORD, Ties

BEHIND: Final = 40
"""Characters behind a price in which its verb may stand: "Es wurde für 5 Millionen versteigert"."""

_VERBS: Final = 3
_LEAST: Final = 2
_FEW: Final = 4


class References:
    """Tells with the words of ``Ties``."""

    def __init__(self, ties: Ties) -> None:
        self._ties = ties
        self._openings = Openings(ties)
        self._trade = ties.trade | frozenset(
            one for one in ties.worth | ties.label if " " not in one and len(one) > _VERBS
        )
        worth = (word for phrase in ties.worth | ties.label | ties.convert for word in phrase.split())
        small = ties.level | ties.filler | ties.beside | ties.within | ties.buys | ties.of
        self._light = self._trade | ties.pays | ties.day | small | frozenset(worth) | ties.also | ties.article
        self._places = ties.within | ties.agent | frozenset(one for one in ties.worth if len(one) <= _VERBS)

    def refers(self, before: str, behind: str) -> bool:
        """Whether a sentence speaks of the thing of the one before: by what stands before its price, and behind it."""
        if UNSPACED.search(before) or WIDE.search(before):
            return self._openings.opens(before.replace("，", ",").replace("、", ",").rpartition(",")[2])
        words = WORD.findall(before)
        first = words[0].lower() if words else ""
        led = first in self._ties.pronoun or first in self._ties.article
        rest = words[1:] if led else words
        lower = [word.lower() for word in rest]
        if self._has_it(lower) or self._is_labelled(before, lower):
            return True
        if (first in self._ties.pronoun and self._is_sold(lower)) or self._is_paid(lower):
            return True
        if not rest or not (led or lower[0] in self._light):
            return led and self._is_traded(behind)
        if not self._are_light(rest):
            return False
        return lower[0] in self._ties.pays or not self._trade.isdisjoint(lower) or self._is_traded(behind)

    def bought(self, behind: str) -> bool:
        """Whether what follows a price says so: "He paid $500 for it"."""
        found = WORD.findall(behind[:BEHIND].lower())
        return len(found) > 1 and found[0] in self._ties.buys and found[1] in self._ties.pronoun

    def trades_it(self, gap: str) -> bool:
        """Whether words before a price say that somebody trades the thing: "; its owner had insured it for"."""
        return self._has_it([word.lower() for word in WORD.findall(gap)])

    def _is_labelled(self, before: str, words: Sequence[str]) -> bool:
        """Whether a sentence is a label with a few words: "Estimate of the expert:"."""
        if not before.rstrip().endswith(":") or not 0 < len(words) <= _FEW:
            return False
        return words[0] in self._ties.label or self._light.issuperset(words) or " ".join(words) in self._ties.label

    def _has_it(self, words: Sequence[str]) -> bool:
        """Whether somebody trades the thing, or it goes for a price: "A dealer sold it for", "In the end it went for"."""
        pronoun, trade, given = self._ties.pronoun, self._ties.trade, self._ties.pronoun | self._ties.object
        return any(
            (one in trade and other in pronoun) or (one in given and other in trade) for one, other in pairwise(words)
        )

    def _is_paid(self, words: Sequence[str]) -> bool:
        """Whether somebody who trades pays for the thing: "The buyer paid"."""
        return bool(words) and words[-1] in self._ties.pays and {*words[:-1]} <= self._ties.person and len(words) > 1

    def _is_sold(self, words: Sequence[str]) -> bool:
        """Whether something is done with the thing that a sentence begins with: "Each one, they say, can be sold for"."""
        return any(one in self._ties.level and other in self._ties.trade for one, other in pairwise(words))

    def _are_light(self, words: Sequence[str]) -> bool:
        """Whether words name no thing: verbs of trade, little words, figures, and where it was: "at Christie's in Geneva"."""
        place = False
        for word in words:
            named = place and word[0].isupper()
            if not (named or word.lower() in self._light or word[0].isdigit()):
                return False
            place = named or word.lower() in self._places
        return True

    def _is_traded(self, behind: str) -> bool:
        """Whether the verb of trade stands behind the price."""
        part = behind[:BEHIND]
        stop = STOP.search(part)
        words = WORD.findall(part[: stop.start()] if stop else part)
        return not self._ties.trade.isdisjoint(word.lower() for word in words[:_VERBS])


class Openings:
    """Knows what a clause opens with that puts no spaces between its words."""

    def __init__(self, ties: Ties) -> None:
        self._beside = ties.beside
        self._said = tuple(word for tie in (ties.label, ties.trade, ties.total) for word in tie if len(word) >= _LEAST)

    def opens(self, clause: str) -> bool:
        """Whether it says which number a price is: 目前市价."""
        rest = clause.strip()
        while not rest.startswith(self._said):
            beside = max((word for word in self._beside if rest.startswith(word)), key=len, default="")
            if not beside:
                return False
            rest = rest[len(beside) :].lstrip()
        return True
