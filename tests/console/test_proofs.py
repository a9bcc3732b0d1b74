"""What the nightly proof found, as operators see it and are told of it. No business sees any of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from insights.jobs.notify_of_proofs import notify_of_proofs
from insights.jobs.prune_proofs import RETENTION_PROOFS, prune_proofs
from insights.models import ProofRun
from insights.queries.proof_runs import PROVED_WITHIN, THE_PLATFORM, latest_proofs
from kernel.schemas import in_schema, use_public
from people.models import User
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tests.installation import NOW

FOUND = [{"question": "an entry has no lines", "count": 1200, "shown": [{"entry": "01a2", "number": "MN/2627/7"}]}]


@pytest.fixture
def platform(tenant):
    """The public schema, where this business has worked for a year and is the only one."""
    use_public()
    Tenant.objects.exclude(pk=tenant.pk).update(state=TenantState.DELETED)
    Tenant.objects.filter(pk=tenant.pk).update(state_since=NOW - timedelta(days=365))


def run(tenant, *, findings=(), before=timedelta(0)):
    return ProofRun.objects.create(
        tenant=tenant, at=NOW - before, seconds=1.5, is_right=not findings, findings=list(findings)
    )


def names():
    found = latest_proofs(NOW)
    return [one.name for one in found.wrong], found.unproved


def test_the_last_proof_of_each_counts(platform, tenant):
    run(tenant, findings=FOUND, before=timedelta(days=1))
    run(None, findings=FOUND, before=timedelta(days=1))
    assert names() == ([tenant.name, THE_PLATFORM], [])
    run(tenant)
    assert names() == ([THE_PLATFORM], [])
    run(None)
    assert names() == ([], [])


def test_who_was_not_proved_for_two_days_is_named(platform, tenant):
    run(tenant, before=PROVED_WITHIN + timedelta(hours=1))
    assert names() == ([], [tenant.name])
    run(tenant, before=PROVED_WITHIN - timedelta(hours=1))
    assert names() == ([], [])


@pytest.mark.parametrize(
    "changed", [{"state": TenantState.SUSPENDED}, {"state_since": NOW - PROVED_WITHIN + timedelta(hours=1)}]
)
def test_nobody_waits_for_the_proof_of_a_business_that_rests_or_just_began(platform, tenant, changed):
    Tenant.objects.filter(pk=tenant.pk).update(**changed)
    assert names() == ([], [])


def test_what_was_found_of_a_business_that_is_gone_is_past(platform, tenant):
    run(tenant, findings=FOUND)
    Tenant.objects.filter(pk=tenant.pk).update(state=TenantState.DELETED)
    assert names() == ([], [])


def test_the_console_shows_it(platform, console, tenant):
    run(tenant, findings=FOUND)
    page = console.get("/console/").content.decode()
    assert "an entry has no lines (1,200)" in page
    page = console.get(f"/console/life/tenant/{tenant.pk}/change/").content.decode()
    assert "number MN/2627/7" in page
    page = console.get("/console/insights/proofrun/?is_right__exact=0").content.decode()
    assert "an entry has no lines (1,200)" in page


def test_a_business_that_was_not_proved_yet_says_so(platform, console, tenant):
    assert "Not proved yet" in console.get(f"/console/life/tenant/{tenant.pk}/change/").content.decode()


def test_people_of_a_business_find_nothing_at_its_own_host(owner, platform, client_for, tenant):
    run(tenant, findings=FOUND)
    with in_schema(tenant.schema_name):
        browser = client_for(owner)
    for path in ("/console/", "/console/insights/proofrun/", f"/console/life/tenant/{tenant.pk}/change/"):
        assert browser.get(path).status_code == 404


def test_operators_get_a_mail_until_it_is_mended(platform, operator, tenant):
    User.objects.exclude(pk=operator.pk).update(is_active=False)
    User.objects.create_superuser("gone@counterfoil.test", "a long enough password", is_active=False)
    run(tenant, findings=FOUND, before=timedelta(hours=1))
    assert notify_of_proofs(now=NOW) == 1
    (sent,) = mail.outbox
    assert sent.to == [operator.email]
    assert sent.subject == "1 wrong, 0 not proved"
    assert tenant.name in sent.body
    assert "- an entry has no lines (1200)" in sent.body
    assert "/console/insights/proofrun/" in sent.body
    run(tenant)
    assert notify_of_proofs(now=NOW) == 0


def test_they_get_one_when_nothing_was_proved(platform, operator, tenant):
    User.objects.exclude(pk=operator.pk).update(is_active=False)
    assert notify_of_proofs(now=NOW) == 1
    assert mail.outbox[0].subject == "0 wrong, 1 not proved"
    assert tenant.name in mail.outbox[0].body


def test_results_go_after_a_month(platform, tenant):
    old, new = (run(tenant, before=RETENTION_PROOFS + timedelta(hours=hour)) for hour in (1, -1))
    prune_proofs(now=NOW)
    assert list(ProofRun.objects.values_list("pk", flat=True)) == [new.pk]
    assert old.pk != new.pk


@pytest.mark.parametrize(("is_right", "findings"), [(True, FOUND), (False, [])])
def test_a_result_says_why(platform, tenant, is_right, findings):
    with pytest.raises(IntegrityError, match="insights_proof_run_says_why"), transaction.atomic():
        ProofRun.objects.create(tenant=tenant, at=NOW, seconds=1, is_right=is_right, findings=findings)
