"""Reading goods: zones, heads, masks, quantities and codes, on a small lexicon and on the shipped one."""

import time
from decimal import Decimal

import pytest

from pricesvc.catalog.goods import reader
from pricesvc.core.errors import InvalidHsCode, UnknownCategory
from pricesvc.reading.haystack import haystack
from pricesvc.reading.lexicon import Entry, Lexicon, forms


def test_a_match_leads_back_to_the_original_across_compatibility_forms() -> None:
    """Full-width letters are found, and the span is in characters of the original."""
    hay = haystack("新品 ＧＯＬＤ watch")
    start = hay.text.index(" gold ")
    assert hay.span(start, start + 6) == (3, 7)


def test_a_word_inside_another_is_not_found() -> None:
    """A swatch is not a watch."""
    lexicon = Lexicon(forms([(Entry("watch", "type"), ["watch"])]), [], "")
    assert lexicon.find(haystack("a swatch of cloth")) == []


def test_an_accent_tells_two_words_apart() -> None:
    """Where both words are known, the spelling chooses."""
    lexicon = Lexicon(forms([(Entry("wine", "type"), ["rosé"]), (Entry("plant", "type"), ["rose"])]), [], "")
    assert [match.entry.id for match in lexicon.find(haystack("rosé, rose"))] == ["wine", "plant"]


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("three watches", "3", "item"),
        ("a pair of shoes", "1", "pair"),
        ("case of 12 bottles of wine", "12", "item"),
        ("2 x Rolex", "2", "item"),
        ("1.5 kg caviar", "1.5", "kg"),
        ("750ml perfume", "750", "ml"),
        ("two-door car", "1", "item"),
        ("1998 Rolex watch", "1", "item"),
    ],
)
def test_quantity_words_feed_quantity_and_unit(text: str, amount: str, unit: str) -> None:
    """Number words, figures with a unit and multiplication signs count; years and compounds do not."""
    goods = reader().classify(text)
    assert (goods.quantity, goods.unit) == (Decimal(amount), unit)


@pytest.mark.parametrize(
    ("code", "category"),
    [
        ("9102", "clocks_watches"),
        ("CN 8703 24 10", "passenger_vehicles"),
        ("97", "art_antiques"),
        ("1604", None),
        ("1604 13", "none"),
        ("2003 90 10", None),
        ("1001", "none"),
        ("0199", None),
        ("8803", None),
    ],
)
def test_a_code_decides_where_all_of_it_is_meant(code: str, category: str | None) -> None:
    """A whole prefix decides, a partly meant one nominates, a known heading outside is none."""
    assert reader().classify(hs=code).category == category


def test_words_confirm_a_code_that_only_nominates() -> None:
    """Heading 1604 may be caviar; the description says that it is."""
    assert reader().classify("tin of caviar", hs="1604").category == "caviar"


def test_a_given_category_wins_and_the_conflict_is_noted() -> None:
    """Authority goes down from the category over the code to the words."""
    goods = reader().classify("wristwatch", category="horses", hs="9102")
    assert goods.category == "horses"
    assert len(goods.notes) == 1


def test_wrong_categories_and_codes_are_refused() -> None:
    """The refusal names the nearest category."""
    with pytest.raises(UnknownCategory) as refusal:
        reader().classify(category="clock_watches")
    assert refusal.value.facts["nearest"] == "clocks_watches"
    with pytest.raises(InvalidHsCode):
        reader().classify(hs="910")


def test_makes_carry_their_country() -> None:
    """A Lexus is Japanese, whatever stands round it."""
    assert reader().makes("¥10M Lexus") == [(5, 10, "JP")]


def test_the_same_text_has_the_same_answer() -> None:
    """Reading is deterministic, evidence and rejected words included."""
    text = "gold watch strap with a diamond, by Cartier"
    assert reader().classify(text, explain=True) == reader().classify(text, explain=True)


def test_evidence_lies_where_it_says() -> None:
    """Every span of evidence cuts its own text out of the description."""
    text = "Hermès シルクスカーフ, two leather bags (1920)"
    goods = reader().classify(text, explain=True)
    for one in (*goods.evidence, *goods.rejected):
        assert text[one.start : one.end] == one.text


def test_a_megabyte_of_one_word_is_read_in_linear_time() -> None:
    """No input is catastrophic: neither for a description nor for a report."""
    text = "watch " * 170_000
    started = time.perf_counter()
    assert reader().classify(text).category == "clocks_watches"
    assert len(reader().find(text)) == 170_000
    assert time.perf_counter() - started < 30


@pytest.mark.parametrize("text", ["", " ", ",,,", "\ud800", "ﾞ", "́", "\x1f watch \x1e", "١٢", "x" * 5000])
def test_no_description_fails(text: str) -> None:
    """Odd characters have an answer too."""
    assert reader().classify(text, explain=True).quantity >= 1


@pytest.mark.parametrize(
    ("text", "found"), [("腕時計 箱付き", ["腕時計"]), ("ルイ ヴィトン", ["ルイヴィトン"]), ("시계 줄", ["시계줄"])]
)
def test_a_space_parts_words_of_chinese_and_japanese(text: str, found: list[str]) -> None:
    """But Korean writers and writers of names in katakana set spaces as they like."""
    words = ["腕時計", "時計箱", "ルイヴィトン", "시계줄", "시계"]
    lexicon = Lexicon(forms([(Entry(word, "type"), [word]) for word in words]), [], "")
    assert [match.entry.id for match in lexicon.find(haystack(text))] == found
