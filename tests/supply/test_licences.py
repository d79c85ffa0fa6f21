"""What is installed with pricesvc: pinned by hash, and under licences that its own permits."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

import pytest
from packaging.markers import Marker

LOCK = Path(__file__).parents[2] / "requirements.lock"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(?:;\s*([^\\]+?))?\s*\\?$")

PERMISSIVE = {"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0"}
"""Licences that ask for nothing but to be named."""

FILE_BY_FILE = {"MPL-2.0": {"certifi"}}
"""Licences that ask for the source of their own files, and whom we take them from unchanged."""

SPELT = {
    "Apache 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""Licences in the words of those who do not use SPDX."""


def pins() -> list[tuple[str, str, str | None]]:
    """Name, version and marker of everything that is pinned."""
    found = (PIN.match(line) for line in LOCK.read_text("utf-8").splitlines())
    return [(pin[1], pin[2], pin[3]) for pin in found if pin is not None]


def licences(name: str) -> set[str]:
    """The licences one of which we choose, or all of which hold, as SPDX names."""
    about = metadata.distribution(name).metadata
    classified = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    stated = [*(about.get_all("License-Expression") or []), *(about.get_all("License") or []), " OR ".join(classified)]
    said = next(text for text in stated if text)
    return {SPELT.get(part.strip("() "), part.strip("() ")) for part in re.split(r" (?:OR|AND) ", said)}


def here() -> list[str]:
    """Everything pinned for this interpreter and system."""
    return sorted({name for name, _, marker in pins() if marker is None or Marker(marker).evaluate()})


@pytest.mark.parametrize("name", here())
def test_licence(name: str) -> None:
    """Permissive, or a licence by the file for the one library that is taken as it is."""
    found = licences(name)
    assert found
    assert found <= PERMISSIVE | {spdx for spdx, who in FILE_BY_FILE.items() if name in who}


def test_there_is_something_to_check() -> None:
    """The lock is read: it holds what the code imports."""
    assert {"fastapi", "httpx", "uvicorn", "pydantic", "starlette"} <= set(here())


def test_every_pin_has_a_hash() -> None:
    """Nothing is installed that is not the very file that was looked at, and no host is named."""
    text = LOCK.read_text("utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text)
    named = [block for block in blocks if PIN.match(block.splitlines()[0])]
    assert len(named) == len(pins())
    assert all("--hash=sha256:" in block for block in named)
    assert "://" not in text
