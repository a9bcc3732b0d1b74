"""A domain answers from its proof on, is checked ever again, and is lost slowly."""

from datetime import timedelta

import pytest

from audit.authors import PLATFORM
from audit.models import AuditEntry, OutboxEvent
from kernel.entitlements import Feature
from kernel.errors import Conflict
from kernel.schemas import in_schema, use_public
from tenants.domains.errors import DomainTaken
from tenants.domains.handlers.warn_of_domain import warn_of_domain
from tenants.domains.jobs.check_due_domains import check_due_domains
from tenants.domains.models import CustomDomain
from tenants.domains.operations import check_domain as checking
from tenants.domains.operations.make_domain_primary import make_domain_primary
from tenants.domains.rules.domains import next_check
from tenants.life.queries.tenants import primary_host
from tests import dns
from tests.installation import NOW
from tests.tenants.domains.claiming import HOST, check, claim, proved, status_at

DAY = timedelta(days=1)


def test_a_domain_answers_from_its_proof_on(shops):
    a, _b = shops
    made = claim(a, "  Shop.Example.COM. ")
    assert made.host == HOST
    assert status_at(HOST) == 404
    assert check(a).problem == "There is no such TXT record at _counterfoil.shop.example.com yet."
    assert status_at(HOST) == 404
    dns.RECORDS["_counterfoil.shop.example.com"] = [f"cf-verify={made.token}x", "cf-verify="]
    assert check(a).verified_at is None
    dns.publish(made)
    assert check(a).verified_at == NOW
    assert status_at(HOST) == status_at("SHOP.example.com.:443") == 200
    assert dns.ASKED == ["_counterfoil.shop.example.com"] * 3


def test_a_missing_proof_is_warned_of_and_lost_only_after_a_month(shops, mailoutbox):
    a, _b = shops
    proved(a)
    dns.reset()
    seen = {}
    for day in range(1, 34):
        use_public()
        check_due_domains(now=NOW + day * DAY)
        row = CustomDomain.objects.get()
        seen[day] = (bool(row.failing_since), bool(row.warned_at), status_at(HOST))
        use_public()
    assert seen[1] == seen[3] == (True, False, 200)
    assert seen[4] == seen[30] == (True, True, 200)
    assert seen[31] == (False, False, 404)
    events = OutboxEvent.objects.filter(kind="tenants.domain_failing")
    assert [event.payload for event in events] == [{"tenant_id": a.pk, "host": HOST}]
    assert AuditEntry.objects.filter(action="tenants.domain.lapsed").count() == 1
    with in_schema(a.schema_name):
        assert AuditEntry.objects.get(action="tenants.domain.lapsed").actor_name == "Counterfoil"
    assert CustomDomain.objects.get().next_check_at is None


def test_mails_and_links_point_home_as_soon_as_the_proof_is_gone(shops):
    a, b = shops
    made = proved(a)
    proved(b, "b.example.com")
    for tenant, host in ((a, HOST), (b, "b.example.com")):
        make_domain_primary(actor=PLATFORM, tenant_id=tenant.pk, host=host, now=NOW)
    dns.DOWN.add("_counterfoil.shop.example.com")
    check(a, now=NOW + DAY)
    assert primary_host(a.schema_name) == HOST
    dns.reset()
    check(a, now=NOW + DAY)
    assert (primary_host(a.schema_name), status_at(HOST)) == ("shop-a.localhost", 200)
    assert primary_host(b.schema_name) == "b.example.com"
    with pytest.raises(Conflict, match="TXT record"):
        make_domain_primary(actor=PLATFORM, tenant_id=a.pk, host=HOST, now=NOW)
    assert primary_host(a.schema_name) == "shop-a.localhost"
    dns.publish(made)
    check(a, now=NOW + 2 * DAY)
    assert primary_host(a.schema_name) == "shop-a.localhost"
    make_domain_primary(actor=PLATFORM, tenant_id=a.pk, host=HOST, now=NOW)
    assert primary_host(a.schema_name) == HOST


