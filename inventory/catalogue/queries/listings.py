from inventory.catalogue.models import Category
from inventory.catalogue.queries.products import categories
from kernel.actors import Actor
from kernel.listings import Column, Listing, any_field

CATEGORIES = Listing[Actor, Category](
    rows=categories,
    matches=any_field("name__icontains"),
    orders={"name": ("name",)},
    order="name",
    columns=(Column("name", "Category", lambda row: row.name),),
)
