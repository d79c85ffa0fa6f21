"""The one guarded GET: no redirects, a size cap, a total deadline, few retries, and a body that looks right."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from pricesvc.clock import utc_now
from pricesvc.core.publishers import Kind, NotPublished, Refused, Unreachable
from pricesvc.sources.bodies import check_body

if TYPE_CHECKING:
    import httpx

MAX_BODY: Final = 4 * 1024 * 1024
"""Bytes a body may have, on the wire and decompressed: the largest file published is under 1 MiB."""

_GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_TRY_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one GET may take and how often it is tried; all times in seconds."""

    deadline: float = 20.0
    attempts: int = 3
    first_wait: float = 0.25
    longest_wait: float = 5.0
    longest_retry_after: float = 3600.0


PATIENCE: Final = Patience()


class Client:
    """A client for publishers, made with the first question: httpx takes 60 ms to load, and nobody may ever ask."""

    def __init__(self, user_agent: str) -> None:
        self._user_agent = user_agent
        self._made: httpx.AsyncClient | None = None
        self._making = asyncio.Lock()

    async def opened(self) -> httpx.AsyncClient:
        """The client of httpx; made in a thread, so that others are answered meanwhile."""
        async with self._making:
            if self._made is None:
                self._made = await asyncio.to_thread(_client, self._user_agent)
        return self._made

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._made is not None:
            await self._made.aclose()


class GuardedGet:
    """Fetches whole bodies through one client; whatever goes wrong is a SourceError.

    Redirects are errors that name their target: a publisher that moved is a change for the operator to see, and
    a captcha or login page must not be followed into.
    """

    def __init__(self, client: Client, *, patience: Patience = PATIENCE, max_body: int = MAX_BODY) -> None:
        self._client = client
        self._patience = patience
        self._max_body = max_body

    async def __call__(self, url: str, *, kind: Kind) -> bytes:
        """Fetch ``url``; the body is whole, below the size cap and looks like ``kind``.

        Raises:
            NotPublished: the publisher answered 404 or 410.
            Unreachable: no answer within the deadline, or 408, 425, 429 or 5xx after every retry.
            Refused: any other status, or a body that must not be used.
        """
        client = await self._client.opened()
        import stamina  # noqa: PLC0415 - loaded with the client

        patience = self._patience
        try:
            async with asyncio.timeout(patience.deadline):
                async for attempt in stamina.retry_context(
                    on=self._pause,
                    attempts=patience.attempts,
                    timeout=patience.deadline,
                    wait_initial=patience.first_wait,
                    wait_jitter=patience.first_wait,
                    wait_max=patience.longest_wait,
                ):
                    with attempt:
                        return check_body(await self._once(client, url), kind, url)
        except TimeoutError:
            raise Unreachable(f"{url}: no whole answer within {patience.deadline:g} s") from None
        raise Unreachable(f"{url}: never tried")  # pragma: no cover - the loop returns or raises

    def _pause(self, error: Exception) -> bool | float:
        """Whether to try again after an error, and after how many seconds if the publisher said so."""
        if not isinstance(error, Unreachable):
            return False
        if error.retry_after is None:
            return True
        return error.retry_after if error.retry_after <= self._patience.longest_wait else False

    async def _once(self, client: httpx.AsyncClient, url: str) -> bytes:
        import httpx  # noqa: PLC0415 - loaded with the client

        try:
            async with client.stream("GET", url, follow_redirects=False) as response:
                self._check_status(response, url)
                return await self._read(response, url)
        except httpx.InvalidURL as error:
            raise Refused(f"{url}: {error}") from error
        except httpx.HTTPError as error:
            raise Unreachable(f"{url}: {type(error).__name__} {error}".rstrip()) from error

    def _check_status(self, response: httpx.Response, url: str) -> None:
        status = response.status_code
        if status == HTTPStatus.OK:
            return
        if status in _GONE:
            raise NotPublished(f"{url}: {status}")
        if response.has_redirect_location:
            raise Refused(f"{url}: redirects to {response.headers['location']}; set the base URL to where it moved")
        if status in _TRY_AGAIN or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            wait = retry_after(response.headers.get("retry-after"), utc_now())
            bounded = None if wait is None else min(wait, self._patience.longest_retry_after)
            raise Unreachable(f"{url}: {status}", retry_after=bounded)
        raise Refused(f"{url}: {status}")

    async def _read(self, response: httpx.Response, url: str) -> bytes:
        encoding = response.headers.get("content-encoding", "identity").lower()
        if encoding not in {"identity", "gzip"}:
            raise Refused(f"{url}: content encoding {encoding} was not asked for")
        chunks = response.aiter_raw()
        if encoding == "gzip":
            chunks = _gunzip(chunks, self._max_body, url)
        body = bytearray()
        async for chunk in chunks:
            body += chunk
            if len(body) > self._max_body:
                raise Refused(f"{url}: more than {self._max_body} bytes")
        return bytes(body)


def _client(user_agent: str) -> httpx.AsyncClient:
    import httpx  # noqa: PLC0415 - here and above: with the first fetch
    from stamina.instrumentation import set_on_retry_hooks  # noqa: PLC0415

    set_on_retry_hooks(
        ()
    )  # by default a line each on standard output, among the answers; what fails in the end is logged
    return httpx.AsyncClient(
        headers={"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": "gzip"},
        timeout=httpx.Timeout(10.0, connect=5.0),
        limits=httpx.Limits(max_connections=8, keepalive_expiry=30.0),
    )


def retry_after(header: str | None, now: datetime) -> float | None:
    """Seconds that a ``Retry-After`` header asks to wait (RFC 9110, 10.2.3: seconds or a date); None if unreadable."""
    if not header:
        return None
    if header.isascii() and header.isdigit():
        return float(header[:9])
    try:
        at = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    return max(0.0, ((at if at.tzinfo else at.replace(tzinfo=UTC)) - now).total_seconds())


async def _gunzip(chunks: AsyncIterator[bytes], cap: int, url: str) -> AsyncIterator[bytes]:
    """Decompress without ever holding more than ``cap`` bytes more than was asked: a bomb is cut, not inflated."""
    machine, packed = zlib.decompressobj(zlib.MAX_WBITS | 16), 0
    try:
        async for chunk in chunks:
            packed += len(chunk)
            if (chunk and machine.eof) or packed > cap:
                raise Refused(f"{url}: more than {cap} bytes, or more behind the gzip's end")
            yield machine.decompress(chunk, cap + 1)
            if machine.unconsumed_tail:
                raise Refused(f"{url}: more than {cap} bytes once decompressed")
    except zlib.error as error:
        raise Refused(f"{url}: damaged gzip") from error
    if not machine.eof:
        raise Refused(f"{url}: gzip cut short")
