from datetime import datetime

from audit.steps import record
from kernel.actors import Actor
from kernel.errors import Conflict
from kernel.transactions import require_transaction
from tenants.enums import TenantState
from tenants.models import Tenant
from tenants.rules.lifecycle import MOVES
from tenants.steps.forget_hosts import forget_hosts


def move_state(*, tenant: Tenant, to: TenantState, actor: Actor | None, now: datetime, reason: str = "") -> None:
    """Move a locked tenant along its life, with an audit entry in public; its hosts obey after the commit.

    Conflict when its present state doesn't lead there.
    """
    require_transaction()
    before = TenantState(tenant.state)
    if (before, to) not in MOVES:
        raise Conflict(f"A business that is {before.label} can't become {to.label}.")
    tenant.state, tenant.state_since = to, now
    tenant.save(update_fields=["state", "state_since"])
    forget_hosts(tenant.pk)
    record(
        actor=actor,
        action="tenants.tenant.state_changed",
        target_type="tenants.tenant",
        target_id=tenant.pk,
        changes={"state": [before, to], **({"reason": reason} if reason else {})},
        at=now,
    )
