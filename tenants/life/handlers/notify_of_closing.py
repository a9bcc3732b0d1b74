"""The mail to owners when their business is closed: a handler of `tenants.business_closing`, in public."""

from django.core.mail import send_mail
from django.template.loader import render_to_string

from kernel.links import Page, path_to
from kernel.schemas import in_schema
from people.queries.owners import owners
from tenants.life.queries.hosts import address
from tenants.life.queries.tenants import primary_host, tenant_by_id
from tenants.life.rules.lifecycle import CLOSING_STATES


def notify_of_closing(*, tenant_id: int) -> None:
    """When it is deleted and how to keep it. Nothing when it was kept meanwhile."""
    tenant = tenant_by_id(tenant_id)
    if tenant is None or tenant.state not in CLOSING_STATES:
        return
    with in_schema(tenant.schema_name):
        people = owners()
    context = {"tenant": tenant, "link": address(primary_host(tenant.schema_name), path_to(Page.CLOSING))}
    for owner in people:
        body = render_to_string("life/mail/closing.txt", {**context, "owner": owner})
        subject, _, text = body.partition("\n")
        send_mail(subject, text.lstrip(), None, [owner.email])
