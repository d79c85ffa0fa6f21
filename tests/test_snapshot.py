"""The snapshot names exactly the data: where a file differs that answers depend on, so does one of its names."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from pricesvc import compose
from pricesvc.catalog.toml import DATA


def snapshot(data: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """The versions of a directory of data."""
    monkeypatch.setattr(compose, "DATA", data)
    return compose.digests.__wrapped__()


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("currencies.toml", "words"),
        ("reports.toml", "words"),
        ("words/cldr.json", "words"),
        ("words/en.toml", "words"),
        ("regimes/eu-dprk.toml", "regimes"),
        ("goods/categories.toml", "goods"),
    ],
)
def test_a_change_of_data_changes_the_snapshot(
    file: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(DATA, monkeypatch)
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy)
    (copy / file).write_bytes((copy / file).read_bytes() + b"\n")
    after = snapshot(copy, monkeypatch)
    assert {one for one in before if before[one] != after[one]} == {name}
