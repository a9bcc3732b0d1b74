"""The mail that owners get about a domain that is failing: a handler of `tenants.domain_failing`."""

from django.core.mail import send_mail
from django.template.loader import render_to_string

from kernel.links import Page, path_to
from kernel.schemas import in_schema
from people.queries.owners import owners
from tenants.domains.models import CustomDomain
from tenants.domains.rules.domains import GIVEN_UP_AFTER, record_name, record_value
from tenants.life.queries.hosts import address, subdomain_of
from tenants.life.queries.tenants import tenant_by_id


def warn_of_domain(*, tenant_id: int, host: str) -> None:
    """That its proof is missing, and until when it still answers. Called in the public schema."""
    tenant = tenant_by_id(tenant_id)
    claim = CustomDomain.objects.filter(tenant_id=tenant_id, host=host).first()
    if tenant is None or claim is None or claim.failing_since is None:
        return
    with in_schema(tenant.schema_name):
        people = owners()
    context = {
        "host": host,
        "name": record_name(host),
        "value": record_value(claim.token),
        "until": claim.failing_since + GIVEN_UP_AFTER,
        "link": address(subdomain_of(tenant_id), path_to(Page.DOMAINS)),
    }
    for owner in people:
        body = render_to_string("domains/mail/domain_failing.txt", {**context, "owner": owner})
        subject, _, text = body.partition("\n")
        send_mail(subject, text.lstrip(), None, [owner.email])
