"""What holds for any text: no crash, spans that slice, mentions that do not depend on their neighbours."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pricesvc.catalog.words import words
from pricesvc.reading.prices.reader import PriceReader

READER = PriceReader(words())
ROUNDS, MANY = 300, 1_000_000
LONG = "12345678901234567890123456789012"

WRITTEN = (
    "$ € £ ¥ US$ CHF kr 円 元 원 万 億 억 천 half million Mio. млн руб. lakh ألف دولار ١٢ ५ １２ 12 3.5 1,000 1.000,50 "
    "- – ~ ( ) （ ） 2023 about rund 約 over 以上 per to bis ' . , \u0301 \u202e \x00 \ud800 e\u0301 가 각 ff İ ﬁ ½ ² ٫ ٬ \n \t"
)
SCRAPS = st.sampled_from(WRITTEN.split(" "))
TEXTS = st.one_of(
    st.text(st.characters(codec=None), max_size=60),
    st.lists(SCRAPS, max_size=14).map(" ".join),
    st.lists(SCRAPS, max_size=14).map("".join),
)
LOCALES = st.sampled_from(
    [None, "en-US", "de-CH", "fr", "ja-JP", "ko-KR", "zh-TW", "hi-IN", "ar-EG", "xx", "sr-Latn-RS"]
)
MENTIONS = st.sampled_from(
    [
        "about $70,000",
        "10 million yen",
        "€1.5 million",
        "between 300 and 400 euros",
        "CHF 12'500",
        "1000万円",
        "₹5 lakh",
    ]
)


def rounds(request: pytest.FixtureRequest) -> int:
    """How many examples there is time for."""
    return MANY if request.config.getoption("--long") else ROUNDS


def check(text: str, locale: str | None) -> None:
    """Mentions are in order, apart, and stand where they say; their ends are in order."""
    floor = 0
    for mention in READER.read_text(text, locale=locale):
        assert floor <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.currency == mention.candidates[0]
        assert mention.low is not None or mention.high is not None
        if mention.low is not None and mention.high is not None:
            assert mention.low <= mention.high
        floor = mention.end


def test_any_text_is_read(request: pytest.FixtureRequest) -> None:
    """Lone surrogates, NUL, marks, right-to-left signs, half of a number: all are texts."""

    @settings(max_examples=rounds(request), deadline=None, database=None)
    @given(TEXTS, LOCALES)
    def holds(text: str, locale: str | None) -> None:
        check(text, locale)
        check(unicodedata.normalize("NFD", text), locale)
        for mention in READER.read_values(text, locale=locale, currency="USD"):
            assert text[mention.start : mention.end] == mention.text

    holds()


@settings(max_examples=100, deadline=None, database=None)
@given(MENTIONS, MENTIONS)
def test_two_sentences_read_as_each(one: str, other: str) -> None:
    """A full stop parts two prices."""
    alone = [mention for text in (one, other) for mention in READER.read_text(text)]
    together = READER.read_text(f"He paid {one}. She paid {other}.")
    assert [(m.low, m.high, m.currency, m.qualifier, m.text) for m in together] == [
        (m.low, m.high, m.currency, m.qualifier, m.text) for m in alone
    ]


@settings(max_examples=200, deadline=None, database=None)
@given(TEXTS, LOCALES)
def test_reading_twice_gives_the_same(text: str, locale: str | None) -> None:
    """The reader keeps nothing of a text."""
    assert READER.read_text(text, locale=locale) == READER.read_text(text, locale=locale)


@settings(max_examples=200, deadline=None, database=None)
@given(st.decimals(min_value=0, max_value=Decimal("1e30"), places=2))
def test_any_plain_amount_is_exact(amount: Decimal) -> None:
    """Not a digit is lost: 34 of them fit."""
    assert READER.read_value(f"USD {amount:f}").amount == amount
    assert READER.read_value(f"{amount:,f} USD", locale="en-US").amount == amount


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        (f"-${LONG}", f"-{LONG}", f"-{LONG}"),
        (f"(${LONG}.11)", f"-{LONG}.11", f"-{LONG}.11"),
        (f"about ${LONG}", f"{int(LONG) - 1}.5", f"{LONG}.5"),
        (f"{LONG}½ dollars", f"{LONG}.5", f"{LONG}.5"),
        (f"{LONG} dollars and 20 cents", f"{LONG}.20", f"{LONG}.20"),
        (f"{LONG}억 3만 원", f"{LONG}00030000", f"{LONG}00030000"),
    ],
)
def test_sums_of_long_numbers_are_exact(text: str, low: str, high: str) -> None:
    """Python's own context would round them to 28 digits; twice, for what is remembered of a shape counts too."""
    for _ in range(2):
        mention = READER.read_value(text)
        assert (mention.low, mention.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("12 kr.2023 ff", None),
        ("€-1 – 6", None),
        ("0 руб.2 US$", None),
        ("1–5 FF -3 FF–4 FF", None),
        ("F٢O1,000K", "fr"),
        ("$HALF/1,000", "fr"),
    ],
)
def test_texts_that_were_read_badly_once(text: str, locale: str | None) -> None:
    """The full stop of a sign is not the point of the next number; a range of losses has its ends in order; each end
    of a range has its own magnitude, which decides what a comma before three digits is.
    """
    check(text, locale)
