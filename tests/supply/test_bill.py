"""The bill of materials: one command lists everything that is installed with pricesvc."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.supply.test_licences import LOCK, pins

COMMAND = (sys.executable, "-m", "cyclonedx_py", "requirements", str(LOCK), "--output-format", "JSON")


def test_everything_that_is_pinned_is_listed(tmp_path: Path) -> None:
    """By name and version, as a package URL, in a document that is valid CycloneDX."""
    out = tmp_path / "bill.json"
    subprocess.run([*COMMAND, "--output-file", str(out)], check=True, capture_output=True, timeout=120)
    bill = json.loads(out.read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    assert {one["purl"] for one in bill["components"]} == {f"pkg:pypi/{name}@{version}" for name, version, _ in pins()}
