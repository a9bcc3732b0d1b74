"""Whom time has done something to. On the public schema."""

from datetime import datetime

from billing.enums import SubscriptionStatus
from billing.models import Subscription
from billing.rules.life import state_for
from tenants.life.enums import TenantState
from tenants.life.rules.lifecycle import SUBSCRIBED


def due_tenants(now: datetime) -> list[int]:
    """Ids of the businesses whose state isn't what their subscription says, among those whose subscription decides."""
    rows = Subscription.objects.filter(tenant__state__in=SUBSCRIBED).values_list(
        "tenant_id", "tenant__state", "status", "status_since", "trial_ends_at", "stripe_subscription_id"
    )
    return [
        tenant_id
        for tenant_id, state, status, since, trial_ends_at, paid_for in rows
        if state
        != state_for(
            status=SubscriptionStatus(status),
            since=since,
            trial_ends_at=trial_ends_at,
            paid_for=bool(paid_for),
            now=now,
        )
    ]


def customers() -> list[int]:
    """Ids of the businesses that Stripe knows."""
    held = (TenantState.OPENING, TenantState.DELETED)
    rows = Subscription.objects.exclude(stripe_customer_id=None).exclude(tenant__state__in=held)
    return list(rows.order_by("pk").values_list("tenant_id", flat=True))
