"""currency-api: two hosts, yesterday for today, and only currencies in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import respx

from pricesvc.core.publishers import NotPublished, Refused, Unreachable
from pricesvc.core.rates import RateTable
from pricesvc.sources.currency_api import CurrencyApi, parse

TODAY = date(2026, 9, 29)
IN_USE = {"USD", "JPY", "TWD"}
BODY = (
    b'{"date":"2026-09-29","eur":{"1inch":11.32,"eur":1,"usd":1.13607202,"jpy":178.90554702,"twd":36.1,'
    b'"hrk":7.5345,"trl":47000000,"btc":0.00001}}'
)


def current(code: str, _day: date) -> bool:
    return code in IN_USE


def primary(day: str) -> str:
    return f"https://cdn.jsdelivr.net/npm/@fawazahmed0/currency-api@{day}/v1/currencies/eur.min.json"


def second(day: str) -> str:
    return f"https://{day}.currency-api.pages.dev/v1/currencies/eur.min.json"


def test_only_currencies_in_use() -> None:
    """Crypto assets and withdrawn currencies in the file are not taken; digits are kept."""
    (table,) = parse(BODY, current)
    assert table.rates == {"USD": Decimal("1.13607202"), "JPY": Decimal("178.90554702"), "TWD": Decimal("36.1")}
    assert (table.source, table.base, table.day) == ("currency_api", "EUR", TODAY)


def test_first_host(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """The dated file of the content network is asked first."""
    respx_mock.get(primary("2026-09-29")).respond(content=BODY)
    assert fetch(CurrencyApi(current=current), TODAY)[0].day == TODAY


def test_second_host(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """When the first host fails, the second answers."""
    respx_mock.get(primary("2026-09-29")).respond(503)
    respx_mock.get(second("2026-09-29")).respond(content=BODY)
    assert len(fetch(CurrencyApi(current=current), TODAY)) == 1


def test_yesterday_for_today(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """Today's file may not be built yet: yesterday's is taken."""
    for url in (primary("2026-09-30"), second("2026-09-30")):
        respx_mock.get(url).respond(404)
    respx_mock.get(primary("2026-09-29")).respond(content=BODY)
    assert fetch(CurrencyApi(current=current), TODAY, date(2026, 9, 30))[0].day == TODAY


def test_yesterday_is_held(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """Yesterday's table is not fetched again while today's is not built."""
    for url in (primary("2026-09-30"), second("2026-09-30")):
        respx_mock.get(url).respond(404)
    with pytest.raises(NotPublished):
        fetch(CurrencyApi(current=current), date(2026, 9, 30))
    assert respx_mock.calls.call_count == 2


def test_a_past_day_is_not_replaced(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """For a day in the past only its own file will do."""
    for url in (primary("2026-09-29"), second("2026-09-29")):
        respx_mock.get(url).respond(404)
    with pytest.raises(NotPublished):
        fetch(CurrencyApi(current=current), TODAY, today=date(2026, 10, 5))


def test_a_404_of_one_host_is_no_proof(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """While the first host is down, the second one's 404 does not mean that the day is missing."""
    respx_mock.get(primary("2026-09-29")).respond(500)
    respx_mock.get(second("2026-09-29")).respond(404)
    with pytest.raises(Unreachable):
        fetch(CurrencyApi(current=current), TODAY, today=date(2026, 10, 5))


def test_before_the_first_file(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """Nothing is asked for days before the first file."""
    with pytest.raises(NotPublished):
        fetch(CurrencyApi(current=current), date(2023, 12, 7))
    assert not respx_mock.calls


@pytest.mark.parametrize(
    "body", [b'{"date":"2026-09-29"}', b'{"date":7,"eur":{}}', b'{"date":"2026-09-29","eur":[]}', b"[]"]
)
def test_odd_json_is_refused(body: bytes) -> None:
    """JSON of another shape never becomes a table."""
    with pytest.raises(Refused):
        parse(body, current)
