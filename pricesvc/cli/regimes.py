"""The luxury lists on the command line: list them, read one, check a file of one's own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import get_args

import click

from pricesvc import listings
from pricesvc.catalog.regimes import SHIPPED, check, load_regimes, overdue
from pricesvc.cli.running import print_json, refusing
from pricesvc.clock import utc_now
from pricesvc.core.periods import day_or, parse_day
from pricesvc.core.regimes import Kind, Regime, regime_named


@click.group()
def regimes() -> None:
    """List the luxury lists, read one, check a file."""


@regimes.command("list")
@click.option(
    "--kind", type=click.Choice(get_args(Kind)), help="Only sanctions, only taxes or only policies of one's own."
)
@click.option("--target", metavar="COUNTRY", help="Only those against a country: RU, KP, BY, SY.")
@click.option("--on", metavar="DAY", help="Only those in force that day.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer of the REST API.")
@refusing
def list_(*, kind: str | None, target: str | None, on: str | None, as_json: bool) -> None:
    """List the regimes.

    \b
    pricesvc regimes list --kind sanction --target KP
    """
    wanted = listings.Wanted(kind, target, None, None if on is None else parse_day(on))
    found = listings.regimes(_known(), wanted)
    if as_json:
        print_json({"regimes": found})
        return
    for law in found:
        word = "rule" if law["rule_count"] == 1 else "rules"
        click.echo(f"{law['id']:24} {law['rule_count']:4} {word:5}  {law['title']}")


@regimes.command()
@click.argument("regime")
@click.option("--on", metavar="DAY", help="The day whose rules to show; default today (UTC).")
@click.option("--json", "as_json", is_flag=True, help="Print the answer of the REST API.")
@refusing
def show(regime: str, *, on: str | None, as_json: bool) -> None:
    """Show the rules of REGIME in force on a day.

    \b
    pricesvc regimes show eu-dprk --on 2023-12-07
    """
    known = {law.id: law for law in _known()}
    day = day_or(on, utc_now().date())
    found = listings.regime(regime_named(known, regime), day)
    if as_json:
        print_json(found)
        return
    click.echo(f"{found['title']} ({found['instrument']}), on {day}")
    for rule in found["rules"]:
        limits = "; ".join(_limit_words(limit) for limit in rule["limits"])
        click.echo(f"  {rule['id']:>8}  {rule['title']}: {limits}")
    for remark in found["remarks"]:
        click.echo(f"Remark: {remark['says']}")
    click.echo(f"Coverage: {found['coverage']}")


@regimes.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--all", "every", is_flag=True, help="Check every shipped regime, and report those not reviewed for a year."
)
@refusing
def check_(files: tuple[Path, ...], *, every: bool) -> None:
    """Tell what is wrong with FILES; the exit code is 1 when anything is.

    \b
    pricesvc regimes check my-rules.toml
    pricesvc regimes check --all
    """
    paths = [*files, *(sorted(SHIPPED.glob("*.toml")) if every else ())]
    if not paths:
        raise click.UsageError("Name a file, or give --all.")
    from pricesvc.catalog.goods import categories_of  # noqa: PLC0415 - heavy, and the other commands need none

    categories = {category.id for category in categories_of()}
    found = [fault for path in paths for fault in check(path, categories)]
    for fault in found:
        click.echo(fault)
    if every:
        for law in overdue(load_regimes(), utc_now().date()):
            click.echo(f"Warning: {law.id} was last held against the law on {law.verified}.", err=True)
    click.echo(f"{len(paths)} checked, {len(found)} fault{'' if len(found) == 1 else 's'}.", err=True)
    if found:
        raise SystemExit(1)


def _known() -> tuple[Regime, ...]:
    """Every regime that is shipped or the operator's own."""
    from pricesvc.settings import load_settings  # noqa: PLC0415 - heavy, and --help needs none

    return load_regimes(load_settings().regimes_dir)


def _limit_words(limit: listings.Json) -> str:
    threshold = limit["limit"]
    part = f"{limit['part']}: " if limit["part"] else ""
    if threshold is None:
        word = "any value" if limit["any_value"] else limit["by_quality"] or limit["unknown"]
        return f"{part}{word}"
    amount = f"{threshold['currency']} {Decimal(threshold['amount']):,f}"
    return f"{part}{threshold['comparator']} {amount} per {threshold['per']}"
