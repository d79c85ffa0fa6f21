"""Amounts as Babel prints them in thirty locales read back as themselves."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_currency, get_currency_precision
from hypothesis import given, settings
from hypothesis import strategies as st

from pricesvc.catalog.words import words
from pricesvc.reading.prices.reader import PriceReader

READER = PriceReader(words())
PRINTED = (
    "en_US en_GB en_IN de_DE de_CH de_AT fr_FR fr_CA es_ES es_MX it_IT pt_BR pt_PT nl_NL sv_SE nb_NO da_DK fi_FI pl_PL cs_CZ "
    "hu_HU ro_RO el_GR tr_TR ru_RU uk_UA ja_JP ko_KR zh_CN hi_IN th_TH vi_VN id_ID ar_EG he_IL"
)
LOCALES = PRINTED.split()
CURRENCIES = ("EUR", "USD", "JPY", "GBP", "CHF", "KRW", "INR", "SEK")
ROUNDS, MANY = 20, 3_000


@pytest.mark.parametrize("locale", LOCALES)
def test_printed_amounts_read_back(locale: str, request: pytest.FixtureRequest) -> None:
    """With the sign, the code and the name; the sign may be ambiguous, but its own currency is a candidate."""
    many = bool(request.config.getoption("--long"))

    @settings(max_examples=MANY if many else ROUNDS, deadline=None, database=None)
    @given(st.integers(min_value=100, max_value=10**12), st.sampled_from(CURRENCIES))
    def holds(cents: int, currency: str) -> None:
        places = get_currency_precision(currency)
        amount = Decimal(cents).scaleb(-places)
        printed = (
            format_currency(amount, currency, locale=locale),
            format_currency(amount, currency, format="#,##0.00 ¤¤", locale=locale),
            format_currency(amount, currency, locale=locale, format_type="name"),
        )
        for text in printed:
            mention = READER.read_value(text, locale=locale.replace("_", "-"))
            assert mention.amount == amount, text
            assert currency in mention.candidates, text

    holds()
