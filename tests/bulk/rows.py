"""Rows for the tests of tables: random ones with every kind of fault among them, and those on a boundary."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from pricesvc.bulk.job import Job
from pricesvc.core.errors import PricesvcError
from pricesvc.core.money import EXACT, WIDE, decimal_text

Row = dict[str, str | None]

CURRENCIES = (
    "USD",
    "EUR",
    "JPY",
    "GBP",
    "CHF",
    "CNY",
    "KRW",
    "AED",
    "HKD",
    "KWD",
    "RUB",
    "DEM",
    "SYP",
    "XAF",
    "usd",
    "ZZZ",
)
CODES = (
    "8703",
    "9101",
    "4202",
    "2204",
    "7113",
    "8802",
    "0101",
    "6201",
    "3303",
    "9703",
    "870323",
    "1604",
    "77",
    "x",
    None,
)
WORDS = ("Lexus", "black coat by Dior", "gold watch", "bottle of wine", "horse", "potatoes", "part for a yacht", None)
UNITS = ("item", "pair", "l", "kg", "ml", "set", "furlong", None)
VALUES = (
    "¥10M",
    "$300",
    "300 euros",
    "about 70,000 dollars",
    "1,400만원",
    "over EUR 10,000",
    "£2-3k",
    "nothing",
    "5 USD or 6 EUR",
)
FACTS = (
    "fuel_efficient:true", "coat:false", "new:true,precious_metal:true", "engine_cc:2500", "engine_cc:soon", "coat", "neww:true",
    "coat:true,coat:false", ",coat:true,", None,
)  # fmt: skip
FIRST, LAST = date(1999, 1, 4), date(2026, 11, 2)


def random_rows(count: int, seed: int) -> Iterator[Row]:
    """Rows of every kind."""
    dice = random.Random(seed)  # noqa: S311 - a test repeats itself
    for number in range(count):
        yield _row(dice, number)


def _row(dice: random.Random, number: int) -> Row:
    row: Row = {"id": str(number)}
    recent = dice.random() < 0.7
    first = date(2022, 2, 1) if recent else FIRST
    row["on"] = (first + timedelta(days=dice.randrange((LAST - first).days + 1))).isoformat()
    if dice.random() < 0.02:
        row["on"] = dice.choice(("2023-02-30", "2027-01-01", "soon", "1990-01-01", None))
    kind = dice.random()
    if kind < 0.75:
        row["amount"] = _amount(dice)
        row["currency"] = dice.choice(CURRENCIES) if dice.random() < 0.98 else None
    elif kind < 0.95:
        row["value" if dice.random() < 0.7 else "text"] = dice.choice(VALUES)
        row["locale"] = dice.choice(("de-CH", None))
    if dice.random() < 0.02:
        row["text"] = "EUR 300"
    row["hs"] = dice.choice(CODES) if dice.random() < 0.6 else None
    row["description"] = dice.choice(WORDS) if row["hs"] is None or dice.random() < 0.1 else None
    row["category"] = dice.choice(("clocks_watches", "none", "nonsense")) if dice.random() < 0.05 else None
    if dice.random() < 0.2:
        row["quantity"] = dice.choice(("1", "2", "3", "0.75", "12", "0", "-1", "many"))
        row["unit"] = dice.choice(UNITS)
    if dice.random() < 0.1:
        row["facts"] = dice.choice(FACTS)
    return row


def _amount(dice: random.Random) -> str:
    odd = dice.random()
    if odd < 0.03:
        return dice.choice(
            ("0", "-0", "-5", "1e5", "NaN", "007.50", "", "1,000", "9" * 34, "0." + "0" * 33 + "1", "1" + "0" * 33)
        )
    if odd < 0.3:
        return dice.choice(("300", "500", "750", "1000", "5000", "10000", "50000", "100000"))
    return f"{10 ** dice.uniform(0, 9):.{dice.choice((0, 0, 1, 2, 4))}f}"


def boundary_rows(job: Job, days: tuple[date, ...], codes: tuple[str, ...] = CURRENCIES) -> Iterator[Row]:
    """For every limit in force: values that are exactly it, and one unit in the 30th digit to either side, in several currencies."""
    for day in days:
        for name in job.terms.regimes or ():
            for limit, hs in _limits(job, name, day):
                for code in codes:
                    yield from _around(job, limit, hs, code, day)


def _limits(job: Job, name: str, day: date) -> Iterator[tuple[tuple[Decimal, str], str]]:
    seen = set()
    for rule in job.appraiser.judge.regimes[name].rules:
        version = rule.version(day)
        for limit in version.limits if version else ():
            if limit.threshold is not None and limit.hs:
                key = (limit.threshold.amount, limit.threshold.currency)
                if key not in seen:
                    seen.add(key)
                    yield key, limit.hs[0].digits


def _around(job: Job, limit: tuple[Decimal, str], hs: str, code: str, day: date) -> Iterator[Row]:
    amount, currency = limit
    try:
        back = job.rates.receipt(currency, code, day)
    except PricesvcError:
        return
    exact = EXACT.plus(back.apply(amount))
    text = decimal_text(exact)
    digits = max(0, 30 - len(text.split(".")[0].lstrip("-")))
    step = Decimal(1).scaleb(-digits)
    for value in (exact, exact - step, exact + step, exact * 2, exact / 2, exact * (1 + Decimal("1e-8"))):
        rounded = value.quantize(step, context=WIDE)
        for share in ("1", "2"):
            yield {
                "amount": decimal_text(rounded * int(share)),
                "currency": code,
                "hs": hs,
                "on": day.isoformat(),
                "quantity": share,
            }


def rounding_rows(job: Job, days: tuple[date, ...]) -> Iterator[Row]:
    """Amounts whose worth lies exactly between two minor units, as near as 34 digits go, and beside that."""
    for day in days:
        for base, quote in (
            ("EUR", "USD"),
            ("USD", "EUR"),
            ("JPY", "USD"),
            ("GBP", "EUR"),
            ("AED", "USD"),
            ("USD", "USD"),
        ):
            back = job.rates.receipt(quote, base, day)
            for minor in ("0.005", "1.115", "10.125", "12345.675", "99999999.995"):
                exact = back.apply(Decimal(minor))
                for nudge in ("0", "1e-25", "-1e-25", "1e-12", "-1e-12"):
                    value = (exact * (1 + Decimal(nudge))).quantize(Decimal("1e-22"), context=WIDE)
                    yield {"amount": decimal_text(value), "currency": base, "hs": "8703", "on": day.isoformat()}


FORMS = (
    "${}", "{} €", "USD {}", "{} EUR", "£{}", "¥{}", "CHF {}", "{} kr", "{} dollars", "Lexus {} yen", "€{} (watch)",
    "about ${}", "over {} euros", "{} million won", "-${}", "({} €)", "Rs {}/-", "{}", "no price {}", "{} USD a month",
    "iPhone {} dollars", "Porsche {} $", "HK$ {}", "{}元", "{}万円", "$ {} or so", "{} # $", "５ {} €", "à {} €",
    "five to {} dollars",
)  # fmt: skip
RUNS = (
    "1", "0", "00", "1999", "911", "1.5", "0.500", "1.500", "1,500", "0,500", "12,5", "1.234,56", "1,234.56", "1'234.50",
    "12 500", "1 234,5", "1\u202f234", "12,34,567", "1.2.3", ".50", "007.50", "1" * 20, "1-2", "3/4", "1\u066b5",
)  # fmt: skip


def alike_rows(seed: int) -> Iterator[Row]:
    """Prices in words of every form, each with several numbers of as many digits, and some with a thing beside them."""
    dice = random.Random(seed)  # noqa: S311
    for form in FORMS:
        for run in RUNS:
            beside = {"description": dice.choice(WORDS[:3]), "hs": "8703"} if dice.random() < 0.3 else {}
            locale = dice.choice(("de-CH", "en-US", None, None))
            for _ in range(8):
                digits = "".join(dice.choice("0123456789") if sign in "123456789" else sign for sign in run)
                yield {"value": form.format(digits), "on": "2023-12-07", "locale": locale, **beside}
