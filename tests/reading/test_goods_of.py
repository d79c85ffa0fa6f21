"""Own cases: what a price of a report is of, and of how many. A table of one question, its cases by locale."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from pricesvc.catalog.goods import reader
from pricesvc.compose import appraiser
from pricesvc.reading.reports.reader import Priced

FOLDER = Path(__file__).parent / "goods_of"
KINDS = ["sums", "each-its-own", "the-one-before"]


def cases(name: str) -> Iterator[tuple[str, list[str]]]:
    """The locale and the row of every case of a table."""
    table = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    for locale, part in table.items():
        yield from ((locale, row) for row in part["cases"])


def read(text: str, locale: str) -> list[Priced]:
    """The prices of a report."""
    return appraiser().reports.read(text, locale=locale)


@pytest.mark.parametrize(("locale", "row"), list(cases("count")), ids=str)
def test_how_many_a_price_is_of(locale: str, row: tuple[str, str, int]) -> None:
    """A total of twenty is not the price of one, and a day of May counts no watches."""
    text, category, quantity = row
    (one,) = read(text, locale)
    assert one.goods.category == category
    assert one.goods.quantity == quantity


@pytest.mark.parametrize(("locale", "row"), [case for name in KINDS for case in cases(name)], ids=str)
def test_what_each_price_is_of(locale: str, row: list[str]) -> None:
    """Each price has its own thing; a fine, a salary or cash has none."""
    text, *categories = row
    assert [one.goods.category or "" for one in read(text, locale)] == categories


@pytest.mark.parametrize(("locale", "row"), list(cases("described")), ids=str)
def test_a_thing_is_described_by_all_of_its_name(locale: str, row: list[str]) -> None:
    """Whose work it is, what it is made of, and what it is measured in."""
    text, *descriptions = row
    assert [one.goods.description or "" for one in read(text, locale)] == descriptions


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("30 телефонов по 90 000 рублей", "ru"),
        ("dwie butelki wina po 4 000 zł", "pl"),
        ("ワイン2本(各40万円)", "ja"),
        ("와인 2병(각 40만원)", "ko"),
        ("10 Handtaschen zu je 1.200 Euro", "de"),
        ("Twenty cigars, €25 per cigar", "en"),
        ("Rượu vang giá 2 triệu đồng một chai", "vi"),
    ],
)
def test_each_is_one(text: str, locale: str) -> None:
    """Words for "each" stand before a price or behind it."""
    (one,) = read(text, locale)
    assert one.mention.per is not None
    assert one.goods.quantity == 1


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("watch, handbag and perfume", ["clocks_watches", "leather_bags", "perfume_cosmetics"]),
        ("Uhren und Handtaschen", ["clocks_watches", "leather_bags"]),
        ("手表和手袋", ["clocks_watches", "leather_bags"]),
    ],
)
def test_things_of_several_kinds_have_no_category(text: str, kinds: list[str]) -> None:
    """The first of a list is not the whole list; the note names them all."""
    goods = reader().classify(text)
    assert goods.category is None
    assert all(kind in goods.notes[0] for kind in kinds)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("desk clock and pen set", "clocks_watches"),
        ("shirt and trousers", "apparel_shoes"),
        ("watch with leather strap and box", "clocks_watches"),
    ],
)
def test_a_set_is_no_list(text: str, category: str) -> None:
    """A set goes by the thing that gives it its character; two things of one kind are of it."""
    assert reader().classify(text).category == category
