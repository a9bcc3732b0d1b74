import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from audit.actions import AuditAction
from audit.authors import PLATFORM, STRIPE, Author, AuthorKind, person
from audit.context import origin
from kernel.actors import Actor
from kernel.ids import new_id
from kernel.transactions import require_transaction

_INSERT = """
    INSERT INTO audit_auditentry (id, at, author, actor_id, actor_name, via, home_schema, home_id, action, target_type,
                                  target_id, changes, address, session)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)
"""

_NAME_LENGTH, _VIA_LENGTH = 150, 100


def record(
    *,
    actor: Actor | Author | None,
    action: AuditAction | str,
    target_type: str,
    target_id: int | str | UUID,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
    by: str = "",
) -> None:
    """Write an audit entry in the caller's transaction: one statement.

    `actor` is an author, or a person of this schema. (None with or without `by` is how rooms say it that don't yet
    name authors.)
    """
    require_transaction()
    author = _author(actor, by)
    is_here = author.kind is AuthorKind.PERSON
    where = origin.get()
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                new_id(),
                at,
                author.kind,
                author.id if is_here else None,
                author.name[:_NAME_LENGTH],
                author.via[:_VIA_LENGTH],
                author.schema,
                None if is_here else author.id,
                action,
                target_type,
                str(target_id),
                json.dumps(changes or {}, cls=DjangoJSONEncoder),
                where.address,
                where.session,
            ],
        )


def _author(actor: Actor | Author | None, by: str) -> Author:
    if isinstance(actor, Author):
        return actor
    if actor is not None:
        return person(actor)
    if by in {"", STRIPE.name}:
        return STRIPE if by else PLATFORM
    return Author(AuthorKind.PERSON_ELSEWHERE, by)
