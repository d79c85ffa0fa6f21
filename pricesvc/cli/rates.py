"""Rates on the command line: show a day, ask the publishers, see how they are doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pricesvc import listings, rendering
from pricesvc.cli.running import names, print_json, refusing, use
from pricesvc.core.money import decimal_text, significant
from pricesvc.core.periods import day_or
from pricesvc.questions import Terms

if TYPE_CHECKING:
    from rich.table import Table

    from pricesvc.service import Service
    from pricesvc.settings import Settings

_COLUMNS = ("key", "newest", "last_success", "failures", "next_expected")


@click.group()
def rates() -> None:
    """Show exchange rates, and ask the publishers for new ones."""


@rates.command()
@click.argument("base", default="EUR")
@click.option("--symbols", metavar="CODES", help="Currencies wanted, comma-separated; default all.")
@click.option("--on", metavar="DAY", help="The day, YYYY-MM-DD; default today (UTC).")
@click.option("--basis", default="market", show_default=True, help="Purpose that chooses the rate, e.g. eu-customs.")
@click.option("--source", help="The one publisher whose rates to use.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer of the REST API.")
@refusing
def show(base: str, *, symbols: str | None, on: str | None, basis: str, source: str | None, as_json: bool) -> None:
    """Show what one BASE is in other currencies on a day.

    \b
    pricesvc rates show USD --symbols JPY,EUR --on 2023-12-07
    """

    async def case(service: Service, _: Settings) -> None:
        day = day_or(on, service.today())
        answer = await service.rates(base, names(symbols), Terms(on=day, basis=basis, source=source))
        if as_json:
            print_json({**rendering.rates_json(answer), "snapshot": service.snapshot()})
            return
        table = _table("currency", f"1 {answer.base} is", "day", "source", "")
        for receipt in answer.receipts:
            state = ", ".join(filter(None, [receipt.shift, "stale" if receipt.stale else None]))
            rate = decimal_text(significant(receipt.rate))
            table.add_row(receipt.quote, rate, str(receipt.day), receipt.source, state)
        _print(table)

    use(case)


@rates.command()
@click.argument("sources", nargs=-1)
@refusing
def refresh(sources: tuple[str, ...]) -> None:
    """Ask SOURCES, or all publishers, for their newest tables now, and keep them.

    \b
    pricesvc rates refresh ecb
    """

    async def case(service: Service, _: Settings) -> None:
        if not service.book.status():
            click.echo("No publisher is asked: PRICESVC_SOURCES names none.", err=True)
        await service.book.refresh(sources, force=True)
        _status(service)

    use(case)


@rates.command("sources")
@click.option("--json", "as_json", is_flag=True, help="Print the answer of the REST API.")
@refusing
def sources_(*, as_json: bool) -> None:
    """Show how each publisher is doing.

    \b
    pricesvc rates sources
    """

    async def case(service: Service, _: Settings) -> None:
        if as_json:
            print_json({"sources": listings.sources(service.book)})
        else:
            _status(service)

    use(case)


def _status(service: Service) -> None:
    table = _table("source", "newest table", "last success", "failures", "next expected")
    for status in listings.sources(service.book):
        table.add_row(*(str(status.get(name) or "") for name in _COLUMNS))
    _print(table)


def _table(*heads: str) -> Table:
    from rich.table import Table  # noqa: PLC0415 - heavy, and JSON and --help need none

    return Table(*heads, box=None, header_style="bold")


def _print(table: Table) -> None:
    from rich.console import Console  # noqa: PLC0415

    Console().print(table)
