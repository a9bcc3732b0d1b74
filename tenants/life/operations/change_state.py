from datetime import datetime

from kernel.actors import Actor
from kernel.errors import NotAllowed
from kernel.transactions import operation
from tenants.life.enums import TenantState
from tenants.life.steps.lock_tenant import lock_tenant
from tenants.life.steps.move_state import move_state


@operation
def change_state(*, actor: Actor | None, tenant_id: int, to: TenantState, now: datetime, reason: str = "") -> None:
    """Move a tenant along its life; its host obeys at once. On the public schema, by an operator or the platform.

    NotFound, or Conflict when the present state doesn't lead there.
    """
    if actor is not None and not getattr(actor, "is_staff", False):
        raise NotAllowed
    move_state(tenant=lock_tenant(tenant_id), to=to, actor=actor, now=now, reason=reason)
