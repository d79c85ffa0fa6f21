"""A series answers as a plain list of tables would, whether it holds them packed, beside one another or both."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pricesvc.core.rates import Leg, RateTable
from pricesvc.core.series import EVERY_DAY, TARGET_DAYS, Cadence, Column, History, Series

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


def _series(
    packed: dict[date, dict[str, Decimal]],
    beside: dict[date, dict[str, Decimal]],
    cadence: Cadence = TARGET_DAYS,
    stale_days: int = 31,
) -> Series:
    held = (RateTable("ecb", "EUR", day, rates) for day, rates in beside.items())
    return Series("ecb", "EUR", history=_history(packed), tables=held, cadence=cadence, stale_days=stale_days)


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


@given(packed=tables, before=tables, added=tables)
def test_adding_tables_is_holding_them(
    packed: dict[date, dict[str, Decimal]],
    before: dict[date, dict[str, Decimal]],
    added: dict[date, dict[str, Decimal]],
) -> None:
    """Tables added later leave the same series, to the digest, as tables held from the start."""
    more = (RateTable("ecb", "EUR", day, rates) for day, rates in added.items())
    later = _series(packed, before, cadence=EVERY_DAY, stale_days=3).with_tables(more)
    assert later.digest == _series(packed, before | added).digest
    assert (later.cadence, later.stale_days) == (EVERY_DAY, 3)


def test_a_table_wins_over_the_history_of_its_day() -> None:
    """A correction that is held beside the history counts, for its own day only."""
    series = _series({DAYS[0]: {"USD": Decimal(1)}, DAYS[1]: {"USD": Decimal(2)}}, {DAYS[1]: {"USD": Decimal(3)}})
    assert series.observation("USD", DAYS[1]) == Leg("EUR", "USD", Decimal(3), DAYS[1], "ecb")
    assert series.observation("USD", DAYS[0]) == Leg("EUR", "USD", Decimal(1), DAYS[0], "ecb")


def test_a_day_that_a_history_leaves_out_is_a_closed_day() -> None:
    """Within a history nothing is missing; among tables, and after the history, what was due is."""
    tuesday, wednesday, thursday, friday, monday = DAYS[1], DAYS[2], DAYS[3], DAYS[4], DAYS[7]
    quotes = {day: {"USD": Decimal(1)} for day in (tuesday, wednesday, friday)}
    assert _series(quotes, {}).shift(wednesday, thursday, monday) == ("holiday", False)
    assert _series({}, quotes).shift(wednesday, thursday, monday) == ("not-held", True)
    assert _series(quotes, {}).shift(friday, monday, DAYS[8]) == ("not-yet-published", True)


def test_the_digest_of_a_history_is_in_that_of_its_series() -> None:
    """Another file of the same days is another series."""

    def digest(of: str) -> str:
        days = [START.toordinal()]
        return Series("ecb", "EUR", history=History(days, ["USD"], of, lambda _code: Column(days, [1], 0))).digest

    assert digest("a") == digest("a") != digest("b")


def test_a_column_is_decoded_once() -> None:
    """However often the currency is asked for."""
    asked = []

    def load(code: str) -> Column:
        asked.append(code)
        return Column([START.toordinal()], [1], 0)

    series = Series("ecb", "EUR", history=History([START.toordinal()], ["USD"], "digest", load))
    assert [seen.day for day in DAYS[:3] if (seen := series.observation("USD", day))] == [START] * 3
    assert asked == ["USD"]


@given(scaled=st.integers(1, 10**25), places=st.integers(0, 20))
def test_a_packed_rate_is_exact(scaled: int, places: int) -> None:
    """To the last of many digits, without zeros at the end of a fraction."""
    rate = Column([START.toordinal()], [scaled], places).rate(0)
    assert rate == Decimal(scaled).scaleb(-places)
    _, digits, exponent = rate.as_tuple()
    assert exponent == 0 or digits[-1] != 0


def test_published_digits_are_kept() -> None:
    """Trailing zeros of a table stay; a packed rate has none, and a whole one has no point."""
    series = _series({START: {"USD": Decimal("1.1"), "JPY": Decimal(160)}}, {DAYS[1]: {"USD": Decimal("1.100")}})
    seen = [series.observation("USD", DAYS[0]), series.observation("JPY", DAYS[0]), series.observation("USD", DAYS[1])]
    assert [str(found.rate) for found in seen if found] == ["1.1", "160", "1.100"]
