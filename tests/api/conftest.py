from dataclasses import dataclass
from typing import Any

import pytest

from company.queries import OutletInfo
from inventory.catalogue.models import Variation
from people.models import User
from tenants.domains.operations.own_domains import add_own_domain
from tenants.life.models import Tenant
from tests.installation import ready_export
from tests.shop import last_month, make_delivery, make_key, make_product, now, put_on_shelf, sell


@dataclass
class Shop:
    """A business with one thing on the shelf and one sale behind it, and the paths that its API has."""

    outlet: int
    variation: int
    product: int
    sale: str
    period: int
    """The last month, which can be closed."""
    tax_code: int
    person: int
    key: int
    host: str
    domain: str
    """Waits for its proof."""
    endpoint: int
    delivery: str
    export: str

    def cart(self, quantity: str = "1", **more: Any) -> dict[str, Any]:
        lines = [{"variation_id": self.variation, "quantity": quantity}]
        return {"outlet_id": self.outlet, "lines": lines, "payments": [{"method": "cash", "amount": "5000.00"}], **more}


@pytest.fixture
def shop(tenant: Tenant, host: str, owner: User, staff: User, outlet: OutletInfo) -> Shop:
    from accounting.ledger.models import Period

    variation = make_product(owner, price=180_00, tax="GST5", name="Tea", sku="TEA", barcodes=("890",))
    put_on_shelf(owner, outlet, variation, 20, unit_cost=120_00, batch="T-1", received_at=last_month())
    sale = sell(owner, outlet, (variation, 1))
    row = Variation.objects.get(pk=variation)
    delivery = make_delivery(owner)
    return Shop(
        outlet=outlet.id,
        variation=variation,
        product=row.product_id,
        sale=str(sale.id),
        period=Period.objects.earliest("starts_on").pk,
        tax_code=row.tax_code_id,
        person=staff.pk,
        key=make_key(owner).key.pk,
        host=host,
        endpoint=delivery.endpoint_id,
        delivery=str(delivery.pk),
        domain=add_own_domain(actor=owner, tenant_id=tenant.pk, host="own.example.com", now=now()),
        export=str(ready_export(tenant.schema_name).pk),
    )
