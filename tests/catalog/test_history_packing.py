"""The packed history: what was published comes back digit by digit, and damage is refused."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from pricesvc.catalog.history import read_history, unpack
from pricesvc.catalog.history_packing import pack
from pricesvc.core.errors import BadData

PUBLISHED = (
    b"Date,USD,ISK,TRL,CYP,XXX,\n"
    b"2024-01-05,1.0921,136,N/A,N/A,N/A,\n"
    b"2024-01-04,1.0953,136.5,N/A,0.585274,N/A,\n"
    b"2024-01-03,1.0919,N/A,1836200,N/A,N/A,\n"
    b"2024-01-02,1.1,290,372274,0.5853,N/A,\n"
)


def _zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("eurofxref-hist.csv", content)
    return buffer.getvalue()


def test_every_digit_comes_back() -> None:
    """Each currency has its days and rates as published, holes left out; one that was never quoted is left out."""
    history = unpack(pack(PUBLISHED), "ecb")
    found = {
        code: [(date.fromordinal(day).day, str(column.rate(index))) for index, day in enumerate(column.days)]
        for code in sorted(history.codes)
        for column in [history.column(code)]
    }
    assert found == {
        "CYP": [(2, "0.5853"), (4, "0.585274")],
        "ISK": [(2, "290"), (4, "136.5"), (5, "136")],
        "TRL": [(2, "372274"), (3, "1836200")],
        "USD": [(2, "1.1"), (3, "1.0919"), (4, "1.0953"), (5, "1.0921")],
    }
    assert [date.fromordinal(day).day for day in history.days] == [2, 3, 4, 5]


@pytest.mark.parametrize("published", [PUBLISHED, _zipped(PUBLISHED)], ids=["csv", "zip"])
def test_the_file_says_what_it_was_made_from(published: bytes) -> None:
    """The first line names publisher, days and the digest of the file it was made from."""
    head = json.loads(pack(published).partition(b"\n")[0])
    assert "European Central Bank" in head["publisher"]
    assert (head["oldest"], head["newest"]) == ("2024-01-02", "2024-01-05")
    assert head["sha256"] == hashlib.sha256(published).hexdigest()


def test_packing_is_repeatable() -> None:
    """The same file packs to the same bytes."""
    assert pack(PUBLISHED) == pack(PUBLISHED)


@pytest.mark.parametrize(
    "published",
    [
        b"",
        b"PK\x03\x04 no zip",
        b"<html>blocked</html>",
        b"Date,USD,\n",
        b"Date,USD,\n01/02/2024,1.1,\n",
        b"Date,USD,\n2024-01-02,abc,\n",
        b"Date,USD,JPY,\n2024-01-02,1.1\n",
        b"Date,USD,\n2024-01-02,-1.1,\n",
        b"Date,USD,\n2024-01-02,1e5,\n",
        b"Date,USD,\n2024-01-02,999999999.999999,\n",
        b"Date,USD,\n2024-01-02,1.1,\n2024-01-02,1.2,\n",
        "Date,USD,\n2024-01-02,١,\n".encode(),
    ],
    ids=[
        "empty",
        "zip",
        "html",
        "no rows",
        "day",
        "text",
        "short row",
        "negative",
        "exponent",
        "too long",
        "day twice",
        "digit",
    ],
)
def test_what_the_ecb_does_not_publish_is_refused(published: bytes) -> None:
    """Another file, or one in another shape, is not packed."""
    with pytest.raises(BadData):
        pack(published)


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[:-1],
        lambda packed: packed + b"x",
        lambda packed: packed.replace(b"pricesvc-rates-1", b"pricesvc-rates-9"),
        lambda packed: packed[: packed.index(b"\n") + 1] + b"\0" * (len(packed) - packed.index(b"\n") - 1),
        lambda packed: packed[40:],
        lambda _packed: b"",
    ],
    ids=["short", "long", "format", "zeros", "head", "empty"],
)
def test_a_damaged_file_is_refused(damage: object) -> None:
    """A file that is cut, extended, of another format or overwritten is refused when it is opened."""
    assert callable(damage)
    with pytest.raises(BadData):
        unpack(damage(pack(PUBLISHED)), "ecb")


def test_a_damaged_column_is_refused_when_it_is_read() -> None:
    """Columns are decoded when asked for, and checked then."""
    packed = bytearray(pack(PUBLISHED))
    packed[-5] ^= 0xFF
    history = unpack(bytes(packed), "ecb")
    with pytest.raises(BadData):
        history.column("CYP")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """A file that is not there is refused by name."""
    with pytest.raises(BadData, match=r"none\.history"):
        read_history(tmp_path / "none.history")
