"""The command line: the use cases of the service, as lines and tables for people or JSON for programs."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module
from io import TextIOWrapper
from typing import Final

import click

from pricesvc.about import __version__

_MODULES: Final[Mapping[str, str]] = {
    "convert": "items",
    "normalize": "items",
    "extract": "items",
    "classify": "items",
    "goods": "items",
    "rates": "rates",
    "regimes": "regimes",
    "bulk": "bulk",
    "serve": "operation",
    "health": "operation",
    "data": "data",
}
"""Every command and the module that it is in, which is loaded when the command is asked for."""


class Commands(click.Group):
    """The commands, in the order of the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Their names."""
        return list(_MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """One of them, or None."""
        module = _MODULES.get(cmd_name)
        if module is None:
            return None
        found: click.Command = getattr(import_module(f"{__name__}.{module}"), cmd_name)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__)
def main() -> None:
    """What a reported value is worth, on that day, by whose rate, and whether that is luxury.

    \b
    pricesvc normalize '¥10M Lexus' --to USD --on 2023-12-07 --regimes eu-dprk
    pricesvc convert '1,400만원' --to USD,EUR
    pricesvc extract report.txt
    pricesvc serve
    """
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # no answer is lost to a terminal that lacks a sign
