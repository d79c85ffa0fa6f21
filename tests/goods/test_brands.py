"""The words of goods as they are shipped: makers, models and nouns that do not contradict each other."""

from collections import defaultdict
from collections.abc import Iterator

import pytest

from pricesvc.catalog.goods import FOLDER, words
from pricesvc.reading.goods.haystack import haystack
from pricesvc.reading.goods.lexicon import Entry, Form, Forms, Lexicon


@pytest.fixture(scope="module")
def forms() -> Forms:
    """Every word of goods that is shipped, with its entries."""
    return words(FOLDER)


def by_language(found: list[Form]) -> Iterator[tuple[str, list[Entry]]]:
    """The nouns among several entries written alike, apart by language and accents; without those that ask for a word."""
    nouns: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for form in found:
        if form.entry.kind in {"type", "negative"} and not form.entry.needs:
            nouns[form.entry.language or "", form.spelling].append(form.entry)
    yield from ((language, entries) for (language, _), entries in nouns.items())


def test_a_maker_of_one_thing_shares_no_name_with_a_maker_of_another(forms: Forms) -> None:
    """Unless one of them asks for a word beside it."""
    clashes = {}
    for phrase, found in forms.items():
        makers = [form.entry for form in found if form.entry.kind == "brand" and not form.entry.needs]
        if len({maker.category for maker in makers}) > 1:
            clashes[phrase] = [maker.id for maker in makers]
    assert clashes == {}


def test_a_noun_means_one_thing_in_a_language(forms: Forms) -> None:
    """No phrase is both the thing and something else, nor of two categories."""
    clashes = {}
    for phrase, found in forms.items():
        for language, nouns in by_language(list(found)):
            if len({(noun.kind, noun.category) for noun in nouns}) > 1:
                clashes[phrase, language] = [noun.id for noun in nouns]
    assert clashes == {}


def test_every_row_is_found_by_a_word_of_its_own(forms: Forms) -> None:
    """No row is dead: hidden behind another, or with conditions that its own words break.

    Only rows of no language and of English are asked: languages share words, and one row answers for them.
    """
    lexicon = Lexicon(forms, [])
    rows: dict[str, bool] = {}
    for entry, spelling in (form for found in forms.values() for form in found):
        if entry.language in {None, "en"} and not rows.get(entry.id):
            texts = spoken(entry, spelling)
            rows[entry.id] = any(one.entry.id == entry.id for text in texts for one in lexicon.find(haystack(text)))
    assert sorted(row for row, alive in rows.items() if not alive) == []


def spoken(entry: Entry, spelling: str) -> list[str]:
    """A word as somebody may write it, beside each of the words that it asks for."""
    word = spelling.title() if entry.capital else spelling
    return [f"{word} {needed}" for needed in entry.needs[:9]] or [word]
