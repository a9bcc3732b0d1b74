from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from audit.context import origin
from audit.models import AuditEntry
from kernel.actors import Actor
from kernel.ids import new_id
from kernel.rows import Row, insert

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
    insert(
        entry_row(
            actor=actor, action=action, target_type=target_type, target_id=target_id, at=at, changes=changes, by=by
        )
    )


def entry_row(
    *,
    actor: Actor | None,
    action: str,
    target_type: str,
    target_id: int | UUID,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
    by: str = "",
) -> Row:
    """The entry that `record` writes."""
    where = origin.get()
    return Row(
        AuditEntry,
        {
            "id": new_id(),
            "at": at,
            "actor_id": actor.pk if actor else None,
            "actor_name": (actor.name if actor else by or "Counterfoil")[:_NAME_LENGTH],
            "via": actor.via if actor else "",
            "action": action,
            "target_type": target_type,
            "target_id": str(target_id),
            "changes": changes or {},
            "address": where.address,
            "session": where.session,
        },
    )
