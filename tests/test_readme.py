"""The README is executed: every command prints what it says, byte for byte."""

from __future__ import annotations

import doctest
import shutil
from datetime import date
from pathlib import Path

import pytest

from pricesvc.compose import appraiser, offline_rates, source_urls
from pricesvc.questions import Question, Terms
from pricesvc.settings import PREFIX, Settings
from pricesvc.sources import DEFAULT_URLS, SOURCES
from tests import readme


@pytest.mark.skipif(shutil.which("curl") is None, reason="the README's examples use curl")
def test_every_command_prints_what_the_readme_says(server: str, request: pytest.FixtureRequest) -> None:
    """Run with --rewrite-readme after a change of data or answers, and review the difference."""
    if request.config.getoption("--rewrite-readme"):
        readme.rewrite(server)
    wanted = [pair for block in readme.blocks() for pair in readme.commands(block)]
    assert len(wanted) >= 14
    for command, printed in wanted:
        assert readme.same(readme.run(command, server), printed), command


def test_the_python_example_runs() -> None:
    """The Python block is a doctest."""
    failed, tried = doctest.testfile(
        str(readme.README), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert (failed, tried > 0) == (0, True)


def test_the_own_regime_judges(tmp_path: Path) -> None:
    """The file is without a fault, and its rule is applied."""
    (tmp_path / "newsroom.toml").write_text(readme.own_regime(), "utf-8")
    worker = appraiser(tmp_path)
    terms = Terms(on=date(2023, 12, 7), regimes=("newsroom",))
    answers = [
        worker.appraise(Question(value=text), terms, offline_rates()) for text in ("US$1,000 watch", "US$1,001 spoon")
    ]
    assert [answer.verdicts[0].verdict for answer in answers] == ["under", "over"]


def test_every_setting_is_in_the_readme() -> None:
    """The table of settings names each variable with its description."""
    text = readme.README.read_text("utf-8")
    for name, field in Settings.model_fields.items():
        assert f"| `{PREFIX}{name.upper()}` |" in text
        assert (field.description or "?") in text


def test_the_defaults_of_the_publishers_are_in_the_readme() -> None:
    """Which are asked, in which order, and where."""
    text = readme.README.read_text("utf-8")
    assert f"| `{PREFIX}SOURCES` | `{','.join(SOURCES)}` |" in text
    assert all(f"| `{PREFIX}{name.upper()}_URL` | `{url}` |" in text for name, url in DEFAULT_URLS.items())
    assert set(DEFAULT_URLS) == set(source_urls(Settings()))
