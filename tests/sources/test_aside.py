"""Bodies are read aside: one that takes long to read keeps nobody waiting, and one that says too much is refused."""

from __future__ import annotations

import asyncio
import threading
from datetime import date, timedelta
from decimal import Decimal
from types import ModuleType

import pytest

from pricesvc.catalog.labels import labels
from pricesvc.core.publishers import Kind, Refused, Source, Wanted
from pricesvc.sources import currency_api, ecb, frankfurter, hmrc, un, us_treasury
from pricesvc.sources.in_force import tables_in_force

DAY = date(2026, 11, 2)
SOURCES: dict[str, tuple[ModuleType, str, Source]] = {
    "ecb": (ecb, "parse_xml", ecb.Ecb()),
    "ecb history": (ecb, "unzip", ecb.Ecb()),
    "frankfurter": (frankfurter, "parse_json", frankfurter.Frankfurter()),
    "currency_api": (currency_api, "parse_json", currency_api.CurrencyApi(current=lambda _code, _day: True)),
    "us_treasury": (us_treasury, "parse_json", us_treasury.UsTreasury(labels=labels("us_treasury"))),
    "hmrc": (hmrc, "parse_xml", hmrc.Hmrc(labels=labels("hmrc"))),
    "un": (un, "parse_xml", un.Un(labels=labels("un"))),
}


@pytest.mark.parametrize("name", SOURCES)
def test_bodies_are_read_in_a_thread_of_their_own(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The loop answers others meanwhile."""
    module, step, source = SOURCES[name]
    threads: list[threading.Thread] = []

    def noted(*_: object) -> None:
        threads.append(threading.current_thread())
        raise Refused("read")

    async def get(url: str, *, kind: Kind) -> bytes:
        assert url
        assert kind
        return b""

    monkeypatch.setattr(module, step, noted)
    first = DAY - timedelta(days=400) if name == "ecb history" else DAY
    with pytest.raises(Refused, match="read"):
        asyncio.run(source.fetch(get, Wanted(first, DAY, DAY)))
    assert threads
    assert threading.main_thread() not in threads


def test_more_days_than_a_file_can_have() -> None:
    """Each day has a table of every currency: a file of a line a day would fill the memory."""
    rows = [(DAY - timedelta(days=back), "USD", Decimal(1)) for back in range(1_001)]
    assert len(tables_in_force("un", "USD", rows[1:])) == 1_000
    with pytest.raises(Refused, match="1001 days"):
        tables_in_force("un", "USD", rows)
