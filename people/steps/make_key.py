from collections.abc import Iterable
from datetime import datetime

from kernel.actors import Actor
from kernel.permissions import Permission
from kernel.transactions import require_transaction
from people.models import ApiKey
from people.records import CreatedKey
from people.rules.keys import new_token


def make_key(
    *,
    actor: Actor,
    name: str,
    scopes: Iterable[Permission],
    expires_at: datetime | None,
    now: datetime,
    rotated_from: ApiKey | None = None,
) -> CreatedKey:
    """Save a key of the actor's."""
    require_transaction()
    token = new_token()
    key = ApiKey.objects.create(
        person_id=actor.pk,
        name=name,
        prefix=token.prefix,
        digest=token.digest,
        scopes=sorted(scopes),
        created_at=now,
        expires_at=expires_at,
        rotated_from=rotated_from,
    )
    return CreatedKey(key, str(token))
