"""Words that stand in no list, made of listed ones: endings, grown-on articles, compounds."""

import pytest

from pricesvc.catalog.goods import reader


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("pięć podrobionych zegarków", "clocks_watches"),
        ("kradzież motocykli", "motorcycles"),
        ("sprzedam dywanami", "carpets_tapestries"),
        ("iki yüzüğü", "jewellery_gems"),
        ("antika halılar", "carpets_tapestries"),
        ("çalıntı motosikletler", "motorcycles"),
        ("с вертолётами", "aircraft"),
        ("торговля иконами", "art_antiques"),
        ("den stulna klockan", "clocks_watches"),
        ("två tavlor", "art_antiques"),
        ("الأريكة", "furniture"),
        ("والسيارتين", "passenger_vehicles"),
        ("ורכב", "passenger_vehicles"),
        ("nahkalaukkuja", "leather_bags"),
        ("gyémántgyűrűt", "jewellery_gems"),
        ("ধাতব ঘড়িগুলো", "clocks_watches"),
        ("Rolexin", "clocks_watches"),
        ("Bentleyn", "passenger_vehicles"),
    ],
)
def test_a_noun_is_known_with_another_ending_or_its_article(text: str, category: str) -> None:
    """The lists have a noun as a dictionary has it; texts decline it."""
    assert reader().classify(text).category == category


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Herrenlederschuhe", "apparel_shoes"),
        ("Damenfahrrad", "bicycles"),
        ("Krokohandtasche", "leather_bags"),
        ("Eichenschrank", "furniture"),
        ("skinnjackan", "apparel_shoes"),
        ("merkhandtassen", "leather_bags"),
        ("Sterlingsilberring", "jewellery_gems"),
        ("Damenwildledersommerstiefeletten", "apparel_shoes"),
        ("Rolexklocka", "clocks_watches"),
        ("Uhrenversicherung", "none"),
    ],
)
def test_the_last_part_of_a_compound_names_the_thing(text: str, category: str) -> None:
    """When what stands before it only says for whom it is, or of what."""
    assert reader().classify(text).category == category


@pytest.mark.parametrize(
    "text", ["Holzpferd", "Puppenschuhe", "Schokoladenuhr", "Papierauto", "Aufruhr", "Zementmantel"]
)
def test_a_compound_with_another_first_part_is_not_its_last_part(text: str) -> None:
    """A toy, a sweet, or a word that only ends alike: nobody knows."""
    assert reader().classify(text).category in {None, "none"}


@pytest.mark.parametrize("text", ["části", "bạn", "manusia", "cataluña", "Fordring", "vás"])
def test_a_word_with_other_accents_is_another_word(text: str) -> None:
    """Czech for a part is not Romanian for headphones, nor a Spanish region a Turkish fork."""
    assert reader().classify(text).category in {None, "none"}


def test_a_word_is_not_made_in_a_language_that_nobody_speaks() -> None:
    """In an English text, a word that Polish could make is not read."""
    assert "zegarkami" in {one.text for one in reader().find("zegarkami")[0]}
    assert "zegarkami" not in {one.text for one in reader().find("the zegarkami of an old leather watch strap")[0]}


def test_the_evidence_is_the_whole_word() -> None:
    """A word made of a listed one stands where the text has it."""
    found = reader().classify("zwei Damenlederjacken").evidence[0]
    assert (found.text, found.start, found.end) == ("Damenlederjacken", 5, 21)
