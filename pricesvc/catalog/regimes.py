"""Regimes from TOML files: those that ship with pricesvc, and a directory of the user's own.

``eu-dprk.toml`` explains the format in its opening comment; ``schema.json`` beside it lets an editor check a file while
it is written. What a file says is read here; whether it makes sense as law is checked in ``regime_faults``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from pricesvc.catalog.currencies import currencies
from pricesvc.catalog.regime_faults import faults
from pricesvc.catalog.toml import (
    DATA,
    Section,
    WrongValue,
    day,
    files_in,
    flag,
    list_of,
    matching,
    one_of,
    positive,
    text,
)
from pricesvc.catalog.toml import toml_file as open_toml
from pricesvc.core.errors import BadData, InvalidUnit
from pricesvc.core.regimes import (
    CategoryScope,
    Citation,
    Condition,
    Fact,
    HsPrefix,
    Limit,
    Regime,
    Remark,
    Rule,
    Threshold,
    Version,
)
from pricesvc.core.units import Measure

SHIPPED = DATA / "regimes"
"""The directory of the regimes that ship with pricesvc."""

_ID = matching(r"[a-z0-9]+(?:-[a-z0-9]+)*", "small letters and digits, with hyphens between words")
_WORD = matching(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", "small letters and digits, with - or _ between words")
_NAME = matching("[a-z][a-z0-9_]*", "small letters, digits and _, a letter first")
_QUESTION = matching(r".+\?", "a question, with a question mark at its end")
_COUNTRY = matching("[A-Z]{2}", "a country in two capitals, such as RU")
_URL = matching(r"https?://[^\s]+\.[^\s]+", "an address that begins with https://")
_DIGITS = r"[0-9]{2}(?:[0-9]{2}){0,4}"
_CODE = matching(_DIGITS, 'a text of 2, 4, 6, 8 or 10 digits, such as "8703"')
_HS = matching(f"(?:ex )?{_DIGITS}", 'a text of 2, 4, 6, 8 or 10 digits, such as "8703", or "ex 8703" for a part of it')
_SCOPE = matching("(?:ex )?[a-z][a-z_]*", 'the id of a category, or "ex " and the id for a part of it')
_CONDITION = re.compile(r"(>=|<=|>|<) ([0-9]+(?:\.[0-9]+)?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a rule, version or limit covers; a narrower table inherits what it does not say itself."""

    hs: tuple[HsPrefix, ...] = ()
    excluded: tuple[str, ...] = ()
    categories: tuple[CategoryScope, ...] = ()

    def narrowed(self, table: Section) -> _Scope:
        return _Scope(
            hs=table.optional("hs", list_of(_hs_prefix), self.hs),
            excluded=table.optional("except", list_of(_CODE, least=0), self.excluded),
            categories=table.optional("categories", list_of(_category, least=0), self.categories),
        )


@dataclass(frozen=True, slots=True)
class _Context:
    """What the tables of one file share: the act itself, further sources by id, and the default basis."""

    act: tuple[str, str]
    sources: dict[str, tuple[str, str]]
    basis: str


def load_regimes(own: Path | None = None, categories: Collection[str] | None = None) -> tuple[Regime, ...]:
    """Every shipped regime, and those of the directory ``own``, in order of their ids.

    A regime of the user's own replaces a shipped one with the same id. ``categories`` are the ids that exist; None
    leaves them unchecked.

    Raises:
        BadData: for the first file that breaks the format or makes no sense; names file, rule and reason.
    """
    if own is not None and not own.is_dir():
        raise BadData(f"{own} is not a directory.", file=str(own), place="", reason="is not a directory")
    paths = {path.stem: path for directory in (SHIPPED, own) if directory for path in files_in(directory)}
    return tuple(load_regime(paths[name], categories) for name in sorted(paths))


def load_regime(path: Path, categories: Collection[str] | None = None) -> Regime:
    """The regime of one file.

    Raises:
        BadData: when it breaks the format or makes no sense; names file, rule and reason.
    """
    regime = _read(path)
    for place, reason in faults(regime, path.stem, categories):
        where = f"{path.name}, {place}" if place else path.name
        raise BadData(f"{where}: {reason}.", file=path.name, place=place, reason=reason)
    return regime


def check(path: Path, categories: Collection[str] | None = None) -> list[str]:
    """What is wrong with a file, for its author: one breach of the format, or every fault of sense; empty: nothing."""
    try:
        regime = _read(path)
    except BadData as error:
        return [error.detail]
    places = (
        (f"{path.name}, {place}" if place else path.name, reason)
        for place, reason in faults(regime, path.stem, categories)
    )
    return [f"{where}: {reason}." for where, reason in places]


def overdue(regimes: Iterable[Regime], today: date) -> tuple[Regime, ...]:
    """The regimes that nobody has held against the law for more than a year."""
    return tuple(regime for regime in regimes if (today - regime.verified).days > 365)


