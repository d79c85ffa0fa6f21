"""US Treasury: labels with dates, amendments by effective day."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import respx

from pricesvc.catalog.labels import labels
from pricesvc.core.publishers import NotPublished, Refused
from pricesvc.core.rates import RateTable
from pricesvc.sources.us_treasury import UsTreasury, parse

LABELS = labels("us_treasury")


def page(*rows: tuple[str, str, str, str], pages: int = 1) -> bytes:
    keys = ("record_date", "effective_date", "country_currency_desc", "exchange_rate")
    data = [dict(zip(keys, row, strict=True)) for row in rows]
    return json.dumps({"data": data, "meta": {"count": len(data), "total-pages": pages}, "links": {}}).encode()


QUARTER = page(
    ("2023-09-30", "2023-09-30", "Japan-Yen", "149.340"),
    ("2023-09-30", "2023-09-30", "ARGENTINA-PESO", "350.0"),
    ("2023-09-30", "2023-09-30", "Senegal-Cfa Franc", "619.800"),
    ("2023-09-30", "2023-09-30", "Benin-Cfa Franc", "620.000"),
    ("2023-09-30", "2023-11-30", "Argentina-Peso", "800.0"),
    ("2023-09-30", "2023-09-30", "Atlantis-Shell", "3"),
)


def test_amendment() -> None:
    """An amendment makes another table from its effective day on, with everything that still holds."""
    first, second = parse(QUARTER, LABELS)
    assert (first.day, first.rates["ARS"]) == (date(2023, 9, 30), Decimal("350.0"))
    assert (second.day, second.rates["ARS"]) == (date(2023, 11, 30), Decimal("800.0"))
    assert str(second.rates["JPY"]) == "149.340"


def test_union_currency_is_read_from_the_first_label() -> None:
    """Of several members of a currency union the label that our table lists first counts; unknown labels are left out."""
    first, _ = parse(QUARTER, LABELS)
    assert first.rates["XOF"] == Decimal("620.000")
    assert set(first.rates) == {"JPY", "ARS", "XOF"}


@pytest.mark.parametrize(
    ("label", "day", "code"),
    [
        ("Turkey-Lira", "2004-12-31", "TRL"),
        ("Turkey-Lira", "2005-03-31", None),
        ("Mauritania-Ouguiya", "2018-03-31", "MRO"),
        ("Mauritania-Ouguiya", "2018-06-30", "MRU"),
        ("Sierra Leone-Leone", "2022-03-31", "SLL"),
        ("Sierra Leone-Leone", "2022-06-30", None),
        ("Sierra Leone-Leone", "2022-12-31", "SLE"),
        ("Bulgaria-Lev New", "2026-03-31", None),
    ],
)
def test_labels_have_dates(label: str, day: str, code: str | None) -> None:
    """A label that kept its name past a redenomination means another currency, or nothing, from then on."""
    tables = parse(page((day, day, label, "2"), (day, day, "Japan-Yen", "1")), LABELS)
    assert set(tables[0].rates) - {"JPY"} == ({code} if code else set())


def test_fetch_asks_for_the_quarter(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """The quarter in force on the day is asked for by its record date."""
    route = respx_mock.get(
        "https://api.fiscaldata.treasury.gov/services/api/fiscal_service/v1/accounting/od/rates_of_exchange",
        params__contains={"filter": "record_date:eq:2023-09-30", "page[size]": "10000"},
    ).respond(content=QUARTER)
    assert len(fetch(UsTreasury(labels=LABELS), date(2023, 12, 7))) == 2
    assert route.called


def test_nothing_for_a_quarter() -> None:
    """A page without rows says that the quarter is not out."""
    with pytest.raises(NotPublished):
        parse(page(), LABELS)


def test_before_the_first_quarter(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """Nothing is asked for quarters before the first."""
    with pytest.raises(NotPublished):
        fetch(UsTreasury(labels=LABELS), date(2000, 1, 1))
    assert not respx_mock.calls


@pytest.mark.parametrize(
    "body",
    [
        page(("2023-09-30", "2023-09-30", "Japan-Yen", "149"), pages=2),
        page(("2023-09-30", "2023-09-30", "Japan-Yen", "many")),
        page(("2023-09-30", "soon", "Japan-Yen", "149")),
        b'{"data":[{"record_date":"2023-09-30"}]}',
        b'{"data":[null]}',
        b'{"error":"Invalid Query Param"}',
        b"[]",
    ],
)
def test_odd_json_is_refused(body: bytes) -> None:
    """Half a quarter, words for numbers, missing keys: never a table."""
    with pytest.raises(Refused):
        parse(body, LABELS)
