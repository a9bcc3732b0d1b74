from dataclasses import asdict
from datetime import datetime

from audit.steps import emit, record
from inventory.catalogue.actions import Action
from inventory.catalogue.events import ProductChanged
from inventory.catalogue.models import Product, Variation
from inventory.catalogue.queries.products import product_as_it_is
from inventory.catalogue.rules.products import ProductInput
from inventory.catalogue.steps.check_product import check_product
from inventory.catalogue.steps.write_variations import write_variations
from kernel.actors import Actor
from kernel.errors import InvalidInput, NotFound
from kernel.permissions import Permission
from kernel.transactions import operation
from kernel.versions import ANY, check_version


@operation
def update_product(
    *, actor: Actor, product_id: int, command: ProductInput, now: datetime, version: str | None = ANY
) -> None:
    """Make the product what the command says. Every variation it has must be named: history holds on to them.

    `version` is the one that the command was made from. NotFound; VersionRequired, VersionChanged; InvalidInput names
    every wrong field.
    """
    actor.require(Permission.CATALOGUE_PRODUCT_WRITE)
    product = Product.objects.select_for_update().prefetch_related("variations__barcodes").filter(pk=product_id).first()
    if product is None:
        raise NotFound("There is no such product.")
    check_version(version, product_as_it_is(product))
    check_product(command, product_id=product.pk)
    named = {variation.id for variation in command.variations if variation.id is not None}
    if Variation.objects.filter(product=product).exclude(pk__in=named).exists():
        raise InvalidInput(errors={"variations": ["Name every variation of the product."]})
    product.name, product.category_id = command.name.strip(), command.category_id
    product.description = command.description
    product.save()
    write_variations(product.pk, command.variations)
    record(
        actor=actor,
        action=Action.PRODUCT_UPDATED,
        target_type="product",
        target_id=product.pk,
        at=now,
        changes=asdict(command),
    )
    emit(ProductChanged(product.pk), at=now)
