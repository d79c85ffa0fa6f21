"""The ECB: the smallest file that covers the days, and both spellings of its XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import respx

from pricesvc.core.publishers import NotPublished, Refused, Wanted
from pricesvc.core.rates import RateTable
from pricesvc.sources.ecb import Ecb, parse, parse_history, smallest_file

FOLDER = "https://www.ecb.europa.eu/stats/eurofxref/"

DAILY = b"""<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" \
xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
\t<gesmes:subject>Reference rates</gesmes:subject>
\t<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
\t<Cube>
\t\t<Cube time='2026-11-20'>
\t\t\t<Cube currency='USD' rate='1.1435'/>
\t\t\t<Cube currency='SEK' rate='11.0620'/>
\t\t</Cube>
\t</Cube>
</gesmes:Envelope>"""

QUARTER = b"""<?xml version="1.0" encoding="UTF-8"?><gesmes:Envelope \
xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">\
<gesmes:subject>Reference rates</gesmes:subject><Cube>\
<Cube time="2026-11-20"><Cube currency="USD" rate="1.1435"/></Cube>\
<Cube time="2026-11-19"><Cube currency="USD" rate="1.1402"/></Cube>\
<Cube time="2026-11-18"><Cube currency="USD" rate="1.1399"/></Cube></Cube></gesmes:Envelope>"""

HISTORY = """Date,USD,JPY,RUB,
2026-11-20,1.1435,178.2,N/A,
2026-11-19,1.1402,177,N/A,
1999-01-04,1.1789,133.73,N/A,
"""


def zipped(text: str, name: str = "eurofxref-hist.csv") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return buffer.getvalue()


def test_daily_keeps_published_digits() -> None:
    """Trailing zeros of the daily file survive."""
    (table,) = parse(DAILY)
    assert table == RateTable("ecb", "EUR", date(2026, 11, 20), {"USD": Decimal("1.1435"), "SEK": Decimal("11.0620")})
    assert str(table.rates["SEK"]) == "11.0620"


def test_quarter_has_a_table_a_day() -> None:
    """The 90-day file quotes attributes the other way and holds one table a day."""
    assert [table.day.day for table in parse(QUARTER)] == [20, 19, 18]


def test_history_stops_where_asked() -> None:
    """Rows before the first day wanted are left out, as are absent cells and the empty last column."""
    tables = parse_history(zipped(HISTORY), date(2026, 11, 19))
    assert [table.day.day for table in tables] == [20, 19]
    assert tables[0].rates == {"USD": Decimal("1.1435"), "JPY": Decimal("178.2")}


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [
        ("2026-11-20", "2026-11-20", "eurofxref-daily.xml"),
        ("2026-11-21", "2026-11-23", "eurofxref-daily.xml"),
        ("2026-11-19", "2026-11-20", "eurofxref-hist-90d.xml"),
        ("2026-11-02", "2026-11-24", "eurofxref-hist-90d.xml"),
        ("2026-08-01", "2026-11-24", "eurofxref-hist.zip"),
        ("1999-01-04", "2026-11-24", "eurofxref-hist.zip"),
    ],
)
def test_smallest_file(first: str, last: str, name: str) -> None:
    """One missing table is in the daily file, a few weeks in the 90-day one, anything longer in the zip."""
    day = date.fromisoformat(last)
    assert smallest_file(Wanted(date.fromisoformat(first), day, day)) == name


def test_fetch_asks_for_the_file_it_chose(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """A gap of two days is closed from the 90-day file, and older tables in it are dropped."""
    respx_mock.get(FOLDER + "eurofxref-hist-90d.xml").respond(content=QUARTER)
    tables = fetch(Ecb(), date(2026, 11, 19), date(2026, 11, 20))
    assert [table.day.day for table in tables] == [20, 19]


def test_fetch_history(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """A gap of years is closed from the zip, at whatever base URL is set."""
    respx_mock.get("http://mirror.test/ecb/stats/eurofxref/eurofxref-hist.zip").respond(content=zipped(HISTORY))
    assert len(fetch(Ecb("http://mirror.test/ecb/"), date(1999, 1, 1), date(2026, 11, 20))) == 3


def test_missing_file(respx_mock: respx.MockRouter, fetch: Callable[..., list[RateTable]]) -> None:
    """A 404 is "not published", not a fault."""
    respx_mock.get(FOLDER + "eurofxref-daily.xml").respond(404)
    with pytest.raises(NotPublished):
        fetch(Ecb(), date(2026, 11, 20))


@pytest.mark.parametrize(
    "body",
    [
        DAILY.replace(b"rate='1.1435'", b"rate='1,1435'"),
        DAILY.replace(b"rate='1.1435'", b""),
        DAILY.replace(b"2026-11-20", b"20 November"),
        DAILY[:-20],
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + DAILY[39:],
        DAILY.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    ],
)
def test_odd_xml_is_refused(body: bytes) -> None:
    """XML of another shape, cut short, or with entities never becomes a table."""
    with pytest.raises(Refused):
        parse(body)


def test_xml_without_tables() -> None:
    """An envelope without a table says that there is nothing."""
    with pytest.raises(NotPublished):
        parse(b"<Envelope/>")


@pytest.mark.parametrize(
    "body",
    [
        b"PK\x03\x04 nonsense PK\x05\x06",
        zipped(HISTORY)[:-30],
        zipped(HISTORY, "other.csv"),
        zipped("Day,USD\n2026-11-20,1\n"),
        zipped("Date,USD,JPY\n2026-11-20,1.1\n"),
        zipped("Date,USD\n2026-11-20,one\n"),
        zipped(""),
    ],
)
def test_odd_history_is_refused(body: bytes) -> None:
    """A damaged zip, another member, another header, a short row or a word for a number are refused."""
    with pytest.raises(Refused):
        parse_history(body)


def test_nan_reaches_the_book() -> None:
    """NaN parses, for the book to refuse and count the table."""
    assert parse(DAILY.replace(b"1.1435", b"NaN"))[0].rates["USD"].is_nan()
