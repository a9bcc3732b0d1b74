import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from audit.context import origin
from kernel.actors import Actor
from kernel.ids import new_id
from kernel.transactions import require_transaction

_INSERT = """
    INSERT INTO audit_auditentry (id, at, actor_id, actor_name, via, action, target_type, target_id, changes,
                                  address, session)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)
"""

_NAME_LENGTH = 150


def record(
    *,
    actor: Actor | None,
    action: str,
    target_type: str,
    target_id: int | UUID,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
    by: str = "",
) -> None:
    """Write an audit entry in the caller's transaction: one statement.

    `actor` None is the platform itself, or, in the public schema, the person of a business that `by` names.
    """
    require_transaction()
    where = origin.get()
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                new_id(),
                at,
                actor.pk if actor else None,
                (actor.name if actor else by or "Counterfoil")[:_NAME_LENGTH],
                actor.via if actor else "",
                action,
                target_type,
                str(target_id),
                json.dumps(changes or {}, cls=DjangoJSONEncoder),
                where.address,
                where.session,
            ],
        )
