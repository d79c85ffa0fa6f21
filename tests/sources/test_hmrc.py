"""HMRC: a month in XML, and its CSV when the month was amended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import respx

from pricesvc.catalog.labels import labels
from pricesvc.core.publishers import NotPublished, Refused
from pricesvc.core.rates import RateTable
from pricesvc.sources.hmrc import Hmrc, parse, parse_csv

LABELS = labels("hmrc")
FOLDER = "https://www.trade-tariff.service.gov.uk/uk/api/exchange_rates/files/"


def xml(rows: list[tuple[str, str]], period: str = "01/Dec/2023 to 31/Dec/2023") -> bytes:
    inner = "".join(
        f"<exchangeRate><countryName>A place</countryName><countryCode>ZZ</countryCode><currencyName>Money </currencyName>"
        f"<currencyCode>{code}</currencyCode><rateNew>{rate}</rateNew></exchangeRate>"
        for code, rate in rows
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><exchangeRateMonthList Period="{period}">{inner}</exchangeRateMonthList>'
    ).encode()


CSV = (
    "Country/Territories,Currency,Currency Code,Currency Units per £1,Start date,End date\r\n"
    "USA,Dollar,USD,1.2500,01/12/2023,31/12/2023\r\n"
    "Argentina,Peso,ARS,446.20,01/12/2023,17/12/2023\r\n"
    "Argentina,Peso,ARS,1010.50,18/12/2023,31/12/2023\r\n"
).encode("utf-8-sig")


def test_a_month() -> None:
    """A month is one table of its first day, in units per pound; a currency stands on many rows."""
    (table,) = parse(xml([("AED", "4.82"), ("EUR", "1.1400"), ("EUR", "1.1400")]), LABELS)
    assert table == RateTable("hmrc", "GBP", date(2023, 12, 1), {"AED": Decimal("4.82"), "EUR": Decimal("1.1400")})


def test_labels() -> None:
    """HMRC's own codes become ISO's; the old leone under the new code is named as what it is; the sucre is dropped."""
    (table,) = parse(xml([("ZIG", "33.1"), ("VED", "45.2"), ("ECS", "25000"), ("SLE", "24.1")]), LABELS)
    assert set(table.rates) == {"ZWG", "VES", "SLE"}
    (before,) = parse(xml([("SLE", "15631")], "01/Nov/2022 to 30/Nov/2022"), LABELS)
    assert set(before.rates) == {"SLL"}


def test_amended_month(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """Two values for one currency send us to the CSV, which says from when the second one holds."""
    amended = xml([("USD", "1.2500"), ("ARS", "446.20"), ("ARS", "1010.50")])
    respx_mock.get(FOLDER + "monthly_xml_2023-12.xml").respond(content=amended)
    respx_mock.get(FOLDER + "monthly_csv_2023-12.csv").respond(content=CSV)
    first, second = fetch(Hmrc(labels=LABELS), date(2023, 12, 1))
    assert (first.day, first.rates["ARS"]) == (date(2023, 12, 1), Decimal("446.20"))
    assert (second.day, second.rates) == (date(2023, 12, 18), {"USD": Decimal("1.2500"), "ARS": Decimal("1010.50")})


def test_month_is_not_padded(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """The month stands in the address without a leading zero."""
    respx_mock.get(FOLDER + "monthly_xml_2024-3.xml").respond(
        content=xml([("USD", "1.26")], "01/Mar/2024 to 31/Mar/2024")
    )
    assert fetch(Hmrc(labels=LABELS), date(2024, 3, 1))[0].day == date(2024, 3, 1)


def test_before_the_first_file(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """Nothing is asked for months before the files begin."""
    with pytest.raises(NotPublished):
        fetch(Hmrc(labels=LABELS), date(2020, 12, 1))
    assert not respx_mock.calls


def test_two_values_in_xml_alone() -> None:
    """Read alone, XML with two values for a currency is refused: it cannot say which holds."""
    with pytest.raises(Refused, match="ARS"):
        parse(xml([("ARS", "446.20"), ("ARS", "1010.50")]), LABELS)


@pytest.mark.parametrize(
    "body",
    [
        xml([("USD", "1.25")], "Dezember 2023"),
        xml([("USD", "n/a")]),
        b"<exchangeRateMonthList/>",
        b'<exchangeRateMonthList Period="01/Dec/2023 to 31/Dec/2023"><exchangeRate/></exchangeRateMonthList>',
    ],
)
def test_odd_xml_is_refused(body: bytes) -> None:
    """Another period, a rate that is none, missing elements: never a table."""
    with pytest.raises(Refused):
        parse(body, LABELS)


@pytest.mark.parametrize(
    "body",
    [
        b"Country,Code\nUSA,USD\n",
        b"Country,Code\n",
        b"Service unavailable",
        CSV.replace(b"01/12/2023", b"1 December"),
        b"\xff\xfe",
    ],
)
def test_odd_csv_is_refused(body: bytes) -> None:
    """Other columns, other days, another encoding or no table at all: never one, and never "nothing published"."""
    with pytest.raises(Refused):
        parse_csv(body, LABELS)


def test_no_rows() -> None:
    """A month without rows says that there is nothing."""
    with pytest.raises(NotPublished):
        parse(xml([]), LABELS)
