"""Opens the demo business and lives its sixty days, all by the operations that people use."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from multiprocessing import get_context
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection, connections, transaction

from accounting.ledger.enums import TenderMethod
from accounting.tax.queries.tax_codes import tax_codes
from company.operations.create_outlet import NewOutlet, create_outlet
from company.operations.hire_person import hire_person
from company.queries import OutletInfo, outlets_for
from inventory.catalogue.operations.create_category import NewCategory, create_category
from inventory.catalogue.operations.create_product import create_product
from inventory.catalogue.queries.by_sku import variation_ids_by_sku
from inventory.catalogue.rules.products import ProductInput, VariationInput
from inventory.stock.operations.record_opening_stock import OpeningLine, RecordOpeningStock, record_opening_stock
from kernel.actors import Actor
from kernel.cached import forget
from kernel.money import round_half_up
from kernel.schemas import in_schema, use_public
from localdev.demo.catalogue import DemoItem, items, products
from localdev.demo.paying import pay
from localdev.demo.people import OPERATOR, OWNER, PASSWORD, SUBDOMAIN, TEAM
from localdev.demo.trading import Cart, Delivery, Trade
from people.steps import NewPerson
from sales.selling.operations.record_sale import RecordSale, record_sale
from sales.selling.rules.pricing import CartLine
from sales.selling.rules.tenders import Tender
from tenants.life.operations.sign_up import SignUp, sign_up
from tenants.life.queries.hosts import TenantInfo, host_key, subdomain_host, tenant_at

_FORK = get_context("fork")
DAYS = int(os.environ.get("DEMO_DAYS", "60"))
MAIN = "MN"
OTHER_OUTLETS = {"IN": "Indiranagar", "WF": "Whitefield"}
_BUSYNESS = {MAIN: 38, "IN": 26, "WF": 18}
_SELLERS = {MAIN: ("staff@demo.test", "manager@demo.test"), "IN": ("manager@demo.test",), "WF": ("owner@demo.test",)}
_NOTES = (1000, 5000, 10000, 20000, 50000)
"""What cash comes in, in paise."""


def demo_is_loaded() -> bool:
    """Whether the demo business is there, whole: the operator is made last of all."""
    return _tenant() is not None and get_user_model().objects.filter(email=OPERATOR).exists()


def load_demo(now: datetime) -> None:
    """Takes half a minute. What an interrupted attempt left is removed first. RuntimeError when an outlet fails."""
    _remove_unfinished()
    began = datetime.combine((now - timedelta(days=DAYS)).date(), time(1), UTC)
    schema = _open(began)
    connections.close_all()  # nothing of ours may be shared with the processes
    lives = [_FORK.Process(target=live, args=(schema, code, began, now)) for code in (MAIN, *OTHER_OUTLETS)]
    for process in lives:
        process.start()
    for process in lives:
        process.join()
    if any(process.exitcode for process in lives):
        raise RuntimeError("the demo business could not be brought to today: see above")
    demo = _tenant()
    if demo:
        pay(demo, SUBDOMAIN, now)
    _make_operator()


def _tenant() -> TenantInfo | None:
    use_public()
    return tenant_at(subdomain_host(SUBDOMAIN))


def _remove_unfinished() -> None:
    demo = _tenant()
    if demo is None:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {connection.ops.quote_name(demo.schema_name)} CASCADE")
        apps.get_model("life", "Tenant").objects.get(pk=demo.id).delete()
    forget([host_key(subdomain_host(SUBDOMAIN))])


def _make_operator() -> None:
    users = get_user_model().objects
    if not users.filter(email=OPERATOR).exists():
        users.create_superuser(OPERATOR, PASSWORD, name="Platform operator")


def _open(now: datetime) -> str:
    """Sign up, then hire, then fill the catalogue. Returns the schema's name."""
    business = sign_up(
        command=SignUp(
            business_name="Green Basket",
            subdomain=SUBDOMAIN,
            owner_name=OWNER.name,
            email=OWNER.email,
            password=PASSWORD,
        ),
        now=now,
    )
    tenant = _tenant()
    if tenant is None:
        raise RuntimeError(f"{business.host} signed up and is not there")
    with in_schema(tenant.schema_name):
        owner = _person(OWNER.email)
        for code, name in OTHER_OUTLETS.items():
            create_outlet(actor=owner, command=NewOutlet(name=name, code=code), now=now)
        _hire(owner, now)
        _fill_catalogue(owner, now)
    return tenant.schema_name


