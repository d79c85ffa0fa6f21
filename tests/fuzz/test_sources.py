"""Whatever a publisher sends, its parser gives tables or a refusal, never another exception."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest

from pricesvc.catalog.labels import labels
from pricesvc.core.publishers import Kind, Refused, SourceError
from pricesvc.core.rates import RateTable
from pricesvc.sources import currency_api, ecb, frankfurter, hmrc, un, us_treasury
from pricesvc.sources.bodies import check_body
from tests.fuzz.mutations import fuzz, near

XML = (
    b'<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
    b"xmlns=\"http://www.ecb.int/vocabulary/2002-08-01/eurofxref\"><Cube><Cube time='2026-11-20'>"
    b"<Cube currency='USD' rate='1.1435'/><Cube currency='SEK' rate='11.0620'/></Cube></Cube></gesmes:Envelope>"
)
CSV = b"Date,USD,JPY,RUB,\n2026-11-20,1.1435,178.2,N/A,\n2026-11-19,1.1402,177,N/A,\n1999-01-04,1.1789,133.73,N/A,\n"
MONTH = (
    b'<?xml version="1.0" encoding="UTF-8"?><exchangeRateMonthList Period="01/Dec/2023 to 31/Dec/2023"><exchangeRate>'
    b"<countryCode>AE</countryCode><currencyCode>AED</currencyCode><rateNew>4.82</rateNew></exchangeRate>"
    b"</exchangeRateMonthList>"
)
AMENDED = (
    "Country/Territories,Currency,Currency Code,Currency Units per £1,Start date,End date\r\n"
    "USA,Dollar,USD,1.2500,01/12/2023,31/12/2023\r\nArgentina,Peso,ARS,446.20,01/12/2023,17/12/2023\r\n"
).encode("utf-8-sig")
UN = (
    b"<UN_OPERATIONAL_RATES_DATASET><UN_OPERATIONAL_RATES><f_curr_code>EUR\t</f_curr_code><rate>0.880\t</rate>"
    b"<eff_date>1 Oct 2026\t</eff_date></UN_OPERATIONAL_RATES></UN_OPERATIONAL_RATES_DATASET>"
)
QUARTER = json.dumps(
    {
        "data": [
            {
                "record_date": "2023-09-30",
                "effective_date": "2023-09-30",
                "country_currency_desc": "Japan-Yen",
                "exchange_rate": "149.340",
            }
        ],
        "meta": {"total-pages": 1},
    }
).encode()
RANGE = b'{"amount":1.0,"base":"EUR","rates":{"2023-12-07":{"USD":1.0771,"JPY":156.18},"2023-12-08":{"USD":1.0777}}}'
ONE_DAY = b'{"amount":1.0,"base":"EUR","date":"2023-12-07","rates":{"USD":1.0771,"JPY":156.18}}'
ROWS = b'[{"date":"2023-12-07","base":"EUR","quote":"JPY","rate":156.18}]'
CURRENCY_API = b'{"date":"2026-09-29","eur":{"1inch":11.32,"eur":1,"usd":1.13607202,"jpy":178.90554702}}'


def zipped(text: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of the ECB's history."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("eurofxref-hist.csv", text)
    return packed.getvalue()


METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
PARSERS: dict[str, tuple[Callable[[bytes], list[RateTable]], Kind, tuple[bytes, ...]]] = {
    "ecb": (ecb.parse, "xml", (XML,)),
    "ecb history": (ecb.parse_history, "zip", tuple(zipped(CSV, method) for method in METHODS)),
    "ecb csv": (lambda body: ecb.parse_history(zipped(body)), "zip", (CSV,)),
    "frankfurter": (frankfurter.parse, "json", (RANGE, ONE_DAY, ROWS)),
    "currency_api": (lambda body: currency_api.parse(body, lambda code, _day: len(code) == 3), "json", (CURRENCY_API,)),
    "hmrc": (lambda body: hmrc.parse(body, labels("hmrc")), "xml", (MONTH,)),
    "hmrc csv": (lambda body: hmrc.parse_csv(body, labels("hmrc")), "csv", (AMENDED,)),
    "us_treasury": (lambda body: us_treasury.parse(body, labels("us_treasury")), "json", (QUARTER,)),
    "un": (lambda body: un.parse(body, labels("un")), "xml", (UN,)),
}


def well_made(tables: list[RateTable]) -> None:
    """What a parser gives has the types it says."""
    for table in tables:
        assert isinstance(table.day, date)
        assert all(isinstance(code, str) and isinstance(rate, Decimal) for code, rate in table.rates.items())


@pytest.mark.parametrize("name", PARSERS)
def test_whatever_is_sent(name: str, *, long: bool) -> None:
    """Tables or a refusal."""
    parse, kind, bodies = PARSERS[name]
    for body in bodies:
        assert parse(body)

    def check(body: bytes) -> None:
        with suppress(Refused):
            check_body(body, kind, "https://publisher.test/")
        with suppress(SourceError):
            well_made(parse(body))

    fuzz(near(*bodies), check, 150, long=long)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("ecb", XML.replace(b"UTF-8", b"x-nothing")),
        ("ecb", XML.replace(b"UTF-8", b"shift_jis")),
        ("ecb", b"<a>" * 500_000),
        ("ecb", XML.replace(b"2026-11-20", b"9" * 5000)),
        ("hmrc", MONTH.replace(b"Dec/2023 to", b"Dec/99999999999 to")),
        ("hmrc csv", AMENDED.replace(b"01/12/2023,31", b"01/12/99999999999,31")),
        ("hmrc csv", AMENDED.replace(b"Dollar", b"z" * 200_000)),
        ("un", UN.replace(b"2026", b"99999999999")),
        ("ecb csv", CSV.replace(b"N/A", b"z" * 200_000)),
        ("ecb csv", CSV.replace(b"N/A", b'"')),
        ("frankfurter", b"[" * 100_000),
        ("currency_api", b'{"a":' * 100_000),
    ],
)
def test_what_once_broke_a_parser(name: str, body: bytes) -> None:
    """Each is refused."""
    with pytest.raises(SourceError):
        PARSERS[name][0](body)


def test_every_byte_of_a_zip() -> None:
    """A history with any one byte changed gives the same figures or a refusal: its checksum sees to that."""
    parse = PARSERS["ecb history"][0]
    for method in METHODS:
        body = zipped(CSV, method)
        right = parse(body)
        for at in range(len(body)):
            try:
                tables = parse(body[:at] + bytes([body[at] ^ 0x55]) + body[at + 1 :])
            except SourceError:
                continue
            assert tables == right
