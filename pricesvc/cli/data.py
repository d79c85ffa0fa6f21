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
    from pricesvc.catalog.history_packing import pack  # noqa: PLC0415

    target = out or DATA / "rates" / "ecb.history"
    target.write_bytes(pack(file.read_bytes()))
    click.echo(f"{target}: {target.stat().st_size:,} bytes")


@data.command("pack-goods")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=DATA / "goods")
@refusing
def pack_goods(folder: Path) -> None:
    """Pack the words of goods in FOLDER, the package's own by default, into the file that loads at once.

    \b
    pricesvc data pack-goods
    """
    from pricesvc.catalog.digests import goods_version  # noqa: PLC0415
    from pricesvc.catalog.goods import PACKED, words  # noqa: PLC0415
    from pricesvc.catalog.lexicon import pack  # noqa: PLC0415

    target = folder / PACKED
    target.write_bytes(pack(words(folder), goods_version(folder)))
    click.echo(f"{target}: {target.stat().st_size:,} bytes")
