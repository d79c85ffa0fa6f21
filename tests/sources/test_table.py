"""The table of sources: what every publisher has to have, and what makes no publisher."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from pricesvc.catalog.labels import labels
from pricesvc.core.errors import BadData, UnknownSource
from pricesvc.core.publishers import Refused, Source
from pricesvc.sources import DEFAULT_URLS, SOURCES, Parts, build_sources
from pricesvc.sources.bodies import parse_json, parse_named_day, parse_rate

PARTS = Parts(labels=labels, current=lambda _code, _day: True, urls={})


@pytest.fixture(params=build_sources(SOURCES, PARTS), ids=lambda source: source.info.key)
def source(request: pytest.FixtureRequest) -> Source:
    """Each publisher."""
    built: Source = request.param
    return built


def test_facts(source: Source) -> None:
    """Every publisher names its terms and has a default address by its key."""
    info = source.info
    assert info.terms.startswith("https://")
    assert DEFAULT_URLS[info.key].startswith("https://")
    assert all((info.title, info.publisher, info.licence, info.coverage, info.schedule))


def test_schedule_moves_on(source: Source) -> None:
    """At any hour the next publication lies ahead, and what is due then is not older than what is due now."""
    now = datetime(2026, 12, 23, 0, 30, tzinfo=UTC)
    for _ in range(24 * 20):
        upcoming = source.info.upcoming(now)
        assert upcoming > now
        assert source.info.due(upcoming) >= source.info.due(now)
        assert source.info.period(source.info.due(now)) == source.info.due(now)
        now += timedelta(hours=1)


def test_order_is_kept() -> None:
    """Sources come in the order named, each once; none named is none built."""
    assert [one.info.key for one in build_sources(["un", "ecb", "un"], PARTS)] == ["un", "ecb"]
    assert build_sources([], PARTS) == ()


def test_unknown_source() -> None:
    """A key that is not in the table is refused with those that are."""
    with pytest.raises(UnknownSource) as caught:
        build_sources(["ebc"], PARTS)
    assert caught.value.facts["supported"] == list(SOURCES)


@pytest.mark.parametrize(
    "url", ["ftp://host/", "www.ecb.europa.eu", "https://", "https://host/?a=1", "file:///etc/passwd"]
)
def test_odd_base_urls(url: str) -> None:
    """Only http(s) addresses of a host are base URLs."""
    with pytest.raises(BadData):
        build_sources(["ecb"], Parts(labels, PARTS.current, {"ecb": url}))


@pytest.mark.parametrize("text", ["", "1,5", "1_0", "1e5", "0x1", "٣", "+1", "1.", "1" * 40])
def test_odd_rates(text: str) -> None:
    """A rate is plain ASCII digits with at most one point."""
    with pytest.raises(Refused):
        parse_rate(text)


@pytest.mark.parametrize("text", ["1e400", "1e4001111111111111111", "-1E-99999999999999999999", "1" * 81, "[" * 9000])
def test_odd_json(text: str) -> None:
    """Numbers of any size, and nesting of any depth, are refused for what they are."""
    with pytest.raises(Refused):
        parse_json(text.encode())


def test_months_are_english() -> None:
    """Dates with month names are read without the machine's locale."""
    assert parse_named_day("1 Oct 2026") == parse_named_day("01/October/2026") == date(2026, 10, 1)
