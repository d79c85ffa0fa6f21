"""The parts of an answered table, worked out beside the reading and writing: each is finished or absent.

A part is finished when its counts are written beside it. The first are answered in a thread. Where they had many texts
that must be read one by one, processes are started for the others; else the thread is quicker: most of its time is spent
in columns, which leave the interpreter free, and what must be asked of the appraiser is asked once.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Protocol

import pyarrow as pa

from pricesvc.bulk.answers import Answers
from pricesvc.bulk.job import Job
from pricesvc.bulk.shipping import packed
from pricesvc.bulk.tally import Tally
from pricesvc.bulk.writing import Opened
from pricesvc.core.errors import BadTable

Batches = Sequence[pa.RecordBatch]
Unpack = Callable[[bytes], Job]

_TRIED: Final = 4
"""Parts that are answered here in any case: two processes take as long to load as half a million rows to be answered."""

_MANY: Final = 0.1
"""Texts to be read, to a row, from which on processes are worth it: so many take as long as all the columns."""

_AHEAD: Final = 3
"""Parts that are made or wait to be written while the next is read."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part by its number, and what was counted in it."""

    path: Path
    tally: Tally

    @classmethod
    def finished(cls, folder: Path) -> list[Part]:
        """The parts that an earlier run has finished, in order, up to the first that is missing."""
        found = []
        for number, counts in enumerate(sorted(folder.glob("*.counts"))):
            if int(counts.stem) != number:
                break
            found.append(cls(counts.with_suffix(".part"), Tally.of(json.loads(counts.read_bytes()))))
        return found


def written(path: Path, format_: str, answers: Answers, batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Tally:
    """Answer some batches into a file, and see it on the disk."""
    tally = Tally()
    with path.open("wb") as stream:
        with Opened(stream, schema, format_) as writer:
            for batch in batches:
                answered = answers.columns(batch)
                writer.write(answered)
                tally.count(answered, answers.job)
        stream.flush()
        os.fsync(stream.fileno())
    return tally


def noted(path: Path, body: Mapping[str, object]) -> None:
    """Write plain data into a file that is whole or absent, whatever interrupts."""
    beside = path.with_suffix(".writing")
    with beside.open("w") as stream:
        json.dump(body, stream)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)


@dataclass(frozen=True, slots=True)
class _Task:
    """One part to be made."""

    path: Path
    format: str
    schema: pa.Schema
    batches: Batches


class _Maker:
    """Makes parts; what it learned from one serves the next."""

    def __init__(self, job: Job) -> None:
        self._answers = Answers(job)

    def make(self, task: _Task) -> Part:
        tally = written(task.path, task.format, self._answers, task.batches, task.schema)
        noted(task.path.with_suffix(".counts"), tally.as_json())
        return Part(task.path, tally)

    @property
    def texts_read(self) -> int:
        """How many texts have been read one by one."""
        return self._answers.texts_read


class Makers:
    """What makes the parts of one job: a thread beside this one, and processes once they are worth it."""

    def __init__(self, job: Job, thread: Executor | None = None, processes: Processes | None = None) -> None:
        self.job = job
        self._own = _Maker(job)
        self._thread = thread
        self._processes = processes

    def parts(
        self, groups: Iterator[Batches], folder: Path, format_: str, schema: pa.Schema, *, first: int = 0
    ) -> Iterator[Part]:
        """Make a part of each group of batches, and give them in order.

        Raises:
            BadTable: when a process dies; PricesvcError and OSError as they come.
        """
        tasks = (
            _Task(folder / f"{number:06}.part", format_, schema, group) for number, group in enumerate(groups, first)
        )
        if self._thread is None:
            yield from map(self._own.make, tasks)
            return
        rows = 0
        for part in _ahead(self._thread, self._own.make, islice(tasks, _TRIED)):
            rows += part.tally.rows
            yield part
        if self._processes is not None and self._own.texts_read > _MANY * rows:
            yield from _ahead(self._processes, _make, tasks)
        else:
            yield from _ahead(self._thread, self._own.make, tasks)


class _Executes(Protocol):
    def submit(self, make: Callable[[_Task], Part], task: _Task, /) -> Future[Part]: ...


def _ahead(executor: _Executes, make: Callable[[_Task], Part], tasks: Iterator[_Task]) -> Iterator[Part]:
    """Make parts ahead of the one that is waited for, so many that nobody idles."""
    waiting: deque[Future[Part]] = deque()
    try:
        for task in tasks:
            waiting.append(executor.submit(make, task))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool as error:
        raise BadTable("A process that answers rows ended before its time; finished parts are kept.") from error
    finally:
        for one in waiting:
            one.cancel()


class Processes:
    """Processes that read texts, started when they are first asked for; ``unpack`` makes a job of what was packed."""

    def __init__(self, job: Job, count: int, unpack: Unpack, stack: ExitStack) -> None:
        self._job = job
        self._count = count
        self._unpack = unpack
        self._stack = stack
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, make: Callable[[_Task], Part], task: _Task, /) -> Future[Part]:
        """Have a part made."""
        return self._started().submit(make, task)

    def _started(self) -> ProcessPoolExecutor:
        """The processes; Ctrl-C is for this one alone, which ends them."""
        if self._pool is None:
            given = (packed(self._job), self._unpack, os.getpid())
            context = multiprocessing.get_context("spawn")
            pool = ProcessPoolExecutor(self._count, mp_context=context, initializer=_begin, initargs=given)
            self._pool = self._stack.enter_context(pool)
            mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                for _ in range(self._count):
                    pool.submit(_ready)
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        return self._pool


@contextmanager
def makers(job: Job, workers: int | None = None, unpack: Unpack | None = None) -> Iterator[Makers]:
    """Makers of as many parts at once as there are processors, or of one; without ``unpack`` in this process."""
    wanted = len(os.sched_getaffinity(0)) if workers is None else workers
    with ExitStack() as stack:
        thread = stack.enter_context(ThreadPoolExecutor(1)) if wanted > 1 else None
        several = None if unpack is None or thread is None else Processes(job, wanted, unpack, stack)
        yield Makers(job, thread, several)


_MADE_HERE: list[_Maker] = []
"""The one maker of a process."""


def _begin(blob: bytes, unpack: Unpack, parent: int) -> None:
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _MADE_HERE[:] = [_Maker(unpack(blob))]


def _end_with(parent: int) -> None:
    """End when the process that reads and writes has: killed, it could not say so."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _ready() -> None:
    """Answer, so that a process is started."""


def _make(task: _Task) -> Part:
    return _MADE_HERE[0].make(task)
