"""Versions of data: a short digest of the files that answers depend on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest_of(paths: Iterable[Path]) -> str:
    """The digest of some files' names and contents, in order of their names: the same files, the same version."""
    found = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.name):
        content = path.read_bytes()
        found.update(f"{path.name} {len(content)}\n".encode())
        found.update(content)
    return found.hexdigest()[:16]


def goods_version(folder: Path) -> str:
    """A short name for exactly the files of a folder of goods; its packed words are under it."""
    found = hashlib.sha256()
    for path in sorted(folder.glob("**/*.toml")):
        for part in (path.name.encode(), path.read_bytes()):
            found.update(len(part).to_bytes(8, "big"))
            found.update(part)
    return found.hexdigest()[:16]
