"""Tables to measure on: customs entries with an amount, a currency, a code and a day; and prices in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

CURRENCIES: Final = ("EUR", "USD", "JPY", "GBP", "CHF", "CNY", "KRW", "HKD", "SGD", "TRY", "INR", "SEK")
CODES: Final = (
    "8703", "870323", "9101", "9102", "4202", "2204", "2208", "7113", "8802", "8903", "0101", "6201",
    "3303", "9703", "6110", "9401", "8517", "8525", "9504", "9205", "4303", "5701", "6913", "1604",
)  # fmt: skip
TO: Final = ("USD", "EUR")
REGIMES: Final = ("eu-dprk", "eu-russia", "jp-russia")
QUOTES: Final = ("USD", "EUR", "JPY")
FIRST: Final = date(2023, 7, 3)
DAYS: Final = 1096
GROUP: Final = 1_000_000


def structured(path: Path, rows: int) -> None:
    """Customs entries: amount (two decimals), currency, hs, on."""
    dice = np.random.default_rng(1)
    schema = pa.schema(
        [("amount", pa.decimal128(14, 2)), ("currency", pa.string()), ("hs", pa.string()), ("on", pa.date32())]
    )
    days = (np.datetime64(FIRST) + np.arange(DAYS)).astype("datetime64[D]")
    with pq.ParquetWriter(path, schema) as writer:
        for start in range(0, rows, GROUP):
            size = min(GROUP, rows - start)
            cents = np.exp(dice.normal(11.5, 2.5, size)).astype("int64") + 1
            columns = [
                _money(cents),
                _picked(CURRENCIES, dice, size),
                _picked(CODES, dice, size),
                pa.array(days[dice.integers(0, DAYS, size)]),
            ]
            writer.write_table(pa.table(columns, schema=schema))


def _money(cents: np.ndarray[Any, np.dtype[np.int64]]) -> pa.Array:
    """Cents as decimals of two places: their 128 bits are the number and a word of zeros."""
    words = np.stack([cents, np.zeros_like(cents)], axis=1)
    return pa.Array.from_buffers(pa.decimal128(14, 2), len(cents), [None, pa.py_buffer(words.tobytes())])


def _picked(names: tuple[str, ...], dice: np.random.Generator, size: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(dice.integers(0, len(names), size).astype("int32"), names).cast(pa.string())


SHAPES: Final = (
    "${:,.2f}",
    "€{:,.0f}",
    "USD {:.0f}",
    "£{:,.0f}",
    "{:,.2f} EUR",
    "CHF {:.2f}",
    "¥{:,.0f}",
    "{:.0f} SEK",
)


def texts(path: Path, rows: int, distinct: int) -> None:
    """Prices in words, of which so many differ, and their days."""
    dice = np.random.default_rng(2)
    amounts = np.exp(dice.normal(7, 2, distinct)) + 1
    words = [SHAPES[number % len(SHAPES)].format(amount) for number, amount in enumerate(amounts)]
    chosen = np.arange(rows) if distinct == rows else dice.integers(0, distinct, rows)
    days = (np.datetime64(FIRST) + np.arange(DAYS)).astype("datetime64[D]")
    column = pa.array(words, pa.string()).take(pa.array(chosen))
    pq.write_table(pa.table({"value": column, "on": pa.array(days[dice.integers(0, DAYS, rows)])}), path)


def plain_rates(path: Path) -> None:
    """What one unit is in each target and in what limits are in, by currency and day, as floats: what an as-of join needs."""
    import polars as pl  # noqa: PLC0415 - here and below: what is measured imports this module, and must not pay for them

    from pricesvc.catalog.rates import embedded_rates  # noqa: PLC0415

    rates = embedded_rates(date(2026, 11, 2))
    found: list[dict[str, Any]] = []
    for day in (date.fromordinal(FIRST.toordinal() - 7 + step) for step in range(DAYS + 7)):
        for code in CURRENCIES:
            receipts = [rates.receipt(code, quote, day) for quote in QUOTES]
            if all(receipt.day == day for receipt in receipts):
                worths = {f"in_{receipt.quote.lower()}": float(receipt.rate) for receipt in receipts}
                found.append({"currency": code, "on": day, **worths})
    pl.DataFrame(found).sort("on").write_parquet(path)


def plain_limits(path: Path) -> None:
    """By code and regime: the limit and what it is in (every one is over where more than it is), else the word."""
    import polars as pl  # noqa: PLC0415

    from pricesvc.catalog.rates import embedded_rates  # noqa: PLC0415
    from pricesvc.compose import appraiser  # noqa: PLC0415
    from pricesvc.questions import Question, Terms  # noqa: PLC0415

    worker, rates = appraiser(), embedded_rates(date(2026, 11, 2))
    found: list[dict[str, Any]] = []
    for code in CODES:
        question = Question(amount=Decimal(1), currency="EUR", hs=code)
        row: dict[str, Any] = {"hs": code}
        for said in worker.appraise(question, Terms(on=FIRST, regimes=REGIMES), rates).verdicts:
            limit = said.limit
            row[f"{said.regime} word"] = None if limit else said.verdict
            row[f"{said.regime} limit"] = float(limit.amount) if limit else None
            row[f"{said.regime} in"] = limit.currency if limit else None
        found.append(row)
    pl.DataFrame(found).write_parquet(path)
