"""Maintenance of the data that pricesvc ships."""

from __future__ import annotations

from pathlib import Path

import click

from pricesvc.catalog.toml import DATA
from pricesvc.cli.running import refusing


@click.group()
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

    target = out or DATA / "rates" / "ecb.history"
    target.write_bytes(pack(file.read_bytes()))
    click.echo(f"{target}: {target.stat().st_size:,} bytes")
