"""The book: one flight for many, fresh until the next publication, stale within a bound, and never waiting long."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import pytest

from pricesvc.book import Need, Pacing
from pricesvc.core.errors import NoRate, RatesUnavailable
from pricesvc.core.publishers import NotPublished, Refused, Unreachable
from pricesvc.core.rates import RateTable
from pricesvc.sources import currency_api, frankfurter, hmrc

if TYPE_CHECKING:
    from tests.book.conftest import Clock, MakeTable, OpenDesk, Publisher

pytestmark = pytest.mark.anyio

TODAY = date(2026, 11, 24)
MONDAY = date(2026, 11, 23)
USD = Need("EUR", "USD", TODAY)


async def settle() -> None:
    """Let every task that can run do so."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_missing_table_is_fetched_once(
    open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable]
) -> None:
    """The first request waits for the gap to be closed; after that nothing is asked any more."""
    publisher = make_publisher(tables=gap)
    desk = open_desk(publisher)
    await desk.book.ensure([USD])
    assert desk.rate(USD) == Decimal("1.17")
    await desk.book.ensure([USD, Need("USD", "JPY", MONDAY), Need("EUR", "GBP", date(2026, 11, 22))])
    assert [(wanted.first, wanted.last) for wanted in publisher.asked] == [(date(2026, 11, 20), TODAY)]
    assert desk.events == [("fetched", "ecb")]


async def test_embedded_days_cost_no_fetch(open_desk: OpenDesk, make_publisher: type[Publisher]) -> None:
    """What the embedded history answers is never asked for, closed days included."""
    publisher = make_publisher()
    desk = open_desk(publisher)
    await desk.book.ensure([Need("EUR", "USD", date(2026, 11, day)) for day in (12, 13, 14, 15, 19)])
    await desk.book.ensure([Need("DEM", "EUR", TODAY), Need("EUR", "EUR", TODAY)])
    assert publisher.asked == []


async def test_offline_never_asks(open_desk: OpenDesk) -> None:
    """Without sources the embedded history answers, marked stale."""
    desk = open_desk()
    await desk.book.ensure([USD])
    assert desk.book.view().receipt("EUR", "USD", TODAY).stale
    assert desk.book.status() == ()


async def test_eighty_callers_one_fetch(
    open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable]
) -> None:
    """Eighty callers on a cold cache share one flight; one that gives up cancels nobody."""
    gate = asyncio.Event()
    publisher = make_publisher(tables=gap, gate=gate)
    desk = open_desk(publisher, pacing=Pacing(patience=5.0))
    callers = [asyncio.create_task(desk.book.ensure([USD])) for _ in range(80)]
    await settle()
    callers[0].cancel()
    await settle()
    gate.set()
    results = await asyncio.gather(*callers, return_exceptions=True)
    assert len(publisher.asked) == 1
    assert isinstance(results[0], asyncio.CancelledError)
    assert results[1:] == [None] * 79
    assert desk.rate(USD) == Decimal("1.17")


async def test_every_upstream_hanging(
    open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable]
) -> None:
    """With every publisher hanging, the answer comes within the patience; the tables arrive behind it."""
    gate = asyncio.Event()
    ecb = make_publisher(tables=gap, gate=gate)
    relay = make_publisher(info=frankfurter.INFO, gate=gate)
    market = make_publisher(info=currency_api.INFO, gate=gate)
    desk = open_desk(ecb, relay, market, pacing=Pacing(patience=0.2))
    start = time.perf_counter()
    await asyncio.gather(*(desk.book.ensure([USD, Need("EUR", "TWD", TODAY)]) for _ in range(200)))
    assert time.perf_counter() - start < 20  # one after the other, they would wait for 40 seconds
    assert desk.book.view().receipt("EUR", "USD", TODAY).stale
    assert ("stale", "ecb") in desk.events
    gate.set()
    await settle()
    assert not desk.book.view().receipt("EUR", "USD", TODAY).stale
    await desk.book.close()


