from datetime import datetime

from kernel.actors import Actor
from kernel.errors import Conflict, NotAllowed
from kernel.transactions import operation
from tenants.life.enums import TenantState
from tenants.life.steps.lock_tenant import lock_tenant
from tenants.life.steps.move_state import move_state


@operation
def reinstate_business(*, actor: Actor, tenant_id: int, now: datetime, reason: str = "") -> None:
    """Lift an operator's hold; one that was being closed goes on closing. On the public schema.

    NotAllowed; NotFound; Conflict when it isn't suspended.
    """
    if not getattr(actor, "is_staff", False):
        raise NotAllowed
    tenant = lock_tenant(tenant_id)
    if tenant.state != TenantState.SUSPENDED:
        raise Conflict("This business isn't suspended.")
    to = TenantState.ACTIVE if tenant.closes_at is None else TenantState.EXPORT_OPEN
    move_state(tenant=tenant, to=to, actor=actor, now=now, reason=reason)
