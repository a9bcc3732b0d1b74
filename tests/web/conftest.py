from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from company.queries import OutletInfo
from inventory.models import Variation
from people.models import User
from tests.shop import make_product, put_on_shelf, sell


@dataclass
class Shop:
    """A business with one thing on the shelf and one sale behind it."""

    outlet: int
    variation: int
    product: int
    sale: str
    tax_code: int


@pytest.fixture
def shop(owner: User, outlet: OutletInfo) -> Shop:
    variation = make_product(owner, price=180_00, tax="GST5", name="Tea", sku="TEA", barcodes=("890",))
    put_on_shelf(owner, outlet, variation, 20, unit_cost=120_00, batch="T-1")
    sale = sell(owner, outlet, (variation, 1))
    row = Variation.objects.get(pk=variation)
    return Shop(outlet.id, variation, row.product_id, str(sale.id), row.tax_code_id)


@pytest.fixture
def browse(client_for: Callable[[User | None], Client], owner: User) -> Client:
    """The owner's browser."""
    return client_for(owner)


def product_data(tax_code: int, **changed: object) -> dict[str, object]:
    """What the product form sends for one variation; "sku" and the like change its row."""
    row = {
        "id": "",
        "name": "",
        "sku": "BR-1",
        "price": "45.00",
        "tax_code_id": tax_code,
        "unit": "piece",
        "barcodes": "111 222",
        "reorder_point": "5",
        "reorder_quantity": "",
    }
    shared = {"name": "Bread", "category_id": "", "description": ""}
    rows = {f"variations-0-{field}": changed.pop(f"row_{field}", value) for field, value in row.items()}
    return {**shared, **rows, "variations-TOTAL_FORMS": 1, "variations-INITIAL_FORMS": 0, **changed}


def opening_data(outlet: int, variation: int, **changed: object) -> dict[str, object]:
    """What the opening stock form sends for one row."""
    row = {"variation_id": variation, "quantity": "12", "unit_cost": "30.00", "batch_number": "B-7", "expires_on": ""}
    rows = {f"lines-0-{field}": changed.pop(field, value) for field, value in row.items()}
    return {"outlet": outlet, **rows, "lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0, **changed}
