from datetime import datetime

from audit.authors import Author
from audit.steps import emit
from billing.enums import SubscriptionStatus
from billing.events import AccessChanged
from billing.models import Subscription
from billing.queries.entitlements import invalidate_plan
from billing.rules.life import state_for
from kernel.actors import Actor
from kernel.transactions import require_transaction
from tenants.life.enums import TenantState
from tenants.life.rules.lifecycle import SUBSCRIBED
from tenants.life.steps.lock_tenant import lock_tenant
from tenants.life.steps.move_state import move_state


def settle(subscription: Subscription, *, actor: Actor | Author, now: datetime) -> None:
    """Give the business the state that its locked subscription says, and invalidate what was cached about it.

    Only among the states where the subscription decides: one that is closing or suspended stays so, whatever it paid.
    """
    require_transaction()
    invalidate_plan(subscription.tenant_id)
    tenant = lock_tenant(subscription.tenant_id)
    to = state_of(subscription, now)
    if tenant.state == to or tenant.state not in SUBSCRIBED:
        return
    emit(AccessChanged(tenant.pk, tenant.state, to), at=now)
    move_state(tenant=tenant, to=to, actor=actor, now=now, reason=f"subscription {subscription.status}")


def state_of(subscription: Subscription, now: datetime) -> TenantState:
    """What the subscription says its business's state is."""
    return state_for(
        status=SubscriptionStatus(subscription.status),
        since=subscription.status_since,
        trial_ends_at=subscription.trial_ends_at,
        paid_for=bool(subscription.stripe_subscription_id),
        now=now,
    )
