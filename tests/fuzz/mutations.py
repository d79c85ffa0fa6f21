"""Bytes near those that are well-formed: cut, doubled, swapped, and seasoned with what trips parsers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hypothesis import settings
from hypothesis import strategies as st

SPICE: Final = (
    b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"'", b"<", b">", b"]]>", b"<!--", b"&amp;", b"&#0;", b"&b;",
    b"NaN", b"Infinity", b"-Infinity", b"-0", b"1e400", b"1E-9999", b"1" * 40, b"9" * 5000, b"0x1F", b"1_000", b"\xd9\xa1",
    b"null", b"true", b"[]", b"{}", b"[" * 2000, b'{"a":' * 2000, b"99999999999-01-01", b"0000-00-00", b"2026-02-30",
    b"31/Feb/99999999999", b"encoding='x-user'", b"encoding='utf-32'", b"encoding='shift_jis'", b"\r", b"\n\n", b",,,,", b"\t",
    b"z" * 200_000,
)  # fmt: skip
"""What goes wrong in the field, and what is said to go wrong."""

Change = tuple[int, int, bytes]
changes = st.tuples(st.integers(0, 1 << 20), st.integers(0, 60), st.sampled_from(SPICE) | st.binary(max_size=12))


def _changed(body: bytes, change: Change) -> bytes:
    at, length, put = change
    at %= len(body) + 1
    return body[:at] + put + body[at + length :]


def near(*bodies: bytes) -> st.SearchStrategy[bytes]:
    """Bytes a few changes away from one of the bodies, or any bytes at all."""

    def apply(body: bytes, several: list[Change]) -> bytes:
        for change in several:
            body = _changed(body, change)
        return body

    mutated = st.builds(apply, st.sampled_from(bodies), st.lists(changes, min_size=1, max_size=4))
    return st.one_of(mutated, mutated, mutated, st.binary(max_size=400))


def examples(count: int, *, long: bool) -> settings:
    """How many examples to try: fifty times as many when there is time."""
    return settings(max_examples=count * 50 if long else count, deadline=None, derandomize=not long, database=None)


def fuzz(strategy: st.SearchStrategy[bytes], check: Callable[[bytes], None], count: int, *, long: bool) -> None:
    """Check many bytes of a strategy."""
    from hypothesis import given  # noqa: PLC0415

    @examples(count, long=long)
    @given(strategy)
    def run(body: bytes) -> None:
        check(body)

    run()
