from datetime import datetime
from functools import partial

from audit.authors import Author
from audit.steps import emit, record
from kernel.actors import Actor
from kernel.errors import Conflict
from kernel.operators import require_operator
from kernel.permissions import Permission
from kernel.transactions import operation
from tenants.life.actions import Action
from tenants.life.enums import TenantState
from tenants.life.events import ClosingCancelled
from tenants.life.for_business import for_business
from tenants.life.models import Tenant
from tenants.life.rules.lifecycle import AFTER_CANCELLED_CLOSING
from tenants.life.steps.lock_tenant import lock_tenant
from tenants.life.steps.move_state import move_state

_ACTION = Action.BUSINESS_CLOSING_CANCELLED


def ask_to_cancel_closing(*, actor: Actor, tenant_id: int, now: datetime) -> Tenant:
    """Take the closing back, by the owner. In the business's schema. NotAllowed; Conflict when it isn't closed."""
    actor.require(Permission.COMPANY_BUSINESS_CLOSE)
    work = partial(cancel_closing, tenant_id=tenant_id, now=now)
    return for_business(actor=actor, tenant_id=tenant_id, action=_ACTION, now=now, work=work)


@operation
def cancel_closing(*, actor: Actor | Author, tenant_id: int, now: datetime, reason: str = "") -> Tenant:
    """Take the closing back: by an operator, or for the owner (`ask_to_cancel_closing`), who comes as an author.
    In public.

    The business can be read at once; what it has paid for decides about the rest when billing hears of it.
    NotAllowed; NotFound; Conflict when it isn't being closed, or is deleted by now.
    """
    if not isinstance(actor, Author):
        require_operator(actor)
    tenant = lock_tenant(tenant_id)
    to = AFTER_CANCELLED_CLOSING.get(TenantState(tenant.state))
    if to is None:
        raise Conflict("This business isn't being closed.")
    move_state(tenant=tenant, to=to, actor=actor, now=now, reason="closing cancelled")
    record(
        actor=actor,
        action=_ACTION,
        target_type="tenants.tenant",
        target_id=tenant.pk,
        changes={"reason": reason} if reason else {},
        at=now,
    )
    emit(ClosingCancelled(tenant_id=tenant.pk), at=now)
    return tenant
