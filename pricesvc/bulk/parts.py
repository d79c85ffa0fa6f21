"""The parts of an answered table, worked out beside the reading and writing: each is finished or absent.

A part is finished when its counts are written beside it. Words are read in processes, forked before anything is read so
that they share what was loaded. A table without words is quicker in one thread: most of its time is spent in columns,
which leave the interpreter free, and what must be asked of the appraiser is asked once. A table of one part is answered
where it is.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import pyarrow as pa

from pricesvc.bulk.answers import Answers
from pricesvc.bulk.job import Job
from pricesvc.bulk.tally import Tally
from pricesvc.bulk.writing import Opened
from pricesvc.core.errors import BadTable

Batches = Sequence[pa.RecordBatch]

_WORDS: Final = ("value", "description")
"""The inputs whose reading takes the time."""

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
        beside = task.path.with_suffix(".writing")
        beside.write_text(json.dumps(tally.as_json()))
        beside.replace(task.path.with_suffix(".counts"))
        return Part(task.path, tally)


class Makers:
    """What makes the parts of one job: some processes, a thread, or nobody else."""

    def __init__(self, job: Job, thread: Executor | None = None, processes: Executor | None = None) -> None:
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
        start = next(tasks, None)
        following = None if start is None else next(tasks, None)
        ahead = [task for task in (start, following) if task is not None]
        every = chain(ahead, tasks)
        if len(ahead) < 2 or self._thread is None:
            yield from map(self._own.make, every)
        elif self._processes is not None and any(self.job.source_of(name, schema.names) for name in _WORDS):
            yield from _ahead(self._processes, _make, every)
        else:
            yield from _ahead(self._thread, self._own.make, every)


def _ahead(executor: Executor, make: Callable[[_Task], Part], tasks: Iterator[_Task]) -> Iterator[Part]:
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
        raise BadTable("A process that answers rows was ended from outside; finished parts are kept.") from error
    finally:
        for one in waiting:
            one.cancel()


@contextmanager
def makers(job: Job, workers: int | None = None) -> Iterator[Makers]:
    """Makers in as many processes as there are processors, or in this one alone."""
    wanted = len(os.sched_getaffinity(0)) if workers is None else workers
    if wanted < 2:
        yield Makers(job)
        return
    with ExitStack() as stack:
        processes = None
        if "fork" in multiprocessing.get_all_start_methods():
            job.appraiser.load()
            gc.collect()
            gc.freeze()  # what is loaded stays for good, and a page that is not written to stays shared
            context = multiprocessing.get_context("fork")
            pool = ProcessPoolExecutor(wanted, mp_context=context, initializer=_begin, initargs=(job, os.getpid()))
            processes = stack.enter_context(pool)
            processes.submit(_ready).result()
        yield Makers(job, stack.enter_context(ThreadPoolExecutor(1)), processes)


_MADE_HERE: list[_Maker] = []
"""The one maker of a forked process."""


def _begin(job: Job, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    _MADE_HERE[:] = [_Maker(job)]


def _end_with(parent: int) -> None:
    """End when the process that reads and writes has: killed, it could not say so."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def _ready() -> None:
    """Answer, so that the processes are there."""


def _make(task: _Task) -> Part:
    return _MADE_HERE[0].make(task)
