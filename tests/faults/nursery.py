"""Starts real servers fast: loads the parts once, then forks ``pricesvc serve`` for each order it reads.

Each server is a process with its own port, memory and signals. Its clocks are a file, so that a test moves time by
hand: ``wall`` is the moment it is, ``ahead`` the seconds by which the forward-only clock runs ahead.

Orders are JSON, one a line: ``{"serve": {…environment…}, "log": path, "file_size": bytes or null}`` is answered with
the process id, ``{"wait": id}`` with its exit code.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import resource
import signal
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from pricesvc import clock, compose
from pricesvc.book import Book, Pacing
from pricesvc.sources.http import GuardedGet, Patience


def _clock() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(os.environ["CLOCK"]).read_text("utf-8"))
    return found


def now() -> datetime:
    """The moment that the test says it is."""
    return datetime.fromisoformat(_clock()["wall"])


def timer() -> float:
    """The forward-only clock, as far ahead as the test says."""
    return time.monotonic() + float(_clock()["ahead"])


def _prepare() -> None:
    """Load everything that every server needs, with the clocks of the test and short patience."""
    book = functools.partial(Book, timer=timer, pacing=Pacing(patience=0.4))
    get = functools.partial(GuardedGet, patience=Patience(deadline=1.5, attempts=2, first_wait=0.02))
    vars(clock).update(utc_now=now)
    vars(compose).update(utc_now=now, Book=book, GuardedGet=get)
    for name in ("uvicorn.protocols.http.httptools_impl", "uvloop", "pricesvc.web.app"):
        importlib.import_module(name)  # the last one after the clock is set, which is a default argument there

    compose.appraiser(None).load()
    compose.digests(None)


def _serve(order: dict[str, Any]) -> None:
    """Become a server."""
    from pricesvc.cli import main  # noqa: PLC0415

    os.environ.update(order["serve"])
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    target = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
    for stream in (1, 2):
        os.dup2(target, stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if order["file_size"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_size"], order["file_size"]))
    main(["serve"], standalone_mode=False)


def _say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def attend() -> None:
    """Carry out orders until there are no more."""
    _prepare()
    _say("ready")
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _say(os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1]))
            continue
        process = os.fork()
        if process == 0:
            try:
                _serve(order)
            except SystemExit as end:
                os._exit(int(end.code or 0))
            finally:
                os._exit(1)
        _say(process)


if __name__ == "__main__":
    attend()
