from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from company.queries import OutletInfo
from inventory.models import Variation
from people.models import User
from tenants.models import Tenant
from tests.installation import ready_export
from tests.shop import make_key, make_product, put_on_shelf, sell


@dataclass
class Shop:
    """A business with one thing on the shelf and one sale behind it."""

    outlet: int
    variation: int
    product: int
    sale: str
    tax_code: int
    person: int
    """A member of the staff."""
    key: int
    export: str


@pytest.fixture
def shop(tenant: Tenant, owner: User, staff: User, outlet: OutletInfo) -> Shop:
    variation = make_product(owner, price=180_00, tax="GST5", name="Tea", sku="TEA", barcodes=("890",))
    put_on_shelf(owner, outlet, variation, 20, unit_cost=120_00, batch="T-1")
    sale = sell(owner, outlet, (variation, 1))
    row = Variation.objects.get(pk=variation)
    key = make_key(owner).key.pk
    export = str(ready_export(tenant.schema_name).pk)
    return Shop(outlet.id, variation, row.product_id, str(sale.id), row.tax_code_id, staff.pk, key, export)


@pytest.fixture
def browse(client_for: Callable[[User | None], Client], owner: User) -> Client:
    """The owner's browser."""
    return client_for(owner)
