from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from audit.actions import AuditAction
from kernel.actors import Actor
from kernel.permissions import Permission
from tenants.life.for_business import for_business

T = TypeVar("T")


def for_owner(
    operation: Callable[..., T],
    *,
    actor: Actor,
    tenant_id: int,
    action: AuditAction,
    now: datetime,
    **arguments: Any,  # noqa: ANN401 (whatever the operation takes)
) -> T:
    """Carry out one of this room's operations for a person who may change the plan; in the trail of both schemas.

    NotAllowed, and whatever the operation raises.
    """
    actor.require(Permission.BILLING_PLAN_CHANGE)
    return for_business(
        actor=actor,
        tenant_id=tenant_id,
        action=action,
        now=now,
        work=partial(operation, tenant_id=tenant_id, now=now, **arguments),
    )
