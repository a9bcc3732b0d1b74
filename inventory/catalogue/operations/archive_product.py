from datetime import datetime

from audit.steps import emit, record
from inventory.catalogue.actions import Action
from inventory.catalogue.events import ProductChanged
from inventory.catalogue.models import Product
from inventory.catalogue.queries.products import products_on_offer
from kernel.actors import Actor
from kernel.entitlements import Meter, claim_room
from kernel.errors import NotFound
from kernel.permissions import Permission
from kernel.transactions import operation


@operation
def archive_product(*, actor: Actor, product_id: int, archived: bool, now: datetime) -> None:
    """Take a product off the shelf, or (archived=False) undo that. Doing it twice changes nothing.

    NotFound, QuotaReached.
    """
    actor.require(Permission.CATALOGUE_PRODUCT_WRITE)
    product = Product.objects.select_for_update().filter(pk=product_id).first()
    if product is None:
        raise NotFound("There is no such product.")
    if (product.archived_at is not None) == archived:
        return
    if not archived:
        claim_room(Meter.PRODUCTS, products_on_offer())
    product.archived_at = now if archived else None
    product.save(update_fields=["archived_at"])
    record(
        actor=actor,
        action=Action.PRODUCT_ARCHIVED if archived else Action.PRODUCT_RESTORED,
        target_type="product",
        target_id=product.pk,
        at=now,
    )
    emit(ProductChanged(product.pk), at=now)
