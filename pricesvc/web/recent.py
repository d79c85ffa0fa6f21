"""Recent answers: the same question on the same data has the same bytes, so that they need not be made twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final, NamedTuple

from starlette.types import Scope

from pricesvc.core.exchange import Rates
from pricesvc.web.replies import Answer

MOST_BYTES: Final = 8_388_608
"""Bytes of all that is remembered, some 3,000 answers about an item; past that the memory starts anew."""

LONGEST: Final = 1_024
"""Bytes that a question may have to be remembered; long texts are hardly asked about twice."""

OVERHEAD: Final = 2_048
"""Bytes that an answer and its question take at most, beside the answer's body."""

SECONDS: Final = 10
"""How long answers are remembered: a table that is late is asked for again after that."""


class Asked(NamedTuple):
    """What an answer depends on beside the data. Who asks is seen to before, and changes nothing in it."""

    path: str
    query: bytes
    accept: bytes


def question_of(scope: Scope) -> Asked:
    """What a GET asks for, and in which form."""
    accept = [value for name, value in scope["headers"] if name == b"accept"]
    return Asked(scope["path"], scope["query_string"], b",".join(accept))


class Recent:
    """Remembers finished answers from one view of the rates; law, goods and words stay the same in one process.

    A view is replaced whenever a table arrives and whenever the day changes, and everything is forgotten with it.
    """

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._begin(None)

    def _begin(self, view: Rates | None) -> None:
        """Forget everything, and remember answers from a view from now on."""
        self._view, self._ends = view, self._timer() + SECONDS
        self._answers: dict[Asked, Answer] = {}
        self._bytes = 0

    def __len__(self) -> int:
        """How many answers are remembered."""
        return len(self._answers)

    def find(self, asked: Asked, view: Rates) -> Answer | None:
        """The answer to a question from a view, if it is remembered."""
        if view is not self._view or self._timer() >= self._ends:
            self._begin(view)
        return self._answers.get(asked)

    def keep(self, asked: Asked, view: Rates, answer: Answer) -> None:
        """Remember an answer that was begun on a view, unless that has been replaced meanwhile, or either is long."""
        size = len(answer.body) + OVERHEAD
        is_short = len(asked.path) + len(asked.query) + len(asked.accept) <= LONGEST
        if view is not self._view or not is_short or size > MOST_BYTES:
            return
        if self._bytes + size > MOST_BYTES:
            self._begin(view)
        self._answers[asked] = answer
        self._bytes += size
