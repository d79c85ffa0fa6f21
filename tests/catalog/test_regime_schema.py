"""The JSON Schema that editors use says the same of a file's shape as the loader does."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest

from pricesvc.catalog.regimes import SHIPPED, check

BROKEN = Path(__file__).parents[1] / "regimes" / "broken"
SENSE = frozenset(
    {
        "ends-before-it-begins",
        "except-what-is-not-listed",
        "fact-of-another-type",
        "answer-nobody-gives",
        "currency-of-nobody",
        "code-twice",
        "covers-nothing",
        "day-as-text",
        "everything-and-more",
        "fact-nobody-asks",
        "measure-of-nothing",
        "measured-by-a-yes",
        "measured-by-nobody",
        "one-code-in-two-limits",
        "one-rule-twice",
        "open-version-followed",
        "other-id",
        "remark-on-a-strange-category",
        "stated-on-a-number",
        "strange-category",
        "too-many-facts",
        "undeclared-fact",
        "undeclared-source",
        "versions-overlap",
    }
)
"""Faults that no schema can see: what the parts mean together, and a day in quotes, for JSON has no days."""
DECLARED = frozenset({".source", ".fact", ".fact.words", ".rule.version.limit.when", ".rule.version.limit.measure"})
"""Keys whose absence is a fault of sense: what they declare is used elsewhere, or the other way round."""
WHOLE = """
id = "whole"
title = "Everything a file can say"
jurisdiction = "newsroom"
kind = "policy"
target = ["RU"]
instrument = "Style guide"
publisher = "A newsroom"
url = "https://example.org/style"
verified = 2026-01-01
basis = "unspecified"
coverage = "Everything."
complete = ["91"]

[[source]]
id = "guide"
title = "Style guide"
url = "https://example.org/style"

[[fact]]
id = "metal"
type = "word"
question = "Of which metal is it?"
articles = ["ring"]
articles_open = ["watch"]
codes_yes = ["7113"]
codes_open = ["91"]
words = ["gold", "silver"]

[[fact]]
id = "weight_kg"
type = "number"
question = "How heavy is one?"

[[fact]]
id = "new"
type = "yes-no"
question = "Is it new?"
stated = true

[[remark]]
says = "the newest act was not read"
since = 2020-01-01
until = 2021-01-01
hs = ["91"]
categories = ["clocks_watches"]
unlisted = true

[[rule]]
id = "1"
title = "Watches"
ban = false
all_goods = false
hs = ["ex 9101", "9102"]
except = ["910211"]
categories = ["ex clocks_watches"]

[[rule.version]]
since = 2020-01-01
until = 2021-01-01
hs = ["9101"]
except = []
categories = ["clocks_watches"]
cite = [{ source = "guide", at = "page 1" }]

[[rule.version.limit]]
part = "gold watches"
hs = ["9101"]
except = ["910111"]
categories = []
parts = "never"
when = { metal = "gold", new = true }
basis = "list-price"
amount = "1000.50"
currency = "USD"
comparator = ">="
per = "1.5 kg"
measure = "weight_kg"
"""


@pytest.fixture(scope="module")
def schema() -> jsonschema_rs.Draft202012Validator:
    """The schema that ships."""
    return jsonschema_rs.Draft202012Validator(json.loads((SHIPPED / "schema.json").read_text(encoding="utf-8")))


def plain(value: object) -> object:
    """TOML's values as JSON has them: days are texts."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def read(path: Path) -> object:
    """A file as an editor sees it."""
    return plain(tomllib.loads(path.read_text(encoding="utf-8")))


def tables(value: object, place: str = "") -> Iterator[tuple[str, dict[str, object]]]:
    """Every table in a file, from the outside in."""
    if isinstance(value, dict):
        yield place, value
        for key, inner in value.items():
            yield from tables(inner, f"{place}.{key}") if key != "when" else ()
    if isinstance(value, list):
        for inner in value:
            yield from tables(inner, place)


def written(value: object) -> str:
    """A value in TOML, with tables inline."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


def shape_faults(path: Path, raw: dict[str, object]) -> list[str]:
    """What the loader says of a file with these contents."""
    path.write_text("\n".join(f"{key} = {written(value)}" for key, value in raw.items()), encoding="utf-8")
    return check(path)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_a_shipped_file_fits(schema: jsonschema_rs.Draft202012Validator, path: Path) -> None:
    """The schema refuses nothing that ships."""
    assert [error.message for error in schema.iter_errors(read(path))] == []


@pytest.mark.parametrize(
    "path", sorted({*BROKEN.glob("*.toml")} - {BROKEN / "no-toml.toml"}), ids=lambda path: path.stem
)
def test_a_broken_file_does_not_fit(schema: jsonschema_rs.Draft202012Validator, path: Path) -> None:
    """The schema sees every fault of shape, and none of sense."""
    assert schema.is_valid(read(path)) == (path.stem in SENSE)


def test_a_file_that_says_everything_fits_both(schema: jsonschema_rs.Draft202012Validator, tmp_path: Path) -> None:
    """Every key there is, once."""
    raw = tomllib.loads(WHOLE)

    assert schema.is_valid(plain(raw))
    assert shape_faults(tmp_path / "whole.toml", raw) == []


def test_both_need_the_same_keys_and_know_no_others(schema: jsonschema_rs.Draft202012Validator, tmp_path: Path) -> None:
    """Leave out each key in turn, and add one that does not exist in each table: both refuse, or neither does."""
    path = tmp_path / "whole.toml"
    raw = tomllib.loads(WHOLE)
    apart = []
    for place, table in tables(raw):
        for key in [*table, "surplus"]:
            kept = dict(table)
            table.pop(key, None)
            if key == "surplus":
                table[key] = True
            if f"{place}.{key}" not in DECLARED and schema.is_valid(plain(raw)) != (shape_faults(path, raw) == []):
                apart.append(f"{place}.{key}")
            table.clear()
            table.update(kept)

    assert apart == []
