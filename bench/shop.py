"""A business to measure in: two thousand things on the shelf, more of each than a bench can sell."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from accounting.tax.queries import tax_codes
from bench.floor import install_floor
from company.queries import outlets_for
from inventory.catalogue.operations.create_product import create_product
from inventory.catalogue.queries.by_sku import variation_ids_by_sku
from inventory.catalogue.rules.products import ProductInput, VariationInput
from inventory.stock.operations.record_opening_stock import OpeningLine, RecordOpeningStock, record_opening_stock
from kernel.actors import Actor
from kernel.schemas import in_schema, use_public
from localdev.owning import as_owner
from tenants.life.operations.sign_up import SignUp, sign_up
from tenants.life.queries.hosts import tenant_at
from tenants.schemas.jobs.refill_pool import refill_pool

PASSWORD = "only for measuring"  # noqa: S105 (of a business that lives for one bench)
TAX_PERCENT = 5
_PRODUCTS, _VARIATIONS = 40, 50
_PLENTY = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Shop:
    """Ids only, because it travels to other processes."""

    schema: str
    host: str
    owner_id: int
    outlet_id: int
    variations: tuple[int, ...]

    def cart(self, dice: random.Random, lines: int = 10) -> list[int]:
        """Different things, one of each."""
        return dice.sample(self.variations, lines)

    def owner(self) -> Actor:
        """Read in the shop's schema."""
        actor: Actor = get_user_model().objects.get(pk=self.owner_id)
        return actor


def open_shop(subdomain: str, now: datetime, *, products: int = _PRODUCTS) -> Shop:
    """Sign up, fill the catalogue and the shelves: two batches of each thing, the one that expires in front."""
    use_public()
    with as_owner():
        refill_pool(size=1)
    email = f"owner@{subdomain}.test"
    business = sign_up(
        command=SignUp(
            business_name=subdomain, subdomain=subdomain, owner_name="Bench", email=email, password=PASSWORD
        ),
        now=now,
    )
    use_public()
    tenant = tenant_at(business.host)
    if tenant is None:
        raise RuntimeError(f"{business.host} signed up and is not there")
    with as_owner(), in_schema(tenant.schema_name):
        install_floor()
    with in_schema(tenant.schema_name):
        owner: Actor = get_user_model().objects.get(email=email)
        outlet = outlets_for(owner)[0]
        ids = _fill_catalogue(owner, products, now)
        for expires_on in (None, now.date() + timedelta(days=400)):
            lines = tuple(OpeningLine(each, _PLENTY, 100 + each % 700, "B", expires_on) for each in ids)
            record_opening_stock(actor=owner, command=RecordOpeningStock(outlet.id, lines), now=timezone.now())
        return Shop(tenant.schema_name, business.host, owner.pk, outlet.id, tuple(ids))


def _fill_catalogue(owner: Actor, products: int, now: datetime) -> list[int]:
    tax = next(code.id for code in tax_codes(now.date()) if code.code == f"GST{TAX_PERCENT}")
    skus = []
    for product in range(products):
        variations = tuple(
            VariationInput(sku=f"P{product}-{each}", price=1_000 + 37 * each, tax_code_id=tax, name=f"size {each}")
            for each in range(_VARIATIONS)
        )
        create_product(actor=owner, command=ProductInput(f"Product {product}", variations), now=now)
        skus += [variation.sku for variation in variations]
    return sorted(variation_ids_by_sku(skus).values())


def write_history(shop: Shop, sales: int) -> None:
    """As many sales of ten lines, each through every trigger and committed, without waiting for the disk.

    Tidied on the way: plans that were made for empty tables would read them whole as they grow.
    """
    written = 0
    while written < sales:
        part = min(sales - written, max(500, written))
        with in_schema(shop.schema), connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
            call = "CALL bench_history(%s, %s, %s::bigint[], %s, %s)"
            cursor.execute(
                call, [shop.outlet_id, shop.owner_id, list(shop.variations), part, 0.5 + written / sales / 2]
            )
        tidy(shop)  # on a connection of its own, so that the next one waits for the disk again
        written += part


def tidy(shop: Shop) -> None:
    """What autovacuum would have done by now."""
    with as_owner(), in_schema(shop.schema), connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace", [shop.schema]
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"VACUUM ANALYZE {connection.ops.quote_name(table)}")
