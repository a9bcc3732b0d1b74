from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from audit.actions import AuditAction
from audit.authors import person_elsewhere
from audit.steps import record
from kernel.actors import Actor
from kernel.schemas import PUBLIC, in_schema
from kernel.transactions import run_in_transaction

T = TypeVar("T")


def for_business(
    *,
    actor: Actor,
    tenant_id: int,
    action: AuditAction,
    now: datetime,
    work: Callable[..., T],
    changes: Mapping[str, Any] | None = None,
) -> T:
    """Carry out an operation on the public schema for a business's person, and enter it in the business's own trail.

    Two transactions, because each has one schema. `work` takes the `actor`: the person as an author for public's
    trail. Called with the connection in the business's schema, where it is again afterwards. Whether the person may is
    asked before.
    """
    author = person_elsewhere(actor)
    with in_schema(PUBLIC):
        result = work(actor=author)
    entry = partial(
        record, actor=actor, action=action, target_type="tenants.tenant", target_id=tenant_id, changes=changes, at=now
    )
    run_in_transaction(entry)
    return result
