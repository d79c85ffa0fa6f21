"""The command line: the use cases of the service, as lines and tables for people or JSON for programs."""

from __future__ import annotations

import click

from pricesvc.about import __version__
from pricesvc.cli import bulk, data, items, operation, rates, regimes


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


for command in (
    items.convert,
    items.normalize,
    items.extract,
    items.classify,
    items.goods,
    rates.rates,
    regimes.regimes,
    bulk.bulk,
    operation.serve,
    operation.health,
    data.data,
):
    main.add_command(command)
