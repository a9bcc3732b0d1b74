"""Support's pass and session for one business are worth nothing at another."""

from uuid import uuid4

import pytest
from django.utils import timezone

from kernel.schemas import use_public
from people.models import User
from tenants.life.models import Tenant
from tenants.life.operations.impersonate import impersonate


@pytest.fixture
def helper(shops):
    """An operator, committed. Audit entries keep the row for good, so it is only shut out afterwards."""
    use_public()
    person = User.objects.create_superuser(f"{uuid4()}@counterfoil.test", "a long enough password", name="Op")
    yield person
    use_public()
    User.objects.filter(pk=person.pk).update(is_staff=False, is_active=False)


def test_a_pass_and_a_session_of_a_at_b(shops, helper):
    a, b = shops
    tenant_id = Tenant.objects.get(schema_name=a.schema).pk
    url = impersonate(actor=helper, tenant_id=tenant_id, person_id=a.owner, reason="Ticket 1", now=timezone.now())
    assert url.startswith(f"http://{a.host}")
    entry = url[url.index("/enter/") :]
    assert b.browser().get(entry).headers["Location"] == "/sign-in/"
    visitor = a.browser()
    assert visitor.get(entry).headers["Location"] == "/"
    assert visitor.get("/").status_code == 200
    thief = b.browser()
    thief.cookies = visitor.cookies
    assert thief.get("/").headers["Location"].startswith("/sign-in/")
