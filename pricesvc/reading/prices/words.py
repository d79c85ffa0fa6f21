"""The tables the reader works from. Other modules fill them from data; this one says what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from pricesvc.core.mentions import Qualifier

FormKind = Literal["code", "sign", "name", "slang"]
_ALIKE = {"no": "nb", "nn": "nb", "bs": "hr", "sh": "sr", "mo": "ro", "iw": "he", "in": "id", "cmn": "zh", "yue": "zh"}
"""Languages that are read with the words of another, among them those with a code of old."""
Said = Mapping[str | None, Qualifier]
"""What a qualifying phrase says, by the language it is of; None for signs."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What one written form of a currency can mean.

    ``currencies`` are ISO 4217 codes, the default first. ``share`` is what the form counts in main units
    (a cent: 0.01, "mdp", millions of pesos: 1000000). ``language`` is that of the row, None for signs and codes.
    ``weak``: also an everyday word ("won", "pounds"): in running text it needs a number that is plainly money.
    """

    currencies: tuple[str, ...]
    kind: FormKind
    language: str | None = None
    share: Decimal = Decimal(1)
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One written form of a currency, with all its senses.

    ``exact``: the spellings that count when capitals matter ("KM" is a currency, "km" is not).
    ``leads`` and ``trails``: whether it may stand before and after its number in running text.
    ``alone``: whether it counts in any letters where it is all that stands beside the number of a value ("125 cad").
    ``homes``: countries outside which it is no currency ("K" in Zambia), or empty.
    ``spelled``: what a spelling means instead in its homes: "p" is a penny, but "P" a peso in Manila.
    """

    senses: tuple[Sense, ...]
    exact: frozenset[str] = frozenset()
    leads: bool = True
    trails: bool = True
    alone: bool = False
    homes: frozenset[str] = frozenset()
    spelled: Mapping[str, Form] = field(default_factory=dict)

    def also(self, own: Form, plain: str) -> Form:
        """A form with one more sense; another spelling frees the capitals, and one of some countries stays theirs."""
        if own.exact and own.homes:
            return replace(self, spelled={**self.spelled, plain: own})
        both = self.exact and own.exact
        exact = self.exact | own.exact if both else self.exact if plain in self.exact else frozenset()
        return replace(self, senses=(*self.senses, *own.senses), exact=exact, leads=self.leads or own.leads)


@dataclass(frozen=True, slots=True)
class Tongue:
    """What shows that a word is spoken in a language that reads it otherwise than most, where no locale says so.

    ``of``: currencies that it then counts, wherever they stand ("R$ 10 mil"); ``behind``: those that do so behind it
    ("10 mil €"); ``near``: words round it.
    """

    of: frozenset[str]
    behind: frozenset[str]
    near: frozenset[str]


@dataclass(frozen=True, slots=True)
class Magnitude:
    """A word that multiplies the number before it: ``value`` in general, ``by_language`` where a language differs.

    ``language`` is set when the word is of one language only; it then tells how that number writes its decimals.
    ``letter``: a bare letter or abbreviation, which must touch its number or be a capital. ``last``: in a text of which
    the language is not known it is a magnitude where nothing of the clause follows but one of these words.
    ``tongues``: what shows the languages that differ.
    """

    value: Decimal | None
    by_language: Mapping[str, Decimal] = field(default_factory=dict)
    language: str | None = None
    letter: bool = False
    last: frozenset[str] = frozenset()
    tongues: Mapping[str, Tongue] = field(default_factory=dict)

    def of(self, language: str | None) -> Decimal | None:
        """The factor in a language; None when the word is a magnitude in other languages only."""
        return self.by_language.get(language, self.value) if language else self.value


