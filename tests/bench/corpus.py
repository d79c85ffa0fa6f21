"""What is read: prices as they stand in reports, and the things they are of."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from string import ascii_lowercase
from typing import Final

ENGLISH: Final = (
    "$1.5 million", "10 million yen", "£2,500", "€1,234.56", "US$ 700,000", "1,200 Swiss francs", "$54K", "about $20,000",
    "between 10,000 and 12,000 euros", "CHF 12'500", "Rs 2 lakh", "AED 45,000", "12 thousand dollars", "$ 99.95", "HK$ 3.2m",
    "over 3 billion won", "JPY 980,000", "500 pounds sterling", "nearly two million dollars", "A$ 1,650",
)  # fmt: skip
"""Prices in English, which everybody reads."""

EVERYWHERE: Final = (
    "1,400만원", "10万円", "36元人民币", "zweihunderttausend Euro", "1.234,56 €", "deux millions d'euros", "3,5 млн руб.",
    "২ লাখ টাকা", "١٢٬٥٠٠ درهم", "R$ 1.250,00", "2 crore rupees", "20 mil reais", "15 000 kr", "45.000 TL", "1,2 mln zł",
)  # fmt: skip
"""Prices in other languages and scripts."""

THINGS: Final = (
    "Lexus LX 600", "black coat by Dior", "strap for a Rolex watch", "12 bottles of Château Margaux 2005", "yacht",
    "gold ring with a 2 ct diamond", "Steinway grand piano", "iPhone 15 Pro Max 1 TB", "horse saddle by Hermès",
    "a flat in London", "cigars, Cohiba Behike", "caviar, 500 g", "used Mercedes-Benz S-Klasse", "Uhr von Patek Philippe",
    "シャネルのバッグ", "롤렉스 시계", "бриллиантовое колье", "sac à main Louis Vuitton", "mountain bike", "a laptop bag",
    "perfume Chanel No. 5, 100 ml", "antique Persian carpet", "fur coat", "truffles", "snowmobile", "wine glasses, crystal",
)  # fmt: skip
"""Things of every kind."""


def renumbered(texts: Iterable[str], rounds: int) -> list[str]:
    """The texts again and again, each time with other digits: amounts come by the million, the ways to write them do not."""
    dice = random.Random(1)  # noqa: S311
    every = list(texts)
    return [re.sub("[1-9]", lambda _: dice.choice("123456789"), text) for _ in range(rounds) for text in every]


def unlike(texts: Iterable[str], rounds: int) -> list[str]:
    """The texts again and again, each time behind a word that was never there before: nothing remembered helps."""
    dice = random.Random(2)  # noqa: S311
    return ["".join(dice.choices(ascii_lowercase, k=8)) + f" {text}" for text in renumbered(texts, rounds)]
