from datetime import datetime

from audit.steps import record
from kernel.actors import Actor
from kernel.errors import Conflict
from kernel.transactions import require_transaction
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.life.rules.lifecycle import MOVES, WORKING
from tenants.life.steps.invalidate_hosts import invalidate_hosts


def move_state(
    *, tenant: Tenant, to: TenantState, actor: Actor | None, now: datetime, reason: str = "", by: str = ""
) -> None:
    """Move a locked tenant along its life, with an audit entry in public; its hosts obey after the commit.

    `actor` is an operator; None is the platform, or the business's person that `by` names. Conflict when its present
    state doesn't lead there, or when work would begin again in a business that is being closed.
    """
    require_transaction()
    before = TenantState(tenant.state)
    if (before, to) not in MOVES:
        raise Conflict(f"A business that is {before.label} can't become {to.label}.")
    if to in WORKING and tenant.closes_at is not None:
        raise Conflict("This business is being closed; keep it first.")
    tenant.state, tenant.state_since = to, now
    tenant.save(update_fields=["state", "state_since"])
    invalidate_hosts(tenant.pk)
    record(
        actor=actor,
        by=by,
        action="tenants.tenant.state_changed",
        target_type="tenants.tenant",
        target_id=tenant.pk,
        changes={"state": [before, to], **({"reason": reason} if reason else {})},
        at=now,
    )