async def test_next_source_in_order(
    open_desk: OpenDesk, make_publisher: type[Publisher], make_table: MakeTable
) -> None:
    """When the first publisher fails, the next answers; the first cools down and is not asked meanwhile."""
    ecb = make_publisher(fault=Unreachable("down"))
    relay = make_publisher(info=frankfurter.INFO, tables=[make_table(TODAY, "frankfurter", USD="1.18")])
    desk = open_desk(ecb, relay)
    await desk.book.ensure([USD])
    receipt = desk.book.view().receipt("EUR", "USD", TODAY)
    assert (receipt.source, receipt.rate, receipt.stale) == ("frankfurter", Decimal("1.18"), False)
    await desk.book.ensure([Need("EUR", "USD", MONDAY)])
    assert len(ecb.asked) == 1


async def test_a_relay_is_spared(open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable]) -> None:
    """Who relays the ECB is not asked for what the ECB itself gave."""
    relay = make_publisher(info=frankfurter.INFO)
    desk = open_desk(make_publisher(tables=gap), relay)
    await desk.book.ensure([USD, Need("EUR", "TWD", TODAY)])
    assert relay.asked == []


async def test_cooling_down_doubles(open_desk: OpenDesk, make_publisher: type[Publisher], clock: Clock) -> None:
    """A failed publisher is left alone for longer and longer, and forgiven once it answers."""
    ecb = make_publisher(fault=Unreachable("down"))
    desk = open_desk(ecb)
    for seconds, asked in ((0, 1), (29, 1), (1, 2), (59, 2), (1, 3), (119, 3), (1, 4)):
        clock.forward(seconds=seconds)
        await desk.book.ensure([USD])
        assert len(ecb.asked) == asked
    (status,) = desk.book.status()
    assert (status.failures, status.last_error) == (4, "down")
    assert status.cooling_until == clock.now() + timedelta(seconds=240)
    assert desk.book.retry_after() == 240


async def test_retry_after_is_honoured(open_desk: OpenDesk, make_publisher: type[Publisher], clock: Clock) -> None:
    """A publisher that asks for a longer pause gets it."""
    ecb = make_publisher(fault=Unreachable("busy", retry_after=600.0))
    desk = open_desk(ecb)
    await desk.book.ensure([USD])
    clock.forward(seconds=599)
    await desk.book.ensure([USD])
    assert len(ecb.asked) == 1


async def test_recovery(
    open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable], clock: Clock
) -> None:
    """Once the publisher is back, its state is clean and the answer fresh."""
    ecb = make_publisher(tables=gap, fault=Refused("a web page"))
    desk = open_desk(ecb)
    await desk.book.ensure([USD])
    ecb.fault = None
    clock.forward(seconds=31)
    await desk.book.ensure([USD])
    (status,) = desk.book.status()
    assert (status.failures, status.cooling_until, status.newest) == (0, None, TODAY)
    assert status.last_success == clock.now()


async def test_one_asks_again_and_the_others_do_not_wait(
    open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable], clock: Clock
) -> None:
    """When a publisher that failed has cooled down, one request waits for it; those beside it answer with what is held."""
    ecb = make_publisher(fault=Unreachable("down"))
    desk = open_desk(ecb, pacing=Pacing(patience=60))
    await desk.book.ensure([USD])
    ecb.gate = asyncio.Event()
    clock.forward(seconds=31)
    asking = asyncio.create_task(desk.book.ensure([USD]))
    async with asyncio.timeout(10):
        while len(ecb.asked) < 2:
            await settle()
        await desk.book.ensure([USD, Need("EUR", "USD", MONDAY)])
    assert (asking.done(), len(ecb.asked)) == (False, 2)
    ecb.fault, ecb.tables = None, gap
    ecb.gate.set()
    await asking
    assert desk.rate(USD) == Decimal("1.17")
    assert desk.book.status()[0].failures == 0


TWD = Need("EUR", "TWD", TODAY)


async def test_no_rate_is_said_only_by_those_who_were_asked(
    open_desk: OpenDesk, make_publisher: type[Publisher], make_table: MakeTable, clock: Clock
) -> None:
    """While a publisher that may quote a currency is down, nobody knows that it does not; once it has answered, it is known."""
    market = make_publisher(info=currency_api.INFO, fault=Unreachable("down"))
    desk = open_desk(market)
    with pytest.raises(NoRate):
        desk.rate(TWD)
    await desk.book.ensure([TWD])
    with pytest.raises(RatesUnavailable) as refused:
        desk.rate(TWD)
    assert refused.value.facts["sources"] == ["currency_api"]
    market.fault, market.tables = None, [make_table(TODAY, "currency_api")]
    clock.forward(seconds=31)
    await desk.book.ensure([TWD])
    with pytest.raises(NoRate):
        desk.rate(TWD)


