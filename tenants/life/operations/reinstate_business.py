from datetime import datetime

from kernel.actors import Actor
from kernel.errors import Conflict
from kernel.operators import require_operator
from kernel.transactions import operation
from tenants.life.enums import TenantState
from tenants.life.rules.lifecycle import REINSTATED_TO
from tenants.life.steps.lock_tenant import lock_tenant
from tenants.life.steps.move_state import move_state


@operation
def reinstate_business(*, actor: Actor, tenant_id: int, now: datetime, reason: str = "") -> None:
    """End a suspension; a business that was being closed goes on closing. On the public schema.

    NotAllowed; NotFound; Conflict when it isn't suspended.
    """
    require_operator(actor)
    tenant = lock_tenant(tenant_id)
    to = REINSTATED_TO.get(TenantState(tenant.state))
    if to is None:
        raise Conflict("This business isn't suspended.")
    move_state(tenant=tenant, to=to, actor=actor, now=now, reason=reason)
