"""Frankfurter: three payload shapes, the euro as the only base."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import respx

from pricesvc.core.publishers import NotPublished, Refused
from pricesvc.core.rates import RateTable
from pricesvc.sources.frankfurter import Frankfurter, parse

FIRST, LAST = date(2023, 12, 7), date(2023, 12, 8)
RANGE = (
    '{"amount":1.0,"base":"EUR","start_date":"2023-12-07","end_date":"2023-12-08",'
    '"rates":{"2023-12-07":{"USD":1.0771,"JPY":156.18},"2023-12-08":{"USD":1.0777,"JPY":155.53}}}'
)
ROWS = (
    '[{"date":"2023-12-07","base":"EUR","quote":"JPY","rate":156.18},'
    '{"date":"2023-12-08","base":"EUR","quote":"JPY","rate":155.53},'
    '{"date":"2023-12-08","base":"EUR","quote":"USD","rate":1.0777}]'
)


@pytest.mark.parametrize("base", ["https://api.frankfurter.dev", "https://api.frankfurter.dev/v1/"])
def test_version_1(base: str, respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """Version 1 is asked for a range with the euro as base."""
    respx_mock.get("https://api.frankfurter.dev/v1/2023-12-07..2023-12-08?base=EUR").respond(text=RANGE)
    tables = fetch(Frankfurter(base), FIRST, LAST)
    assert [table.day for table in tables] == [FIRST, LAST]
    assert tables[0] == RateTable("frankfurter", "EUR", FIRST, {"USD": Decimal("1.0771"), "JPY": Decimal("156.18")})


def test_version_2(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """Version 2 is asked for the ECB alone, and its rows are gathered by day."""
    url = "http://rates.test/v2/rates?base=EUR&providers=ECB&from=2023-12-07&to=2023-12-08"
    respx_mock.get(url).respond(text=ROWS)
    tables = fetch(Frankfurter("http://rates.test/v2"), FIRST, LAST)
    assert {table.day: dict(table.rates) for table in tables} == {
        FIRST: {"JPY": Decimal("156.18")},
        LAST: {"JPY": Decimal("155.53"), "USD": Decimal("1.0777")},
    }


def test_single_day() -> None:
    """A day's answer names its own day, which may be an earlier one."""
    (table,) = parse(b'{"amount":1.0,"base":"EUR","date":"2023-12-08","rates":{"USD":1.0777,"IDR":6.4e-05}}')
    assert (table.day, table.rates["IDR"]) == (LAST, Decimal("0.000064"))


def test_no_rows() -> None:
    """An empty list is "nothing for those days"."""
    with pytest.raises(NotPublished):
        parse(b"[]")


@pytest.mark.parametrize(
    "body",
    [
        b'{"amount":100,"base":"EUR","date":"2023-12-08","rates":{"USD":107.77}}',
        b'{"base":"EUR","date":"2023-12-08"}',
        b'{"base":"EUR","date":"2023-12-08","rates":{"USD":"1.07"}}',
        b'{"base":"EUR","date":8,"rates":{"USD":1.07}}',
        b'{"base":"EUR","date":"2023-12-08","rates":{"USD":1e999999}}',
        b'{"base":"EUR","rates":[1,2]}',
        b'["USD"]',
        b'{"base":',
        b"[" * 100_000,
        b'"text"',
    ],
)
def test_odd_json_is_refused(body: bytes) -> None:
    """Another amount, missing keys, texts for numbers and broken JSON never become a table."""
    with pytest.raises(Refused):
        parse(body)
