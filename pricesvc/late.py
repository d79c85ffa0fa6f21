"""What takes long to make, made on first use and once."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_ONE_AT_A_TIME: Final = RLock()
"""One for all, since parts are made of one another; two threads would only take turns at the interpreter."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Load what stays for good without looking for garbage in it: a third of the time of loading went there."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Late(Generic[T]):
    """A part that is made when it is first asked for; whoever asks meanwhile waits. A failure to make it is final."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: tuple[T] | None = None
        self._failure: Exception | None = None

    def __call__(self) -> T:
        """The part.

        Raises:
            Exception: what its maker raised, to each who asks.
        """
        made = self._made
        if made is None:
            with _ONE_AT_A_TIME:
                made = self._made or self._attempt()
        return made[0]

    def _attempt(self) -> tuple[T]:
        if self._failure is not None:
            raise self._failure.with_traceback(None)
        try:
            with uncollected():
                self._made = made = (self._make(),)
        except Exception as failure:
            self._failure = failure
            raise
        return made
