"""Makes ``data/words/cldr.json`` from the Unicode CLDR, through Babel: names and signs of currencies, locales, magnitudes.

``pytest tests/catalog/test_cldr.py --rewrite-cldr`` writes it anew when Babel brings a newer CLDR. The service reads
the file only.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from babel import Locale, __version__
from babel.core import get_global
from babel.localedata import locale_identifiers
from babel.numbers import get_territory_currencies

from pricesvc.reading.text import fold

_LATEST_DEAD = date(1990, 1, 1)
"""Currencies that died before this day are left out: reports name them no more, and their names are everyday words."""

_YEARS = re.compile(r"\s*[((].*?[))]\s*")
_PATTERN_SIGNS = re.compile(r"[0#¤\u200e\u200f\u061c\xa0\u202f ]+")


def made(day: date) -> str:
    """The table, from the Babel that is installed, one row a line, so that a newer CLDR shows as a readable difference.

    ``day`` decides which currency is a country's tender.
    """
    locales = [Locale.parse(identifier) for identifier in sorted(locale_identifiers()) if identifier != "root"]
    codes = _living(_LATEST_DEAD)
    names, signs = _forms(locales, codes)
    table = {
        "source": f"Unicode CLDR through Babel {__version__}; licence Unicode-3.0",
        "names": names,
        "signs": signs,
        "tender": dict(_tender(day)),
        "regions": dict(_regions(locales)),
        "magnitudes": _magnitudes(locales),
    }
    return _lines(table)


def _lines(table: dict[str, Any]) -> str:
    parts = []
    for key, value in table.items():
        if isinstance(value, dict):
            rows = ",\n".join(f"{json.dumps(row)}:{_compact(value[row])}" for row in sorted(value))
            parts.append(f"{json.dumps(key)}:{{\n{rows}\n}}")
        else:
            parts.append(f"{json.dumps(key)}:{_compact(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _living(since: date) -> frozenset[str]:
    """Codes that were some country's tender on or after a day."""
    return frozenset(
        code
        for rows in get_global("territory_currencies").values()
        for code, _, end, tender in rows
        if tender and (end is None or date(*end) >= since)
    )


def _forms(locales: Iterable[Any], codes: frozenset[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Names by code, and codes by sign (the code that most locales give it first)."""
    names: dict[str, set[str]] = defaultdict(set)
    signs: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for locale in locales:
        plurals = locale._data.get("currency_names_plural", {})  # Babel shows single names only
        for code in codes:
            written = [locale.currencies.get(code, code), *dict(plurals.get(code, {})).values()]
            names[code].update(fold(_YEARS.sub(" ", name).strip()).low for name in written if name.upper() != code)
            sign = locale.currency_symbols.get(code, code)
            if sign.upper() != code:
                signs[sign][code] += 1
    return (
        {code: sorted(found) for code, found in names.items()},
        {sign: sorted(found, key=lambda code: (-found[code], code)) for sign, found in signs.items()},
    )


def _tender(day: date) -> Iterator[tuple[str, str]]:
    """Each country with the currency it uses."""
    for territory in get_global("territory_currencies"):
        current = get_territory_currencies(territory, day, day)
        if current:
            yield territory, current[0]


def _regions(locales: Iterable[Any]) -> Iterator[tuple[str, list[str]]]:
    """Each language with its decimal sign and likely country; a country's own tag where its sign differs."""
    likely = get_global("likely_subtags")
    signs: dict[str, str] = {}
    for locale in sorted(locales, key=lambda locale: (locale.territory is not None, str(locale))):
        decimal = locale.number_symbols.get("latn", {}).get("decimal", ".")
        if not locale.territory:
            if locale.language not in signs:
                signs[locale.language] = decimal
                yield locale.language, [decimal, likely.get(locale.language, "").rpartition("_")[2]]
        elif decimal != signs.get(locale.language):
            yield f"{locale.language}-{locale.territory.lower()}", [decimal, locale.territory]


def _magnitudes(locales: Iterable[Any]) -> dict[str, dict[str, int]]:
    """For each language the abbreviations and words of its compact numbers, with their power of ten."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for locale in locales:
        for style in ("long", "short"):
            for patterns in locale.compact_decimal_formats.get(style, {}).values():
                for size, pattern in patterns.items():
                    zeros = pattern.pattern.count("0")
                    word = fold(_PATTERN_SIGNS.sub(" ", pattern.pattern.replace("'", "")).strip()).low
                    if word and zeros and int(size) >= 1000:
                        found[locale.language].setdefault(word, len(size) - zeros)
    return dict(found)
