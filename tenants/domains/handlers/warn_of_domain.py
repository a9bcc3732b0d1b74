"""The mail that owners get about a domain that is failing: a handler of `tenants.domain_failing`."""

from django.core.mail import send_mail
from django.template.loader import render_to_string

from kernel.links import Page, path_to
from kernel.schemas import in_schema
from people.queries.owners import owners
from tenants.domains.queries.domains import failing_domain
from tenants.domains.rules.domains import GIVEN_UP_AFTER, record_name
from tenants.life.queries.hosts import address, subdomain_of
from tenants.life.queries.tenants import tenant_by_id


def warn_of_domain(*, tenant_id: int, host: str) -> None:
    """That its proof is missing, and until when it still answers. Called in the public schema."""
    tenant = tenant_by_id(tenant_id)
    failing = failing_domain(tenant_id=tenant_id, host=host)
    if tenant is None or failing is None:
        return
    with in_schema(tenant.schema_name):
        people = owners()
    context = {
        "host": host,
        "name": record_name(host),
        "value": failing.record_value,
        "until": failing.since + GIVEN_UP_AFTER,
        "link": address(subdomain_of(tenant_id), path_to(Page.DOMAINS)),
    }
    for owner in people:
        body = render_to_string("domains/mail/domain_failing.txt", {**context, "owner": owner})
        subject, _, text = body.partition("\n")
        send_mail(subject, text.lstrip(), None, [owner.email])
