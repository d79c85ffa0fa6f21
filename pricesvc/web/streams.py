"""Batches of any length, as NDJSON or CSV: answered a block at a time while they arrive, in flat memory."""

from __future__ import annotations

import csv
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Any, Final

import anyio
from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from pricesvc.answers import ItemAnswer
from pricesvc.core.errors import Malformed, PricesvcError, Refusal
from pricesvc.questions import Question, Terms
from pricesvc.rendering import item_json
from pricesvc.service import LONG_BATCH
from pricesvc.web import problems, tables
from pricesvc.web.bodies import decoded, parse_json, question_of
from pricesvc.web.context import Context
from pricesvc.web.negotiation import CSV, JSON, NDJSON, chosen, content_type
from pricesvc.web.replies import dumps
from pricesvc.web.uploads import Upload

BLOCK: Final = 256
"""Items that are worked out together."""

MAX_RECORD: Final = 64
"""Lines that one quoted record of CSV may go over."""

Asked = Question | Refusal
Entry = ItemAnswer | Refusal


class MalformedCsv(Malformed):
    """The body is not the CSV it says it is."""

    code = "malformed-csv"


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes entries in the form that the caller wants."""

    at: Context
    terms: Terms
    form: str

    def block(self, entries: Sequence[Entry], *, first: bool) -> bytes:
        """Some entries, as they are sent."""
        if self.form == CSV:
            rows = (tables.row(entry, self.terms, self.at.places) for entry in entries)
            return tables.csv_lines(tables.answered(self.terms), rows, head=first)
        return b"".join(dumps(entry_json(entry, self.at)) for entry in entries)

    def whole(self, entries: Iterator[Entry], snapshot: Mapping[str, str]) -> Iterator[bytes]:
        """All entries of a batch that came as one JSON document, a block at a time."""
        if self.form == JSON:
            yield from json_parts(map(self._member, entries), {"snapshot": snapshot})
            return
        first = True
        while held := list(islice(entries, BLOCK)):
            yield self.block(held, first=first)
            first = False
        if first:
            yield self.block([], first=True)

    def _member(self, entry: Entry) -> bytes:
        return dumps(entry_json(entry, self.at))


def json_parts(items: Iterator[bytes], rest: Mapping[str, Any]) -> Iterator[bytes]:
    """A document that begins with a long list of items, a block at a time."""
    begin = b'{"items":['
    while held := list(islice(items, BLOCK)):
        yield begin + b",".join(item.rstrip() for item in held)
        begin = b","
    yield (b"" if begin == b"," else begin) + b"]," + dumps(rest).removeprefix(b"{")


def entry_json(entry: Entry, at: Context) -> dict[str, Any]:
    """An item, or the problem in its place."""
    return item_json(entry, at.places) if isinstance(entry, ItemAnswer) else problems.of_error(entry)


class StreamedBatch(Response):
    """The answer to a streamed batch; it reads the body itself, while it sends."""

    def __init__(self, request: Request, at: Context, terms: Terms, given: str) -> None:
        """``given`` is the media type of the body."""
        super().__init__()
        self.at, self.given = at, given
        form = chosen(request, [CSV, NDJSON] if given == CSV else [NDJSON, CSV])
        self.writer = Writer(at, at.service.checked(terms), form)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the body in and send the answer, side by side, until both are done or the caller is gone."""
        upload = Upload(receive, self.at.settings.max_stream)
        try:
            async with anyio.create_task_group() as group:

                async def take() -> None:
                    await upload.take()
                    group.cancel_scope.cancel()

                group.start_soon(take)
                await self._answer(upload, scope, receive, send)
                group.cancel_scope.cancel()
        finally:
            upload.close()

    async def _answer(self, upload: Upload, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a table that cannot be read at all; else send block after block."""
        blocks = self._blocks(upload)
        try:
            first = await anext(blocks)
        except PricesvcError as refusal:
            await problems.response(problems.of_error(refusal))(scope, receive, send)
            return
        headers = {"Content-Type": content_type(self.writer.form), "Cache-Control": "no-store"}
        await send({"type": "http.response.start", "status": 200, "headers": _raw(headers)})
        await send({"type": "http.response.body", "body": first, "more_body": True})
        async for block in blocks:
            await send({"type": "http.response.body", "body": block, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _blocks(self, upload: Upload) -> AsyncGenerator[bytes]:
        """The answer in parts. What ends a body early ends the answer with a problem of its own."""
        questions = _csv(upload.lines()) if self.given == CSV else _ndjson(upload.lines())
        held: list[Asked] = []
        first = True
        try:
            async for question in questions:
                held.append(question)
                if len(held) == BLOCK:
                    yield await self._worked_out(held, first=first)
                    held, first = [], False
        except Refusal as refusal:
            if first and not held:
                raise
            held.append(refusal)
        if held or first:
            yield await self._worked_out(held, first=first)

    async def _worked_out(self, questions: Sequence[Asked], *, first: bool) -> bytes:
        entries = await self.at.service.normalize_many(questions, self.writer.terms)
        long = len(questions) >= LONG_BATCH
        return await self.at.service.apart(lambda: self.writer.block(list(entries), first=first), when=long)


def _raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


async def _ndjson(lines: AsyncIterator[bytes]) -> AsyncIterator[Asked]:
    """One question a line; a line that is broken is a problem in its place."""
    number = 0
    async for line in lines:
        number += 1
        if not line.strip():
            continue
        try:
            asked = question_of(parse_json(decoded(line)))
        except Refusal as refusal:
            asked = refusal
        if isinstance(asked, Refusal):
            asked.facts["line"] = number
        yield asked


async def _csv(lines: AsyncIterator[bytes]) -> AsyncIterator[Asked]:
    """One question a row, under a line of column names.

    Raises:
        InvalidField, MalformedCsv: for a table without a good line of names, or whose quotes do not close.
    """
    names: Sequence[str] | None = None
    numbers = count(1)
    async for record in _records(lines):
        if names is None:
            names = tables.header([cell.strip() for cell in _cells(decoded(record))])
            continue
        number = next(numbers)
        if not record.strip():
            continue
        try:
            asked = question_of(tables.item_of(names, _cells(decoded(record))))
        except Refusal as refusal:
            asked = refusal
        if isinstance(asked, Refusal):
            asked.facts["row"] = number
        yield asked
    if names is None:
        tables.header([])


async def _records(lines: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Each record: a line, or the lines that a quoted cell goes over."""
    held: list[bytes] = []
    quotes = 0
    async for line in lines:
        held.append(line)
        quotes += line.count(b'"')
        if quotes % 2 == 0:
            yield b"\n".join(held).removesuffix(b"\r")
            held, quotes = [], 0
        elif len(held) == MAX_RECORD:
            raise MalformedCsv(f"A quoted cell goes over more than {MAX_RECORD} lines.", limit=MAX_RECORD)
    if held:
        raise MalformedCsv("The last quoted cell does not end.")


def _cells(record: str) -> list[str]:
    try:
        return next(csv.reader([record], strict=True), [])
    except csv.Error:
        raise MalformedCsv("The quotes of the record are not those of RFC 4180.") from None
