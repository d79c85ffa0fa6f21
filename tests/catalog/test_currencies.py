"""The shipped currencies, their law and their pegs, held against independent lists and against one another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import iso4217
import pytest
from babel import Locale

from pricesvc.catalog import currencies as catalog
from pricesvc.core.currencies import Currencies, CurrencyInfo
from pricesvc.core.errors import BadData

ISO = {currency.code: currency for currency in iso4217.Currency}
KNOWN = catalog.currencies()
LAW = catalog.law()


@pytest.mark.parametrize("code", sorted(ISO))
def test_active_codes_agree_with_the_standard(code: str) -> None:
    """Every active code has the standard's minor units and number, and is not withdrawn."""
    info = KNOWN.get(code)
    assert info.minor_units == ISO[code].exponent
    assert info.numeric == f"{ISO[code].number:03d}"
    assert info.until is None


def test_every_other_code_is_withdrawn() -> None:
    """A code that the standard does not list as active has a last day, in the past."""
    others = [info for info in KNOWN if info.code not in ISO]
    assert len(others) > 120
    assert all((info.until is not None and info.until < date(2026, 1, 1)) or info.code == "BGN" for info in others)
    assert KNOWN.get("BGN").until == date(2026, 1, 31)


def test_names_are_known_to_another_list() -> None:
    """Every code still active is one that CLDR names too, so that no code is a slip of the pen."""
    named = set(Locale("en").currencies)
    assert {info.code for info in KNOWN if info.until is None} - named <= {
        "XAD",
        "UYW",
        "VED",
        "XCG",
        "ZWG",
        "SLE",
        "BOV",
    }


def test_successors_follow_the_law() -> None:
    """What the law replaced names its successor, began before it ended, and the chain ends in an active code."""
    for row in LAW.conversions:
        if row.old == row.new or row.old in ISO:
            continue
        code, seen = row.old, set[str]()
        while (successor := KNOWN.get(code).successor) is not None:
            assert code not in seen
            seen.add(code)
            code = successor
        assert KNOWN.get(code).until is None or code == "YUN"  # the later Yugoslav units never had codes
        assert KNOWN.get(row.old).successor == row.new


def test_the_disputed_currencies() -> None:
    """Seven currencies have no single answer."""
    assert {dispute.code for dispute in LAW.disputes} == {"CUP", "IRR", "KPW", "LBP", "MMK", "SYP", "VES"}


def test_no_disputed_currency_is_pegged() -> None:
    """A peg would be the single answer that a dispute denies."""
    assert not {dispute.code for dispute in LAW.disputes} & {peg.code for peg in LAW.pegs}


EURO_RATIOS = {
    "ATS": "13.7603", "BEF": "40.3399", "BGN": "1.95583", "CYP": "0.585274", "DEM": "1.95583", "EEK": "15.6466",
    "ESP": "166.386", "FIM": "5.94573", "FRF": "6.55957", "GRD": "340.750", "HRK": "7.53450", "IEP": "0.787564",
    "ITL": "1936.27", "LTL": "3.45280", "LUF": "40.3399", "LVL": "0.702804", "MTL": "0.429300", "NLG": "2.20371",
    "PTE": "200.482", "SIT": "239.640", "SKK": "30.1260", "XEU": "1",
}  # fmt: skip


def test_the_fixed_euro_ratios() -> None:
    """All currencies that the euro replaced, with their legal ratios digit by digit."""
    found = {row.old: str(row.ratio) for row in LAW.conversions if row.kind == "euro"}
    assert found == EURO_RATIOS


@pytest.mark.parametrize(
    ("old", "new", "ratio", "since"),
    [
        ("TRL", "TRY", "1000000", date(2005, 1, 1)),
        ("ROL", "RON", "10000", date(2005, 7, 1)),
        ("BYR", "BYN", "10000", date(2016, 7, 1)),
        ("ZWL", "ZWG", "2498.7242", date(2024, 4, 5)),
        ("ANG", "XCG", "1", date(2025, 3, 31)),
        ("VEF", "VES", "100000", date(2018, 8, 20)),
    ],
)
def test_redenominations(old: str, new: str, ratio: str, since: date) -> None:
    """Well-known cuts of zeros, with their days."""
    row = LAW.replacement(old)
    assert row is not None
    assert (row.new, row.ratio, row.since) == (new, Decimal(ratio), since)


def test_changes_of_unit_under_one_code() -> None:
    """The bolívar of 2021 and the Syrian pound of 2026."""
    found = {row.new: (row.ratio, row.since) for code in ("VES", "SYP") for row in LAW.rescales(code)}
    assert found == {"VES": (Decimal(1_000_000), date(2021, 10, 1)), "SYP": (Decimal(100), date(2026, 1, 1))}


SMALL = Currencies(CurrencyInfo(code, code, 2, None) for code in ("AAA", "BBB", "USD"))


def _events(*, old: str = "AAA", new: str = "BBB", ratio: str = "10", kind: str = "redenomination") -> str:
    return (
        f'[[event]]\nold = "{old}"\nnew = "{new}"\nratio = {ratio}\nsince = 2001-01-01\nkind = "{kind}"\n'
        'source = "a law"\nconfidence = "verified"\n'
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_events(ratio="0"), "above zero"),
        (_events(kind="rescale"), "keeps its code"),
        (_events(new="AAA"), "keeps its code"),
        (_events(new="AAA", kind="rescale", ratio="3"), "exact inverse"),
        (_events(kind="rename"), "changes no amount"),
        (_events(old="aaa"), "must look like"),
        (_events(old="CCC"), "known currency, not CCC"),
        (_events().replace("verified", "dates disagree"), "note has to say so"),
        (_events() * 2, "converted twice"),
        (_events() + "sourcce = 1\n", "unknown key sourcce"),
    ],
)
def test_a_wrong_row_of_law_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    """The refusal says what is wrong with the row."""
    path = tmp_path / "events.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadData, match=reason):
        catalog.read_conversions(path, SMALL)


HEAD = '[file]\nactive = "a list"\nwithdrawn = "another"\n'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[[currency]]\ncode = "AAA"\nname = "A"\n', "file is missing"),
        (HEAD + '[[currency]]\ncode = "AAA"\nname = "A"\n' * 2, "stands twice"),
        (HEAD + '[[currency]]\ncode = "AAA"\nname = "A"\nsuccessor = "BBB"\n', "successor BBB of AAA"),
        (HEAD + '[[currency]]\ncode = "AAA"\nname = "A"\nnumeric = "1"\n', "must look like"),
    ],
)
def test_a_wrong_currency_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    """The refusal says what is wrong with the list."""
    path = tmp_path / "currencies.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadData, match=reason):
        catalog.read_currencies(path)


def test_a_peg_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    """Its days contradict each other."""
    path = tmp_path / "pegs.toml"
    path.write_text(
        '[[peg]]\ncode = "AAA"\nanchor = "USD"\nrate = 1\nsince = 2002-01-01\nuntil = 2001-01-01\n'
        'source = "a bank"\nconfidence = "verified"\n',
        encoding="utf-8",
    )
    with pytest.raises(BadData, match="ends before it begins"):
        catalog.read_pegs(path, SMALL)
