"""What the demo business sells: catalogue.csv, read and completed with SKUs and barcodes."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from pathlib import Path

_FILE = Path(__file__).with_name("catalogue.csv")
_INDIA = "890"


@dataclass(frozen=True, slots=True)
class DemoItem:
    """A variation: `price` in paise, tax included; `cost` in paise without; `shelf_days` 0 keeps for ever."""

    sku: str
    barcode: str
    category: str
    product: str
    variation: str
    unit: str
    price: int
    tax: str
    cost: int
    shelf_days: int
    popularity: int


def items() -> list[DemoItem]:
    """In the file's order, the variations of a product next to each other."""
    with _FILE.open(newline="") as rows:
        return [_item(number, row) for number, row in enumerate(csv.DictReader(rows), start=1)]


def products(catalogue: list[DemoItem]) -> list[list[DemoItem]]:
    """The items of each product."""
    return [list(group) for _key, group in groupby(catalogue, key=lambda item: (item.category, item.product))]


def _item(number: int, row: dict[str, str]) -> DemoItem:
    price = int(Decimal(row["price"]) * 100)
    net = price / (1 + int(row["tax"].removeprefix("GST")) / 100)
    initials = "".join(word[0] for word in row["category"].upper().split() if word.isalpha())
    return DemoItem(
        sku=f"{initials.ljust(2, row['category'].upper()[1])}-{number:04}",
        barcode=_ean13(f"{_INDIA}1063{number:05}"),
        category=row["category"],
        product=row["product"],
        variation=row["variation"],
        unit=row["unit"],
        price=price,
        tax=row["tax"],
        cost=max(1, round(net * int(row["cost_percent"]) / 100)),
        shelf_days=int(row["shelf_days"]),
        popularity=int(row["popularity"]),
    )


def _ean13(digits: str) -> str:
    """The twelve digits and their check digit."""
    weighted = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"
