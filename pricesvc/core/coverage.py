"""Which limits of which regimes a thing may fall under: an index by tariff code and by category of goods."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pricesvc.core.goods import NONE, Goods
from pricesvc.core.regimes import Limit, Regime, Rule, Version


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """One limit, and where it stands."""

    regime: Regime
    rule: Rule
    version: Version
    limit: Limit


@dataclass(frozen=True, slots=True)
class Hit:
    """A limit that a thing may fall under, and how surely.

    ``code`` is the tariff code that led here, None when the category alone did. ``depth`` is the length of the listed
    prefix that holds the code; 0 when the code is shorter than what is listed, or there is none. ``partly``: only some
    of what the code or the category stands for is listed. ``ex``: the law itself lists the prefix in part.
    """

    place: Place
    code: str | None
    depth: int = 0
    partly: bool = False
    ex: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one regime may have for a thing on a day.

    ``coded`` limits list tariff codes; ``by_code`` says that codes alone led to them, not the category. ``worded``
    limits name goods in words only. ``missed`` are candidate codes that the regime does not list, beside some it does.
    """

    coded: tuple[Hit, ...]
    worded: tuple[Hit, ...]
    missed: tuple[str, ...]
    by_code: bool


class Index:
    """Every limit of some regimes, found by tariff code (2 to 10 digits, both ways) and by category."""

    def __init__(self, regimes: Iterable[Regime]) -> None:
        self._within: dict[str, list[tuple[Place, bool]]] = defaultdict(list)
        self._beyond: dict[str, list[Place]] = defaultdict(list)
        self._coded: dict[str, list[tuple[Place, bool]]] = defaultdict(list)
        self._worded: dict[str, list[tuple[Place, bool]]] = defaultdict(list)
        for place in _places(regimes):
            self._add(place)

    def _add(self, place: Place) -> None:
        for prefix in place.limit.hs:
            self._within[prefix.digits].append((place, prefix.ex))
        shorter = {prefix.digits[:length] for prefix in place.limit.hs for length in range(2, len(prefix.digits), 2)}
        for code in shorter:
            self._beyond[code].append(place)
        for scope in place.limit.categories:
            (self._coded if place.limit.hs else self._worded)[scope.id].append((place, scope.ex))

    def cover(self, goods: Goods, day: date | None) -> dict[str, Coverage]:
        """What each regime may have for a thing on a day (None: on any day), by the regime's id.

        A tariff code that the caller stated decides. Else the category does, and candidate codes narrow it down.
        Regimes that list nothing like the thing are left out.
        """
        by_code = bool(goods.hs) and (goods.hs_given or goods.category is None)
        touched = [hit for code in goods.hs for hit in self._touched(code, day)]
        coded = touched if by_code else self._of_category(goods, touched, day)
        worded = [
            Hit(place, None, partly=ex)
            for place, ex in self._worded.get(goods.category or NONE, ())
            if _live(place, day) and _takes(place.limit, goods)
        ]
        return {
            regime: Coverage(tuple(hits), tuple(words), _missed(goods, hits), by_code)
            for regime, (hits, words) in _by_regime(coded, worded).items()
        }

    def _touched(self, code: str, day: date | None) -> list[Hit]:
        """Every limit that lists the code, a shorter one that holds it, or a longer one under it."""
        hits: dict[Place, Hit] = {}
        for length in range(len(code), 0, -2):
            for place, ex in self._within.get(code[:length], ()):
                excluded = place.limit.excluded
                if place not in hits and _live(place, day) and not any(map(code.startswith, excluded)):
                    partly = any(exception.startswith(code) for exception in excluded)
                    hits[place] = Hit(place, code, length, partly, ex)
        for place in self._beyond.get(code, ()):
            if place not in hits and _live(place, day):
                hits[place] = Hit(place, code, partly=not code.startswith(place.regime.complete))
        return list(hits.values())

    def _of_category(self, goods: Goods, touched: list[Hit], day: date | None) -> list[Hit]:
        """The coded limits of the goods' category: those that candidate codes touch, or all when there are none.

        Where the list has the whole category, a code that is shorter than what is listed leaves nothing open. A
        candidate code that leads to a limit for parts is one of a part, whatever the words say.
        """
        live = [(place, ex) for place, ex in self._coded.get(goods.category or NONE, ()) if _live(place, day)]
        scopes = {place: ex for place, ex in live if _takes(place.limit, goods)}
        parts = {place for place, _ in live if place.limit.parts == "only"}
        whole = {_list_of(place) for place, ex in scopes.items() if not ex}
        if not goods.hs:
            return [Hit(place, None, partly=_list_of(place) not in whole) for place in scopes]
        return [
            hit if _list_of(hit.place) not in whole or not hit.partly else replace(hit, partly=False)
            for hit in touched
            if hit.place in scopes or hit.place in parts
        ]


def _by_regime(coded: Iterable[Hit], worded: Iterable[Hit]) -> dict[str, tuple[list[Hit], list[Hit]]]:
    found: dict[str, tuple[list[Hit], list[Hit]]] = defaultdict(lambda: ([], []))
    for hit in coded:
        found[hit.place.regime.id][0].append(hit)
    for hit in worded:
        found[hit.place.regime.id][1].append(hit)
    return found


def _missed(goods: Goods, hits: Sequence[Hit]) -> tuple[str, ...]:
    codes = {hit.code for hit in hits if hit.code}
    return tuple(code for code in goods.hs if codes and code not in codes)


def _places(regimes: Iterable[Regime]) -> Iterator[Place]:
    for regime in regimes:
        for rule, version in regime.versions():
            yield from (Place(regime, rule, version, limit) for limit in version.limits)


def _live(place: Place, day: date | None) -> bool:
    return day is None or place.version.in_force(day)


def _list_of(place: Place) -> tuple[Regime, bool]:
    """The list that a limit is in: a regime's bans are apart from its luxury goods."""
    return place.regime, place.rule.ban


def _takes(limit: Limit, goods: Goods) -> bool:
    """Whether a limit is for the thing or for its accessories and parts, as the goods are."""
    return limit.parts != ("never" if goods.part else "only")
