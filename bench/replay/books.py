"""The two ways in: the operations themselves, or the API of a running server."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from bench.replay.grocer import Basket, Good

OPENED_AT = datetime.fromisoformat("2016-12-31T12:00:00+00:00")
"""The shelves are filled the day before the data begins."""

BEST_BEFORE = date(2018, 12, 31)
COST_SHARE = Decimal("0.7")
"""The data has no costs: goods are taken to cost 70 % of their price."""


@dataclass(frozen=True, slots=True)
class Stocking:
    """One batch of a good that is there when the year begins; `unit_cost` in cents."""

    sku: str
    quantity: Decimal
    unit_cost: int
    batch: str
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the business says of itself; the last four are zero when its books are right. Money in cents."""

    baskets: int
    lines: int
    revenue: int
    quantity: Decimal
    trial_balance: int
    stock_against_ledger: int
    stock_against_batches: int
    batches_against_movements: int


class Books(Protocol):
    """A business that can be filled, sold from and asked for its figures."""

    def add_goods(self, goods: Sequence[Good]) -> Iterator[None]:
        """One step for each."""
        ...

    def open_stock(self, stock: Sequence[Stocking]) -> Iterator[None]:
        """One step for each."""
        ...

    def sell(self, basket: Basket) -> None: ...

    def figures(self) -> Figures: ...


def opening_stock(goods: Sequence[Good]) -> list[Stocking]:
    """What the year will sell of each good and a tenth more, in two batches: the one that expires goes first."""
    stock = []
    for good in goods:
        step = Decimal("0.001") if good.by_volume else Decimal(1)
        first = (good.sold / 2).quantize(step)
        second = (good.sold * Decimal("1.1")).quantize(step) + step - first
        cost = int(good.price * COST_SHARE)
        if first:
            stock.append(Stocking(good.sku, first, cost, "2016-1", BEST_BEFORE))
        stock.append(Stocking(good.sku, second, cost, "2016-2", None))
    return stock
