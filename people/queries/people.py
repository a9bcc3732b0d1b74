from django.db.models import QuerySet

from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission
from people.models import User


def people(actor: Actor) -> QuerySet[User]:
    """Everybody of the business, by name. NotAllowed without the permission to read people."""
    actor.require(Permission.PEOPLE_PERSON_READ)
    return User.objects.order_by("name", "pk")


def active_people() -> QuerySet[User]:
    """Those who may sign in: what a plan counts."""
    return User.objects.filter(is_active=True)


def person(actor: Actor, person_id: int) -> User:
    """One of them. NotFound when there is no such person."""
    found = people(actor).filter(pk=person_id).first()
    if found is None:
        raise NotFound
    return found


def knows_password(actor: Actor, typed: str) -> bool:
    """Whether somebody who is signed in can say the own password once more, before what can't be undone."""
    person = User.objects.get(pk=actor.pk)
    return person.check_password(typed)
