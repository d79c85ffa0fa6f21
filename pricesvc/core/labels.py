"""What publishers call currencies: labels that are no ISO code, or that changed their meaning on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Label:
    """From ``since`` to the day before ``until`` (None: open) the publisher's ``text`` means ``code``."""

    text: str
    code: str
    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the label has this meaning on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


class Labels:
    """The labels of one publisher; where two name one currency on one day, the earlier row ranks first."""

    def __init__(self, rows: Iterable[Label] = ()) -> None:
        self._rows: dict[str, list[tuple[int, Label]]] = defaultdict(list)
        for rank, row in enumerate(rows):
            self._rows[row.text.casefold()].append((rank, row))

    def __contains__(self, text: str) -> bool:
        return text.casefold() in self._rows

    def read(self, text: str, day: date) -> tuple[int, str] | None:
        """The rank and ISO code of a label on a day; None when it had no meaning then. Case is ignored."""
        rows = self._rows.get(text.casefold(), ())
        return next(((rank, row.code) for rank, row in rows if row.covers(day)), None)

    def code(self, text: str, day: date) -> str | None:
        """The code of a label on a day: ``text`` itself when no row speaks of it, None when no row covers the day."""
        if text not in self:
            return text
        found = self.read(text, day)
        return found and found[1]
