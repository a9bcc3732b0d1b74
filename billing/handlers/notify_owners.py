"""The mails to owners about their plan: handlers of this room's events. Called in the public schema."""

from typing import Any

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone

from billing.enums import SubscriptionStatus
from billing.queries.entitlements import plan_status_of
from billing.queries.pages import plan_page
from billing.queries.plans import find_subscription_info
from billing.rules.life import next_change
from kernel.entitlements import Meter
from kernel.schemas import in_schema
from people.queries.owners import owners
from tenants.life.enums import TenantState
from tenants.life.queries.tenants import primary_host, tenant_by_id
from tenants.life.rules.lifecycle import CLOSING_STATES

_NOTIFIED_OF = {TenantState.PAST_DUE, TenantState.READ_ONLY, TenantState.EXPORT_OPEN}
"""States that owners hear of; and of ACTIVE, after one of these."""


def notify_of_threshold(*, tenant_id: int, meter: str, threshold: int, used: int, allowed: int) -> None:
    """That a meter has passed a threshold (per cent)."""
    status = plan_status_of(tenant_id)
    if status is None:
        return
    _mail_owners(
        tenant_id,
        "quota",
        plan=status.plan_name,
        meter=Meter(meter).label,
        used=used,
        allowed=allowed,
        full=threshold >= 100,
        lifted_by=status.entitlements.allowance(Meter(meter)).lifted_by,
        sales=meter == Meter.SALES,
    )


def notify_of_access(*, tenant_id: int, before: str, after: str) -> None:
    """That less works than before, and until when there is time; or that everything works again."""
    if after not in _NOTIFIED_OF and before not in _NOTIFIED_OF:
        return
    subscription = find_subscription_info(tenant_id)
    if subscription is None:
        return
    until = next_change(
        status=SubscriptionStatus(subscription.status),
        since=subscription.status_since,
        trial_ends_at=subscription.trial_ends_at,
        now=timezone.now(),
    )
    _mail_owners(tenant_id, "state", state=after, until=until)


def _mail_owners(tenant_id: int, template: str, **context: Any) -> None:  # noqa: ANN401 (what the template shows)
    tenant = tenant_by_id(tenant_id)
    if tenant is None or tenant.state in {*CLOSING_STATES, TenantState.DELETED}:
        return  # its owners hear of the closing instead
    link = plan_page(primary_host(tenant.schema_name))
    with in_schema(tenant.schema_name):
        people = owners()
    for owner in people:
        text = render_to_string(
            f"billing/mail/{template}.txt", {**context, "business": tenant.name, "link": link, "owner": owner}
        )
        subject, _, body = text.partition("\n")
        send_mail(subject, body.lstrip(), None, [owner.email])
