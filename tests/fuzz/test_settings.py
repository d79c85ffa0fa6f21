"""Whatever the environment says, it is settings or BadData that names the variable, never another exception."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricesvc.compose import source_urls
from pricesvc.core.errors import BadData
from pricesvc.settings import PREFIX, Settings, load_settings
from pricesvc.sources.address import checked_base
from tests.fuzz.mutations import examples

NAMES = sorted(PREFIX + name.upper() for name in Settings.model_fields)
VALUES = (
    "", " ", ",", ",,a,,", "0", "-1", "65536", "1e3", "1_000", "٣", "NaN", "9" * 40, "[]", '["a"]', "{}", "null", "true",
    "http://", "https://a b", "http://[::1", "ftp://x", "//", "\u0080", "x" * 5000, "/dev/null", "::1", "600/minute", "1/",
)  # fmt: skip

words = st.sampled_from(VALUES) | st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20
)


def refusal() -> str | None:
    """What a refusal of the environment says, or None."""
    try:
        assert isinstance(load_settings(), Settings)
    except BadData as error:
        return error.detail
    return None


def test_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch, *, long: bool) -> None:
    """Settings, or a refusal that names a variable that was set."""

    @examples(200, long=long)
    @given(st.dictionaries(st.sampled_from(NAMES), words, min_size=1, max_size=3))
    def run(environment: dict[str, str]) -> None:
        with monkeypatch.context() as patch:
            for name in [name for name in os.environ if name.startswith(PREFIX)]:
                patch.delenv(name)
            for name, value in environment.items():
                patch.setenv(name, value)
            detail = refusal()
            assert detail is None or any(detail.startswith(name) for name in environment)

    run()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("WORKERS", "0"),
        ("MAX_BODY", "77"),
        ("LOG_FORMAT", "xml"),
        ("MAX_STALE_DAYS", "a week"),
    ],
)
def test_a_value_that_makes_no_sense(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    """Refused by the name of its variable, without the value: it may be a secret that was misplaced."""
    monkeypatch.setenv(PREFIX + variable, value)
    with pytest.raises(BadData, match=f"^{PREFIX}{variable}: ") as refused:
        load_settings()
    assert value not in refused.value.detail.removeprefix(f"{PREFIX}{variable}")


def test_whatever_the_base_url(*, long: bool) -> None:
    """A base URL that is none is refused when the publishers are built, by BadData."""

    @examples(200, long=long)
    @given(words | st.builds("{}://{}{}".format, words, words, words))
    def run(url: str) -> None:
        try:
            assert checked_base(url).startswith(("http://", "https://"))
        except BadData as error:
            assert "base URL" in error.detail  # noqa: PT017 - most are refused, and some are not

    run()
    assert set(source_urls(Settings())) >= {"ecb", "frankfurter"}
