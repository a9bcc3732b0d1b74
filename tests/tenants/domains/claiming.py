"""What an owner and their browser do with a domain of their own."""

from django.test import Client

from kernel.schemas import use_public
from tenants.domains.models import CustomDomain
from tenants.domains.operations.add_domain import add_domain
from tenants.domains.operations.check_domain import check_domain
from tests import dns
from tests.authors import OLIVE
from tests.installation import NOW

HOST = "shop.example.com"


def claim(tenant, host=HOST, now=NOW):
    return add_domain(actor=OLIVE, tenant_id=tenant.pk, host=host, now=now)


def check(tenant, host=HOST, now=NOW):
    check_domain(actor=OLIVE, tenant_id=tenant.pk, host=host, now=now)
    return CustomDomain.objects.get(tenant=tenant, host=host)


def proved(tenant, host=HOST, now=NOW):
    dns.publish(claim(tenant, host, now))
    return check(tenant, host, now)


def status_at(host, path="/sign-in/", **headers):
    status = Client(headers={"host": host, **headers}).get(path).status_code
    use_public()
    return status
