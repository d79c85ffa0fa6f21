"""The command line: the use cases of the service, as lines and tables for people or JSON for programs."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TextIO, TypeVar

import click
from rich.console import Console
from rich.table import Table

from pricesvc import __version__, rendering
from pricesvc.core.errors import PricesvcError
from pricesvc.core.money import parse_decimal
from pricesvc.core.periods import Period, parse_day
from pricesvc.questions import Question, Terms
from pricesvc.service import Service
from pricesvc.settings import Settings, load_settings

P = ParamSpec("P")
R = TypeVar("R")
Use = Callable[[Service, Settings], Coroutine[Any, Any, R]]
Options = Any
"""What click gives a command: text, flags and files by the names of its options."""


class Refused(click.ClickException):
    """A refusal of the core, in the manner of the command line: exit code 2, the nearest names shown."""

    exit_code = 2

    def __init__(self, error: PricesvcError) -> None:
        near = error.facts.get("nearest")
        hint = f" Nearest: {', '.join(map(str, near))}." if isinstance(near, (list, tuple)) and near else ""
        super().__init__(f"{error.detail}{hint} [{error.code}]")


def refusing(command: Callable[P, R]) -> Callable[P, R]:
    """Turn the refusals of a command into messages."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except PricesvcError as error:
            raise Refused(error) from None

    return run


def use(case: Use[R]) -> R:
    """Run one use case on the service that the environment describes."""
    from pricesvc.compose import opened  # noqa: PLC0415 - the parts are heavy, and --help needs none

    async def run() -> R:
        settings = load_settings()
        async with opened(settings) as service:
            return await case(service, settings)

    return asyncio.run(run())


def terms_options(command: Callable[P, R]) -> Callable[P, R]:
    """The options that every reading command shares."""
    for option in reversed(
        [
            click.option(
                "--to", metavar="CODES", help="Currencies to convert to, comma-separated; default PRICESVC_TO."
            ),
            click.option("--on", metavar="DAY", help="Day of rate and law, YYYY-MM-DD; default today (UTC)."),
            click.option(
                "--regimes", metavar="IDS", help="Regimes to judge by; default all that list the thing; '' for none."
            ),
            click.option(
                "--basis", default="market", show_default=True, help="Purpose that chooses the rate, e.g. eu-customs."
            ),
            click.option("--source", help="The one publisher whose rate to use."),
            click.option("--locale", metavar="TAG", help="How the writer writes numbers and money, e.g. de-CH."),
            click.option("--json", "as_json", is_flag=True, help="Print the answer of the REST API."),
        ]
    ):
        command = option(command)
    return command


def _names(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(part.strip() for part in text.split(",") if part.strip())


def _terms(service: Service, settings: Settings, options: dict[str, Any]) -> Terms:
    to = _names(options["to"])
    return Terms(
        on=service.today() if options["on"] is None else parse_day(options["on"]),
        to=settings.to if to is None else to,
        regimes=_names(options.get("regimes")),
        basis=options["basis"],
        source=options["source"],
        locale=options["locale"],
    )


def _print_json(body: object) -> None:
    click.echo(json.dumps(body, ensure_ascii=False, indent=2, default=str))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__)
def main() -> None:
    """What a reported value is worth, on that day, by whose rate, and whether that is luxury.

    \b
    pricesvc normalize '¥10M Lexus' --to USD --on 2023-12-07 --regimes eu-dprk
    pricesvc convert '1,400만원' --to USD,EUR
    pricesvc extract report.txt
    pricesvc serve
    """


@main.command()
@click.option("--host", help="Address to listen on; default PRICESVC_HOST or 127.0.0.1.")
@click.option("--port", type=int, help="Port to listen on; default PRICESVC_PORT or 8000.")
@click.option("--workers", type=int, help="Server processes; default PRICESVC_WORKERS or 1.")
@refusing
def serve(host: str | None, port: int | None, workers: int | None) -> None:
    """Start the REST service and its page.

    \b
    pricesvc serve --port 9000
    PRICESVC_SOURCES= pricesvc serve     # offline: embedded rates only
    """
    import uvicorn  # noqa: PLC0415

    settings = load_settings(host=host, port=port, workers=workers)
    click.echo(f"pricesvc {__version__} on http://{settings.host}:{settings.port}", err=True)
    uvicorn.run(
        "pricesvc.web.app:create_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=30,
    )