def _read(path: Path) -> Regime:
    with open_toml(path) as file:
        context = _Context(
            act=(file.required("instrument", text), file.required("url", _URL)),
            sources={
                row.required("id", _WORD): (row.required("title", text), row.required("url", _URL))
                for row in file.rows("source")
            },
            basis=file.required("basis", _ID),
        )
        return Regime(
            id=file.required("id", _ID),
            title=file.required("title", text),
            jurisdiction=file.required("jurisdiction", text),
            kind=file.required("kind", one_of("sanction", "tax", "policy")),
            target=file.optional("target", list_of(_COUNTRY, least=0), ()),
            instrument=context.act[0],
            publisher=file.required("publisher", text),
            url=context.act[1],
            verified=file.required("verified", day),
            coverage=file.required("coverage", text),
            basis=context.basis,
            complete=file.optional("complete", list_of(_CODE), ()),
            facts={fact.name: fact for fact in map(_fact, file.rows("fact"))},
            remarks=tuple(map(_remark, file.rows("remark"))),
            rules=tuple(_rule(row, context) for row in file.rows("rule")),
        )


def _remark(row: Section) -> Remark:
    return Remark(
        says=row.required("says", text),
        since=row.required("since", day),
        until=row.optional("until", day),
        hs=row.optional("hs", list_of(_CODE), ()),
        categories=row.optional("categories", list_of(_WORD), ()),
        unlisted=row.optional("unlisted", flag, False),
    )


def _fact(row: Section) -> Fact:
    return Fact(
        name=row.required("id", _NAME),
        type=row.required("type", one_of("yes-no", "number", "word")),
        question=row.required("question", _QUESTION),
        articles=frozenset(row.optional("articles", list_of(text), ())),
        articles_open=frozenset(row.optional("articles_open", list_of(text), ())),
        codes_yes=row.optional("codes_yes", list_of(_CODE), ()),
        codes_open=row.optional("codes_open", list_of(_CODE), ()),
        words=row.optional("words", list_of(_WORD), ()),
        stated=row.optional("stated", flag),
    )


def _rule(row: Section, context: _Context) -> Rule:
    scope = _Scope().narrowed(row)
    return Rule(
        id=row.required("id", text),
        title=row.required("title", text),
        ban=row.optional("ban", flag, False),
        all_goods=row.optional("all_goods", flag, False),
        versions=tuple(_version(version, scope, context) for version in row.rows("version")),
    )


def _version(row: Section, scope: _Scope, context: _Context) -> Version:
    inherited = scope.narrowed(row)
    return Version(
        since=row.required("since", day),
        until=row.optional("until", day),
        citations=tuple(_citation(cite, context) for cite in row.rows("cite")),
        limits=tuple(_limit(limit, inherited, context) for limit in row.rows("limit")),
    )


def _citation(row: Section, context: _Context) -> Citation:
    source, pinpoint = row.optional("source", text), row.required("at", text)
    if source is not None and source not in context.sources:
        row.refuse(f"source {source} is not declared; declared: {', '.join(context.sources) or 'none'}")
    title, url = context.act if source is None else context.sources[source]
    return Citation(title, pinpoint, url)


def _limit(row: Section, inherited: _Scope, context: _Context) -> Limit:
    if sum(row.has(key) for key in ("amount", "any_value", "by_quality", "unknown")) != 1:
        row.refuse("a limit has exactly one of amount, any_value, by_quality and unknown")
    scope = inherited.narrowed(row)
    return Limit(
        part=row.optional("part", text),
        hs=scope.hs,
        excluded=scope.excluded,
        categories=scope.categories,
        parts=row.optional("parts", one_of("also", "only", "never"), "also"),
        when=row.optional("when", _conditions, ()),
        basis=row.optional("basis", _ID, context.basis),
        threshold=_threshold(row) if row.has("amount") else None,
        any_value=row.optional("any_value", _only_true, False),
        by_quality=row.optional("by_quality", text),
        unknown=row.optional("unknown", text),
        measure=row.optional("measure", _WORD),
    )


def _threshold(row: Section) -> Threshold:
    return Threshold(
        amount=row.required("amount", positive),
        currency=row.required("currency", _currency),
        comparator=row.required("comparator", one_of(">", ">=")),
        per=row.required("per", _measure),
    )


def _currency(value: object) -> str:
    if not isinstance(value, str) or value not in currencies():
        raise WrongValue(f"must be a currency of ISO 4217 in capitals, such as EUR, not {value!r}")
    return value


def _hs_prefix(value: object) -> HsPrefix:
    written = _HS(value)
    return HsPrefix(written.removeprefix("ex "), ex=written.startswith("ex "))


def _category(value: object) -> CategoryScope:
    written = _SCOPE(value)
    return CategoryScope(written.removeprefix("ex "), ex=written.startswith("ex "))


def _conditions(value: object) -> tuple[Condition, ...]:
    if not isinstance(value, dict) or not value:
        raise WrongValue("must be a table of facts, such as { new = true }")
    return tuple(_condition(fact, wanted) for fact, wanted in value.items())


def _condition(fact: str, wanted: object) -> Condition:
    if isinstance(wanted, bool):
        return Condition(fact, "=", wanted)
    if isinstance(wanted, str) and (match := _CONDITION.fullmatch(wanted)):
        return Condition(fact, match[1], Decimal(match[2]))  # type: ignore[arg-type]
    if isinstance(wanted, str) and re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)*", wanted):
        return Condition(fact, "=", wanted)
    raise WrongValue(f'says {fact} = {wanted!r}; a condition is true, false, a comparison such as "> 1900", or a word')


def _measure(value: object) -> Measure:
    try:
        return Measure.parse(text(value))
    except InvalidUnit as error:
        raise WrongValue(f"is no measure that a limit can be for: {error.detail}") from error


def _only_true(value: object) -> bool:
    if value is not True:
        raise WrongValue("can only be true; leave it out otherwise")
    return True
