from datetime import datetime

from audit.authors import Author
from audit.steps import record
from kernel.actors import Actor
from kernel.errors import Conflict
from kernel.transactions import require_transaction
from tenants.life.actions import Action
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.life.rules.lifecycle import CLOSING_STATES, MOVES
from tenants.life.steps.invalidate_hosts import invalidate_hosts


def move_state(
    *,
    tenant: Tenant,
    to: TenantState,
    actor: Actor | Author,
    now: datetime,
    closes_at: datetime | None = None,
    reason: str = "",
) -> None:
    """Move a locked tenant along its life, with an audit entry in public; its hosts obey after the commit.

    `actor` is an operator, or an author: the platform, Stripe, the business's person. `closes_at` comes with the move
    that begins a closing; moves within one keep it, all others clear it. Conflict when the present state doesn't lead
    there (tenants.life.rules.lifecycle.MOVES).
    """
    require_transaction()
    before = TenantState(tenant.state)
    if (before, to) not in MOVES:
        raise Conflict(f"A business that is {before.label} can't become {to.label}.")
    tenant.state, tenant.state_since = to, now
    tenant.closes_at = (closes_at or tenant.closes_at) if to in CLOSING_STATES else None
    tenant.save(update_fields=["state", "state_since", "closes_at"])
    invalidate_hosts(tenant.pk)
    record(
        actor=actor,
        action=Action.TENANT_STATE_CHANGED,
        target_type="tenants.tenant",
        target_id=tenant.pk,
        changes={"state": [before, to], **({"reason": reason} if reason else {})},
        at=now,
    )
