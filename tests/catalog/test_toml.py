"""Strict TOML: what is written wrong is refused with file, place and reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pricesvc.catalog import toml
from pricesvc.core.errors import BadData


def _file(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "facts.toml"
    path.write_text(content, encoding="utf-8")
    return path


def test_values_come_in_their_kinds(tmp_path: Path) -> None:
    """A row is read with exact decimals, bare days and tuples."""
    path = _file(tmp_path, '[[row]]\nid = "a"\nratio = 1.50\nsince = 2001-01-01\nwords = ["x", "y"]\n')
    with toml.toml_file(path) as file:
        (row,) = [
            (
                row.required("id", toml.text),
                row.required("ratio", toml.positive),
                row.optional("since", toml.day),
                row.optional("words", toml.list_of(toml.text), ()),
                row.optional("left_out", toml.flag, default=False),
            )
            for row in file.rows("row")
        ]
    assert row == ("a", Decimal("1.50"), date(2001, 1, 1), ("x", "y"), False)
    assert str(row[1]) == "1.50"


def test_an_unknown_key_is_refused_by_name(tmp_path: Path) -> None:
    """A misspelt key of a row names the file, the row's id and the key."""
    path = _file(tmp_path, '[[row]]\nid = "a"\nsinse = 2001-01-01\n')
    with pytest.raises(BadData) as caught, toml.toml_file(path) as file:
        _ = [row.required("id", toml.text) for row in file.rows("row")]
    assert caught.value.facts["file"] == "facts.toml"
    assert caught.value.facts["place"] == "row a"
    assert "sinse" in caught.value.detail


def test_an_unknown_table_is_refused(tmp_path: Path) -> None:
    """A top-level table that the reader does not know is refused."""
    with pytest.raises(BadData, match="rows"), toml.toml_file(_file(tmp_path, "[[rows]]\na = 1\n")) as file:
        list(file.rows("row"))


def test_a_missing_key_is_refused(tmp_path: Path) -> None:
    """A required key that is left out is named."""
    with (
        pytest.raises(BadData, match="head: title is missing"),
        toml.toml_file(_file(tmp_path, "[head]\n")) as file,
        file.table("head") as head,
    ):
        head.required("title", toml.text)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ('" x"', toml.text),
        ("''", toml.text),
        ("1", toml.text),
        ("true", toml.whole),
        ("1.0", toml.whole),
        ("1", toml.flag),
        ("nan", toml.number),
        ("inf", toml.number),
        ("true", toml.number),
        ('"1e5"', toml.number),
        ('"٣"', toml.number),
        ("0", toml.positive),
        ("2023-12-07T00:00:00Z", toml.day),
        ('"2023-12-07"', toml.day),
        ("[]", toml.list_of(toml.text)),
        ('"a"', toml.list_of(toml.text)),
        ('"usd"', toml.matching("[A-Z]{3}")),
        ('"c"', toml.one_of("a", "b")),
    ],
)
def test_a_wrong_kind_is_refused(tmp_path: Path, written: str, kind: toml.Kind[object]) -> None:
    """Each kind refuses what looks like it and is not."""
    with pytest.raises(BadData) as caught, toml.toml_file(_file(tmp_path, f"key = {written}\n")) as file:
        file.required("key", kind)
    assert str(caught.value.facts["reason"]).startswith("key must")


@pytest.mark.parametrize(
    "content", ["a = ", "a = 1\na = 2", f"a = {'9' * 5000}", f"a = {'[' * 9000}", "a = 1e99999999999999999999", "\x00"]
)
def test_what_is_not_toml_is_refused(tmp_path: Path, content: str) -> None:
    """A syntax error is a BadData."""
    with pytest.raises(BadData, match="cannot be read"), toml.toml_file(_file(tmp_path, content)):
        pass


def test_keys_can_be_asked_about(tmp_path: Path) -> None:
    """Whether a key is written is known before it is read."""
    with toml.toml_file(_file(tmp_path, "a = 1\n")) as file:
        assert file.has("a")
        assert not file.has("b")
        assert file.required("a", toml.number) == 1


@pytest.mark.parametrize("content", ["row = 1\n", "row = [1]\n", 'row = "x"\n'])
def test_what_is_no_array_of_tables_is_refused(tmp_path: Path, content: str) -> None:
    """Rows are tables, each of them."""
    with pytest.raises(BadData, match="must be"), toml.toml_file(_file(tmp_path, content)) as file:
        list(file.rows("row"))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is a BadData too."""
    with pytest.raises(BadData, match="cannot be read"), toml.toml_file(tmp_path / "none.toml"):
        pass
