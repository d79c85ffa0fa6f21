"""Prometheus metrics on a registry of our own; few labels, none that a caller can invent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """The numbers an operator watches."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "pricesvc_requests", "Requests answered.", ["route", "method", "status"], registry=self.registry
        )
        self._count = cache(self._child)
        self.seconds = Histogram(
            "pricesvc_request_seconds",
            "Time to answer a request.",
            ["route"],
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
            registry=self.registry,
        )
        self._time = cache(self.seconds.labels)
        self.source_events = Counter(
            "pricesvc_source_events", "What happened with a publisher.", ["source", "event"], registry=self.registry
        )
        self.newest_table = Gauge(
            "pricesvc_newest_table_timestamp_seconds",
            "Day of a publisher's newest table.",
            ["source"],
            registry=self.registry,
        )
        self.unreviewed_regimes = Gauge(
            "pricesvc_regimes_unreviewed",
            "Regimes whose text was last checked over a year ago.",
            registry=self.registry,
        )

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._count(route, method, status).inc()
        self._time(route).observe(seconds)

    def source_event(self, event: str, source: str) -> None:
        """Count one event (``fetched``, ``absent``, ``failed``, ``refused``, ``stale``) of a publisher."""
        self.source_events.labels(source=source, event=event).inc()

    def hold(self, newest: Mapping[str, date | None], unreviewed: int | None) -> None:
        """Say how things stand: each publisher's newest table, and the regimes to review (None: not known)."""
        for source, day in newest.items():
            if day is not None:
                self.newest_table.labels(source).set(datetime.combine(day, time.min, UTC).timestamp())
        self.unreviewed_regimes.set(float("nan") if unreviewed is None else unreviewed)

    def _child(self, route: str, method: str, status: int) -> Counter:
        return self.requests.labels(route=route, method=method, status=str(status))

    def text(self) -> bytes:
        """The metrics in Prometheus' text format."""
        return generate_latest(self.registry)
