"""What ``/metrics`` says of the tables and the law."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from pricesvc import compose
from pricesvc.compose import offline_rates
from pricesvc.core.errors import BadData
from tests.readme import own_regime
from tests.web.conftest import Open

pytestmark = pytest.mark.anyio


async def test_tells_the_newest_table_of_each_publisher(opened: Open) -> None:
    newest = offline_rates().series["ecb"].newest
    assert newest is not None
    seconds = datetime.combine(newest, time.min, UTC).timestamp()
    async with opened() as client:
        told = (await client.get("/metrics")).text
    (line,) = [line for line in told.splitlines() if line.startswith("pricesvc_newest_table_timestamp_seconds{")]
    assert line.startswith('pricesvc_newest_table_timestamp_seconds{source="ecb"} ')
    assert float(line.split()[-1]) == seconds


@pytest.mark.parametrize(("verified", "count"), [("2025-10-01", "1.0"), ("2026-10-01", "0.0")])
async def test_counts_the_law_that_nobody_has_checked_for_a_year(
    opened: Open, tmp_path: Path, verified: str, count: str
) -> None:
    (tmp_path / "law").mkdir()
    (tmp_path / "law" / "newsroom.toml").write_text(own_regime().replace("2026-11-01", verified), "utf-8")
    async with opened(regimes_dir=tmp_path / "law") as client:
        told = (await client.get("/metrics")).text
    assert f"pricesvc_regimes_unreviewed {count}\n" in told


async def test_says_nothing_of_law_that_cannot_be_read(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zero would say that all is well."""

    def fail() -> None:
        raise BadData("eu-dprk.toml is damaged.", file="eu-dprk.toml")

    monkeypatch.setattr(compose.appraiser(None), "load", fail)
    async with opened() as client:
        told = await client.get("/metrics")
    assert told.status_code == 200
    assert "pricesvc_regimes_unreviewed NaN\n" in told.text
