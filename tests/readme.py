"""The examples of the README: how they are found, run and compared, or written anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"

_BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)


_DIGEST = re.compile(r'(?<=")[0-9a-f]{16}(?=")')


def commands(block: str) -> Iterator[tuple[str, str]]:
    """Each command of a block with what the README says it prints."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed


def blocks() -> list[str]:
    """The blocks of commands, in order."""
    return _BLOCK.findall(README.read_text("utf-8"))


def own_regime() -> str:
    """The file of one's own regime that the README shows."""
    found: list[str] = re.findall(r"(?<=```toml\n)(.*?)(?=```)", README.read_text("utf-8"), re.DOTALL)
    return found[0]


def run(command: str, base: str) -> str:
    """What a command prints when the service answers on ``base`` and ``pricesvc`` is the one under test."""
    here = command.replace("localhost:8000", base.removeprefix("http://"))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PRICESVC_")}
    variables = {
        **clean,
        "PRICESVC_SOURCES": "",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "COLUMNS": "120",
    }
    done = subprocess.run(["bash", "-c", here], env=variables, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr


def same(printed: str, wanted: str) -> bool:
    """Byte for byte, but for the names of snapshots: a new row of data must not need a new README."""
    return _DIGEST.sub("", printed) == _DIGEST.sub("", wanted)


def rewrite(base: str) -> None:
    """Write what the commands print now into the README."""

    def renewed(match: re.Match[str]) -> str:
        return "".join(f"$ {command}\n{run(command, base)}" for command, _ in commands(match[0]))

    README.write_text(_BLOCK.sub(renewed, README.read_text("utf-8")), "utf-8")
