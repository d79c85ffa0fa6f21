"""What a publisher calls a currency, day by day."""

from __future__ import annotations

from datetime import date

import pytest

from pricesvc.core.labels import Label, Labels

FIRST, SWITCH, END = date(2010, 1, 1), date(2020, 1, 1), date(2022, 1, 1)
LABELS = (
    Label("Leu", "ROL", until=SWITCH),
    Label("leu", "RON", since=SWITCH),
    Label("Rouble", "BYR", since=FIRST, until=END),
    Label("Dinar", "RSD"),
    Label("DINAR", "KWD"),
)


@pytest.mark.parametrize(
    ("text", "day", "read"),
    [
        ("LEU", date.min, (0, "ROL")),
        ("leu", date(2019, 12, 31), (0, "ROL")),
        ("leu", SWITCH, (1, "RON")),
        ("leu", date.max, (1, "RON")),
        ("rouble", date(2009, 12, 31), None),
        ("rouble", FIRST, (2, "BYR")),
        ("rouble", date(2021, 12, 31), (2, "BYR")),
        ("rouble", END, None),
        ("dinar", FIRST, (3, "RSD")),
        ("lev", FIRST, None),
    ],
)
def test_a_label_means_a_currency_for_a_time(text: str, day: date, read: tuple[int, str] | None) -> None:
    """In any case; the earlier of two rows comes first, and the day of the end is no longer in it."""
    assert Labels(LABELS).read(text, day) == read


def test_a_text_that_is_no_label_stands_for_itself() -> None:
    """A code that no row speaks of is that code; a label has none on a day that no row covers."""
    labels = Labels(LABELS)
    assert [labels.code(text, END) for text in ("USD", "leu", "rouble")] == ["USD", "RON", None]
    assert ("Rouble" in labels, "lev" in labels, "lev" in Labels()) == (True, False, False)
