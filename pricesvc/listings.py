"""The facts that answers are made from, as JSON: for the web and the command line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pricesvc.book import Book, SourceStatus
from pricesvc.core.currencies import Currencies
from pricesvc.core.regimes import Limit, Regime, Remark, Rule, Version
from pricesvc.laws import citation_json, in_force_json, threshold_json
from pricesvc.questions import kinds, one_of, targets

if TYPE_CHECKING:
    from pricesvc.reading.goods.reader import GoodsReader

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which regimes to list; None wants all."""

    kind: str | None = None
    target: str | None = None
    jurisdiction: str | None = None
    on: date | None = None

    def has(self, regime: Regime) -> bool:
        """Whether a regime is wanted."""
        return (
            regime.is_of(self.target, self.kind)
            and self.jurisdiction in {None, regime.jurisdiction}
            and (self.on is None or regime.in_force(self.on))
        )


def currencies(known: Currencies) -> list[Json]:
    """Every currency, in order of the codes."""
    return [
        {
            "code": info.code,
            "name": info.name,
            "minor_units": info.minor_units,
            "numeric": info.numeric,
            "since": _day(info.since),
            "until": _day(info.until),
            "successor": info.successor,
        }
        for info in known
    ]


def categories(goods: GoodsReader) -> list[Json]:
    """Every category of goods, in the order of the data."""
    return [
        {
            "id": category.id,
            "title": category.title,
            "parent": category.parent,
            "hs": list(category.whole),
            "hs_in_part": list(category.ex),
        }
        for category in goods.categories.values()
    ]


def sources(book: Book) -> list[Json]:
    """How each publisher is doing, in the order in which they are asked; offline, what is held of each."""
    asked = {status.info.key: status for status in book.status()}
    return [
        _source(asked[key]) if key in asked else {"key": key, "asked": False, "newest": _day(series.newest)}
        for key, series in book.view().series.items()
    ]


def _source(status: SourceStatus) -> Json:
    info = status.info
    return {
        "key": info.key,
        "asked": True,
        "title": info.title,
        "publisher": info.publisher,
        "licence": info.licence,
        "terms": info.terms,
        "coverage": info.coverage,
        "schedule": info.schedule,
        "base": info.base,
        "newest": _day(status.newest),
        "last_success": _moment(status.last_success),
        "failures": status.failures,
        "last_error": status.last_error,
        "cooling_until": _moment(status.cooling_until),
        "next_expected": _moment(status.upcoming),
        "refused_count": status.refused_count,
        "refused": [
            {"day": one.table.day.isoformat(), "reason": one.reason, "at": _moment(one.at)} for one in status.refused
        ],
    }


def regimes(known: Iterable[Regime], wanted: Wanted) -> list[Json]:
    """The wanted regimes, without their rules; countries in any case.

    Raises:
        InvalidField: for a kind, a target or a jurisdiction that none of them has; with ``supported``.
    """
    laws = {regime.id: regime for regime in known}
    asked = Wanted(
        one_of("kind", wanted.kind, kinds(laws)),
        one_of("target", _capitals(wanted.target), targets(laws)),
        one_of("jurisdiction", _capitals(wanted.jurisdiction), {law.jurisdiction for law in laws.values()}),
        wanted.on,
    )
    return [_head(regime) for regime in laws.values() if asked.has(regime)]


def regime(law: Regime, on: date) -> Json:
    """A regime with its rules in force on a day, and what a reader must know of it then."""
    found = ((rule, rule.version(on)) for rule in law.rules)
    return {
        **_head(law),
        "on": on.isoformat(),
        "remarks": [_remark(one) for one in law.remarks if one.stands(on)],
        "rules": [_rule(rule, version) for rule, version in found if version is not None],
    }


def history(law: Regime) -> list[Json]:
    """What began and what ended, day by day."""
    begun: dict[date, list[str]] = defaultdict(list)
    ended: dict[date, list[str]] = defaultdict(list)
    for rule, version in law.versions():
        begun[version.since].append(rule.id)
        if version.until is not None:
            ended[version.until].append(rule.id)
    return [
        {
            "on": day.isoformat(),
            "began": [rule for rule in begun[day] if rule not in ended[day]],
            "changed": [rule for rule in begun[day] if rule in ended[day]],
            "ended": [rule for rule in ended[day] if rule not in begun[day]],
        }
        for day in sorted({*begun, *ended})
    ]


def _head(law: Regime) -> Json:
    return {
        "id": law.id,
        "title": law.title,
        "jurisdiction": law.jurisdiction,
        "kind": law.kind,
        "target": list(law.target),
        "instrument": law.instrument,
        "publisher": law.publisher,
        "url": law.url,
        "verified": law.verified.isoformat(),
        "coverage": law.coverage,
        "in_force": in_force_json(law.since, law.until),
        "rule_count": len(law.rules),
    }


def _remark(remark: Remark) -> Json:
    return {
        "says": remark.says,
        "hs": list(remark.hs),
        "categories": list(remark.categories),
        "unlisted": remark.unlisted,
        "since": remark.since.isoformat(),
        "until": _day(remark.until),
    }


def _rule(rule: Rule, version: Version) -> Json:
    return {
        "id": rule.id,
        "title": rule.title,
        "ban": rule.ban,
        "all_goods": rule.all_goods,
        "in_force": in_force_json(version.since, version.until),
        "limits": [_limit(limit) for limit in version.limits],
        "citations": [citation_json(citation) for citation in version.citations],
    }


def _limit(limit: Limit) -> Json:
    return {
        "part": limit.part,
        "hs": [f"ex {prefix.digits}" if prefix.ex else prefix.digits for prefix in limit.hs],
        "except": list(limit.excluded),
        "categories": [f"ex {scope.id}" if scope.ex else scope.id for scope in limit.categories],
        "parts": limit.parts,
        "when": [f"{one.fact} {one.comparator} {str(one.wanted).lower()}" for one in limit.when],
        "basis": limit.basis,
        "any_value": limit.any_value,
        "by_quality": limit.by_quality,
        "unknown": limit.unknown,
        "limit": threshold_json(limit.threshold),
    }


def _capitals(country: str | None) -> str | None:
    return None if country is None else country.upper()


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")
