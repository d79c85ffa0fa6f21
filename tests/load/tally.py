"""How long each kind of call took under load, and which were answered wrong."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Tally:
    """What happened."""

    wrong: list[str] = field(default_factory=list)
    kinds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def seconds(self) -> list[float]:
        """How long each request took."""
        return [one for seconds in self.kinds.values() for one in seconds]

    def share(self, part: float) -> float:
        """A quantile of the times, in milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000

    def of(self, kind: str, part: float) -> float:
        """A quantile of the times of one kind, in seconds."""
        ordered = sorted(self.kinds[kind])
        return ordered[min(len(ordered) - 1, int(len(ordered) * part))]

    def told(self) -> str:
        """The times in one line."""
        each = (f"p{share:g} {self.share(share / 100):.1f} ms" for share in (50, 99, 100))
        return f"{len(self.seconds)} requests: {', '.join(each)}"
