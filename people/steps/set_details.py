from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from audit.steps import record
from kernel.actors import Actor
from kernel.errors import InvalidInput
from kernel.permissions import Permission
from kernel.transactions import require_transaction
from people.actions import Action
from people.models import User
from people.models.user import EMAIL_LENGTH, NAME_LENGTH

TAKEN = "Somebody with this e-mail address is here already."


def set_details(*, actor: Actor, person: User, name: str, email: str, now: datetime) -> None:
    """Give somebody who is locked another name or address to sign in by; what stays the same isn't written down.

    A new address is unproved, and links that were sent to the old one are worth nothing. NotAllowed, InvalidInput.
    """
    require_transaction()
    actor.require(Permission.PEOPLE_PERSON_WRITE)
    name, email = name.strip(), email.strip().lower()
    errors = wrong_details(name, email)
    if errors:
        raise InvalidInput(errors=errors)
    before = {"name": person.name, "email": person.email}
    changes = {
        field: [before[field], value] for field, value in (("name", name), ("email", email)) if value != before[field]
    }
    if not changes:
        return
    person.name, person.email = name, email
    try:
        with transaction.atomic():
            person.save(update_fields=["name", "email"])
    except IntegrityError as taken:
        raise InvalidInput(errors={"email": [TAKEN]}) from taken
    if "email" in changes:
        EmailAddress.objects.filter(user=person).delete()
        EmailAddress.objects.create(user=person, email=email, primary=True, verified=False)
    record(
        actor=actor, action=Action.USER_CHANGED, target_type="people.user", target_id=person.pk, changes=changes, at=now
    )


def wrong_details(name: str, email: str) -> dict[str, list[str]]:
    """What is wrong with a name and an address, by field."""
    errors: dict[str, list[str]] = {}
    if not name:
        errors["name"] = ["This is needed."]
    elif len(name) > NAME_LENGTH:
        errors["name"] = [f"Use at most {NAME_LENGTH} characters."]
    try:
        validate_email(email)
    except ValidationError:
        errors["email"] = ["Enter an e-mail address."]
    if len(email) > EMAIL_LENGTH:
        errors["email"] = [f"Use at most {EMAIL_LENGTH} characters."]
    return errors
