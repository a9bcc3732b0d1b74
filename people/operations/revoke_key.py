from datetime import datetime

from audit.steps import record
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission
from kernel.transactions import operation
from people.actions import Action
from people.models import ApiKey


@operation
def revoke_key(*, actor: Actor, key_id: int, now: datetime) -> ApiKey:
    """End a key, whosever it is, with its next request. Revoking it again changes nothing. NotFound."""
    actor.require(Permission.PEOPLE_KEY_WRITE)
    key = ApiKey.objects.select_for_update(of=("self",)).select_related("person").filter(pk=key_id).first()
    if key is None:
        raise NotFound
    if key.revoked_at is None:
        key.revoked_at = now
        key.save(update_fields=["revoked_at"])
        record(
            actor=actor,
            action=Action.API_KEY_REVOKED,
            target_type="people.apikey",
            target_id=key.pk,
            changes={"name": key.name, "prefix": key.prefix},
            at=now,
        )
    return key
