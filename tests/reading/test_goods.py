"""Reading goods: zones, heads, masks, quantities and codes, on a small lexicon and on the shipped one."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from pricesvc.catalog.goods import reader
from pricesvc.core.errors import InvalidHsCode, UnknownCategory
from pricesvc.reading.goods.haystack import haystack
from pricesvc.reading.goods.lexicon import Entry, Lexicon, forms
from pricesvc.reading.goods.reader import GoodsReader
from pricesvc.reading.goods.tariff import Tariff


def test_a_match_leads_back_to_the_original_across_compatibility_forms() -> None:
    """Full-width letters are found, and the span is in characters of the original."""
    hay = haystack("新品 ＧＯＬＤ watch")
    start = hay.text.index(" gold ")
    assert hay.span(start, start + 6) == (3, 7)


def test_a_word_inside_another_is_not_found() -> None:
    """A swatch is not a watch."""
    lexicon = Lexicon(forms([(Entry("watch", "type"), ["watch"])]), [])
    assert lexicon.find(haystack("a swatch of cloth")) == []


def test_an_accent_tells_two_words_apart() -> None:
    """Where both words are known, the spelling chooses."""
    lexicon = Lexicon(forms([(Entry("wine", "type"), ["rosé"]), (Entry("plant", "type"), ["rose"])]), [])
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


@pytest.mark.parametrize(
    ("given", "nearest"),
    [("clock_watches", "clocks_watches"), ("cloks", "clocks_watches"), ("car", "passenger_vehicles"), ("xyzzy", None)],
)
def test_wrong_categories_are_refused(given: str, nearest: str | None) -> None:
    """The refusal names the one that the words are of, else the one that is spelt most alike."""
    with pytest.raises(UnknownCategory) as refusal:
        reader().classify(category=given)
    assert refusal.value.facts["nearest"] == nearest


def test_wrong_codes_are_refused() -> None:
    """A code has an even number of digits."""
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


def test_a_megabyte_of_one_word_is_read() -> None:
    """No input is catastrophic: neither for a description nor for a report."""
    text = "watch " * 170_000
    assert reader().classify(text).category == "clocks_watches"
    assert len(reader().find(text)[0]) == 170_000


@pytest.mark.parametrize(
    "text", ["", " ", ",,,", "\ud800", "\x00", "watch\x00case \udfff", "ﾞ", "́", "\x1f watch \x1e", "١٢", "x" * 5000]
)
def test_no_description_fails(text: str) -> None:
    """Odd characters have an answer too."""
    assert reader().classify(text, explain=True).quantity >= 1


@pytest.mark.parametrize(
    ("text", "found"), [("腕時計 箱付き", ["腕時計"]), ("ルイ ヴィトン", ["ルイヴィトン"]), ("시계 줄", ["시계줄"])]
)
def test_a_space_parts_words_of_chinese_and_japanese(text: str, found: list[str]) -> None:
    """But Korean writers and writers of names in katakana set spaces as they like."""
    words = ["腕時計", "時計箱", "ルイヴィトン", "시계줄", "시계"]
    lexicon = Lexicon(forms([(Entry(word, "type"), [word]) for word in words]), [])
    assert [match.entry.id for match in lexicon.find(haystack(text))] == found


def small(*rows: tuple[Entry, Sequence[str]]) -> GoodsReader:
    """A reader of a few words."""
    return GoodsReader(lambda: Lexicon(forms(rows), []), Tariff([], {}, {}), [])


WATCH = (Entry("watch", "type", "en", "clocks_watches", hs=("9101", "9102")), ["watch", "wristwatch"])
OF = (Entry("of", "cut", "en"), ["of", "with"])
STEEL = (Entry("steel", "type", "en", "none", weak=True, hs=("9102",)), ["steel"])


def test_a_weak_noun_names_the_thing_only_where_nothing_else_does() -> None:
    """A watch, steel, is a watch; so is a maker's model; steel alone is steel."""
    reader = small(WATCH, STEEL, (Entry("m", "model", None, "clocks_watches"), ["Royal Oak"]))
    assert reader.classify("watch steel").category == "clocks_watches"
    assert reader.classify("Royal Oak steel").category == "clocks_watches"
    assert reader.classify("steel").category == "none"


def test_a_material_narrows_the_codes() -> None:
    """Heading 9101 has a case of precious metal; the codes of other things stay as they are."""
    reader = small(WATCH, STEEL, OF, (Entry("gold", "attribute", "en", hs=("9101", "711319")), ["gold"]))
    assert reader.classify("wristwatch of steel").hs == ("9102",)
    assert reader.classify("gold watch").hs == ("9101",)
    assert reader.classify("watch").hs == ("9101", "9102")


