"""Own cases per category: what a stranger may write, and what the thing is."""

import tomllib
from pathlib import Path

import pytest

from pricesvc.catalog.goods import reader

FILES = sorted(Path(__file__).parent.glob("*.toml"))
CASES = [case for path in FILES for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]]


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_a_description_has_its_category(case: dict[str, str]) -> None:
    """Each description of the table is classified as the table says."""
    assert reader().classify(case["text"]).category == case["category"]
