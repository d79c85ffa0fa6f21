"""How a command runs: one use case on the service that the environment describes; refusals become messages."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import IO, TYPE_CHECKING, Any, Final, ParamSpec, TextIO, TypeVar

import click

from pricesvc.core.errors import BadTable, PricesvcError
from pricesvc.core.periods import day_or
from pricesvc.questions import Terms, names_of

if TYPE_CHECKING:
    from pricesvc.service import Service
    from pricesvc.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")
Options = Any
"""What click gives a command: texts and flags by the names of its options."""


class Refused(click.ClickException):
    """A refusal of the core, in the manner of the command line: exit code 2, the nearest names shown."""

    exit_code = 2

    def __init__(self, error: PricesvcError) -> None:
        near = error.facts.get("nearest")
        names = list(map(str, near)) if isinstance(near, (list, tuple)) else []
        hint = f" Nearest: {', '.join(names)}." if names and names[0] not in error.detail else ""
        super().__init__(f"{error.detail}{hint} [{error.code}]")


def refusing(command: Callable[P, R]) -> Callable[P, R]:
    """Turn the refusals of a command, and those of the system, into messages."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except PricesvcError as error:
            raise Refused(error) from None
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # nobody reads any more: click ends quietly
            raise click.ClickException(str(error)) from None

    return run


def standard(stream: TextIO | None, name: str) -> IO[bytes]:
    """The bytes of a standard stream.

    Raises:
        BadTable: when it is closed.
    """
    if stream is None:
        raise BadTable(f"Standard {name} is closed.", file="-")
    return stream.buffer


def use(case: Callable[[Service, Settings], Coroutine[Any, Any, R]]) -> R:
    """Run one use case."""
    import asyncio  # noqa: PLC0415 - here and below: the parts are heavy, and --help needs none

    from pricesvc.compose import opened  # noqa: PLC0415
    from pricesvc.settings import load_settings  # noqa: PLC0415

    async def run() -> R:
        settings = load_settings()
        async with opened(settings) as service:
            return await case(service, settings)

    return asyncio.run(run())


_TO: Final = click.option(
    "--to", metavar="CODES", help="Currencies to convert to, comma-separated; default PRICESVC_TO."
)
_ON: Final = click.option("--on", metavar="DAY", help="Day of rate and law, YYYY-MM-DD; default today (UTC).")
_JUDGING: Final = (
    click.option("--regimes", metavar="IDS", help="Regimes to judge by; default all that list the thing; '' for none."),
    click.option("--target", metavar="COUNTRY", help="Only regimes against a country: RU, KP, BY, SY."),
    click.option("--kind", help="Only regimes of a kind: sanction, tax or policy."),
)
_READING: Final = (
    click.option(
        "--basis", default="market", show_default=True, help="Purpose that chooses the rate, e.g. eu-customs."
    ),
    click.option("--source", help="The one publisher whose rate to use."),
    click.option("--locale", metavar="TAG", help="How the writer writes numbers and money, e.g. de-CH."),
    click.option("--json", "as_json", is_flag=True, help="Print the answer of the REST API."),
)


def convert_options(command: Callable[P, R]) -> Callable[P, R]:
    """The options of a conversion, which judges nothing."""
    return _with(command, _TO, _ON, *_READING)


def terms_options(command: Callable[P, R]) -> Callable[P, R]:
    """The options that every judging command shares."""
    return _with(command, _TO, _ON, *_JUDGING, *_READING)


def _with(command: Callable[P, R], *options: Callable[[Callable[P, R]], Callable[P, R]]) -> Callable[P, R]:
    for option in reversed(options):
        command = option(command)
    return command


def names(text: str | None) -> tuple[str, ...] | None:
    """A comma-separated list; None where none was given."""
    return None if text is None else names_of(text)


def terms(service: Service, settings: Settings, options: Options) -> Terms:
    """The terms that the shared options ask for."""
    to = names(options["to"])
    return Terms(
        on=day_or(options["on"], service.today()),
        to=settings.to if to is None else to,
        regimes=names(options["regimes"]),
        target=options.get("target"),
        kind=options.get("kind"),
        basis=options["basis"],
        source=options["source"],
        locale=options["locale"],
    )


def print_json(body: object) -> None:
    """Print an answer of the REST API, readable; where a terminal cannot show every sign, escaped."""
    speaks_all = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().startswith("utf")
    click.echo(json.dumps(body, ensure_ascii=not speaks_all, indent=2, default=str))
