from datetime import datetime

from audit.steps import emit, record
from inventory.catalogue.actions import Action
from inventory.catalogue.events import ProductChanged
from inventory.catalogue.models import Product
from inventory.catalogue.queries.products import products_on_offer
from inventory.catalogue.rules.products import ProductInput
from inventory.catalogue.steps.check_product import check_product
from inventory.catalogue.steps.write_variations import write_variations
from kernel.actors import Actor
from kernel.entitlements import Meter, claim_room
from kernel.permissions import Permission
from kernel.transactions import operation


@operation
def create_product(*, actor: Actor, command: ProductInput, now: datetime) -> int:
    """Add a product with its variations; returns its id. InvalidInput names every wrong field."""
    actor.require(Permission.CATALOGUE_PRODUCT_WRITE)
    check_product(command)
    claim_room(Meter.PRODUCTS, products_on_offer())
    product = Product.objects.create(
        name=command.name.strip(),
        category_id=command.category_id,
        description=command.description,
        created_at=now,
    )
    write_variations(product.pk, command.variations)
    record(
        actor=actor,
        action=Action.PRODUCT_CREATED,
        target_type="product",
        target_id=product.pk,
        at=now,
        changes={"name": product.name, "skus": [variation.sku for variation in command.variations]},
    )
    emit(ProductChanged(product.pk), at=now)
    return product.pk