@main.command()
@click.argument("value")
@click.argument("currency", required=False)
@terms_options
@refusing
def convert(value: str, currency: str | None, **options: Options) -> None:
    """Convert VALUE, in words or signs, or as a number with its CURRENCY.

    \b
    pricesvc convert 10000000 JPY --to USD,EUR --on 2023-12-07
    pricesvc convert 'zweihunderttausend Euro' --to USD
    pricesvc convert 100 USD --to EUR --on 2023-12      # low, mean and high of a month
    """

    async def case(service: Service, settings: Settings) -> None:
        on = options.pop("on")
        period = Period(service.today(), service.today()) if on is None else Period.parse(on)
        terms = _terms(service, settings, {**options, "on": period.last.isoformat(), "regimes": ""})
        question = (
            Question(value=value) if currency is None else Question(amount=parse_decimal(value), currency=currency)
        )
        answer = await service.convert(question, terms, period)
        places = service.places
        if options["as_json"]:
            _print_json({**rendering.convert_json(answer, places), "snapshot": service.snapshot()})
        else:
            click.echo(rendering.convert_line(answer, places))

    use(case)


@main.command()
@click.argument("item")
@terms_options
@refusing
def normalize(item: str, **options: Options) -> None:
    """Work out ITEM: a price and the thing it is of, as somebody reported it.

    \b
    pricesvc normalize '¥10M Lexus' --to USD --on 2023-12-07 --regimes eu-dprk
    """

    async def case(service: Service, settings: Settings) -> None:
        answer = await service.normalize(Question(text=item), _terms(service, settings, options))
        if options["as_json"]:
            _print_json({**rendering.item_json(answer, service.places), "snapshot": service.snapshot()})
            return
        click.echo(rendering.line(answer, service.places, item))
        for verdict in answer.verdicts:
            click.echo(f"  {verdict.why}")
        for note in answer.notes:
            click.echo(f"  Note: {note}")

    use(case)


@main.command()
@click.argument("file", type=click.File(encoding="utf-8"), default="-")
@terms_options
@refusing
def extract(file: TextIO, **options: Options) -> None:
    """Work out every price in FILE, or in what is piped in.

    \b
    pricesvc extract report.txt --on 2023-12-07
    curl -s https://news.example/article.txt | pricesvc extract --json
    """

    async def case(service: Service, settings: Settings) -> None:
        report = await service.extract(file.read(), _terms(service, settings, options))
        if options["as_json"]:
            _print_json({**rendering.report_json(report, service.places), "snapshot": service.snapshot()})
            return
        table = Table("price", "of", "worth", "luxury", "by", box=None, header_style="bold")
        for item in report.items:
            table.add_row(*rendering.row(item, service.places))
        Console(file=sys.stdout, soft_wrap=False).print(table)
        for check in report.checks:
            click.echo(rendering.check_line(check, report, service.places))

    use(case)


@main.command()
def health() -> None:
    """Ask the running service whether it is ready; the exit code says so (for containers)."""
    import urllib.request  # noqa: PLC0415

    settings = load_settings()
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - read, not bound
    with suppress(OSError), urllib.request.urlopen(f"http://{host}:{settings.port}/readyz", timeout=2) as answer:
        if answer.status == 200:  # noqa: PLR2004
            click.echo("ready")
            return
    raise click.ClickException(f"pricesvc does not answer on {host}:{settings.port}.")


@main.group()
def data() -> None:
    """Maintain the data that pricesvc ships."""


@data.command("pack-rates")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Where to write; default: into the package.")
@refusing
def pack_rates(file: Path, out: Path | None) -> None:
    """Pack FILE, the ECB's eurofxref-hist.zip or its CSV, into the embedded history.

    \b
    pricesvc data pack-rates eurofxref-hist.zip
    """
    from pricesvc.catalog.packing import pack  # noqa: PLC0415
    from pricesvc.catalog.toml import DATA  # noqa: PLC0415

    target = out or DATA / "rates" / "ecb.history"
    packed = pack(file.read_bytes())
    target.write_bytes(packed)
    click.echo(f"{target}: {len(packed):,} bytes")
