"""Hours of work in minutes, with --long: a million lines, and a crowd that asks everything at once, in flat memory."""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import httpx
import pytest

from tests.conftest import served

MEGABYTE = 1_048_576
PRICES = ("¥10M", "$5", "1,400만원", "over €5,000", "5-6 kr", "about 3 lakh rupees", "nothing")
THINGS = ("Lexus", "watch", "black coat by Dior", "caviar", "strap for a Rolex watch", "yacht", "x" * 300)


@dataclass(frozen=True, slots=True)
class Watched:
    """A server whose memory can be seen."""

    base: str
    pid: int

    def resident(self) -> int:
        """Bytes of memory that it holds."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.fixture
def watched(tmp_path: Path, *, long: bool) -> Iterator[Watched]:
    """A server of its own."""
    if not long or not Path("/proc/self/statm").exists():
        pytest.skip("takes minutes: --long")
    with served(tmp_path, PRICESVC_LOG_LEVEL="error") as (base, process):
        yield Watched(base, process)


def lines(number: int) -> Iterator[bytes]:
    """Items, a line each, some of them bad."""
    chosen = random.Random(1)  # noqa: S311 - the same lines each time
    for index in range(number):
        text = f"{chosen.choice(PRICES)} {chosen.choice(THINGS)}"
        yield f'{{"id":"{index}","text":"{text}"}}\n'.encode()


def test_a_million_lines_in_flat_memory(watched: Watched) -> None:
    """Each line is answered in its place, and the server holds no more at the end than early on."""
    rest = lines(1_000_000)
    blocks = iter(lambda: b"".join(islice(rest, 1_000)), b"")
    early, most, answered = 0, 0, 0
    with httpx.Client(base_url=watched.base, timeout=600) as client:
        asked = client.stream(
            "POST", "/v1/normalize", params={"regimes": "eu-dprk"}, content=blocks,
            headers={"Content-Type": "application/x-ndjson"},
        )  # fmt: skip
        with asked as answer:
            assert answer.status_code == 200
            for line in answer.iter_lines():
                answered += 1
                if answered % 10_000 == 0:
                    assert f'"id":"{answered - 1}"' in line
                    most = max(most, watched.resident())
                    early = early or (most if answered >= 50_000 else 0)
    assert answered == 1_000_000
    assert most < early + 64 * MEGABYTE


def test_a_crowd(watched: Watched) -> None:
    """Four callers ask everything, good and bad, for two minutes: no fault, and memory that stays."""
    end = time.monotonic() + 120
    seen: Counter[int] = Counter()

    def ask(seed: int) -> None:
        chosen = random.Random(seed)  # noqa: S311 - the same questions each time
        with httpx.Client(base_url=watched.base, timeout=120) as client:
            while time.monotonic() < end:
                text = f"{chosen.choice(PRICES)} {chosen.choice(THINGS)}"
                day = f"{chosen.randint(1999, 2027)}-{chosen.randint(1, 12):02}-{chosen.randint(1, 31):02}"
                answers = [
                    client.get("/v1/normalize", params={"item": text, "on": day}),
                    client.get("/v1/convert", params={"value": text, "on": day[: chosen.choice((4, 7, 10))]}),
                    client.get("/v1/rates", params={"symbols": "USD,JPY", "from": day, "until": "2023-12-07"}),
                    client.post("/v1/normalize", json={"items": [{"text": text, "on": day}] * chosen.randint(0, 40)}),
                    client.post("/v1/extract", json={"text": f"A {text}. " * chosen.randint(0, 300), "regimes": []}),
                    client.post(
                        "/v1/normalize", content=b"".join(lines(300)), headers={"Content-Type": "application/x-ndjson"}
                    ),
                ]
                seen.update(answer.status_code for answer in answers)

    crowd = [threading.Thread(target=ask, args=(seed,)) for seed in range(4)]
    for one in crowd:
        one.start()
    time.sleep(40)
    early = watched.resident()
    for one in crowd:
        one.join()
    assert set(seen) <= {200, 404, 422}
    assert seen[200] > 100
    assert watched.resident() < early + 96 * MEGABYTE
