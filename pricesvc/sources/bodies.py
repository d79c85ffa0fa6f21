"""Reading bodies that strangers sent: what they look like, XML without entities, JSON and numbers without floats."""

from __future__ import annotations

import csv
import io
import json
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final
from xml.etree import ElementTree as ET

from pricesvc.core.publishers import Kind, Refused

MAX_MEMBER: Final = 8 * 1024 * 1024
"""Bytes a member of a zip may have: the ECB's whole history is about 2 MB."""

_NUMBER = re.compile(r"-?[0-9]{1,34}(?:\.[0-9]{1,34})?", re.ASCII)
_NOT_A_NUMBER = frozenset({"nan", "inf", "-inf", "infinity", "-infinity"})
_MAX_DIGITS = 80
_MAX_EXPONENT = 30
_FIRST_BYTES: Mapping[Kind, tuple[bytes, ...]] = {
    "xml": (b"<",),
    "json": (b"{", b"["),
    "zip": (b"PK\x03\x04",),
}
"""How each kind begins; what a CSV begins with, its publisher's parser knows."""

_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error,
    KeyError, ValueError, EOFError, NotImplementedError, OverflowError, RuntimeError, OSError,
)  # fmt: skip
"""What the standard library raises for a zip that is damaged, depending on where it is."""

_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 66_000
_BOM = b"\xef\xbb\xbf"
MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
"""English months, so that no locale of the machine reads a publisher's dates."""


def check_body(body: bytes, kind: Kind, url: str) -> bytes:
    """Pass a body on if it looks like its kind.

    Raises:
        Refused: empty, a web page where data belongs, another format, or a zip without its end.
    """
    start = body.removeprefix(_BOM).lstrip()[:512]
    if not start:
        raise Refused(f"{url}: empty answer")
    if start[:15].lower().startswith((b"<!doctype html", b"<html", b"<head")):
        raise Refused(f"{url}: a web page instead of {kind}")
    if kind in _FIRST_BYTES and not start.startswith(_FIRST_BYTES[kind]):
        raise Refused(f"{url}: not {kind}")
    if kind == "zip" and _ZIP_END not in body[-_ZIP_TAIL:]:
        raise Refused(f"{url}: zip cut short")
    return body


def parse_xml(body: bytes) -> ET.Element:
    """The root of an XML document that declares no document type, so that no entity can grow or reach outside.

    Raises:
        Refused: for a document type or entity, an encoding that could hide one, or XML that is not well-formed.
    """
    if b"\x00" in body[:1024] or b"<!DOCTYPE" in body.upper() or b"<!ENTITY" in body.upper():
        raise Refused("XML with a document type or in UTF-16")
    try:
        return ET.fromstring(body)  # noqa: S314 - refused above: without a document type there are no entities
    except (ET.ParseError, LookupError, ValueError) as error:  # the last two: an encoding that nobody knows
        raise Refused(f"XML that is not well-formed: {error}") from error


def parse_json(body: bytes) -> object:
    """A JSON document whose numbers keep their digits.

    Raises:
        Refused: when it is not JSON, or nested too deep.
    """
    try:
        return json.loads(body, parse_float=_json_number, parse_int=_json_number, parse_constant=Decimal)
    except (ValueError, RecursionError, InvalidOperation) as error:  # the last: an exponent of thirty digits
        raise Refused(f"not JSON: {error}") from error


def parse_rate(text: str) -> Decimal:
    """A published number, digits kept. ``NaN`` passes, for the book to refuse and count.

    Raises:
        Refused: for anything but plain decimals.
    """
    stripped = text.strip()
    if _NUMBER.fullmatch(stripped) or stripped.lower() in _NOT_A_NUMBER:
        return Decimal(stripped)
    raise Refused(f"not a number: {stripped[:40]!r}")


def parse_day(text: str) -> date:
    """A day in ISO form (``2023-12-07``).

    Raises:
        Refused: for anything else.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(f"not a day: {text.strip()[:40]!r}") from error


def parse_named_day(text: str) -> date:
    """A day with an English month: ``1 Oct 2026``, ``01/Dec/2023``.

    Raises:
        Refused: for anything else.
    """
    parts = re.split(r"[\s/-]+", text.strip())
    try:
        day, month, year = parts
        return date(int(year), MONTHS[month[:3].lower()], int(day))
    except (ValueError, KeyError, OverflowError) as error:
        raise Refused(f"not a day: {text.strip()[:40]!r}") from error


def unzip(body: bytes, name: str) -> str:
    """The text of one member of a zip.

    Raises:
        Refused: when the zip is damaged, has no such member, or the member is too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive, archive.open(name) as member:
            content = member.read(MAX_MEMBER + 1)
    except _DAMAGE as error:
        raise Refused(f"damaged zip: {error}") from error
    if len(content) > MAX_MEMBER:
        raise Refused(f"{name} is over {MAX_MEMBER} bytes")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{name} is not UTF-8") from error


@contextmanager
def shape(what: str) -> Iterator[None]:
    """Turn a missing key, field or attribute of a payload into a refusal that names the payload.

    Raises:
        Refused: in place of whatever a value of the wrong type or size makes Python raise.
    """
    try:
        yield
    except (KeyError, TypeError, AttributeError, IndexError, ValueError, OverflowError, csv.Error) as error:
        raise Refused(f"{what} of another shape: {type(error).__name__} {error}") from error


def _json_number(text: str) -> Decimal:
    number = Decimal(text) if len(text) <= _MAX_DIGITS else Decimal("NaN")
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > _MAX_EXPONENT:
        raise ValueError(f"number out of bounds: {text[:40]}")
    return number
