"""What owners are told by mail about their plan: a handler of `billing.quota_threshold_reached`."""

from django.core.mail import send_mail
from django.template.loader import render_to_string

from billing.queries.standing import standing_of
from kernel.entitlements import Meter
from kernel.schemas import in_schema
from people.queries.owners import owners
from tenants.queries.hosts import address
from tenants.queries.tenants import primary_host, tenant_by_id


def tell_of_threshold(*, tenant_id: int, meter: str, threshold: int, used: int, allowed: int) -> None:
    """That a meter has passed a threshold (per cent). Called in the public schema."""
    tenant, standing = tenant_by_id(tenant_id), standing_of(tenant_id)
    if tenant is None or standing is None:
        return
    with in_schema(tenant.schema_name):
        people = owners()
    context = {
        "business": tenant.name,
        "plan": standing.plan_name,
        "meter": Meter(meter).label,
        "used": used,
        "allowed": allowed,
        "full": threshold >= 100,
        "lifted_by": standing.entitlements.allowance(Meter(meter)).lifted_by,
        "sales": meter == Meter.SALES,
        "link": address(primary_host(tenant.schema_name), "/settings/plan/"),
    }
    for owner in people:
        body = render_to_string("billing/mail/quota.txt", {**context, "owner": owner})
        subject, _, text = body.partition("\n")
        send_mail(subject, text.lstrip(), None, [owner.email])
