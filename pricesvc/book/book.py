"""The book of rates: fetches what a request needs, once, and gives one immutable view of what is held."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, date, datetime

from pricesvc.book.flights import Flights
from pricesvc.book.last_known import last_known
from pricesvc.book.needs import Finding, Need, Standing, find, reference_day
from pricesvc.book.shelves import PACING, Pacing, Shelf, SourceStatus
from pricesvc.book.state import State
from pricesvc.book.trials import LIMITS, Known, Limits, Trial, refusal
from pricesvc.book.views import beginning
from pricesvc.clock import utc_now
from pricesvc.core.bases import basis_named
from pricesvc.core.exchange import Rates
from pricesvc.core.publishers import Get, NotPublished, Source, SourceError, Wanted
from pricesvc.core.rates import RateTable
from pricesvc.core.refusals import unknown_source
from pricesvc.log import log

LONGEST_SLEEP = 3600.0
SHORTEST_SLEEP = 30.0


def _ignore(_event: str, _source: str) -> None:
    """Count nothing."""


class Book:
    """The cached client of the publishers.

    Args:
        rates: the view to begin with: the embedded history and the law.
        sources: the publishers to ask, in order; none of them ever asks (offline).
        get: the guarded GET that the publishers are asked through.
        state: where tables are kept over restarts.
        now: the clock on the wall, aware; it decides what is due.
        timer: a clock that only runs forward, in seconds; it decides what has cooled down.
        stale_days: how long a publisher's newest fetched table answers, marked stale, when it cannot be asked.
        on_event: told ``fetched``, ``absent``, ``failed``, ``refused`` or ``stale``, and the publisher's key.

    Everything runs on one event loop. Tables kept on disk are read by the constructor.
    """

    def __init__(
        self,
        rates: Rates,
        sources: Sequence[Source] = (),
        get: Get | None = None,
        *,
        state: State | None = None,
        now: Callable[[], datetime] = utc_now,
        timer: Callable[[], float] = time.monotonic,
        pacing: Pacing = PACING,
        limits: Limits = LIMITS,
        stale_days: int = 7,
        on_event: Callable[[str, str], None] = _ignore,
    ) -> None:
        self._now = now
        self._get = get
        self._state = state or State(None)
        self._pacing = pacing
        self._limits = limits
        self._on_event = on_event
        self._flights = Flights()
        self._saves: set[asyncio.Task[None]] = set()
        self._view = beginning(rates, sources, stale_days)
        self._shelves: dict[str, Shelf] = {}
        for source in sources if get is not None else ():
            key = source.info.key
            self._shelves[key] = Shelf(source, pacing, timer, self._view.series[key].newest)
        for key, shelf in self._shelves.items():
            self._hold(shelf, self._state.load(key))

    def today(self) -> date:
        """The day it is, in UTC."""
        return self._now().astimezone(UTC).date()

    def view(self) -> Rates:
        """Every rate held now, immutable: work on one view and nothing changes under it."""
        today = self.today()
        if self._view.today != today:
            self._view = self._view.on(today)
        return self._view

    async def ensure(self, needs: Iterable[Need], *, patience: float | None = None) -> None:
        """Fetch what the needs lack, waiting for publishers no longer than ``patience`` seconds (else as set).

        Nothing is raised: whether the needs are answered now is for the view to say. What did not arrive in time
        arrives behind the answer. A need that the view answers for good costs no fetch and no wait.
        """
        if not self._shelves:
            return
        view = self.view()
        missing: dict[tuple[tuple[str, ...], date], list[Need]] = defaultdict(list)
        for need in dict.fromkeys(needs):
            found = find(view, need)
            if found.standing is Standing.AGING:
                self._refresh_behind(found, reference_day(need))
            elif found.standing is not Standing.KNOWN:
                missing[self._candidates(need, found), reference_day(need)].append(need)
        end = asyncio.get_running_loop().time() + (self._pacing.patience if patience is None else patience)
        await asyncio.gather(*(self._bring(keys, day, asked, end) for (keys, day), asked in missing.items()))

    async def refresh(self, keys: Iterable[str] = (), *, force: bool = False) -> None:
        """Fetch the newest table of the sources named, or of all, and wait for it; ``force`` ignores cool-downs.

        Raises:
            UnknownSource: for a name of none that is asked here.
        """
        named = tuple(keys)
        if unknown := [key for key in named if key not in self._shelves]:
            raise unknown_source(unknown[0], self._shelves, field="sources")
        flights = (self._flight(key, self.today(), force=force) for key in named or self._shelves)
        if under_way := [flight for flight in flights if flight is not None]:
            await asyncio.wait(under_way)

    async def keep_fresh(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Refresh now and whenever a publication is expected, until cancelled."""
        while self._shelves:
            await self.refresh()
            await sleep(self._until_next())

    def status(self) -> tuple[SourceStatus, ...]:
        """How each publisher is doing, in order."""
        now = self._now()
        return tuple(shelf.status(now, self._view.series[key].newest) for key, shelf in self._shelves.items())

    def retry_after(self) -> int:
        """Whole seconds after which asking again makes sense: when the first publisher has cooled down."""
        cooling = [shelf.cooling for shelf in self._shelves.values() if shelf.cooling > 0]
        return max(1, round(min(cooling, default=self._pacing.cooldown)))

    async def close(self) -> None:
        """End every fetch, and wait until what was learned is on disk."""
        await self._flights.close()
        await asyncio.gather(*self._saves)

    def _candidates(self, need: Need, found: Finding) -> tuple[str, ...]:
        """The publishers that may answer a need, in order."""
        if found.standing is Standing.DISPUTED:
            return tuple(self._shelves)
        named = basis_named(need.basis).source or need.source
        if named is not None:
            return (named,) if named in self._shelves else ()
        return tuple(key for key, shelf in self._shelves.items() if shelf.info.cadence.holds is None)

    def _refresh_behind(self, found: Finding, day: date) -> None:
        """Start a fetch from the publisher that answered, or from one that relays it, and wait for nothing."""
        for key, shelf in self._shelves.items():
            if found.source in {key, shelf.info.relays} and self._flight(key, day) is not None:
                return

    async def _bring(self, keys: tuple[str, ...], day: date, needs: list[Need], end: float) -> None:
        """Ask one publisher after the other until the needs are answered; a slow one goes on behind."""
        clock = asyncio.get_running_loop().time
        flying: dict[asyncio.Task[None], Shelf] = {}
        for place, key in enumerate(keys):
            flight = self._flight(key, day)
            if flight is not None:
                flying[flight] = self._shelves[key]
                await asyncio.wait({flight}, timeout=max(0.0, (end - clock()) / (len(keys) - place)))
            if self._answered(needs):
                return
        while flying and (left := end - clock()) > 0 and not self._answered(needs):
            done, _ = await asyncio.wait(flying, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            flying = {flight: shelf for flight, shelf in flying.items() if flight not in done}
        for flight, shelf in flying.items():
            shelf.late = shelf.late or not flight.done()
        self._notice_silence()
        view = self.view()
        for source in {found.source for found in (find(view, need) for need in needs) if found.stale and found.source}:
            self._on_event("stale", source)

    def _notice_silence(self) -> None:
        """Have the view know which publishers could not be asked: those that failed, or keep callers waiting."""
        shelves = self._shelves.items()
        silent = {key: shelf.info.since or date.min for key, shelf in shelves if shelf.failures or shelf.late}
        if silent != self._view.silent:
            self._view = self._view.without(silent)

    def _answered(self, needs: list[Need]) -> bool:
        view = self.view()
        return all(find(view, need).standing in {Standing.KNOWN, Standing.AGING} for need in needs)

    def _flight(self, key: str, day: date, *, force: bool = False) -> asyncio.Task[None] | None:
        """The flight that fetches the table for a day; None when there is nothing to ask, or not now."""
        now, shelf = self._now(), self._shelves[key]
        period = shelf.period(day, now)
        if period is None or not (force or shelf.lacks(period, now)):
            return None
        original = self._shelves.get(shelf.info.relays or "")
        if original is not None and original.holds(period) and not force:
            return None
        wanted = shelf.wanted(period, now, self.today())
        name = key if shelf.info.whole else (key, period)
        shelf.take_turn()
        failures = shelf.failures
        return self._flights.join(name, lambda: self._depart(shelf, period, wanted, None if force else failures))

    async def _depart(self, shelf: Shelf, period: date, wanted: Wanted, failures: int | None) -> None:
        """Wait for a free lane; a publisher that fails others meanwhile is not asked again. None: it is asked anyway."""
        async with shelf.lane:
            if failures is None or shelf.failures <= failures:
                await self._fly(shelf, period, wanted)

    async def _fly(self, shelf: Shelf, period: date, wanted: Wanted) -> None:
        """Fetch, judge, hold and keep; whatever goes wrong is remembered on the shelf."""
        key = shelf.info.key
        try:
            if await self._found_on_disk(shelf, period):
                return
            assert self._get is not None  # noqa: S101 - there are no shelves without it
            tables = await shelf.fetch(self._get, wanted)
        except NotPublished as error:
            shelf.absent[period] = error.reason
            shelf.answered(self._now())
            self._on_event("absent", key)
        except SourceError as error:
            self._failed(shelf, error.reason, error.retry_after)
        except Exception as error:  # noqa: BLE001 - a publisher's payload must never end a request
            log.error("source_broke", source=key, exc_info=True)
            self._failed(shelf, f"{type(error).__name__}: {error}")
        else:
            self._receive(shelf, period, wanted, tables)
        finally:
            self._notice_silence()

    async def _found_on_disk(self, shelf: Shelf, period: date) -> bool:
        """Whether another process has fetched the table meanwhile; a table that may be amended is fetched anyway."""
        if shelf.holds(period):
            return False
        self._hold(shelf, await asyncio.to_thread(self._state.load, shelf.info.key, frozenset(shelf.tables)))
        return shelf.holds(period)

    def _receive(self, shelf: Shelf, period: date, wanted: Wanted, tables: list[RateTable]) -> None:
        believed = self._judge(shelf, wanted, tables)
        self._hold(shelf, believed)
        if believed:
            self._save(believed)
        if len(believed) < len(tables) and not shelf.holds(period):
            self._failed(shelf, shelf.last_refusal)
            return
        shelf.answered(self._now())
        self._on_event("fetched", shelf.info.key)
        if not shelf.holds(period):
            shelf.absent[period] = "not in the answer"
        elif shelf.info.whole and len(believed) == len(tables):
            shelf.complete_until = max(shelf.tables)

    def _judge(self, shelf: Shelf, wanted: Wanted, tables: list[RateTable]) -> list[RateTable]:
        """The tables that are believed, oldest first; each is held against the one before."""
        info = shelf.info
        believed: list[RateTable] = []
        known: Known | None = None
        for table in sorted(tables, key=lambda table: table.day):
            known = known or last_known(self.view(), info, table.day)
            reason = refusal(table, Trial(info, wanted, shelf.tables, known, self._limits))
            if reason is None:
                believed.append(table)
                known = known.after(table)
                continue
            shelf.refuse(table, reason, self._now())
            self._on_event("refused", info.key)
            log.warning("table_refused", source=info.key, day=str(table.day), reason=reason)
        return believed

    def _hold(self, shelf: Shelf, tables: list[RateTable]) -> None:
        """Put tables on the shelf and into the view."""
        if tables:
            shelf.put(tables)
            self._view = self._view.with_series(self._view.series[shelf.info.key].with_tables(tables))

    def _save(self, tables: list[RateTable]) -> None:
        """Keep tables on disk behind the answer."""
        task = asyncio.get_running_loop().create_task(asyncio.to_thread(self._state.save, tables))
        self._saves.add(task)
        task.add_done_callback(self._saves.discard)

    def _failed(self, shelf: Shelf, reason: str, retry_after: float | None = None) -> None:
        shelf.failed(reason, retry_after)
        self._on_event("failed", shelf.info.key)
        log.warning("source_failed", source=shelf.info.key, reason=reason, cooling=round(shelf.cooling))

    def _until_next(self) -> float:
        """Seconds to sleep: until the next publication, or a little when one is overdue."""
        now, today = self._now(), self.today()
        waits = [LONGEST_SLEEP]
        for shelf in self._shelves.values():
            period = shelf.period(today, now)
            overdue = period is not None and not shelf.holds(period)
            waits.append(max(shelf.cooling, self._pacing.absent) if overdue else 0.0)
            waits.append((shelf.info.upcoming(now) - now).total_seconds())
        return max(SHORTEST_SLEEP, min(wait for wait in waits if wait > 0))
