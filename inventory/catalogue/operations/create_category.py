from dataclasses import dataclass
from datetime import datetime

from audit.steps import record
from inventory.catalogue.actions import Action
from inventory.catalogue.errors import CategoryTaken
from inventory.catalogue.models import Category
from kernel.actors import Actor
from kernel.errors import InvalidInput
from kernel.permissions import Permission
from kernel.transactions import operation


@dataclass(frozen=True, slots=True)
class CreateCategory:
    """`parent_id` None is a root of the tree."""

    name: str
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class CategoryInfo:
    """A node of the tree."""

    id: int
    name: str
    parent_id: int | None


@operation
def create_category(*, actor: Actor, command: CreateCategory, now: datetime) -> CategoryInfo:
    """Add a node to the category tree. InvalidInput, CategoryTaken."""
    actor.require(Permission.CATALOGUE_PRODUCT_WRITE)
    name = command.name.strip()
    errors: dict[str, list[str]] = {}
    if not 1 <= len(name) <= 80:
        errors["name"] = ["Between 1 and 80 characters, please."]
    if command.parent_id is not None and not Category.objects.filter(pk=command.parent_id).exists():
        errors["parent_id"] = ["There is no such category."]
    if errors:
        raise InvalidInput(errors=errors)
    if Category.objects.filter(parent_id=command.parent_id, name__iexact=name).exists():
        raise CategoryTaken
    category = Category.objects.create(name=name, parent_id=command.parent_id)
    record(
        actor=actor,
        action=Action.CATEGORY_CREATED,
        target_type="category",
        target_id=category.pk,
        at=now,
        changes={"name": name, "parent": command.parent_id},
    )
    return CategoryInfo(category.pk, category.name, category.parent_id)
