"""The spelled-out numbers of a language, from the table ``numbers`` of its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pricesvc.catalog import toml
from pricesvc.reading.prices.words import NumberWords
from pricesvc.reading.text import fold

_PHRASES = toml.list_of(toml.text)
_ONE = Decimal(1)


def number_words(language: str, table: toml.Section) -> NumberWords:
    """Read the table."""
    values = _valued(table.required("words", _number_words))
    articles = _fold_all(table.optional("articles", _PHRASES, ()))
    behind = _valued(table.optional("behind", _number_words, {}))
    return NumberWords(
        language,
        {**dict.fromkeys(articles, _ONE), **values},
        joiners=_fold_all(table.optional("joiners", _PHRASES, ())),
        fractions={**_valued(table.optional("fractions", _number_words, {})), **behind},
        articles=articles,
        points=_fold_all(table.optional("point", _PHRASES, ())),
        singles=_fold_all(table.optional("singles", _PHRASES, ())),
        glued=table.optional("glued", toml.flag, default=False),
        rough=_fold_all(table.optional("rough", _PHRASES, ())),
        behind=behind,
        ahead=_valued(table.optional("ahead", _number_words, {})),
        clitics=_fold_all(table.optional("clitics", _PHRASES, ())),
        inner=_fold_all(table.optional("inner", _PHRASES, ())),
        elided=_valued(table.optional("elided", _number_words, {})),
        shares=_valued(table.optional("shares", _number_words, {})),
    )


def _fold_all(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(phrase).low for phrase in phrases)


def _valued(table: Mapping[str, tuple[str, ...]]) -> dict[str, Decimal]:
    return {fold(word).low: Decimal(value) for value, written in table.items() for word in written}


def _number_words(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise toml.WrongValue("must be a table of numbers with their words")
    return {str(toml.number(number)): _PHRASES(written) for number, written in value.items()}
