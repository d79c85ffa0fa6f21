"""Whatever a regime's file says, it is a regime or BadData that names the file, never another exception."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pricesvc.catalog.regimes import SHIPPED, check, load_regime
from pricesvc.core.errors import BadData
from pricesvc.core.regimes import Regime
from tests.fuzz.mutations import examples, fuzz, near

FILES = tuple(
    (SHIPPED / f"{name}.toml").read_bytes() for name in ("us-wa-luxury-vehicle", "cn-ultra-luxury-car", "tw-luxury-tax")
)
VALUES = (
    "", "0", "-1", "1e400", "nan", "inf", "true", '""', "[]", "{}", "[[]]", "[{}]", "[1, 'a']", "0001-01-01", "9999-12-31",
    "2020-01-01T00:00:00Z", "07:32:00", '"\\u0000"', "9" * 400, "'x'", "[{ amount = 0 }]", '["8703", "87"]', "1.5",
)  # fmt: skip


def refusal(path: Path) -> str | None:
    """What a refusal of the file says, or None."""
    try:
        assert isinstance(load_regime(path), Regime)
    except BadData as error:
        return error.detail
    return None


def judged(path: Path, body: bytes) -> None:
    """A regime, or BadData that names the file; the author's check agrees."""
    path.write_bytes(body)
    detail = refusal(path)
    assert detail is None or path.name in detail
    assert bool(check(path)) is (detail is not None)


def test_whatever_the_bytes(tmp_path: Path, *, long: bool) -> None:
    """Bytes near a regime."""
    fuzz(near(*FILES), lambda body: judged(tmp_path / "some-regime.toml", body), 150, long=long)


def test_whatever_the_values(tmp_path: Path, *, long: bool) -> None:
    """Lines of a regime with other values, dropped or doubled: well-formed TOML of the wrong sense."""
    lines = [line for file in FILES for line in file.decode().splitlines()]

    @examples(150, long=long)
    @given(
        st.sampled_from(FILES),
        st.lists(st.tuples(st.integers(0, 200), st.sampled_from(VALUES)), min_size=1, max_size=3),
        st.lists(st.tuples(st.integers(0, 200), st.none() | st.sampled_from(lines)), max_size=2),
    )
    def run(file: bytes, values: list[tuple[int, str]], moves: list[tuple[int, str | None]]) -> None:
        text = file.decode().splitlines()
        for at, value in values:
            key, equals, _ = text[at % len(text)].partition(" = ")
            text[at % len(text)] = f"{key}{equals}{value if equals else ''}"
        for at, line in moves:
            text[at % len(text) : at % len(text) + (line is None)] = [] if line is None else [line]
        judged(tmp_path / "us-wa-luxury-vehicle.toml", "\n".join(text).encode())

    run()
