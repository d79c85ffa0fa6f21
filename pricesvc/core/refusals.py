"""Why a pair has no rate on a day, as an error with the facts that help: what is nearest, what is missing, who has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from pricesvc.core.bases import Basis
from pricesvc.core.errors import (
    DayOutOfRange,
    DisputedCurrency,
    InvalidField,
    NoRate,
    RatesUnavailable,
    RateSuspended,
    Refusal,
    UnknownSource,
)
from pricesvc.core.law import Dispute
from pricesvc.core.money import decimal_text, significant
from pricesvc.core.rates import Leg, Receipt
from pricesvc.core.series import Series
from pricesvc.core.sightings import Asked, Gap

Held = Mapping[str, Series]
"""The series of a view by their source, in order."""


def earliest_day(held: Held) -> date | None:
    """The day of the oldest table of any series."""
    return min((one.oldest for one in held.values() if one.oldest is not None), default=None)


def future(day: date, today: date, held: Held) -> DayOutOfRange:
    """A day after today."""
    return DayOutOfRange(
        f"{day} is in the future: rates are known up to {today}.",
        field="on",
        earliest=earliest_day(held),
        latest=today,
    )


def unknown_source(source: str, known: Iterable[str], *, field: str = "source") -> UnknownSource:
    """A name that is not one of the publishers there are."""
    supported = list(known)
    others = f"there are {', '.join(supported)}" if supported else "there is none"
    return UnknownSource(f"There is no source {source[:40]!r} here; {others}.", field=field, supported=supported)


def contradiction(basis: Basis, source: str) -> InvalidField:
    """A publisher named beside a basis that prescribes another."""
    return InvalidField(
        f"The basis {basis.id} prescribes the rates of {basis.source}, not of {source}.",
        field="source",
        supported=[basis.source],
    )


def missing_source(basis: Basis) -> NoRate:
    """A basis whose publisher the view has no series of."""
    return NoRate(
        f"The basis {basis.id} needs the rates of {basis.source}, and none are held here.",
        basis=basis.id,
        missing=basis.source,
    )


def disputed(dispute: Dispute, asked: Asked, band: Sequence[Receipt]) -> DisputedCurrency:
    """Publishers that contradict one another, with what each of them says."""
    return DisputedCurrency(
        f"The published rates of {dispute.code} contradict one another: {dispute.why}. Name a source.",
        currency=dispute.code,
        base=asked.base,
        quote=asked.quote,
        band=[
            {
                "source": receipt.source,
                "day": receipt.day,
                "rate": decimal_text(significant(receipt.rate)),
                "stale": receipt.stale,
            }
            for receipt in band
        ],
    )


def suspended(last: Leg, others: Sequence[Receipt]) -> RateSuspended:
    """A publisher that left a currency out for too long, its last rate, and the others that have the pair."""
    return RateSuspended(
        f"{last.source} has not quoted {last.quote} since {last.day}.",
        currency=last.quote,
        nearest={"date": last.day, "rate": decimal_text(last.rate), "source": last.source},
        sources=[receipt.source for receipt in others],
    )


def unavailable(asked: Asked, silent: Sequence[str]) -> RatesUnavailable:
    """Publishers that may have the pair, and could not be asked."""
    return RatesUnavailable(
        f"Whether {asked.base} was quoted in {asked.quote} on {asked.day} is not known: {' and '.join(silent)} could not "
        "be asked.",
        base=asked.base,
        quote=asked.quote,
        sources=list(silent),
    )


def unanswered(asked: Asked, gaps: Iterable[Gap], chosen: Iterable[Series], held: Held) -> Refusal:
    """No series of those chosen has the pair: its tables are too old, begin later, or never had it."""
    if any(gap.stale for gap in gaps):
        return RatesUnavailable(
            f"The newest rates held are too old to convert {asked.base} into {asked.quote} on {asked.day}.",
            base=asked.base,
            quote=asked.quote,
        )
    earliest = earliest_day(held)
    if earliest is not None and asked.day < earliest:
        return DayOutOfRange(
            f"{asked.day} is before the first rates held, of {earliest}.",
            field="on",
            earliest=earliest,
            latest=asked.today,
        )
    if asked.basis.source is not None:
        return NoRate(
            f"The basis {asked.basis.id} needs the rate of {asked.basis.source} that is in force on {asked.day} for "
            f"{asked.base} and {asked.quote}, and it is not held here.",
            basis=asked.basis.id,
            missing=asked.basis.source,
        )
    later = [first for one in chosen for first in _first_days(asked, one) if first > asked.day]
    return NoRate(
        f"No publisher held here quotes {asked.base} against {asked.quote} on {asked.day}.",
        base=asked.base,
        quote=asked.quote,
        sources=list(held),
        **({"earliest": min(later)} if later else {}),
    )


def _first_days(asked: Asked, series: Series) -> Iterator[date]:
    """The days since when a series has quoted both currencies, or those that lead to them; none if it never did."""
    for pair in asked.ways(pegs=0):
        codes = [way.quoted for way in pair if way.quoted != series.base]
        firsts = [first for code in codes if (first := series.first_day(code)) is not None]
        if len(firsts) == len(codes) and all(way.before is None for way in pair):
            yield max(firsts)
