"""Law as dated data: regimes, their rules, the rules' versions and the limits in them.

    Regime ─ Rule ─ Version (half-open: since ≤ day < until) ─ Limit (for a part of the goods)

Everything is frozen and compared by identity: a regime is loaded once and never changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Literal

from pricesvc.core.errors import UnknownRegime
from pricesvc.core.units import Measure

Kind = Literal["sanction", "tax", "policy"]
Comparator = Literal[">", ">="]
Parts = Literal["also", "only", "never"]


@dataclass(frozen=True, slots=True, eq=False)
class Citation:
    """Where the law says it: the act, the place in it, and a page that shows it."""

    title: str
    pinpoint: str
    url: str


@dataclass(frozen=True, slots=True)
class HsPrefix:
    """A tariff code a rule lists: whole, or ``ex``, when only the part its words describe is meant."""

    digits: str
    ex: bool = False


@dataclass(frozen=True, slots=True)
class CategoryScope:
    """A category of goods a rule lists: whole, or ``ex``, when the rule covers only some goods of the category."""

    id: str
    ex: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """Something a law asks about the goods that a report may not state.

    The caller can answer it. Else the goods' article may: one of the nouns ``articles`` says yes, one of
    ``articles_open`` nothing, and any other no. Else their tariff codes may, likewise and if they agree: within
    ``codes_yes`` yes, within ``codes_open`` nothing, else no. With neither kind of list, only the caller can answer.
    ``stated`` is the answer that is taken where nothing else says, of goods whose tariff code the caller stated.
    """

    name: str
    type: Literal["yes-no", "number", "word"]
    question: str
    articles: frozenset[str] = frozenset()
    articles_open: frozenset[str] = frozenset()
    codes_yes: tuple[str, ...] = ()
    codes_open: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    stated: bool | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact that must hold for a limit to apply: ``new`` is true, ``engine_cc`` > 1900, ``case`` is gold."""

    fact: str
    comparator: Literal["=", ">", ">=", "<", "<="]
    wanted: bool | Decimal | str


@dataclass(frozen=True, slots=True, eq=False)
class Threshold:
    """An amount that a value is held against: ``value comparator amount`` is ``over``."""

    amount: Decimal
    currency: str
    comparator: Comparator
    per: Measure


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """What a version says of one part of its goods.

    Exactly one of these holds: it has a ``threshold``; it is ``any_value`` (listed whatever it costs); it is
    ``by_quality``, the law's own criterion in words and no figure; or it is ``unknown``: listed, and what the figure
    was on these days could not be established, for the reason given.

    ``parts``: whether accessories and spare parts are covered ``also``, or it covers them ``only`` or ``never``.
    ``measure``: the fact that says how much of the threshold's unit one piece is, such as a carpet's area.
    """

    part: str | None
    hs: tuple[HsPrefix, ...]
    excluded: tuple[str, ...]
    categories: tuple[CategoryScope, ...]
    parts: Parts
    when: tuple[Condition, ...]
    basis: str
    threshold: Threshold | None = None
    any_value: bool = False
    by_quality: str | None = None
    unknown: str | None = None
    measure: str | None = None

    @property
    def saying(self) -> tuple[object, ...]:
        """What it says, apart from the goods it says it of: equal for limits that cannot differ in outcome."""
        if self.threshold is not None:
            limit = self.threshold
            return limit.amount, limit.currency, limit.comparator, limit.per
        return self.any_value, self.by_quality, self.unknown


