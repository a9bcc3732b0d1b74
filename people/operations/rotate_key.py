from datetime import datetime, timedelta

from audit.steps import record
from kernel.actors import Actor
from kernel.entitlements import Feature, require_feature
from kernel.errors import NotFound
from kernel.permissions import Permission
from kernel.transactions import operation
from people.actions import Action
from people.errors import KeyNotLive
from people.models import ApiKey
from people.records import CreatedKey
from people.rules.keys import scopes_of
from people.steps.make_key import make_key

GRACE_KEY = timedelta(hours=24)
"""How long the old secret still works, so that a machine can be given the new one in time."""


@operation
def rotate_key(*, actor: Actor, key_id: int, now: datetime) -> CreatedKey:
    """Another secret for a key of the actor's own, for as long again; the old one ends after GRACE_KEY.

    NotFound; KeyNotLive when it was revoked, rotated or has expired; NotInPlan.
    """
    actor.require(Permission.PEOPLE_KEY_WRITE)
    require_feature(Feature.API)
    old = ApiKey.objects.select_for_update().filter(pk=key_id, person_id=actor.pk).first()
    if old is None:
        raise NotFound
    if old.revoked_at or (old.expires_at and old.expires_at <= now) or ApiKey.objects.filter(rotated_from=old).exists():
        raise KeyNotLive
    made = make_key(
        actor=actor,
        name=old.name,
        scopes=[scope for scope in scopes_of(old.scopes) if actor.may(scope)],
        expires_at=old.expires_at and now + (old.expires_at - old.created_at),
        now=now,
        rotated_from=old,
    )
    old.expires_at = min(old.expires_at or now + GRACE_KEY, now + GRACE_KEY)
    old.save(update_fields=["expires_at"])
    record(
        actor=actor,
        action=Action.API_KEY_ROTATED,
        target_type="people.apikey",
        target_id=old.pk,
        changes={"name": old.name, "prefix": [old.prefix, made.key.prefix], "expires_at": old.expires_at},
        at=now,
    )
    return made
