"""Things to sell, made through the operations: what tests put on their shelves."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import uuid4

from accounting.ledger.enums import TenderMethod
from accounting.tax.queries import tax_codes
from company.queries import OutletInfo
from company.scope import scope_of
from inventory.catalogue.operations.create_product import create_product
from inventory.catalogue.rules.products import ProductInput, VariationInput
from inventory.stock.models import StockDocument
from inventory.stock.operations.record_opening_stock import OpeningLine, RecordOpeningStock, record_opening_stock
from inventory.stock.queries import product_for
from kernel.actors import Actor
from kernel.permissions import Permission
from people.operations.create_key import CreateKey, create_key
from people.records import CreatedKey
from sales.selling.operations.record_sale import RecordSale, record_sale
from sales.selling.records import SaleRecord
from sales.selling.rules.pricing import CartLine
from sales.selling.rules.tenders import Tender
from webhooks.enums import DeliveryState, WebhookEvent
from webhooks.models import WebhookDelivery
from webhooks.operations.create_endpoint import CreateEndpoint, create_endpoint

_numbers = count(1)


def now() -> datetime:
    return datetime.now(UTC)


def last_month() -> datetime:
    """Noon on the fifteenth of the month before this one: a month that is over everywhere."""
    return (now().replace(day=1) - timedelta(days=1)).replace(day=15, hour=12)


def tax_code_id(code: str) -> int:
    return next(each.id for each in tax_codes(now().date()) if each.code == code)


def make_product(
    owner: Actor, *, price: int = 100_00, tax: str = "NONE", name: str = "", variation_name: str = "", **more: object
) -> int:
    """A product of one variation; returns the variation's id. `price` in paise."""
    number = next(_numbers)
    sku = str(more.pop("sku", f"SKU-{number}"))
    variation = VariationInput(sku=sku, name=variation_name, price=price, tax_code_id=tax_code_id(tax), **more)  # type: ignore[arg-type]
    product_id = create_product(actor=owner, command=ProductInput(name or f"Thing {number}", (variation,)), now=now())
    return product_for(scope_of(owner), product_id).variations.all()[0].pk


def put_on_shelf(
    owner: Actor,
    outlet: OutletInfo,
    variation_id: int,
    quantity: str | int,
    *,
    unit_cost: int = 60_00,
    expires_on: date | None = None,
    batch: str = "",
    received_at: datetime | None = None,
) -> None:
    line = OpeningLine(variation_id, Decimal(quantity), unit_cost, batch, expires_on)
    record_opening_stock(actor=owner, command=RecordOpeningStock(outlet.id, (line,), received_at), now=now())


def untouched_opening(owner: Actor, outlet_id: int) -> str:
    """The id of an opening stock of which nothing was sold."""
    outlet = scope_of(owner).outlet(outlet_id)
    put_on_shelf(owner, outlet, make_product(owner), 3)
    return str(StockDocument.objects.latest("pk").source_id)


def make_key(
    owner: Actor, *scopes: Permission, name: str = "Till bridge", expires_at: datetime | None = None
) -> CreatedKey:
    """A key of the owner's; for looking at sales unless a test says otherwise."""
    command = CreateKey(name, frozenset(scopes or {Permission.SALES_SALE_READ}), expires_at)
    return create_key(actor=owner, command=command, now=now())


def make_delivery(owner: Actor) -> WebhookDelivery:
    """What a new endpoint is about to be sent of a sale."""
    command = CreateEndpoint("https://hooks.example.com/hook", frozenset({WebhookEvent.SALE_RECORDED}))
    endpoint = create_endpoint(actor=owner, command=command, now=now()).endpoint
    return WebhookDelivery.objects.create(
        endpoint=endpoint,
        event_id=uuid4(),
        kind=WebhookEvent.SALE_RECORDED,
        body='{"type":"sales.sale_recorded"}',
        state=DeliveryState.WAITING,
        created_at=now(),
        next_attempt_at=now(),
    )


def sell(
    actor: Actor, outlet: OutletInfo, *lines: tuple[int, str | int], cash: int = 10**9, at: datetime | None = None
) -> SaleRecord:
    """A cart of (variation, quantity), paid with plenty of cash."""
    command = RecordSale(
        outlet.id,
        tuple(CartLine(variation, Decimal(quantity)) for variation, quantity in lines),
        (Tender(TenderMethod.CASH, cash),),
        sold_at=at,
    )
    return record_sale(actor=actor, command=command, now=now())
