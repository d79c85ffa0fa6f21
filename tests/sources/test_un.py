"""The UN: rows with trailing tabs, one per country, each with its own effective day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import respx

from pricesvc.catalog.labels import labels
from pricesvc.core.publishers import NotPublished, Refused
from pricesvc.core.rates import RateTable
from pricesvc.sources.un import Un, parse

LABELS = labels("un")
URL = "https://treasury.un.org/operationalrates/xsql2XML.php"


def dataset(*rows: tuple[str, str, str]) -> bytes:
    inner = "".join(
        f"\r\n\t<UN_OPERATIONAL_RATES>\r\n\t\t<f_curr_code>{code}\t</f_curr_code>\r\n\t\t<rate>{rate}\t</rate>"
        f"\r\n\t\t<eff_date>{day}\t</eff_date>\r\n\t</UN_OPERATIONAL_RATES>"
        for code, rate, day in rows
    )
    return f"<UN_OPERATIONAL_RATES_DATASET>{inner}\r\n</UN_OPERATIONAL_RATES_DATASET>".encode()


MONTH = dataset(
    ("AFN", "66.510", "1 Oct 2026"),
    ("EUR", "0.880", "1 Oct 2026"),
    ("EUR", "0.880", "1 Oct 2026"),
    ("USD", "1", "1 Oct 2026"),
    ("ZIG", "26.8", "1 Oct 2026"),
    ("KPW", "900", "15 Oct 2026"),
)


def test_mid_month_revision() -> None:
    """A currency revised within the month has a table from its own day on; the rest still holds in it."""
    first, second = parse(MONTH, LABELS)
    assert (first.day, first.rates) == (
        date(2026, 10, 1),
        {"AFN": Decimal("66.510"), "EUR": Decimal("0.880"), "ZWG": Decimal("26.8")},
    )
    assert (second.day, set(second.rates)) == (date(2026, 10, 15), {"AFN", "EUR", "ZWG", "KPW"})


def test_fetch(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """The file of the rates in force is fetched for a day of this month."""
    respx_mock.get(URL).respond(content=MONTH)
    assert len(fetch(Un(labels=LABELS), date(2026, 10, 1), today=date(2026, 10, 20))) == 2


def test_a_month_that_is_over(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """There is no history to ask for, so nothing is asked."""
    with pytest.raises(NotPublished):
        fetch(Un(labels=LABELS), date(2026, 9, 1), today=date(2026, 10, 20))
    assert not respx_mock.calls


@pytest.mark.parametrize(
    "body",
    [
        dataset(("AFN", "66.5", "in October")),
        dataset(("AFN", "n/a", "1 Oct 2026")),
        dataset(("AFN", "66.5", "31 Sep 2026")),
        b"<D><UN_OPERATIONAL_RATES><rate>1</rate></UN_OPERATIONAL_RATES></D>",
    ],
)
def test_odd_xml_is_refused(body: bytes) -> None:
    """Days and rates that are none, and missing elements: never a table."""
    with pytest.raises(Refused):
        parse(body, LABELS)


def test_no_rows() -> None:
    """A dataset without rows says that there is nothing."""
    with pytest.raises(NotPublished):
        parse(dataset(), LABELS)