async def test_a_late_publisher_is_not_taken_for_one_without_a_rate(
    open_desk: OpenDesk, make_publisher: type[Publisher], make_table: MakeTable
) -> None:
    """The request that has waited long enough is told that the rate is not known yet; the next one gets it."""
    gate = asyncio.Event()
    market = make_publisher(info=currency_api.INFO, tables=[make_table(TODAY, "currency_api", TWD="35")], gate=gate)
    desk = open_desk(market, pacing=Pacing(patience=0.1))
    await desk.book.ensure([TWD])
    with pytest.raises(RatesUnavailable):
        desk.rate(TWD)
    gate.set()
    await desk.book.refresh()
    assert desk.rate(TWD) == Decimal(35)


async def test_only_who_has_not_answered_is_late(
    open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable]
) -> None:
    """A publisher that answered in time is not silent because another kept the caller waiting to the end."""
    market = make_publisher(info=currency_api.INFO, gate=asyncio.Event())
    desk = open_desk(make_publisher(tables=gap), market, pacing=Pacing(patience=0.5))
    await desk.book.ensure([TWD])
    assert set(desk.book.view().silent) == {"currency_api"}
    await desk.book.close()


async def test_absence_is_believed_for_minutes(
    open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable], clock: Clock
) -> None:
    """An answer of "nothing yet" is no failure: it is believed for two minutes, then asked again."""
    ecb = make_publisher(fault=NotPublished("404"))
    desk = open_desk(ecb)
    await desk.book.ensure([USD])
    await desk.book.ensure([USD])
    assert (len(ecb.asked), desk.book.status()[0].failures, desk.events[0]) == (1, 0, ("absent", "ecb"))
    ecb.fault, ecb.tables = None, gap
    clock.forward(seconds=121)
    await desk.book.ensure([USD])
    assert desk.rate(USD) == Decimal("1.17")


async def test_refreshed_behind_the_answer(
    open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable], make_table: MakeTable, clock: Clock
) -> None:
    """When the next table is due, the held one answers at once and the new one is fetched behind it."""
    ecb = make_publisher(tables=gap)
    desk = open_desk(ecb)
    await desk.book.ensure([USD])
    clock.forward(hours=21)
    tomorrow = Need("EUR", "USD", date(2026, 11, 25))
    await desk.book.ensure([tomorrow])
    await settle()
    assert len(ecb.asked) == 1, "nothing is due before 16:05 in Frankfurt"
    clock.forward(minutes=6)
    ecb.tables = [make_table("2026-11-25", USD="1.20")]
    await desk.book.ensure([tomorrow])
    before = desk.book.view().receipt("EUR", "USD", tomorrow.day)
    assert (before.day, before.shift, before.stale) == (TODAY, "not-yet-published", False)
    await desk.book.refresh()
    assert desk.rate(tomorrow) == Decimal("1.20")
    assert [wanted.first for wanted in ecb.asked] == [date(2026, 11, 20), tomorrow.day]


async def test_midnight(
    open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable], clock: Clock
) -> None:
    """Past midnight the view is of the new day; a view taken before does not change."""
    desk = open_desk(make_publisher(tables=gap))
    await desk.book.ensure([USD])
    before = desk.book.view()
    clock.forward(hours=6)
    assert (before.today, desk.book.view().today) == (TODAY, date(2026, 11, 25))
    assert before.snapshot == desk.book.view().snapshot


async def test_new_year(
    open_desk: OpenDesk, make_publisher: type[Publisher], make_table: MakeTable, clock: Clock
) -> None:
    """On 1 January the table of 31 December is the newest there can be: no fetch, no staleness."""
    clock.forward(days=37)
    ecb = make_publisher(tables=[make_table(date(2026, 11, 20) + timedelta(days=ahead)) for ahead in range(42)])
    desk = open_desk(ecb)
    await desk.book.ensure([Need("EUR", "USD", date(2026, 12, 31))])
    clock.forward(hours=20)
    new_year = Need("EUR", "USD", date(2027, 1, 1))
    await desk.book.ensure([new_year])
    receipt = desk.book.view().receipt("EUR", "USD", new_year.day)
    assert (receipt.day, receipt.shift, receipt.stale) == (date(2026, 12, 31), "holiday", False)
    assert len(ecb.asked) == 1