def _hire(owner: Actor, now: datetime) -> None:
    outlets = {outlet.code: outlet.id for outlet in outlets_for(owner)}
    for person in TEAM:
        command = NewPerson(name=person.name, email=person.email, role=person.role, password=PASSWORD)
        places = [outlets[code] for code in person.outlets]
        hire_person(actor=owner, command=command, outlet_ids=places, now=now)


def _fill_catalogue(owner: Actor, now: datetime) -> None:
    taxes = {tax.code: tax.id for tax in tax_codes(now.date())}
    categories: dict[str, int] = {}
    for group in products(items()):
        category, name = group[0].category, group[0].product
        if category not in categories:
            categories[category] = create_category(actor=owner, command=NewCategory(category), now=now).id
        variations = tuple(_variation(item, taxes) for item in group)
        command = ProductInput(name=name, variations=variations, category_id=categories[category])
        create_product(actor=owner, command=command, now=now)


def _variation(item: DemoItem, taxes: Mapping[str, int]) -> VariationInput:
    return VariationInput(
        sku=item.sku,
        price=item.price,
        tax_code_id=taxes[item.tax],
        name=item.variation,
        unit=item.unit,
        barcodes=(item.barcode,),
        reorder_point=Decimal(1 + item.popularity // 3),
        reorder_quantity=Decimal(item.popularity * 6),
        tracks_expiry=item.shelf_days > 0,
    )


@dataclass(frozen=True, slots=True)
class _Shop:
    outlet: OutletInfo
    owner: Actor
    sellers: Sequence[Actor]
    variations: Mapping[str, int]
    """Ids by SKU."""


def live(schema: str, code: str, began: datetime, now: datetime) -> None:
    """The sixty days of one outlet, in a process of its own."""
    with in_schema(schema):
        owner = _person(OWNER.email)
        outlet = next(outlet for outlet in outlets_for(owner) if outlet.code == code)
        sellers = [_person(email) for email in _SELLERS[code]]
        catalogue = items()
        shop = _Shop(outlet, owner, sellers, variation_ids_by_sku([item.sku for item in catalogue]))
        trade = Trade(catalogue, code, outlet.timezone, _BUSYNESS[code], _first_day(outlet, began), now)
        for number, event in enumerate(trade.events()):
            if isinstance(event, Delivery):
                _receive(shop, event)
            else:
                _sell(shop, event, number)
    connection.close()


def _first_day(outlet: OutletInfo, began: datetime) -> date:
    return began.astimezone(ZoneInfo(outlet.timezone)).date() + timedelta(days=1)


def _receive(shop: _Shop, delivery: Delivery) -> None:
    lines = tuple(
        OpeningLine(shop.variations[line.item.sku], line.quantity, line.cost, line.batch, line.expires_on)
        for line in delivery.lines
    )
    record_opening_stock(actor=shop.owner, command=RecordOpeningStock(shop.outlet.id, lines), now=delivery.at)


def _sell(shop: _Shop, cart: Cart, number: int) -> None:
    gross = sum(round_half_up(quantity * item.price) for item, quantity in cart.lines)
    discount = gross * cart.discount // 100
    total = gross - discount
    tendered = min((-(-total // note) * note for note in _NOTES if note >= total), default=-(-total // 10000) * 10000)
    paid = tendered if cart.tender == TenderMethod.CASH else total
    command = RecordSale(
        outlet_id=shop.outlet.id,
        lines=tuple(CartLine(shop.variations[item.sku], quantity) for item, quantity in cart.lines),
        payments=(Tender(TenderMethod(cart.tender), paid),),
        discount=discount,
    )
    # Discounts are the manager's to give.
    seller = shop.sellers[-1] if discount else shop.sellers[number % len(shop.sellers)]
    record_sale(actor=seller, command=command, now=cart.at)


def _person(email: str) -> Actor:
    person: Actor = get_user_model().objects.get(email=email)
    return person
