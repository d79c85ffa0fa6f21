"""A report: what each price is of, how many of it, and which prices are one another's conversions."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pricesvc.compose import appraiser
from pricesvc.reading.reports.reader import Priced


def read(text: str) -> list[Priced]:
    """The prices of an English report."""
    return appraiser().reports.read(text, locale="en-US")


@pytest.mark.parametrize(
    ("text", "category", "quantity"),
    [
        ("He imported 3 Rolex watches for $30,000.", "clocks_watches", 3),
        ("There were 12 bottles of champagne worth $1,200 in total.", "wine_spirits", 12),
        ("A shipment of 200 handbags valued at $50,000 was stopped.", "leather_bags", 200),
        ("Three cars worth $90,000 were seized.", "passenger_vehicles", 3),
        ("A $70,000 Lexus left Osaka.", "passenger_vehicles", 1),
        ("In 2023 a watch cost $500.", "clocks_watches", 1),
        ("A Lexus LX that a dealer in Osaka had sold for $70,000.", "passenger_vehicles", 1),
    ],
)
def test_how_many_of_what(text: str, category: str, quantity: int) -> None:
    """A total for three watches is not the price of one."""
    first = read(text)[0]
    assert first.goods.category == category
    assert first.goods.quantity == quantity
    assert first.goods.description is not None
    assert first.goods.description in text
    for evidence in first.goods.evidence:
        assert text[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("14 million won ($11,850) for a watch", [None, 0]),
        ("¥10M, or about $70,000, for a Lexus", [None, 0]),
        ("5,000 euros ($5,400; £4,300)", [None, 0, 0]),
        ("Watches cost £90. Two Ferraris ($2 million) stood outside.", [None, None]),
        ("A car for $5,000, a ring (€900)", [None, None]),
        ("$5 and $6", [None, None]),
        ("€2.5m) and a carving (£18,000)", [None, None]),
        ("HK$280,000 / US$35,900", [None, 0]),
        ("¥10M – about $70,000", [None, 0]),
        ("- €45\n- $50", [None, None]),
        ("€45\n$50", [None, None]),
    ],
)
def test_which_price_converts_which(text: str, sources: list[int | None]) -> None:
    """A bracket binds what stands before it, not the sentence before."""
    assert [one.converted_of for one in read(text)] == sources


@pytest.mark.parametrize(
    ("text", "locale", "category"),
    [
        ("The Lexus left Osaka in May. It cost $70,000.", "en", "passenger_vehicles"),
        ("El reloj fue robado en mayo. Costó 5.000 euros.", "es", "clocks_watches"),
        ("Die Uhr verschwand im Mai. Sie kostete 5.000 Euro.", "de", "clocks_watches"),
        ("The Lexus left Osaka in May. He was paid $70,000.", "en", None),
        ("The Lexus left Osaka in May. They found $70,000.", "en", None),
    ],
)
def test_a_pronoun_speaks_of_the_thing_before(text: str, locale: str, category: str | None) -> None:
    """A sentence of a pronoun, a word of worth and a price is about the thing of the one before it."""
    (one,) = appraiser().reports.read(text, locale=locale)
    assert one.goods.category == category


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("12 millones de euros, el equivalente a 13 millones de dólares", "es"),
        ("1億2000万円、すなわち82万ドル", "ja"),
        ("2300万円、つまりおよそ15万9000ドル", "ja"),
        ("75 مليون دولار، أي ما يعادل 281 مليون ريال", "ar-SA"),
        ("12 500 Euro, das entspricht etwa 13.400 Dollar", "de"),
        ("90 000 zł, czyli około 21 000 euro", "pl"),
        ("1,5 milionu korun, což je asi 61 tisíc eur", "cs"),
        ("2 миллиона рублей, то есть около 20 тысяч евро", "ru"),
        ("3 milyon lira, yani yaklaşık 100 bin dolar", "tr"),
        ("50万元,折合约7万美元", "zh-CN"),
        ("3.2 million yen, or $22,000 at the rate then", "en"),
        ("1,3 Millionen Franken, nach damaligem Kurs rund 1,2 Millionen Euro", "de"),
        ("9.8万瑞士法郎,按当时汇率约合人民币79万元", "zh-CN"),
        ("3 200 євро, за курсом 140 тисяч гривень", "uk"),
        ("€135 million, at the exchange rate of the day $142 million", "en"),
    ],
)
def test_a_conversion_is_known_by_its_words(text: str, locale: str) -> None:
    """Words for "that is" stand between a price and its worth."""
    assert [one.converted_of for one in appraiser().reports.read(text, locale=locale)] == [None, 0]


@pytest.mark.parametrize(
    ("text", "locale", "things"),
    [
        (
            "경찰은 시가 1억4천만원 상당의 벤츠 승용차와 300만원짜리 샤넬 핸드백을 압수했다.",
            "ko",
            ["passenger_vehicles", "leather_bags"],
        ),
        (
            "海关查获价值人民币200万元的红酒和一块价值50万港元的劳力士手表。",
            "zh-CN",
            ["wine_spirits", "clocks_watches"],
        ),
        (
            "La police a saisi un sac Hermès estimé à 12 000 euros ainsi que 3 montres Cartier d'une valeur de 15 000 euros.",
            "fr",
            ["leather_bags", "clocks_watches"],
        ),
        (
            "Police seized 14 Rolex watches worth CHF 350,000 and a Ferrari valued at €210,000.",
            "en",
            ["clocks_watches", "passenger_vehicles"],
        ),
    ],
)
def test_two_things_at_two_prices(text: str, locale: str, things: list[str]) -> None:
    """No name goes over a price, and a price keeps to the thing beside it."""
    assert [one.goods.category for one in appraiser().reports.read(text, locale=locale)] == things


@pytest.mark.parametrize(
    "text",
    [
        "40 bottles of Hennessy, $200 each",
        "Customs found 40 bottles of Hennessy, each worth about $200.",
        "40 bottles of Hennessy at $200 per bottle",
        "Each of the 40 bottles of Hennessy is worth $200.",
        "There were 40 bottles of Hennessy. Each was sold for $200.",
    ],
)
def test_a_price_for_each_is_the_price_of_one(text: str) -> None:
    """Forty bottles at 200 each are no bottles at five."""
    assert read(text)[0].goods.quantity == 1


def test_as_many_prices_as_things_are_of_one_each() -> None:
    """Three watches at three prices are no three watches at any of them."""
    text = "They found three watches, worth $40,000, $25,000 and $12,000."
    assert [one.goods.quantity for one in read(text)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Watch\t2\t$9,800\t$19,600", [1, 2]),
        ("| Watch | 3 pcs | $100 | $300 |", [1, 3]),
        ("Item | Qty | Amount\nWatch | 2 | $500\nBag | 3 | $50", [2, 3]),
        ("Item | Qty | Unit price\nWatch | 2 | $500", [1]),
        ("Lot | Watch | 2 | $500", [1]),
        ("Watch | 2 | $500 | €1,000", [1, 1]),
        ("Watch        2      $9,800      $19,600", [1, 2]),
    ],
)
def test_rows_of_a_table_say_how_many(text: str, counts: list[int]) -> None:
    """A price that is the other so many times, or that stands below "Amount", is that of all."""
    found = read(text)
    assert [one.goods.quantity for one in found] == counts
    assert found[0].goods.category == "clocks_watches"


@pytest.mark.parametrize(
    ("text", "price", "amount"),
    [
        ("a watch for 184&nbsp;000&nbsp;euros", "184&nbsp;000&nbsp;euros", 184_000),
        ("a watch for &pound;5,000", "&pound;5,000", 5_000),
        ("a watch for &#8364;5,000", "&#8364;5,000", 5_000),
        ("a watch for &#x20AC;5,000&mdash;no more", "&#x20AC;5,000", 5_000),
        ("a <b>watch</b> for <i>$5,000</i>", "$5,000", 5_000),
        ("caf&eacute; cre\u0301me, a watch for 3&frac12; million dollars", "3&frac12; million dollars", 3_500_000),
        ("<tr><td>Watch</td><td>2</td><td>280 $</td></tr>", "280 $", 280),
    ],
)
def test_tags_and_entities_are_no_text(text: str, price: str, amount: int) -> None:
    """What a browser would show is read, and each place is that in the text as given."""
    (one,) = read(text)
    assert (one.mention.text, one.mention.amount, one.mention.qualifier) == (price, Decimal(amount), "exact")
    assert text[one.mention.start : one.mention.end] == price
    assert one.goods.category == "clocks_watches"


def test_rows_of_a_web_page_are_rows() -> None:
    """A cell ends where its tag says."""
    cells = ("Watch", "2", "$500", "$1,000"), ("Bag", "3", "$50", "$150")
    text = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    assert [one.goods.quantity for one in read(text)] == [1, 2, 1, 3]


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("A Ferrari 488 GTB for $300,000", "Ferrari 488 GTB"),
        ("a Lexus LX worth $70,000", "Lexus LX"),
        ("ROLEX FOR $9,000", "ROLEX"),
        ("a Rolex 2019 for $9,000", "Rolex"),
        ("a watch A for $9,000", "watch"),
    ],
)
def test_a_make_is_described_with_its_model(text: str, description: str) -> None:
    """Capitals and figures behind a make; no year, no little word."""
    assert read(text)[0].goods.description == description


@pytest.mark.parametrize(
    ("text", "category", "quantity"),
    [
        ("14 Rolex watches and 3 clocks worth $300,000", "clocks_watches", 17),
        ("a watch and a bag worth $5,000", None, 1),
        ("The Porsche, the watch and the two handbags were sold for $120,000.", None, 1),
        ("the haul (34 furs, 5 watches and a piano) at $1.4 million", None, 1),
        ("His collection (watches, cars, stamps) is worth $40 million.", None, 1),
        ("The car (a Ferrari) is worth $400,000.", "passenger_vehicles", 1),
        ("The thief, who came by car, took a watch worth $5,000.", "clocks_watches", 1),
    ],
)
def test_a_list_with_one_price_is_of_none_of_its_kinds(text: str, category: str | None, quantity: int) -> None:
    """Nobody knows whether "a watch and a bag worth $5,000" means the bag."""
    (one,) = read(text)
    assert (one.goods.category, one.goods.quantity) == (category, Decimal(quantity))


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("hodinky a kabelka za 50 tisíc korun", "cs"),
        ("ceasuri și poșete în valoare de 50.000 de lei", "ro"),
        ("karórák és táskák 5 millió forint értékben", "hu"),
        ("שעונים ותיקים בשווי 50,000 שקל", "he"),
        ("घड़ियां और हैंडबैग 50 लाख रुपये के", "hi"),
        ("นาฬิกาและกระเป๋ามูลค่า 5 ล้านบาท", "th"),
        ("시계와 가방 500만원 상당", "ko"),
        ("時計とバッグ、計500万円", "ja"),
    ],
)
def test_an_and_of_any_language_makes_a_list(text: str, locale: str) -> None:
    """One price of a watch and a bag is of neither, and the note names both."""
    (one,) = appraiser().reports.read(text, locale=locale)
    assert one.goods.category is None
    assert all(kind in one.goods.notes[0] for kind in ("clocks_watches", "leather_bags"))
