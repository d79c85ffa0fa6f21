"""Currencies, their law, their pegs and the disputed ones: ``data/*.toml`` as the types of ``core``."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

from pricesvc.catalog.toml import (
    DATA,
    Kind,
    Section,
    WrongValue,
    day,
    flag,
    list_of,
    matching,
    one_of,
    positive,
    text,
    toml_file,
    whole,
)
from pricesvc.core.currencies import Currencies, CurrencyInfo
from pricesvc.core.law import Conversion, Dispute, Law, Peg

CODE = matching("[A-Z]{3}")
CONFIDENCE = one_of("verified", "secondary", "dates disagree")


@cache
def currencies() -> Currencies:
    """Every currency of ISO 4217, as shipped.

    Raises:
        BadData: when the file breaks its schema.
    """
    return read_currencies(DATA / "currencies.toml")


@cache
def law() -> Law:
    """The law of currencies, as shipped.

    Raises:
        BadData: when a file breaks its schema, or names a currency that is none.
    """
    known = currencies()
    return Law(
        read_conversions(DATA / "currency_events.toml", known),
        read_pegs(DATA / "pegs.toml", known),
        read_disputes(DATA / "disputed.toml", known),
    )


def read_currencies(path: Path) -> Currencies:
    """Read a file of currencies.

    Raises:
        BadData: when it breaks its schema, or a successor is no currency of the file.
    """
    with toml_file(path) as file:
        with file.table("file") as head:
            head.required("active", text)
            head.required("withdrawn", text)
        infos: dict[str, CurrencyInfo] = {}
        for row in file.rows("currency"):
            info = _currency(row)
            if info.code in infos:
                row.refuse("stands twice")
            infos[info.code] = info
        for info in infos.values():
            if info.successor is not None and info.successor not in infos:
                file.refuse(f"the successor {info.successor} of {info.code} is no currency here")
        return Currencies(infos.values())


def read_conversions(path: Path, known: Currencies) -> tuple[Conversion, ...]:
    """Read a file of legal conversions between known currencies.

    Raises:
        BadData: when it breaks its schema, or an old currency stands twice.
    """
    with toml_file(path) as file:
        found: dict[tuple[str, bool], Conversion] = {}
        for row in file.rows("event"):
            conversion = _conversion(row, known)
            key = (conversion.old, conversion.old == conversion.new)
            if key in found:
                row.refuse(f"{conversion.old} is converted twice")
            found[key] = conversion
        return tuple(found.values())


def read_pegs(path: Path, known: Currencies) -> tuple[Peg, ...]:
    """Read a file of statutory pegs between known currencies.

    Raises:
        BadData: when it breaks its schema.
    """
    with toml_file(path) as file:
        return tuple(_peg(row, known) for row in file.rows("peg"))


def read_disputes(path: Path, known: Currencies) -> tuple[Dispute, ...]:
    """Read a file of disputed currencies, all of them known.

    Raises:
        BadData: when it breaks its schema.
    """
    with toml_file(path) as file:
        return tuple(
            Dispute(
                code=row.required("code", _known(known)),
                since=row.required("since", day),
                why=row.required("why", text),
                source=row.required("source", text),
            )
            for row in file.rows("disputed")
        )


def _currency(row: Section) -> CurrencyInfo:
    return CurrencyInfo(
        code=row.required("code", CODE),
        name=row.required("name", text),
        minor_units=row.optional("minor_units", whole),
        numeric=row.optional("numeric", matching("[0-9]{3}")),
        since=row.optional("since", day),
        until=row.optional("until", day),
        successor=row.optional("successor", CODE),
    )


def _known(currencies: Currencies) -> Kind[str]:
    """The code of a currency that is known."""

    def kind(value: object) -> str:
        code = CODE(value)
        if code not in currencies:
            raise WrongValue(f"must be a known currency, not {code}")
        return code

    return kind


def _conversion(row: Section, known: Currencies) -> Conversion:
    code = _known(known)
    conversion = Conversion(
        old=row.required("old", code),
        new=row.required("new", code),
        ratio=row.required("ratio", positive),
        since=row.required("since", day),
        kind=row.required("kind", one_of("euro", "redenomination", "rename", "rescale")),
        note=row.optional("note", text, ""),
        source=row.required("source", text),
        confidence=row.required("confidence", CONFIDENCE),
        inverse=row.optional("inverse", flag, default=False),
        held_back=row.optional("held_back", list_of(text), ()),
    )
    if (conversion.kind == "rescale") is not (conversion.old == conversion.new):
        row.refuse("a rescale, and nothing else, keeps its code")
    if conversion.kind == "rescale" and Decimal(1) / conversion.ratio * conversion.ratio != 1:
        row.refuse("the ratio of a rescale must have an exact inverse")
    if conversion.kind == "rename" and conversion.ratio != 1:
        row.refuse("a rename changes no amount")
    if conversion.confidence == "dates disagree" and not conversion.note:
        row.refuse("where dates disagree, a note has to say so")
    return conversion


def _peg(row: Section, known: Currencies) -> Peg:
    code = _known(known)
    peg = Peg(
        code=row.required("code", code),
        anchor=row.required("anchor", code),
        rate=row.required("rate", positive),
        note=row.optional("note", text, ""),
        source=row.required("source", text),
        confidence=row.required("confidence", CONFIDENCE),
        since=row.optional("since", day),
        until=row.optional("until", day),
        inverse=row.optional("inverse", flag, default=False),
    )
    if peg.since is not None and peg.until is not None and peg.until < peg.since:
        row.refuse("ends before it begins")
    return peg
