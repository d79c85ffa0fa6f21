"""A batch: what may stand in the place of an item, and what ends the whole."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pricesvc.appraiser import Appraiser
from pricesvc.book import Book
from pricesvc.compose import appraiser, digests, offline_rates
from pricesvc.core.errors import BadData, PricesvcError, Refusal, UnknownCategory
from pricesvc.late import Late
from pricesvc.questions import Question, Terms
from pricesvc.service import Service

pytestmark = pytest.mark.anyio
TERMS = Terms(on=date(2023, 12, 7), regimes=())


def service_whose_goods_raise(error: PricesvcError) -> Service:
    """A service that raises one and the same error to everybody who asks what a thing is."""

    def fail() -> None:
        raise error

    whole = appraiser()
    parts = (lambda: whole.prices, Late(fail), lambda: whole.reports, lambda: whole.judge)
    return Service(Appraiser(whole.currencies, *parts), Book(offline_rates()), digests())  # type: ignore[arg-type]


async def test_damaged_data_is_no_items_refusal() -> None:
    """Else every item of every batch would be refused, and nobody would be told that a file is damaged."""
    service = service_whose_goods_raise(BadData("goods.lexicon is damaged.", file="goods.lexicon"))
    with pytest.raises(BadData, match="damaged"):
        await service.normalize_many([Question(id="1", value="$5 watch"), Question(id="2", value="$6 watch")], TERMS)


async def test_each_item_has_its_own_refusal() -> None:
    """Though one error is raised for both, and its other facts are kept."""
    raised = UnknownCategory("There is none.", field="category")
    service = service_whose_goods_raise(raised)
    asked = [Question(id=name, amount=Decimal(5), currency="USD", category="x") for name in ("one", "two")]
    found = list(await service.normalize_many([*asked, Question(value="$5 watch")], TERMS))
    assert all(isinstance(one, UnknownCategory) for one in found)
    facts = [one.facts for one in found if isinstance(one, Refusal)]
    assert facts == [{"field": "category", "id": "one"}, {"field": "category", "id": "two"}, {"field": "category"}]
    assert raised.facts == {"field": "category"}