async def test_other_currencies_come_from_the_next_source(
    open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable], make_table: MakeTable
) -> None:
    """What the ECB does not quote is fetched for its day from who does, once."""
    market = make_publisher(info=currency_api.INFO, tables=[make_table(MONDAY, "currency_api", TWD="36.1")])
    desk = open_desk(make_publisher(tables=gap), market)
    need = Need("EUR", "TWD", MONDAY)
    for _ in range(2):
        await desk.book.ensure([need])
    assert desk.rate(need) == Decimal("36.1")
    assert [wanted.last for wanted in market.asked] == [MONDAY]


async def test_a_named_source_is_the_only_one_asked(
    open_desk: OpenDesk, make_publisher: type[Publisher], make_table: MakeTable
) -> None:
    """A need that names a source costs the others nothing."""
    ecb = make_publisher()
    market = make_publisher(info=currency_api.INFO, tables=[make_table(MONDAY, "currency_api")])
    desk = open_desk(ecb, market)
    await desk.book.ensure([Need("EUR", "USD", MONDAY, source="currency_api")])
    assert (len(ecb.asked), len(market.asked)) == (0, 1)


async def test_prescribed_source(
    open_desk: OpenDesk, make_publisher: type[Publisher], make_table: MakeTable, clock: Clock
) -> None:
    """A purpose asks its publisher for its period; the current one is looked at again for amendments, now and then."""
    month = make_table("2026-11-01", "hmrc", base="GBP", USD="1.31", EUR="1.18", JPY="205", CHF="1.09", CNY="9.5")
    month = replace(month, rates={code: rate for code, rate in month.rates.items() if code != "GBP"})
    customs = make_publisher(info=hmrc.INFO, tables=[month])
    ecb = make_publisher()
    desk = open_desk(ecb, customs)
    need = Need("GBP", "USD", date(2026, 11, 20), "uk-customs")
    await desk.book.ensure([need])
    assert desk.rate(need) == Decimal("1.31")
    await desk.book.ensure([need])
    await settle()
    assert len(customs.asked) == 1
    clock.forward(hours=7)
    await desk.book.ensure([need])
    await settle()
    assert (len(customs.asked), ecb.asked) == (2, [])


async def test_eu_customs_is_answered_by_the_history(open_desk: OpenDesk, make_publisher: type[Publisher]) -> None:
    """The second-last Wednesday of the month before lies in the history: no fetch."""
    ecb = make_publisher()
    desk = open_desk(ecb)
    await desk.book.ensure([Need("EUR", "USD", date(2026, 11, 24), "eu-customs")])
    assert ecb.asked == []


async def test_disputed_currencies_ask_everyone(
    open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable], make_table: MakeTable
) -> None:
    """For a disputed currency every publisher is asked once, for the band."""
    market = make_publisher(info=currency_api.INFO, tables=[make_table(MONDAY, "currency_api", KPW="1035")])
    desk = open_desk(make_publisher(tables=gap), market)
    need = Need("EUR", "KPW", MONDAY)
    for _ in range(2):
        await desk.book.ensure([need])
    assert len(market.asked) == 1
    with pytest.raises(NoRate) as caught:
        desk.rate(need)
    band = cast("list[dict[str, object]]", caught.value.facts["band"])
    assert [one["source"] for one in band] == ["currency_api"]


async def test_stale_up_to_a_bound(
    open_desk: OpenDesk, make_publisher: type[Publisher], make_table: MakeTable, clock: Clock
) -> None:
    """A fetched table answers, marked stale, for as many days as set; then there is no answer."""
    market = make_publisher(info=currency_api.INFO, tables=[make_table(TODAY, "currency_api", TWD="36.1")])
    desk = open_desk(market, stale_days=3)
    await desk.book.ensure([Need("EUR", "TWD", TODAY)])
    market.fault = Unreachable("down")
    for days, answered in ((3, True), (1, False)):
        clock.forward(days=days)
        need = Need("EUR", "TWD", desk.book.today())
        await desk.book.ensure([need])
        if answered:
            assert desk.book.view().receipt("EUR", "TWD", need.day).stale
        else:
            with pytest.raises(RatesUnavailable):
                desk.rate(need)


