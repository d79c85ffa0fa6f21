"""The shipped words of CLDR are what Babel says, so that each of them can be told where it came from."""

from __future__ import annotations

from datetime import date

import pytest

from pricesvc.catalog.words import CLDR, FOLDER
from tests.catalog import cldr

DAY = date(2026, 11, 2)
"""The day whose tender is shipped."""


def test_the_shipped_table_is_what_is_made(request: pytest.FixtureRequest) -> None:
    """Run with --rewrite-cldr after a change of Babel, and review the difference."""
    made = cldr.made(DAY)
    if request.config.getoption("--rewrite-cldr"):
        (FOLDER / CLDR).write_text(made, "utf-8")
    shipped = (FOLDER / CLDR).read_text("utf-8")
    assert made.splitlines() == shipped.splitlines()
