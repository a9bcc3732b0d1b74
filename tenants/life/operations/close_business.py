from datetime import datetime
from functools import partial

from audit.authors import Author
from audit.steps import emit, record
from kernel.actors import Actor
from kernel.errors import Conflict, InvalidInput
from kernel.operators import require_operator
from kernel.permissions import Permission
from kernel.rate_limits import take
from kernel.schemas import current_schema
from kernel.transactions import operation
from people.queries.people import knows_password
from tenants.life.actions import Action
from tenants.life.enums import TenantState
from tenants.life.errors import TooManyTries
from tenants.life.events import BusinessClosing
from tenants.life.for_business import for_business
from tenants.life.models import Tenant
from tenants.life.queries.tenants import tenant_by_id
from tenants.life.rules.closing import GRACE_CLOSING, is_name
from tenants.life.rules.lifecycle import CLOSING_STATES
from tenants.life.steps.lock_tenant import lock_tenant
from tenants.life.steps.move_state import move_state

_ACTION = Action.BUSINESS_CLOSED
_GUESSES_PER_MINUTE, _GUESSES_AT_ONCE = 1, 5


def ask_to_close(*, actor: Actor, tenant_id: int, name: str, password: str, now: datetime) -> Tenant:
    """Close the business, by its owner, who types its name and the own password. In the business's schema.

    NotAllowed; InvalidInput; TooManyTries, because a stolen session could guess passwords here; Conflict when it
    is being closed already.
    """
    actor.require(Permission.COMPANY_BUSINESS_CLOSE)
    bucket = f"password:{current_schema()}:{actor.pk}"
    if wait := take(bucket, rate_per_minute=_GUESSES_PER_MINUTE, burst=_GUESSES_AT_ONCE):
        raise TooManyTries(wait)
    tenant = tenant_by_id(tenant_id)
    errors = {}
    if tenant is None or not is_name(name, tenant.name):
        errors["name"] = ["This is not the name of the business."]
    if not knows_password(actor, password):
        errors["password"] = ["This is not your password."]
    if errors:
        raise InvalidInput(errors=errors)
    work = partial(close_business, tenant_id=tenant_id, now=now)
    return for_business(actor=actor, tenant_id=tenant_id, action=_ACTION, now=now, work=work)


@operation
def close_business(*, actor: Actor | Author, tenant_id: int, now: datetime, reason: str = "") -> Tenant:
    """Let a business rest until it is deleted: by an operator, or for its owner (`ask_to_close`), who comes
    as an author. In public.

    NotAllowed; NotFound; Conflict when it is being closed already, or can't be closed.
    """
    if not isinstance(actor, Author):
        require_operator(actor)
    tenant = lock_tenant(tenant_id)
    if tenant.state in CLOSING_STATES:
        raise Conflict("This business is being closed already.")
    end = now + GRACE_CLOSING
    move_state(tenant=tenant, to=TenantState.CLOSING, closes_at=end, actor=actor, now=now, reason="closed")
    record(
        actor=actor,
        action=_ACTION,
        target_type="tenants.tenant",
        target_id=tenant.pk,
        changes={"closes_at": end, **({"reason": reason} if reason else {})},
        at=now,
    )
    emit(BusinessClosing(tenant_id=tenant.pk), at=now)
    return tenant
