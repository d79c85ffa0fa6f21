"""What a caller over HTTP gets, against the least a server can do, and what a server costs before anybody asks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from tests.bench.measure import Row, compared
from tests.bench.serving import Elsewhere, Press, Running, anchor, batches, body_of, pricesvc

CONVERT = "/v1/convert?amount=@&from=JPY&to=USD&on=2023-12-07"
NORMALIZE = "/v1/normalize?item=%C2%A5@M%20Lexus&to=USD&on=2023-12-07&regimes=eu-dprk"
CONSTANT = "/constant?n=@"
GOAL = 0.85
BATCH = 200


def requests(press: Press) -> Iterator[Row]:
    """Requests a second of work against a constant of the same shape: each another question, and one asked again."""
    with pricesvc() as ours:
        for name, target in (("convert", CONVERT), ("normalize", NORMALIZE)):
            body = body_of(ours, target)
            for other, against, goal in (("bare_fastapi", "bare FastAPI", GOAL), ("bare_asgi", "bare ASGI", None)):
                with anchor(other, body) as constant:
                    for how, asked in (("each different", target), ("asked again", target.replace("@", "1"))):
                        press(ours, asked)
                        press(constant, CONSTANT)
                        yield compared(
                            f"HTTP {name}, {how}",
                            partial(press, ours, asked),
                            partial(press, constant, CONSTANT),
                            against,
                            goal=goal,
                        )
        yield _batch(ours, press)


def _batch(ours: Running, press: Press) -> Row:
    items = [{"id": str(number), "text": f"¥{number}M Lexus"} for number in range(1, BATCH + 1)]
    asked = {"items": items, "to": ["USD"], "on": "2023-12-07", "regimes": ["eu-dprk"]}
    body = json.dumps(asked).encode()
    return compared(
        f"items in batches of {BATCH}",
        lambda: batches(ours, body, BATCH, press.seconds),
        lambda: press(ours, NORMALIZE),
        "the same one by one",
        unit=" items/s",
    )


def rest(rounds: int) -> Iterator[Row]:
    """Seconds of work from the command to ready and to the first verdict, and memory when nothing more is asked."""

    def bare(*, memory: bool = False) -> float:
        with anchor("bare_fastapi") as server:
            return server.resident() if memory else server.seconds

    def ready() -> float:
        with pricesvc() as server:
            return server.seconds

    def judged(*, memory: bool = False) -> float:
        """With the words, the goods and the law, which are loaded behind the start."""
        with pricesvc() as server:
            body_of(server, NORMALIZE)
            return server.resident() if memory else server.worked()

    less = partial(compared, against="bare FastAPI", less_is_better=True)
    yield less("start to ready", ready, bare, unit=" s", rounds=rounds, goal=1.5)
    yield less("start to the first verdict", judged, bare, unit=" s", rounds=rounds)
    yield less("memory at rest", partial(judged, memory=True), partial(bare, memory=True), unit=" MB", rounds=1)


def frankfurter(url: str, press: Press) -> Iterator[Row]:
    """One pair of one day, against a Frankfurter of one's own at ``url``."""
    with pricesvc() as ours:
        yield compared(
            "HTTP rates of a day",
            lambda: press.rate(ours, "/v1/rates?base=JPY&symbols=USD&on=2023-12-07"),
            lambda: press.rate(Elsewhere(url.rstrip("/")), "/v1/2023-12-07?base=JPY&symbols=USD"),
            "Frankfurter",
        )