def test_the_warning_says_what_to_do(shops, mailoutbox):
    a, _b = shops
    made = proved(a)
    warn_of_domain(tenant_id=a.pk, host=HOST)
    assert not mailoutbox
    CustomDomain.objects.update(failing_since=NOW)
    warn_of_domain(tenant_id=a.pk, host=HOST)
    (mail,) = mailoutbox
    assert mail.to == ["olive@example.com"]
    assert f"_counterfoil.shop.example.com  cf-verify={made.token}" in mail.body
    assert "21 December 2026" in mail.body
    assert "http://shop-a.localhost" in mail.body


def test_a_proof_that_comes_back_is_forgiven(shops):
    a, _b = shops
    made = proved(a)
    dns.reset()
    assert check(a, now=NOW + DAY).failing_since == NOW + DAY
    dns.publish(made)
    row = check(a, now=NOW + 2 * DAY)
    assert (row.failing_since, row.problem, row.verified_at) == (None, "", NOW)


def test_a_dns_that_is_down_proves_nothing_either_way(shops):
    a, _b = shops
    proved(a)
    dns.DOWN.add("_counterfoil.shop.example.com")
    for hour in range(200):
        row = check(a, now=NOW + DAY + timedelta(hours=hour))
    assert row.failing_since is None
    assert row.next_check_at == row.checked_at + timedelta(hours=1)
    assert status_at(HOST) == 200


def test_a_claim_is_looked_at_ever_less_often_for_two_weeks(shops):
    a, _b = shops
    claim(a)
    now, looks = NOW, []
    while (row := CustomDomain.objects.get()).next_check_at:
        now = row.next_check_at
        looks.append(now - NOW)
        check_due_domains(now=now)
    assert looks[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=3)]
    assert timedelta(days=14) <= looks[-1] < timedelta(days=14, hours=6)
    assert 60 < len(looks) < 100
    assert next_check(added_at=NOW, now=NOW + timedelta(days=13)) == NOW + timedelta(days=13, hours=6)


def without_domains(_tenant_id, feature):
    return feature is not Feature.CUSTOM_DOMAIN


def test_a_plan_that_was_left_proves_no_more_domains_and_those_there_stay(shops, settings):
    a, _b = shops
    proved(a)
    record = dns.RECORDS["_counterfoil.shop.example.com"]
    dns.publish(claim(a, "late.example.com"))
    settings.TENANT_HAS_FEATURE = f"{__name__}.without_domains"
    assert check_due_domains(now=NOW + DAY) == 2
    late = CustomDomain.objects.get(host="late.example.com")
    assert (late.verified_at, late.problem) == (None, "Your plan does not include a domain of your own.")
    assert late.next_check_at == next_check(added_at=NOW, now=NOW + DAY)
    assert (status_at("late.example.com"), status_at(HOST)) == (404, 200)
    dns.reset()
    assert check(a, now=NOW + 2 * DAY).failing_since == NOW + 2 * DAY
    dns.RECORDS["_counterfoil.shop.example.com"] = record
    assert check(a, now=NOW + 3 * DAY).failing_since is None
    settings.TENANT_HAS_FEATURE = "billing.queries.entitlements.has_feature"
    dns.publish(late)
    assert check(a, "late.example.com", NOW + 4 * DAY).verified_at == NOW + 4 * DAY


def test_what_is_not_due_is_left_alone_and_one_that_fails_stops_nobody(shops, monkeypatch):
    a, b = shops
    claim(a, "a.example.com")
    claim(b, "b.example.com")
    assert check_due_domains(now=NOW + timedelta(seconds=59)) == 0
    settle, tried = checking._settle, []

    def quarrel(claim_id, **rest):
        tried.append(claim_id)
        if len(tried) == 1:
            raise DomainTaken
        settle(claim_id, **rest)

    monkeypatch.setattr(checking, "_settle", quarrel)
    assert check_due_domains(now=NOW + DAY) == 2
    assert CustomDomain.objects.exclude(checked_at=None).count() == 1
