from datetime import datetime

from kernel.actors import Actor
from kernel.errors import Conflict
from kernel.operators import require_operator
from kernel.transactions import operation
from tenants.life.enums import TenantState
from tenants.life.rules.lifecycle import SUSPENDED_FROM
from tenants.life.steps.lock_tenant import lock_tenant
from tenants.life.steps.move_state import move_state


@operation
def suspend_business(*, actor: Actor, tenant_id: int, now: datetime, reason: str = "") -> None:
    """Suspend a business, by an operator: its host answers nobody, no background work is done, a closing waits.

    On the public schema. NotAllowed; NotFound; Conflict when the business is suspended already, or isn't there.
    """
    require_operator(actor)
    tenant = lock_tenant(tenant_id)
    before = TenantState(tenant.state)
    to = SUSPENDED_FROM.get(before)
    if to is None:
        raise Conflict(f"A business that is {before.label} can't be suspended.")
    move_state(tenant=tenant, to=to, actor=actor, now=now, reason=reason)
