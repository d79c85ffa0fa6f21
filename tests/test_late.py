"""Parts that are made on first use: once, whoever asks, and never half."""

from __future__ import annotations

import gc
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pricesvc.late import Late


def test_is_made_once_however_many_ask_at_once() -> None:
    made: list[object] = []

    def make() -> object:
        time.sleep(0.05)
        made.append(object())
        return made[-1]

    part = Late(make)
    with ThreadPoolExecutor(8) as threads:
        got = list(threads.map(lambda _: part(), range(8)))
    assert len(made) == 1
    assert all(one is made[0] for one in got)


def test_a_part_may_be_made_of_others() -> None:
    one = Late(lambda: 1)
    assert Late(lambda: one() + 1)() == 2


def test_a_failure_is_told_to_each_and_not_tried_again() -> None:
    tried: list[int] = []

    def fail() -> int:
        tried.append(1)
        raise ValueError("damaged")

    part = Late(fail)
    for _ in range(3):
        with pytest.raises(ValueError, match="damaged"):
            part()
    assert len(tried) == 1


def test_collects_garbage_again_afterwards() -> None:
    assert Late(gc.isenabled)() is False
    assert gc.isenabled()
