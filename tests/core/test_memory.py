"""A memory within bounds: it never has more than it may, and what was put in last is there."""

from __future__ import annotations

from pricesvc.core.memory import remember


def test_a_full_memory_starts_anew() -> None:
    memory: dict[int, str] = {}
    for key in range(7):
        assert remember(memory, key, str(key), most=3) == str(key)
        assert memory[key] == str(key)
        assert len(memory) <= 3
    assert memory == {6: "6"}