async def test_a_crash_of_a_source_is_a_failure(open_desk: OpenDesk, make_publisher: type[Publisher]) -> None:
    """A payload that breaks a source's own code ends no request."""
    ecb = make_publisher(fault=ZeroDivisionError("oops"))
    desk = open_desk(ecb)
    await desk.book.ensure([USD])
    assert desk.book.status()[0].last_error == "ZeroDivisionError: oops"


async def test_more_tables_than_there_can_be(open_desk: OpenDesk, make_publisher: type[Publisher]) -> None:
    """They are not even looked at: each would be judged, logged and kept."""
    days = (date(2027, 1, 1) + timedelta(days=ahead) for ahead in range(10_001))
    desk = open_desk(make_publisher(tables=[RateTable("ecb", "EUR", day, {"USD": Decimal(1)}) for day in days]))
    await desk.book.refresh(force=True)
    status = desk.book.status()[0]
    assert (status.last_error, status.refused_count) == ("10001 tables in one answer", 0)


async def test_impossible_needs_are_left_to_the_view(open_desk: OpenDesk, make_publisher: type[Publisher]) -> None:
    """Unknown currencies, purposes of nobody here and future days cost no fetch and raise nothing."""
    ecb = make_publisher()
    desk = open_desk(ecb)
    await desk.book.ensure(
        [
            Need("EUR", "ZZZ", TODAY),
            Need("EUR", "USD", TODAY + timedelta(days=9)),
            Need("EUR", "USD", TODAY, "un-operational"),
            Need("EUR", "USD", TODAY, "of-mine"),
            Need("EUR", "USD", TODAY, source="nobody"),
        ]
    )
    assert ecb.asked == []


async def test_forced_refresh(open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable]) -> None:
    """An operator's refresh ignores cool-downs and what is held."""
    ecb = make_publisher(fault=Unreachable("down"), tables=gap)
    desk = open_desk(ecb)
    await desk.book.refresh()
    await desk.book.refresh()
    assert len(ecb.asked) == 1
    ecb.fault = None
    await desk.book.refresh(["ecb"], force=True)
    await desk.book.refresh(force=True)
    assert (len(ecb.asked), desk.rate(USD)) == (3, Decimal("1.17"))


async def test_keeper(open_desk: OpenDesk, make_publisher: type[Publisher], gap: list[RateTable], clock: Clock) -> None:
    """The keeper fetches at start and when a publication is expected, and asks again soon when it is late."""
    ecb = make_publisher(tables=gap)
    desk = open_desk(ecb)
    naps: list[float] = []

    async def sleep(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 30:
            raise asyncio.CancelledError
        clock.forward(seconds=seconds)

    with pytest.raises(asyncio.CancelledError):
        await desk.book.keep_fresh(sleep)
    assert naps[:3] == [3600.0] * 3
    assert [wanted.last for wanted in ecb.asked[:2]] == [TODAY, date(2026, 11, 25)]
    assert naps[-1] == 120.0


async def test_unexpected_closure(open_desk: OpenDesk, make_publisher: type[Publisher], make_table: MakeTable) -> None:
    """A business day that the publisher skipped is not asked for again and again once a newer table is there."""
    ecb = make_publisher(tables=[make_table("2026-11-20"), make_table(TODAY)])
    desk = open_desk(ecb)
    await desk.book.ensure([USD])
    await desk.book.ensure([Need("EUR", "USD", MONDAY)])
    assert len(ecb.asked) == 1


async def test_tables_of_another_day_are_no_answer(
    open_desk: OpenDesk, make_publisher: type[Publisher], make_table: MakeTable
) -> None:
    """A publisher that still shows yesterday's table is asked again in minutes; what came is kept."""
    ecb = make_publisher(tables=[make_table("2026-11-20"), make_table(MONDAY)])
    desk = open_desk(ecb)
    await desk.book.ensure([USD])
    await desk.book.ensure([USD])
    receipt = desk.book.view().receipt("EUR", "USD", TODAY)
    assert (receipt.day, receipt.shift, receipt.stale, len(ecb.asked)) == (MONDAY, "not-yet-published", False, 1)
