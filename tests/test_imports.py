"""What is not needed is not loaded: a start, a help text and a conversion are quick because of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LATER = (
    "httpx",
    "stamina",
    "structlog",
    "rich",
    "limits",
    "ahocorasick_rs",
    "pricesvc.reading",
    "pricesvc.core.verdicts",
)
"""Loaded with the first fetch, line of the log, table, limit, text and verdict."""

WEB = ("fastapi", "uvicorn", "prometheus_client")
SETTINGS = ("pydantic", "pricesvc.compose")


@pytest.mark.parametrize(
    ("code", "never"),
    [
        ("import pricesvc", (*LATER, *WEB, *SETTINGS, "click")),
        ("import pricesvc.web.app", LATER),
        ("run('--help')", (*LATER, *WEB, *SETTINGS)),
        ("run('convert', '100', 'USD', '--to', 'EUR')", (*LATER, *WEB)),
    ],
)
def test_loads_only_what_is_needed(code: str, never: tuple[str, ...], tmp_path: Path) -> None:
    script = f"""
import sys
def run(*arguments):
    from pricesvc.cli import main
    main(arguments, standalone_mode=False)
{code}
print("loaded:", *(name for name in {never!r} if name in sys.modules))
"""
    environment = {**os.environ, "PRICESVC_SOURCES": "", "PRICESVC_STATE_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.rpartition("loaded:")[2].split() == []