def _within(since: date, day: date, until: date | None) -> bool:
    """Whether a day is one of ``since`` ≤ day < ``until``."""
    return since <= day and (until is None or day < until)


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """A rule as it reads on the days ``since`` ≤ day < ``until``; ``until`` None: no end is known."""

    since: date
    until: date | None
    limits: tuple[Limit, ...]
    citations: tuple[Citation, ...]

    def in_force(self, day: date) -> bool:
        """Whether this is the version of that day."""
        return _within(self.since, day, self.until)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One heading of a regime. ``id`` is its number in the law; the title is ours, not the law's wording.

    ``ban``: the goods are forbidden as such, not for being luxury goods. ``all_goods``: whatever the thing is.
    """

    id: str
    title: str
    versions: tuple[Version, ...]
    ban: bool = False
    all_goods: bool = False

    def version(self, day: date) -> Version | None:
        """The version in force on a day, or None: not yet, no longer, or a gap."""
        return next((version for version in self.versions if version.in_force(day)), None)


@dataclass(frozen=True, slots=True, eq=False)
class Remark:
    """What a reader must know of a regime's answers on the days ``since`` ≤ day < ``until``: an act that was not read.

    ``hs`` and ``categories`` narrow it to goods under such codes or of such categories; both empty: it is of all goods.
    ``unlisted``: it is for goods that no rule lists.
    """

    says: str
    since: date
    until: date | None = None
    hs: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    unlisted: bool = False

    def concerns(self, codes: tuple[str, ...], category: str | None, day: date) -> bool:
        """Whether it is of goods with these tariff codes, or of this category, on a day."""
        if not self.stands(day):
            return False
        return not (self.hs or self.categories) or category in self.categories or any(map(self._holds, codes))

    def stands(self, day: date) -> bool:
        """Whether it is to be known on a day."""
        return _within(self.since, day, self.until)

    def _holds(self, code: str) -> bool:
        return code.startswith(self.hs) or any(each.startswith(code) for each in self.hs)


@dataclass(frozen=True, slots=True, eq=False)
class Regime:
    """One jurisdiction's list of luxury goods with its limits.

    ``verified`` is the day somebody last held the data against the law; ``coverage`` says what is missing.
    ``complete`` are short tariff codes whose every sub-code stands in some rule, so that the short code decides.
    ``remarks`` are what a reader must know of its answers beside.
    ``since`` is the first day of its earliest version; ``until`` the first day on which nothing of it is in force any
    more, None when no end is known.
    """

    id: str
    title: str
    jurisdiction: str
    kind: Kind
    target: tuple[str, ...]
    instrument: str
    publisher: str
    url: str
    verified: date
    coverage: str
    basis: str
    rules: tuple[Rule, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)
    complete: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    since: date = field(init=False)
    until: date | None = field(init=False)

    def in_force(self, day: date) -> bool:
        """Whether any rule is in force on a day."""
        return any(rule.version(day) for rule in self.rules)

    def is_of(self, target: str | None, kind: str | None) -> bool:
        """Whether it is against a country, and of a kind; None asks for none in particular."""
        return target in {None, *self.target} and kind in {None, self.kind}

    def versions(self) -> Iterator[tuple[Rule, Version]]:
        """Every version of every rule, with its rule."""
        return ((rule, version) for rule in self.rules for version in rule.versions)

    def limits(self) -> Iterator[Limit]:
        """Every limit of every version."""
        return (limit for _, version in self.versions() for limit in version.limits)

    def turns(self) -> set[date]:
        """The days on which something of it begins or ends."""
        return {day for _, version in self.versions() for day in (version.since, version.until) if day is not None}

    def currencies(self) -> frozenset[str]:
        """The currencies that its limits are in."""
        return frozenset(limit.threshold.currency for limit in self.limits() if limit.threshold is not None)

    def __post_init__(self) -> None:
        versions = [version for _, version in self.versions()]
        ends = [version.until for version in versions if version.until]
        object.__setattr__(self, "since", min((version.since for version in versions), default=date.max))
        object.__setattr__(self, "until", max(ends, default=None) if len(ends) == len(versions) else None)


def regime_named(regimes: Mapping[str, Regime], name: str) -> Regime:
    """Look a regime up.

    Raises:
        UnknownRegime: with the nearest ids.
    """
    found = regimes.get(name)
    if found is None:
        nearest = get_close_matches(name[:64].lower(), regimes, cutoff=0.5)
        raise UnknownRegime(
            f"There is no regime {name[:40]!r}.", field="regimes", nearest=nearest, supported=list(regimes)
        )
    return found
