from dataclasses import dataclass
from datetime import datetime

from audit.steps import record
from kernel.actors import Actor
from kernel.entitlements import Feature, require_feature
from kernel.errors import InvalidInput
from kernel.permissions import Permission
from kernel.transactions import operation
from people.actions import Action
from people.models.api_key import NAME_LENGTH
from people.records import CreatedKey
from people.rules.keys import GRANTABLE
from people.steps.make_key import make_key


@dataclass(frozen=True, slots=True)
class CreateKey:
    """What a key is called, what it is for and until when (None: until it is revoked)."""

    name: str
    scopes: frozenset[Permission]
    expires_at: datetime | None = None


@operation
def create_key(*, actor: Actor, command: CreateKey, now: datetime) -> CreatedKey:
    """Make a key that acts as the actor. InvalidInput names every field that is wrong; NotInPlan."""
    actor.require(Permission.PEOPLE_KEY_WRITE)
    require_feature(Feature.API)
    name = command.name.strip()
    _check(actor, command, name, now)
    made = make_key(actor=actor, name=name, scopes=command.scopes, expires_at=command.expires_at, now=now)
    record(
        actor=actor,
        action=Action.API_KEY_CREATED,
        target_type="people.apikey",
        target_id=made.key.pk,
        changes={
            "name": name,
            "prefix": made.key.prefix,
            "scopes": made.key.scopes,
            "expires_at": command.expires_at,
        },
        at=now,
    )
    return made


def _check(actor: Actor, command: CreateKey, name: str, now: datetime) -> None:
    errors: dict[str, list[str]] = {}
    if not name:
        errors["name"] = ["This is needed."]
    elif len(name) > NAME_LENGTH:
        errors["name"] = [f"Use at most {NAME_LENGTH} characters."]
    beyond = sorted(scope for scope in command.scopes if scope not in GRANTABLE or not actor.may(scope))
    if beyond:
        errors["scopes"] = [f"A key of yours can't be for {scope}." for scope in beyond]
    elif not command.scopes:
        errors["scopes"] = ["Choose at least one."]
    if command.expires_at is not None and command.expires_at <= now:
        errors["expires_at"] = ["This moment is past."]
    if errors:
        raise InvalidInput(errors=errors)
