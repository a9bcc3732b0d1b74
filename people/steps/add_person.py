from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from audit.steps import record
from kernel.actors import Actor
from kernel.entitlements import Meter, claim_room
from kernel.errors import InvalidInput
from kernel.permissions import Permission, Role
from kernel.transactions import require_transaction
from people.actions import Action
from people.models import User
from people.queries.people import active_people
from people.steps.set_details import TAKEN, wrong_details


@dataclass(frozen=True, slots=True)
class HirePerson:
    """A teammate, with a first password that the owner hands over."""

    name: str
    email: str
    role: Role
    password: str


def add_person(*, actor: Actor, command: HirePerson, now: datetime) -> User:
    """Add a teammate. InvalidInput names every field that is wrong; an e-mail address is one person's only.

    NotAllowed, QuotaReached.
    """
    require_transaction()
    actor.require(Permission.PEOPLE_PERSON_WRITE)
    name, email = command.name.strip(), command.email.strip().lower()
    _check(name, email, command.password)
    claim_room(Meter.PEOPLE, active_people())
    try:
        with transaction.atomic():
            person = User.objects.create_user(email, command.password, name=name, role=command.role, date_joined=now)
    except IntegrityError as taken:
        raise InvalidInput(errors={"email": [TAKEN]}) from taken
    EmailAddress.objects.create(user=person, email=email, primary=True, verified=False)
    record(
        actor=actor,
        action=Action.USER_CREATED,
        target_type="people.user",
        target_id=person.pk,
        changes={"name": name, "email": email, "role": command.role},
        at=now,
    )
    return person


def _check(name: str, email: str, password: str) -> None:
    errors = wrong_details(name, email)
    try:
        validate_password(password, User(email=email, name=name))
    except ValidationError as weak:
        errors["password"] = weak.messages
    if errors:
        raise InvalidInput(errors=errors)
