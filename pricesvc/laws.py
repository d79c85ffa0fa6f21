"""Pieces of law as JSON, the same in a verdict and in a list of the law: a limit, a citation, days in force."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pricesvc.core.money import decimal_text

if TYPE_CHECKING:
    from pricesvc.core.regimes import Citation, Threshold

Json = dict[str, Any]


def threshold_json(limit: Threshold | None) -> Json | None:
    """The amount that a value is held against, and how."""
    if limit is None:
        return None
    return {
        "amount": decimal_text(limit.amount),
        "currency": limit.currency,
        "comparator": limit.comparator,
        "per": str(limit.per),
    }


def citation_json(citation: Citation) -> Json:
    """Where the law says it."""
    return {"title": citation.title, "pinpoint": citation.pinpoint, "url": citation.url}


def in_force_json(since: date, until: date | None) -> Json:
    """The first day, and the first on which it no longer holds."""
    return {"since": since.isoformat(), "until": None if until is None else until.isoformat()}
