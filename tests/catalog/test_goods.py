"""Loading goods data: strict on what it reads, and sound in what is shipped."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from pricesvc.catalog.digests import goods_version
from pricesvc.catalog.goods import FOLDER, PACKED, load, reader, words
from pricesvc.catalog.lexicon import pack, read_lexicon, unpack
from pricesvc.cli.data import data
from pricesvc.core.errors import BadData

HEAD = '[file]\nlanguage = "en"\nsource = "test"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the fixed files and room for terms."""
    for name in ("categories.toml", "languages.toml", "tariff.toml"):
        shutil.copy(FOLDER / name, tmp_path / name)
    (tmp_path / "terms").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('[[type]]\nid = "a"\ncategory = "watchez"\nwords = ["a"]', "watchez"),
        ('[[type]]\nid = "a"\nwords = ["a"]', "category is missing"),
        ('[[negative]]\nid = "a"\nwords = ["?"]', "letter or digit"),
        ('[[negative]]\nid = "a"\nwords = ["a"]\ncolour = "red"', "unknown key colour"),
        ('[[model]]\nid = "a"\nmake = "nobody"\ncategory = "cigars"\nnames = ["a"]', "make nobody"),
        ('[[negative]]\nid = "a"\nwords = ["a"]\n[[negative]]\nid = "a"\nwords = ["b"]', "used twice"),
    ],
)
def test_a_wrong_row_is_refused_with_file_and_reason(folder: Path, row: str, reason: str) -> None:
    """Bad data names the file and what is wrong in it."""
    (folder / "terms" / "bad.toml").write_text(HEAD + row, encoding="utf-8")
    with pytest.raises(BadData, match=reason) as refusal:
        load(folder).load()
    assert refusal.value.facts["file"] == "bad.toml"


def test_the_version_names_the_data(folder: Path) -> None:
    """Another word is another version; the same files are the same."""
    before = goods_version(folder)
    assert goods_version(folder) == before
    (folder / "terms" / "en.toml").write_text(HEAD + '[[negative]]\nid = "a"\nwords = ["a"]', encoding="utf-8")
    assert goods_version(folder) != before


def test_the_packed_words_are_those_of_the_files() -> None:
    """What loads at once says what the reviewed files say now."""
    packed = read_lexicon(FOLDER / PACKED, goods_version(FOLDER))
    assert packed is not None, "the words of goods have changed: run `pricesvc data pack-goods`"
    assert packed == words(FOLDER)


def test_packing_the_same_files_gives_the_same_bytes(folder: Path) -> None:
    """The packed form is a function of the files."""
    (folder / "terms" / "en.toml").write_text(HEAD + '[[negative]]\nid = "a"\nwords = ["a", "b"]', encoding="utf-8")
    assert pack(words(folder), goods_version(folder)) == pack(words(folder), goods_version(folder))


def test_a_pack_of_other_files_is_passed_over(folder: Path) -> None:
    """An edited file counts at once, before anybody packs it."""
    (folder / PACKED).write_bytes(pack(words(folder), goods_version(folder)))
    (folder / "terms" / "en.toml").write_text(HEAD + '[[negative]]\nid = "a"\nwords = ["a"]', encoding="utf-8")
    assert load(folder).classify("a").category == "none"


def test_a_damaged_pack_is_refused(folder: Path) -> None:
    """Half a file is no lexicon."""
    packed = pack(words(FOLDER), goods_version(folder))
    with pytest.raises(BadData, match="is damaged"):
        unpack(packed[: len(packed) // 2], PACKED, goods_version(folder))


def test_the_command_packs_a_folder(folder: Path) -> None:
    """Whoever edits the words packs them with one command; what it wrote is read from then on."""
    (folder / "terms" / "en.toml").write_text(HEAD + '[[negative]]\nid = "a"\nwords = ["a"]', encoding="utf-8")
    assert CliRunner().invoke(data, ["pack-goods", str(folder)]).exit_code == 0
    assert read_lexicon(folder / PACKED, goods_version(folder)) == words(folder)


def test_the_command_refuses_bad_words(folder: Path) -> None:
    """A folder that breaks its form leaves no pack."""
    (folder / "terms" / "en.toml").write_text(HEAD + '[[negative]]\nid = "a"', encoding="utf-8")
    outcome = CliRunner().invoke(data, ["pack-goods", str(folder)])
    assert (outcome.exit_code, "words is missing" in outcome.output) == (2, True)
    assert not (folder / PACKED).exists()


def test_every_category_has_a_title_and_a_source() -> None:
    """The twenty-five categories of the European list and the extensions are there."""
    categories = reader().categories
    assert len(categories) >= 25
    assert all(one.title and one.source for one in categories.values())
