"""Logging: structlog, constant event names, fields beside them; no bodies, no amounts, no secrets.

Structlog is loaded with the first line that is written: with what it loads in turn, it takes 50 ms, a fifth of the start.
"""

from __future__ import annotations

import io
import logging
import sys
from contextlib import suppress
from contextvars import ContextVar
from typing import Any, Final, Literal, TextIO, cast

REQUEST_ID: Final[ContextVar[str | None]] = ContextVar("request_id", default=None)
"""The id of the request that is being answered; every line that is written meanwhile has it."""


class Forgiving(io.TextIOBase):
    """A stream whose reader may go away or whose disk may fill: what cannot be written is lost, and nothing else is."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    def write(self, text: str) -> int:
        """Write what can be written."""
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush what can be flushed."""
        with suppress(OSError):
            self._stream.flush()


class Log:
    """Writes events with their fields, if they are of the level that is set or above."""

    def __init__(self) -> None:
        self._form: Literal["console", "json"] = "console"
        self._least = logging.INFO
        self._written_by: Any = None

    def configure(self, form: Literal["console", "json"], level: str) -> None:
        """Set the form of the lines and the least level."""
        self._form, self._least, self._written_by = form, logging.getLevelNamesMapping()[level.upper()], None

    def info(self, event: str, **fields: object) -> None:
        """Write what happened as it should."""
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: object) -> None:
        """Write what an operator may want to look at."""
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, **fields: object) -> None:
        """Write what an operator has to look at; ``exc_info`` adds the place."""
        self._write(logging.ERROR, event, fields)

    def _write(self, level: int, event: str, fields: dict[str, object]) -> None:
        if level < self._least:
            return
        if self._written_by is None:
            self._written_by = _structlog(self._form)
        request = REQUEST_ID.get()
        about = {} if request is None else {"request_id": request}
        self._written_by.log(level, event, **about, **fields)


log: Final = Log()
"""The log of the process."""


def _structlog(form: Literal["console", "json"]) -> Any:  # noqa: ANN401 - structlog's own type
    import structlog  # noqa: PLC0415 - see above

    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return structlog.wrap_logger(
        structlog.WriteLogger(cast("TextIO", Forgiving(sys.stderr))),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
        cache_logger_on_first_use=True,
    )


def configure_logging(log_format: Literal["console", "json"], level: str) -> None:
    """Send our events and the standard library's warnings to standard error, one line each."""
    log.configure(log_format, level)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