def test_a_measure_that_shares_a_word_with_a_noun_ends_it() -> None:
    """A hat box of leather is a box; a box of hats is hats."""
    box = (Entry("hat-box", "type", "en", "leather_bags"), ["hat box"])
    measure = (Entry("box-of", "count", "en", value=Decimal(1), unit="item"), ["box of"])
    hats = (Entry("hat", "type", "en", "apparel_shoes"), ["hats", "felt"])
    reader = small(box, measure, hats)
    assert reader.classify("hat box of felt").category == "leather_bags"
    assert reader.classify("box of hats").category == "apparel_shoes"


def test_a_likeness_hides_what_it_is_of() -> None:
    """A model of a watch is none, up to the next part of the description."""
    reader = small(WATCH, OF, (Entry("model-of", "negative", "en", "none", masks="after"), ["model of"]))
    goods = reader.classify("model of a watch", explain=True)
    assert goods.category == "none"
    assert [one.text for one in goods.rejected] == ["watch"]


def test_the_first_material_decides_what_a_thing_becomes() -> None:
    """A brass ring is imitation jewellery; a gold ring with a brass box stays jewellery."""
    ring = (Entry("ring", "type", "en", "jewellery_gems"), ["ring"])
    gold = (Entry("gold", "attribute", "en", "jewellery_gems"), ["gold"])
    over = frozenset({"jewellery_gems"})
    brass = (Entry("brass", "attribute", "en", "imitation_jewellery", over=over), ["brass"])
    toy = (Entry("toy", "type", "en", "none", over=over), ["toy"])
    reader = small(ring, gold, brass, toy, OF)
    assert reader.classify("ring of brass").category == "imitation_jewellery"
    assert reader.classify("gold ring with brass").category == "jewellery_gems"
    assert reader.classify("toy ring").category == "none"
    assert reader.classify("ring with toy").category == "jewellery_gems"


def test_a_word_alone_of_its_language_does_not_count_in_a_text_of_another() -> None:
    """The collar of an English dog is no Spanish necklace; in Spanish it is one."""
    collar = (Entry("necklace", "type", "es", "jewellery_gems"), ["collar"])
    dogs = (Entry("dogs", "type", "en", "none"), ["tracker", "dogs"])
    reader = small(collar, dogs, (Entry("for", "cut", "en"), ["for"]))
    assert reader.classify("tracker collar for dogs").category == "none"
    assert reader.classify("collar de oro").category == "jewellery_gems"


def test_a_lean_needs_an_attribute_that_may_stand_alone() -> None:
    """Gilt alone may be jewellery; plastic alone is nothing yet."""
    gilt = (Entry("gilt", "attribute", "en", "jewellery_gems"), ["gilt"])
    plastic = (Entry("plastic", "attribute", "en", "imitation_jewellery", alone=False), ["plastic"])
    reader = small(gilt, plastic)
    assert reader.classify("gilt").category == "jewellery_gems"
    assert reader.classify("plastic").category is None


def test_an_entry_found_by_its_conditions_beats_one_without() -> None:
    """A word that is asked for tells a maker from a fruit."""
    mango = (Entry("fruit", "type", "en", "none"), ["mango"])
    maker = (Entry("mango", "brand", None, "apparel_shoes", needs=("jeans",)), ["Mango"])
    lexicon = Lexicon(forms([mango, maker]), [])
    assert [match.entry.id for match in lexicon.find(haystack("mango jeans"))] == ["mango"]
    assert [match.entry.id for match in lexicon.find(haystack("mango juice"))] == ["fruit"]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("18 karat gold watches", 1),
        ("18 gold watches", 18),
        ("40 mm watches", 1),
        ("4 silk scarves", 4),
        ("2 carat diamond rings", 1),
        ("12 foot boats", 1),
    ],
)
def test_a_figure_that_measures_does_not_count(text: str, quantity: int) -> None:
    """Else a watch of eighteen carats is judged by an eighteenth of its price."""
    assert reader().classify(text).quantity == quantity


@pytest.mark.parametrize(
    ("text", "category", "part"),
    [
        ("strap for a Rolex watch", "clocks_watches", True),
        ("spare parts for yachts", "vessels_yachts", True),
        ("parts for Mercedes", "passenger_vehicles", True),
        ("Rolex watch with a leather strap", "clocks_watches", False),
        ("box for a Rolex watch", "none", False),
        ("cover for a Porsche 911", "none", False),
    ],
)
def test_what_is_made_for_a_thing_is_not_the_thing(text: str, category: str, part: bool) -> None:
    """A part is one, and has none of the thing's codes; what stands beside it is nothing of the kind."""
    goods = reader().classify(text)
    assert (goods.category, goods.part) == (category, part)
    assert not part or not set(goods.hs) & {"9101", "9102", "8703", "8903"}
