from django.db.models import QuerySet

from kernel.actors import Actor
from kernel.permissions import Permission
from people.models import ApiKey


def keys(actor: Actor) -> QuerySet[ApiKey]:
    """Every key of the business with its person, newest first, ended ones too."""
    actor.require(Permission.PEOPLE_KEY_READ)
    return ApiKey.objects.select_related("person").order_by("-created_at", "-pk")
