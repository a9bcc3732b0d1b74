from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from audit.actions import AuditAction
from audit.authors import Author, AuthorKind, author_here
from audit.context import origin
from audit.models import AuditEntry
from kernel.actors import Actor
from kernel.ids import new_id
from kernel.rows import Row, insert

_NAME_LENGTH, _VIA_LENGTH = 150, 100


def record(
    *,
    actor: Actor | Author,
    action: AuditAction,
    target_type: str,
    target_id: int | str | UUID,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Write an audit entry in the caller's transaction: one statement.

    `actor` is an author, or a person of this schema.
    """
    insert(
        entry_row(
            actor=actor,
            action=action,
            target_type=target_type,
            target_id=target_id,
            at=at,
            changes=changes or {},
        )
    )


def entry_row(
    *,
    actor: Actor | Author,
    action: AuditAction,
    target_type: str,
    target_id: int | str | UUID,
    at: datetime,
    changes: Mapping[str, Any],
) -> Row:
    """The entry that `record` writes."""
    author = author_here(actor)
    is_here = author.kind is AuthorKind.PERSON
    where = origin.get()
    return Row(
        AuditEntry,
        {
            "id": new_id(),
            "at": at,
            "author": author.kind,
            "actor_id": author.id if is_here else None,
            "actor_name": author.name[:_NAME_LENGTH],
            "via": author.via[:_VIA_LENGTH],
            "home_schema": author.schema,
            "home_id": None if is_here else author.id,
            "action": action,
            "target_type": target_type,
            "target_id": str(target_id),
            "changes": changes,
            "address": where.address,
            "session": where.session,
        },
    )
