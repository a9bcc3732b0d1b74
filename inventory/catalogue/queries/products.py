from django.db.models import QuerySet

from inventory.catalogue.models import Category, Product
from kernel.actors import Actor
from kernel.permissions import Permission


def products_on_offer() -> QuerySet[Product]:
    """Those not archived: what a plan counts."""
    return Product.objects.filter(archived_at=None)


def categories(actor: Actor) -> QuerySet[Category]:
    """All nodes of the category tree, by name."""
    actor.require(Permission.CATALOGUE_PRODUCT_READ)
    return Category.objects.order_by("name", "pk")
