"""Whole tables on the command line."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import click

from pricesvc.cli.running import Options, refusing, standard, terms, use
from pricesvc.core.errors import BadTable, InvalidField
from pricesvc.extras import need_bulk

if TYPE_CHECKING:
    from pricesvc.bulk.job import Job
    from pricesvc.bulk.parts import Makers
    from pricesvc.bulk.tables import Table
    from pricesvc.bulk.tally import Tally
    from pricesvc.service import Service
    from pricesvc.settings import Settings

_INTERRUPTED: Final = 130
"""The exit code of what Ctrl-C ended, as shells have it."""


@click.command()
@click.argument("source", metavar="IN")
@click.argument("out", metavar="OUT")
@click.option("--to", metavar="CODES", help="Currencies to convert to, comma-separated; default PRICESVC_TO.")
@click.option("--regimes", metavar="IDS", help="Regimes with a column each; default: none, and `luxury` sums up all.")
@click.option("--on", metavar="DAY", help="Day of rows that have none, YYYY-MM-DD; default today (UTC).")
@click.option("--columns", metavar="PAIRS", help="Names in the table: value=price_text,on=seized_on.")
@click.option("--basis", default="market", show_default=True, help="Purpose that chooses the rate, e.g. eu-customs.")
@click.option("--source", "publisher", help="The one publisher whose rate to use.")
@click.option("--locale", metavar="TAG", help="How the writer writes numbers and money, e.g. de-CH.")
@click.option("--format", "format_", type=click.Choice(["csv", "ndjson"]), help="Format of `-`; default csv.")
@click.option("--jobs", type=click.IntRange(1), help="Parts to work on at once; default: as many as processors.")
@click.option("--resume", is_flag=True, help="Go on from the parts that an interrupted run has finished.")
@refusing
def bulk(source: str, out: str, **options: Options) -> None:
    """Answer every row of the table IN into the table OUT (.csv, .ndjson, .parquet, or - for a pipe).

    \b
    pricesvc bulk seizures.csv answers.csv --to USD,EUR --regimes eu-dprk,un-dprk --columns value=price_text
    pricesvc bulk customs.parquet answers.parquet --to EUR --regimes eu-russia --resume
    """
    try:
        need_bulk()
    except ImportError as error:
        raise click.ClickException(str(error)) from None

    async def case(service: Service, settings: Settings) -> Job:
        return _job(service, settings, options)

    _answer(source, out, use(case), options)  # not in an event loop, which keeps the first Ctrl-C to itself


def _job(service: Service, settings: Settings, options: Options) -> Job:
    """To answer from what is held now: one snapshot for all rows."""
    from pricesvc.bulk.job import Job  # noqa: PLC0415 - pyarrow is an extra

    asked = terms(service, settings, {**options, "source": options["publisher"]})
    digests = {name: digest for name, digest in service.snapshot().items() if name != "rates"}
    return Job.of(service.appraiser, service.book.view(), asked, digests, _pairs(options["columns"]))


def _answer(source: str, out: str, job: Job, options: Options) -> None:
    from pricesvc.bulk.parts import makers  # noqa: PLC0415 - pyarrow is an extra
    from pricesvc.bulk.tables import format_of, open_table  # noqa: PLC0415
    from pricesvc.frames import unpacked_here  # noqa: PLC0415

    with ExitStack() as stack:
        workers = stack.enter_context(makers(job, options["jobs"], unpacked_here))
        stream = _open(source, stack)
        table = open_table(source, stream, format_of(source, options["format_"] if source == "-" else None))
        try:
            tally = _written(workers, table, out, options)
        except KeyboardInterrupt:
            click.echo("Interrupted; parts of a file that are finished stay, and --resume goes on from them.", err=True)
            os._exit(_INTERRUPTED)  # any other way out waits for the parts under way
    for line in tally.lines():
        click.echo(line, err=True)


def _written(workers: Makers, table: Table, out: str, options: Options) -> Tally:
    """Every row answered, into a file or a pipe."""
    from pricesvc.bulk.run import Run, pour  # noqa: PLC0415 - pyarrow is an extra
    from pricesvc.bulk.tables import format_of  # noqa: PLC0415
    from pricesvc.cli.progress import shown  # noqa: PLC0415

    with shown(table.rows) as note:
        if out == "-":
            return pour(workers, table, standard(sys.stdout, "output"), options["format_"] or "csv", note)
        run = Run(workers, Path(out), format_of(out), _origin(table.path), options["resume"], note)
        return run.carry_out(table)


def _open(source: str, stack: ExitStack) -> IO[bytes]:
    if source == "-":
        return standard(sys.stdin, "input")
    try:
        return stack.enter_context(Path(source).open("rb"))
    except OSError as error:
        raise BadTable(f"{source}: {error.strerror}", file=source) from error


def _origin(source: str) -> str:
    """What tells one state of a file from another."""
    if source == "-":
        return source
    found = Path(source).stat()
    return f"{Path(source).resolve()} {found.st_size} {found.st_mtime_ns}"


def _pairs(text: str | None) -> dict[str, str]:
    """``value=price_text,on=seized_on`` as a mapping."""
    pairs = [part.partition("=") for part in (text or "").split(",") if part]
    if not all(name and column for name, _, column in pairs):
        raise InvalidField("Columns are written input=column, such as value=price_text.", field="columns")
    return {name.strip(): column.strip() for name, _, column in pairs}
