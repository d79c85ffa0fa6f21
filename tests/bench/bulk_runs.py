"""One run over a table, in a process of its own so that it can be measured: ``python -m tests.bench.bulk_runs WHAT IN OUT``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from tests.bench.bulk_rows import QUOTES, REGIMES, TO

if TYPE_CHECKING:
    import polars as pl
    from pyspark.sql import SparkSession

ASKED = ("--to", ",".join(TO), "--regimes", ",".join(REGIMES))


def as_of_join(given: Path, out: Path) -> None:
    """The least that gives the same columns in floats: one as-of join, products, rounding and comparisons in Polars.

    An as-of join needs its rows by day, so they are sorted before and put back into their order after it.
    """
    import polars as pl  # noqa: PLC0415

    rates = pl.read_parquet(given.with_name("rates.parquet"))
    limits = pl.read_parquet(given.with_name("limits.parquet"))
    entries = pl.read_parquet(given).with_row_index("row").sort("on")
    amount = pl.col("amount").cast(pl.Float64)
    joined = entries.join_asof(rates, on="on", by="currency", check_sortedness=False).join(
        limits, on="hs", how="left", maintain_order="left"
    )
    worths = joined.with_columns(
        *((amount * pl.col(f"in_{code.lower()}")).alias(f"amount_{code.lower()}") for code in QUOTES)
    )
    judged = worths.with_columns(*(_word(regime) for regime in REGIMES))
    rounded = judged.with_columns(*(pl.col(f"amount_{code.lower()}").round(2) for code in TO)).sort("row")
    names = [f"amount_{code.lower()}" for code in TO] + [f"verdict_{regime.replace('-', '_')}" for regime in REGIMES]
    rounded.select("amount", "currency", "hs", "on", *names).write_parquet(out, compression="snappy")


def _word(regime: str) -> pl.Expr:
    import polars as pl  # noqa: PLC0415

    worth = pl.coalesce(
        pl.when(pl.col(f"{regime} in") == code).then(pl.col(f"amount_{code.lower()}")) for code in QUOTES
    )
    word = pl.when(worth > pl.col(f"{regime} limit")).then(pl.lit("over")).otherwise(pl.lit("under"))
    return pl.coalesce(f"{regime} word", word).alias(f"verdict_{regime.replace('-', '_')}")


def bulk(given: Path, out: Path) -> None:
    """``pricesvc bulk``, on the embedded rates."""
    from pricesvc.cli import main  # noqa: PLC0415

    asked = ASKED if "amount" in pq.read_schema(given).names else ("--to", "USD", "--regimes", "")
    main(["bulk", str(given), str(out), *asked], standalone_mode=False)


def price_parser_loop(given: Path, out: Path) -> None:
    """A loop over the rows with price-parser and CurrencyConverter, as one would write it."""
    from currency_converter import CurrencyConverter  # type: ignore[import-untyped]  # noqa: PLC0415
    from price_parser import Price  # noqa: PLC0415

    signs = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
    converter = CurrencyConverter(fallback_on_missing_rate=True, fallback_on_wrong_date=True)
    table = pq.read_table(given)
    worths = []
    for value, on in zip(table["value"].to_pylist(), table["on"].to_pylist(), strict=True):
        price = Price.fromstring(value)
        code = signs.get(price.currency or "", price.currency)
        worths.append(converter.convert(price.amount_float, code, "USD", date=on))
    pq.write_table(table.append_column("amount_usd", [worths]), out)


def spark_frame(given: Path, out: Path) -> None:
    """``pricesvc.spark.normalize`` on two local cores, from starting Spark to stopping it."""
    from pricesvc.spark import normalize  # noqa: PLC0415

    with _spark() as session:
        normalize(session.read.parquet(str(given)), to=TO, regimes=REGIMES).write.mode("overwrite").parquet(str(out))


def spark_files(given: Path, out: Path) -> None:
    """``pricesvc.spark.normalize_files`` on two local cores, from starting Spark to stopping it."""
    from pricesvc.spark import normalize_files  # noqa: PLC0415

    with _spark() as session:
        normalize_files(session, given, out, to=TO, regimes=REGIMES)


@contextmanager
def _spark() -> Iterator[SparkSession]:
    import os  # noqa: PLC0415

    from pyspark.sql import SparkSession  # noqa: PLC0415

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for name in ("spark.driver.host", "spark.driver.bindAddress"):
        builder = builder.config(name, "127.0.0.1")
    session = builder.getOrCreate()
    yield session
    session.stop()


RUNS = {
    "as-of-join": as_of_join,
    "bulk": bulk,
    "price-parser": price_parser_loop,
    "spark-frame": spark_frame,
    "spark-files": spark_files,
}

if __name__ == "__main__":
    RUNS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
