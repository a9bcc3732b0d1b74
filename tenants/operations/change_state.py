from datetime import datetime

from audit.steps import record
from kernel.actors import Actor
from kernel.errors import Conflict, NotAllowed, NotFound
from kernel.transactions import operation
from tenants.enums import TenantState
from tenants.models import Tenant
from tenants.rules.lifecycle import MOVES
from tenants.steps.forget_hosts import forget_hosts


@operation
def change_state(*, actor: Actor | None, tenant_id: int, to: TenantState, now: datetime) -> None:
    """Move a tenant along its life; its host obeys at once. On the public schema, by an operator or the platform.

    NotFound, or Conflict when the present state doesn't lead there.
    """
    if actor is not None and not getattr(actor, "is_staff", False):
        raise NotAllowed
    tenant = Tenant.objects.select_for_update().filter(pk=tenant_id).first()
    if tenant is None:
        raise NotFound
    before = TenantState(tenant.state)
    if (before, to) not in MOVES:
        raise Conflict(f"A business that is {before.replace('_', ' ')} can't become {to.replace('_', ' ')}.")
    tenant.state, tenant.state_since = to, now
    tenant.save(update_fields=["state", "state_since"])
    forget_hosts(tenant.pk)
    record(
        actor=actor,
        action="tenants.tenant.state_changed",
        target_type="tenants.tenant",
        target_id=tenant.pk,
        changes={"state": [before, to]},
        at=now,
    )
