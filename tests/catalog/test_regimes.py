"""Regime files: what ships loads and is cited, what is broken is refused with the reason, and a user may add some."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from pricesvc.catalog.regimes import SHIPPED, check, load_regime, load_regimes, overdue
from pricesvc.core.errors import BadData
from pricesvc.core.regimes import Limit, Regime

BROKEN = sorted((Path(__file__).parents[1] / "regimes" / "broken").glob("*.toml"))
CATEGORIES = frozenset({"clocks_watches"})


@pytest.fixture(scope="module")
def regimes() -> tuple[Regime, ...]:
    """Everything that ships."""
    return load_regimes()


def limits(regime: Regime) -> list[Limit]:
    """Every limit of a regime."""
    return [limit for rule in regime.rules for version in rule.versions for limit in version.limits]


def named(path: Path) -> str:
    """What a failing file is called."""
    return path.stem


@pytest.mark.parametrize("path", BROKEN, ids=named)
def test_a_broken_file_is_refused_with_file_place_and_reason(path: Path) -> None:
    """Each file breaks one thing; its first line is the reason that an author has to be given."""
    expected = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# refused: ")

    with pytest.raises(BadData) as refusal:
        load_regime(path, CATEGORIES)

    detail = refusal.value.detail
    assert detail.startswith(path.name)
    assert detail.removeprefix(path.name).lstrip(",: ").startswith(expected)
    assert check(path, CATEGORIES) == [detail]


def test_every_fault_of_sense_is_named_at_once(tmp_path: Path) -> None:
    """An author need not mend a file one fault at a time."""
    path = tmp_path / "several.toml"
    whole = (BROKEN[0].parent / "code-twice.toml").read_text(encoding="utf-8")
    path.write_text(whole.replace("until", "since").replace('"clocks_watches"', '"timepieces"'), encoding="utf-8")

    assert check(path, CATEGORIES) == [
        "several.toml: the id is code-twice, but the file is called several.toml.",
        "several.toml, rule 1 / version 2020-01-01: 9101 is listed twice.",
        "several.toml, rule 1 / version 2020-01-01: there is no category timepieces.",
    ]


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=named)
def test_a_shipped_file_has_no_fault(path: Path) -> None:
    """What pricesvc ships passes its own check."""
    assert check(path) == []


def test_the_whole_of_the_law_is_there(regimes: tuple[Regime, ...]) -> None:
    """The lists of the European Union, the United Kingdom, the United Nations and Japan, each with every heading."""
    counted = {regime.id: len(regime.rules) for regime in regimes}

    expected = {
        "eu-belarus": 10,
        "eu-dprk": 22,
        "eu-russia": 23,
        "eu-syria": 18,
        "jp-dprk": 37,
        "jp-russia": 24,
        "uk-dprk": 22,
        "uk-russia": 22,
        "un-dprk": 8,
    }
    assert {name: counted[name] for name in expected} == expected


def test_every_citation_says_what_where_and_shows_it(regimes: tuple[Regime, ...]) -> None:
    """Title, pinpoint and page, for every version of every rule."""
    bare = [
        (regime.id, rule.id)
        for regime in regimes
        for rule in regime.rules
        for version in rule.versions
        for cite in version.citations
        if not (cite.title and cite.pinpoint and cite.url.startswith("http"))
    ]

    assert not bare


def test_a_rule_inherits_what_a_version_and_a_limit_do_not_say(regimes: tuple[Regime, ...]) -> None:
    """Horses stand once in the file, and in both versions of the law."""
    dprk = next(regime for regime in regimes if regime.id == "eu-dprk")
    first, second = dprk.rules[0].versions

    assert first.limits[0].hs == second.limits[0].hs
    assert [(prefix.digits, prefix.ex) for prefix in first.limits[0].hs] == [("010121", False), ("01012990", True)]
    assert (first.since, first.until) == (date(2017, 8, 31), date(2017, 11, 15))
    assert (second.since, second.until) == (date(2017, 11, 15), None)


def test_a_limit_overrides_the_regimes_basis(tmp_path: Path) -> None:
    """The law's value may be another for one limit."""
    text = (BROKEN[0].parent / "no-comparator.toml").read_text(encoding="utf-8")
    path = tmp_path / "no-comparator.toml"
    path.write_text(
        text.replace('per = "item"', 'per = "item", comparator = ">=", basis = "list-price"'), encoding="utf-8"
    )

    regime = load_regime(path)

    assert (regime.basis, limits(regime)[0].basis) == ("unspecified", "list-price")


def test_a_regime_of_ones_own_is_added_and_replaces_a_shipped_one(tmp_path: Path, regimes: tuple[Regime, ...]) -> None:
    """A directory of files beside the shipped ones; the same id wins over the shipped file."""
    own = (BROKEN[0].parent / "other-id.toml").read_text(encoding="utf-8")
    (tmp_path / "another.toml").write_text(own, encoding="utf-8")
    (tmp_path / "eu-syria.toml").write_text(own.replace('id = "another"', 'id = "eu-syria"'), encoding="utf-8")

    (tmp_path / ".#another.toml").symlink_to("an-editor-locks-it")
    (tmp_path / ".another.toml.swp").write_bytes(b"\0")

    loaded = {regime.id: regime for regime in load_regimes(tmp_path)}

    assert set(loaded) == {regime.id for regime in regimes} | {"another"}
    assert loaded["eu-syria"].kind == "policy"


def test_a_desks_own_rule_takes_a_dozen_lines(tmp_path: Path) -> None:
    """Without sources of its own, a file cites its instrument."""
    path = tmp_path / "our-desk.toml"
    path.write_text(
        """
id = "our-desk"
title = "Worth a second look"
jurisdiction = "newsroom"
kind = "policy"
instrument = "Style guide"
publisher = "Our desk"
url = "https://example.org/style"
verified = 2026-11-01
basis = "unspecified"
coverage = "Everything."
rule = [{ id = "1", title = "Over USD 1,000", all_goods = true, version = [{ since = 2026-01-01, cite = [{ at = "p. 3" }], \
limit = [{ amount = 1000, currency = "USD", comparator = ">", per = "item" }] }] }]
""",
        encoding="utf-8",
    )

    (rule,) = load_regime(path).rules
    (version,) = rule.versions
    (cited,) = version.citations

    assert (cited.title, cited.pinpoint, cited.url) == ("Style guide", "p. 3", "https://example.org/style")
    assert rule.all_goods


def test_a_bad_file_of_ones_own_stops_the_loading(tmp_path: Path) -> None:
    """A bad file is never skipped in silence."""
    shutil.copy(BROKEN[0].parent / "no-comparator.toml", tmp_path)

    with pytest.raises(BadData, match=r"no-comparator\.toml, rule 1 / version 1 / limit 1: comparator is missing"):
        load_regimes(tmp_path)


def test_a_directory_that_is_none_is_refused(tmp_path: Path) -> None:
    """A misspelt directory is not an empty one."""
    with pytest.raises(BadData, match="is not a directory"):
        load_regimes(tmp_path / "nowhere")


def test_a_regime_is_overdue_a_year_after_it_was_verified(regimes: tuple[Regime, ...]) -> None:
    """The day itself is not: it takes a year and a day."""
    regime = regimes[0]

    assert overdue([regime], regime.verified + timedelta(days=365)) == ()
    assert overdue([regime], regime.verified + timedelta(days=366)) == (regime,)
