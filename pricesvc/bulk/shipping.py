"""A job as bytes, for processes on other machines: its rates and its law are pinned, whatever those machines hold."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from pricesvc.appraiser import Appraiser
from pricesvc.bulk.job import Job
from pricesvc.core.errors import BadData
from pricesvc.core.series import EVERY_DAY, MONTHLY, QUARTERLY, TARGET_DAYS, Cadence, Column, History
from pricesvc.core.verdicts import Judge

_CADENCES: Final = {cadence.name: cadence for cadence in (TARGET_DAYS, EVERY_DAY, MONTHLY, QUARTERLY)}

_READERS: Final = ("goods", "words")
"""Parts of a snapshot that are read by the code of a machine, and must be the same there."""


def packed(job: Job) -> bytes:
    """Everything of a job except its readers of text."""
    stream = io.BytesIO()
    rates = job.rates.on(job.rates.today)
    law = dict(job.appraiser.judge.regimes)
    _Packer(stream, protocol=5).dump((rates, law, job.terms, dict(job.snapshot), dict(job.columns)))
    return stream.getvalue()


def unpacked(blob: bytes, readers: Appraiser, digests: Mapping[str, str]) -> Job:
    """The job on a machine that reads text with ``readers``, whose data have these ``digests``.

    Raises:
        BadData: when this machine would read text otherwise than the one that packed the job.
    """
    rates, law, terms, snapshot, columns = pickle.loads(blob)  # noqa: S301 - packed by the driver of the same program
    for name in _READERS:
        if snapshot[name] != digests[name]:
            reason = f"the job was made with {name} {snapshot[name]}, and {digests[name]} is installed here"
            raise BadData(f"Another version of pricesvc: {reason}.", file=name, place="", reason=reason)
    judge = Judge(law.values())
    appraiser = Appraiser(
        readers.currencies, lambda: readers.prices, lambda: readers.goods, lambda: readers.reports, lambda: judge
    )
    return Job(appraiser, rates, terms, snapshot, columns)


class _Packer(pickle.Pickler):
    """Knows the few things that have no pickle of their own."""

    def reducer_override(self, thing: Any) -> Any:  # noqa: ANN401 - the protocol of pickle
        if isinstance(thing, MappingProxyType):
            return _view, (dict(thing),)
        if isinstance(thing, Cadence):
            return _cadence, (thing.name,)
        if isinstance(thing, History):
            return _history, (thing.days, thing.digest, {code: thing.column(code) for code in sorted(thing.codes)})
        return NotImplemented


def _view(things: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(things)


def _cadence(name: str) -> Cadence:
    return _CADENCES[name]


def _history(days: list[int], digest: str, columns: dict[str, Column]) -> History:
    load: Callable[[str], Column] = columns.__getitem__
    return History(days, columns, digest, load)
