"""Own cases: what a stranger may write, and what the thing is. A table of one category, or of a language's cases."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pricesvc.catalog.goods import reader

TABLES = sorted(Path(__file__).parent.glob("*.toml"))


def cases(path: Path) -> Iterator[tuple[str, str]]:
    """The descriptions of a table with their categories: ``texts`` of one ``category``, or rows of ``case``."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    yield from ((text, table["category"]) for text in table.get("texts", ()))
    yield from ((case["text"], case["category"]) for case in table.get("case", ()))


@pytest.mark.parametrize("path", TABLES, ids=[path.stem for path in TABLES])
def test_the_descriptions_of_a_table_have_its_categories(path: Path) -> None:
    """Each description is classified as the table says; the failure lists those that are not."""
    found = [(text, category, reader().classify(text).category) for text, category in cases(path)]
    assert found
    assert [one for one in found if one[1] != one[2]] == []


def test_no_description_has_two_categories() -> None:
    """What a thing is, is said alike wherever it stands."""
    said = {case for path in TABLES for case in cases(path)}
    assert len(said) == len({text for text, _ in said})
