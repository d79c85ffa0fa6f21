"""What the package imports is what it says it depends on: what others bring along they may leave out one day."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

THEIRS = {"pandas"}
"""Imported only for somebody who hands over what it makes."""


def imported() -> Iterator[str]:
    """Every library that some module of the package imports."""
    for path in (ROOT / "pricesvc").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.partition(".")[0]


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = chain(project["dependencies"], *project["optional-dependencies"].values())
    declared = {re.split(r"[\[<>=!~ ]", requirement)[0].lower().replace("_", "-") for requirement in wanted}
    makers = packages_distributions()
    others = set(imported()) - set(sys.stdlib_module_names) - {"pricesvc"} - THEIRS
    assert len(others) > 15
    assert {
        name for name in others if not declared & {maker.lower().replace("_", "-") for maker in makers[name]}
    } == set()
