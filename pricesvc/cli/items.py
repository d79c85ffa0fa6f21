"""Values, items, reports and goods on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from pricesvc import lines, rendering
from pricesvc.cli.running import (
    Options,
    convert_options,
    names,
    print_json,
    refusing,
    standard,
    terms,
    terms_options,
    use,
)
from pricesvc.core.errors import InvalidField
from pricesvc.core.goods import NONE
from pricesvc.core.money import parse_decimal
from pricesvc.core.periods import Period
from pricesvc.questions import Question, question_of

if TYPE_CHECKING:
    from pricesvc.answers import ItemAnswer
    from pricesvc.service import Service
    from pricesvc.settings import Settings

PIPED: Final = Path("-")


@click.command()
@click.argument("value")
@click.argument("currency", required=False)
@convert_options
@refusing
def convert(value: str, currency: str | None, **options: Options) -> None:
    """Convert VALUE, in words or signs, or as a plain number with its CURRENCY.

    \b
    pricesvc convert 10000000 JPY --to USD,EUR --on 2023-12-07
    pricesvc convert 'zweihunderttausend Euro' --to USD
    pricesvc convert 100 USD --to EUR --on 2023-12      # the mean, the lowest and the highest of a month
    """

    async def case(service: Service, settings: Settings) -> None:
        on = options["on"]
        period = Period(service.today(), service.today()) if on is None else Period.parse(on)
        asked = terms(service, settings, {**options, "on": period.last.isoformat(), "regimes": ""})
        stated = None if currency is None else parse_decimal(value)
        question = Question(value=value if currency is None else None, amount=stated, currency=currency)
        answer = await service.convert(question, asked, period)
        if options["as_json"]:
            print_json({**rendering.convert_json(answer, service.places), "snapshot": service.snapshot()})
        else:
            click.echo(lines.convert_line(answer, service.places))

    use(case)


@click.command()
@click.argument("item")
@terms_options
@refusing
def normalize(item: str, **options: Options) -> None:
    """Work out ITEM: a price and the thing it is of, as somebody reported it.

    \b
    pricesvc normalize '¥10M Lexus' --to USD --on 2023-12-07 --regimes eu-dprk
    pricesvc normalize '1,400만원 시계' --to USD,EUR --json
    """

    async def case(service: Service, settings: Settings) -> None:
        answer = await service.normalize(Question(value=item), terms(service, settings, options))
        _show(answer, item, service, options)

    use(case)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path), default="-")
@terms_options
@refusing
def extract(file: Path, **options: Options) -> None:
    """Work out every price in FILE, or in what is piped in.

    \b
    pricesvc extract report.txt --on 2023-12-07
    cat report.txt | pricesvc extract --json
    """

    async def case(service: Service, settings: Settings) -> None:
        report = await service.extract(_text(file), terms(service, settings, options))
        if options["as_json"]:
            print_json({**rendering.report_json(report, service.places), "snapshot": service.snapshot()})
            return
        if not report.items:
            click.echo("No price is read in it; a price has a currency: $5, 10 million yen, CHF 300.", err=True)
            return
        from rich.console import Console  # noqa: PLC0415 - heavy, and the other commands need none
        from rich.table import Table  # noqa: PLC0415

        table = Table("price", "of", "worth", "luxury", "by", box=None, header_style="bold")
        for item in report.items:
            table.add_row(*lines.row(item, service.places))
        Console().print(table)
        for check in report.checks:
            click.echo(lines.check_line(check, report, service.places))

    use(case)


@click.command()
@click.argument("description", required=False)
@click.option("--amount", help="The value, a plain decimal, with --currency.")
@click.option("--currency", help="Currency of the amount (ISO 4217).")
@click.option("--category", help="An id of `pricesvc goods --categories`, instead of words.")
@click.option("--hs", help="A tariff code, instead of words.")
@click.option("--quantity", help="How many the value is of, or how much, in --unit.")
@click.option("--unit", help="item, pair, set, l, cl, ml, kg, g, ct, m2.")
@click.option("--facts", metavar="PAIRS", help="Answers to a law's questions: fuel_efficient:true,engine_cc:2990.")
@terms_options
@refusing
def classify(description: str | None, **options: Options) -> None:
    """Judge a known value of DESCRIPTION, or of a --category or --hs code.

    \b
    pricesvc classify 'black coat by Dior' --amount 2030 --currency USD --on 2023-12-07 --regimes eu-dprk
    pricesvc classify --hs 8703 --amount 61000 --currency EUR --regimes eu-russia
    """
    if not any((description, *(options[name] for name in ("amount", "category", "hs")))):
        raise InvalidField("Give DESCRIPTION, --category, --hs or --amount.", field="description")

    async def case(service: Service, settings: Settings) -> None:
        said = {name: options[name] for name in ("amount", "currency", "category", "hs", "quantity", "unit", "facts")}
        question = question_of({**said, "description": description})
        answer = await service.normalize(question, terms(service, settings, options))
        _show(answer, description or options["category"] or options["hs"] or "", service, options)

    use(case)


@click.command()
@click.argument("description", required=False)
@click.option("--categories", is_flag=True, help="List the categories instead.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer of the REST API.")
@refusing
def goods(description: str | None, *, categories: bool, as_json: bool) -> None:
    """Tell what DESCRIPTION is, and by what evidence.

    \b
    pricesvc goods 'black coat by Dior'
    pricesvc goods --categories
    """
    from pricesvc.catalog.goods import reader  # noqa: PLC0415 - heavy, and --help needs none

    if categories or description is None:
        for category in reader().categories.values():
            click.echo(f"{category.id:32} {category.title}")
        return
    found = reader().classify(description, explain=True)
    if as_json:
        print_json(rendering.goods_json(found, explain=True))
        return
    said = f"{NONE}, nothing that a luxury list knows" if found.category == NONE else found.category or "unknown"
    codes = f", HS {', '.join(found.hs)}" if found.hs else ""
    click.echo(f"{said} ({found.confidence or 'no evidence'}){codes}")
    for kind, evidence in (*(("+", one) for one in found.evidence), *(("-", one) for one in found.rejected)):
        click.echo(f"  {kind} {evidence.text!r}: {evidence.kind} {evidence.entry}")


def _text(file: Path) -> str:
    """What a file, or what is piped in (``-``), says.

    Raises:
        BadTable: when nothing can be piped in.
        InvalidField: when it is not UTF-8; names the byte.
    """
    body = standard(sys.stdin, "input").read() if file == PIPED else file.read_bytes()
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = f"byte {error.start} is 0x{body[error.start]:02x}"
        raise InvalidField(f"{file} is not UTF-8 ({wrong}): save it as UTF-8.", field="file") from None


def _show(answer: ItemAnswer, text: str, service: Service, options: Options) -> None:
    """Print an item: the line, then a sentence a verdict with what would settle it, then the notes."""
    if options["as_json"]:
        print_json({**rendering.item_json(answer, service.places), "snapshot": service.snapshot()})
        return
    click.echo(lines.line(answer, service.places, text, judged=names(options["regimes"]) != ()))
    for verdict in answer.verdicts:
        asked = f" {verdict.question}" if verdict.question else ""
        click.echo(f"  {verdict.why}{asked}")
    for note in answer.notes:
        click.echo(f"  Note: {note}")
