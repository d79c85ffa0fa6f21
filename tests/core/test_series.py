"""A series answers as a plain list of tables would, whether it holds them packed, beside one another or both."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pricesvc.core.rates import Leg, RateTable
from pricesvc.core.series import Column, History, Series

START = date(2024, 1, 1)
LENGTH = 20
DAYS = [START + timedelta(days=offset) for offset in range(LENGTH)]
CODES = ("JPY", "RUB", "USD")

tables = st.dictionaries(
    st.sampled_from(DAYS),
    st.dictionaries(st.sampled_from(CODES), st.integers(1, 10**6).map(lambda scaled: Decimal(scaled) / 1000)),
)


def _history(quotes: dict[date, dict[str, Decimal]]) -> History | None:
    if not quotes:
        return None
    ordered = sorted(quotes)

    def load(code: str) -> Column:
        held = [day for day in ordered if code in quotes[day]]
        return Column([day.toordinal() for day in held], [int(quotes[day][code] * 1000) for day in held], 3)

    codes = {code for rates in quotes.values() for code in rates}
    return History([day.toordinal() for day in ordered], codes, "digest", load)


def _series(packed: dict[date, dict[str, Decimal]], beside: dict[date, dict[str, Decimal]]) -> Series:
    held = (RateTable("ecb", "EUR", day, rates) for day, rates in beside.items())
    return Series("ecb", "EUR", history=_history(packed), tables=held)


@given(packed=tables, beside=tables, day=st.sampled_from(DAYS), code=st.sampled_from(CODES))
def test_the_last_observation(
    packed: dict[date, dict[str, Decimal]], beside: dict[date, dict[str, Decimal]], day: date, code: str
) -> None:
    """The newest rate on or before a day; of the same day, the table beside the history wins."""
    series = _series(packed, beside)
    known = {seen: rates[code] for seen, rates in packed.items() if code in rates}
    known |= {seen: rates[code] for seen, rates in beside.items() if code in rates}
    ordered = sorted(known)
    at = bisect_right(ordered, day)
    seen = series.observation(code, day)
    assert (seen and (seen.day, seen.rate)) == ((ordered[at - 1], known[ordered[at - 1]]) if at else None)
    assert series.first_day(code) == (ordered[0] if ordered else None)


@given(packed=tables, beside=tables, first=st.sampled_from(DAYS), last=st.sampled_from(DAYS))
def test_the_days_of_tables(
    packed: dict[date, dict[str, Decimal]], beside: dict[date, dict[str, Decimal]], first: date, last: date
) -> None:
    """All days, the ends, and the last one on or before a day."""
    series = _series(packed, beside)
    days = sorted(packed.keys() | beside.keys())
    assert series.days_between(first, last) == [day for day in days if first <= day <= last]
    assert (series.oldest, series.newest) == ((days[0], days[-1]) if days else (None, None))
    assert series.last_day(last) == max((day for day in days if day <= last), default=None)
    quoted = {code for rates in (*packed.values(), *beside.values()) for code in rates}
    assert series.codes == {"EUR"} | quoted


@given(before=tables, added=tables)
def test_adding_tables_is_holding_them(
    before: dict[date, dict[str, Decimal]], added: dict[date, dict[str, Decimal]]
) -> None:
    """Tables added later leave the same series, to the digest, as tables held from the start."""
    later = _series({}, before).with_tables(RateTable("ecb", "EUR", day, rates) for day, rates in added.items())
    assert later.digest == _series({}, before | added).digest


def test_a_table_wins_over_the_history_of_its_day() -> None:
    """A correction that is held beside the history counts, for its own day only."""
    series = _series({DAYS[0]: {"USD": Decimal(1)}, DAYS[1]: {"USD": Decimal(2)}}, {DAYS[1]: {"USD": Decimal(3)}})
    assert series.observation("USD", DAYS[1]) == Leg("EUR", "USD", Decimal(3), DAYS[1], "ecb")
    assert series.observation("USD", DAYS[0]) == Leg("EUR", "USD", Decimal(1), DAYS[0], "ecb")


def test_published_digits_are_kept() -> None:
    """Trailing zeros of a table stay; a packed rate has none, and a whole one has no point."""
    series = _series({START: {"USD": Decimal("1.1"), "JPY": Decimal(160)}}, {DAYS[1]: {"USD": Decimal("1.100")}})
    seen = [series.observation("USD", DAYS[0]), series.observation("JPY", DAYS[0]), series.observation("USD", DAYS[1])]
    assert [str(found.rate) for found in seen if found] == ["1.1", "160", "1.100"]