@dataclass(frozen=True, slots=True)
class Region:
    """A locale as the reader needs it. ``decimal`` is its decimal sign, ``currency`` the tender of its country."""

    language: str | None = None
    territory: str | None = None
    decimal: str | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The spelled-out numbers of one language.

    ``values``: each word with its value; ``joiners``: words between them that count nothing ("and", "und");
    ``fractions``: phrases for a half, a quarter; ``articles``: words for one that need a larger unit after them ("a million");
    ``behind``: those that stand behind a number only ("and a half");
    ``ahead``: those that add to the word behind them (साढ़े तीन, three and a half);
    ``inner``: those that no number begins with (the Romanian "sute", hundreds);
    ``clitics``: letters that stand for a word of their own before a number word, without a space (بمليون, for a million);
    ``points``: words for the decimal sign;
    ``shares``: those behind the decimals that say what they count ("пять целых две десятых", five point two);
    ``singles``: large units that mean one of them by themselves ("миллион рублей");
    ``glued``: whether several may be written as one word ("zweihundert");
    ``elided``: those that stand in such a word only (the "cent" of "duecentottanta");
    ``rough``: those of the values that mean about so many ("une centaine").
    """

    language: str
    values: Mapping[str, Decimal]
    joiners: frozenset[str] = frozenset()
    fractions: Mapping[str, Decimal] = field(default_factory=dict)
    articles: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    singles: frozenset[str] = frozenset()
    glued: bool = False
    rough: frozenset[str] = frozenset()
    behind: Mapping[str, Decimal] = field(default_factory=dict)
    ahead: Mapping[str, Decimal] = field(default_factory=dict)
    clitics: frozenset[str] = frozenset()
    inner: frozenset[str] = frozenset()
    elided: Mapping[str, Decimal] = field(default_factory=dict)
    shares: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Guard:
    """Neighbours that show a form to be no currency: "20 pounds of flour", "20-pound lobster", "3元素".

    ``hyphen``: a hyphen between the number and the form shows it too. ``leading``: so does, behind the form, a year or
    a number below ten ("Euro 2024", "Euro 6"). ``names``: languages in which a capital shows it: the rapper 50 Cent.
    ``then``: the only words that may follow a currency at once, where no space parts words: "3块钱", but "3块蛋糕".
    ``series``: in capitals that touch a single digit, the form is that of a model: "Audi RS6".
    """

    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    hyphen: bool = False
    leading: bool = False
    names: frozenset[str] = frozenset()
    then: frozenset[str] = frozenset()
    series: bool = False


@dataclass(frozen=True, slots=True)
class Ranges:
    """What stands between two prices.

    ``joiners``: between the ends of a range by itself ("to", "-"). ``rises``: before a difference, for "rose by $3 to
    $217" is no range. ``pairs``: a word that opens a range, with what then stands between its ends (between … and).
    ``links``: between two prices of which the second took the place of the first (涨到); ``changed``: a word that opens
    such a change, with what follows (von … auf). ``changeable``: the same for what is a range or a change, as ``moves``
    before it or ``moved`` behind it tell (from … to). ``falls``: those of the moves that go down only.
    """

    joiners: frozenset[str] = frozenset()
    rises: frozenset[str] = frozenset()
    pairs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    links: frozenset[str] = frozenset()
    changed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    changeable: Mapping[str, frozenset[str]] = field(default_factory=dict)
    moves: frozenset[str] = frozenset()
    moved: frozenset[str] = frozenset()
    falls: frozenset[str] = frozenset()
    suffixed: Mapping[str, tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)
    """By language, the suffixes of the lower end of a range, and those of the upper one."""


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the reader knows, all phrases folded."""

    forms: Mapping[str, Form]
    magnitudes: Mapping[str, Magnitude]
    numbers: tuple[NumberWords, ...] = ()
    links: frozenset[str] = frozenset()
    """What may stand between a number and its currency: "de" in "millones de euros"."""
    before: Mapping[str, Said] = field(default_factory=dict)
    after: Mapping[str, Said] = field(default_factory=dict)
    not_before: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Words that turn what a qualifier behind them says ("not over $500"), with the languages they are of."""
    not_after: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The same for words behind it."""
    inside: Mapping[str, Qualifier] = field(default_factory=dict)
    """What stands between a number and its currency, and qualifies both: "50 हजार से ज्यादा रुपये"."""
    endings: Mapping[str, Mapping[str, Qualifier]] = field(default_factory=dict)
    """By language, what the end of a currency's name says, with the words behind it: "forinttól", "liradan az"."""
    ranges: Ranges = field(default_factory=Ranges)
    sums: frozenset[str] = frozenset()
    """What stands between main units and subunits: "5 dollars and 20 cents"."""
    per_before: Mapping[str, str] = field(default_factory=dict)
    per_own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Words that say it before a price in texts of one language only: the German "à"."""
    per_after: Mapping[str, str] = field(default_factory=dict)
    vague: frozenset[str] = frozenset()
    """Words that make a number after them unreadable: "several million"."""
    minus: frozenset[str] = frozenset()
    """Words for the minus: they count where nothing but the price follows."""
    nations: Mapping[str, str] = field(default_factory=dict)
    """Names of countries, nationalities and cities, and the country's ISO 3166 code."""
    guards: Mapping[str, Guard] = field(default_factory=dict)
    currency_of: Mapping[str, str] = field(default_factory=dict)
    """The tender of each country."""
    former: Mapping[str, str] = field(default_factory=dict)
    """The tender that a country had before the euro."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Digits of each currency's minor unit."""
    regions: Mapping[str, Region] = field(default_factory=dict)
    """Locales by lower-case tag ("de", "de-ch")."""

    def region(self, tag: str | None, decimal: str | None = None) -> Region:
        """What is known of a BCP 47 tag; ``decimal`` overrides its decimal sign."""
        region = self._tagged(tag) if tag else Region()
        return replace(region, decimal=decimal) if decimal else region

    def _tagged(self, tag: str) -> Region:
        region = self._listed(tag)
        return replace(region, language=_ALIKE.get(region.language or "", region.language))

    def _listed(self, tag: str) -> Region:
        language, *rest = tag.replace("_", "-").lower().split("-")
        parts = [language, *(part for part in rest if len(part) != 4)]
        return self.regions.get("-".join(parts[:2])) or self._composed(parts)

    def _composed(self, parts: list[str]) -> Region:
        language = self.regions.get(parts[0], Region(language=parts[0]))
        territory = parts[1].upper() if len(parts) > 1 else language.territory
        return Region(
            language=language.language,
            territory=territory,
            decimal=language.decimal,
            currency=self.currency_of.get(territory or "", language.currency),
        )
