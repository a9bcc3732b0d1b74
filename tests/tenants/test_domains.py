"""Domains of a business's own: claimed by anybody, had by the one who proves it, lost slowly."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client

from audit.authors import PLATFORM
from audit.models import AuditEntry, OutboxEvent
from kernel.entitlements import Entitlements, Feature, NotInPlan, entitlements
from kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from kernel.schemas import in_schema, use_public
from people.models import User
from tenants.domains.enums import DomainState
from tenants.domains.errors import DomainClaimed, DomainTaken
from tenants.domains.handlers.warn_of_domain import warn_of_domain
from tenants.domains.jobs.check_due_domains import check_due_domains
from tenants.domains.models import CustomDomain
from tenants.domains.operations import check_domain as checking
from tenants.domains.operations.add_domain import MAX_DOMAINS, add_domain
from tenants.domains.operations.check_domain import check_domain
from tenants.domains.operations.make_domain_primary import make_domain_primary
from tenants.domains.operations.own_domains import (
    add_own_domain,
    check_own_domain,
    make_own_domain_primary,
    remove_own_domain,
)
from tenants.domains.operations.remove_domain import remove_domain
from tenants.domains.queries.domains import domain, domains
from tenants.domains.rules.domains import next_check
from tenants.life.models import Domain, Tenant
from tenants.life.operations.suspend_business import suspend_business
from tenants.life.queries.tenants import primary_host
from tests import dns
from tests.authors import OLIVE
from tests.installation import NOW, open_shop, together

HOST = "shop.example.com"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def own_dns(settings):
    settings.DOMAIN_LOOKUP = "tests.dns.lookup"
    dns.reset()
    caches["shared"].clear()
    yield
    caches["shared"].clear()


@pytest.fixture
def shops(committing):
    """Two businesses of their own, on the public schema."""
    open_shop("shop-a")
    open_shop("shop-b")
    use_public()
    return tuple(Tenant.objects.get(domains__domain=f"shop-{letter}.localhost") for letter in "ab")


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


def test_a_claim_blocks_nobody_and_the_proof_decides(shops):
    a, b = shops
    claim(a)
    dns.publish(claim(b))
    assert check(a).verified_at is None
    assert check(b).verified_at == NOW
    use_public()
    assert Domain.objects.get(domain=HOST).tenant == b
    with pytest.raises(InvalidInput) as refused:
        claim(Tenant.objects.create(name="C", schema_name="t_c"))
    assert refused.value.errors == {"host": ["Another business uses this domain."]}


def test_who_proves_it_second_is_told(shops):
    """Both records are published: the domain changes hands only after the first has removed it."""
    a, b = shops
    first, second = claim(a), claim(b)
    dns.publish(first)
    dns.RECORDS["_counterfoil.shop.example.com"].append(f"cf-verify={second.token}")
    check(a)
    assert check(b).problem == "Another business uses this domain."
    assert not check(b).verified_at
    remove_domain(actor=PLATFORM, tenant_id=a.pk, host=HOST, now=NOW)
    assert check(b).verified_at == NOW


def test_two_who_prove_it_in_the_same_moment(shops):
    a, b = shops
    first, second = claim(a), claim(b)
    dns.RECORDS["_counterfoil.shop.example.com"] = [f"cf-verify={each.token}" for each in (first, second)]

    def prove(tenant):
        use_public()
        return check_domain(actor=PLATFORM, tenant_id=tenant.pk, host=HOST, now=NOW)

    results = together(lambda: prove(a), lambda: prove(b))
    use_public()
    assert Domain.objects.filter(domain=HOST).count() == 1
    assert CustomDomain.objects.exclude(verified_at=None).count() == 1
    assert all(result is None or isinstance(result, DomainTaken) for result in results)


def test_another_businesss_domain_is_out_of_reach(shops):
    a, b = shops
    proved(a)
    for act in (check_domain, remove_domain, make_domain_primary):
        with pytest.raises(NotFound):
            act(actor=PLATFORM, tenant_id=b.pk, host=HOST, now=NOW)
    with pytest.raises(NotFound):
        make_domain_primary(actor=PLATFORM, tenant_id=b.pk, host="shop-a.localhost", now=NOW)
    assert status_at(HOST) == 200


def test_a_session_of_one_business_is_nothing_at_anothers_domain(shops):
    a, b = shops
    proved(a, "a.example.com")
    proved(b, "b.example.com")
    browser = Client(headers={"host": "a.example.com"})
    with in_schema(a.schema_name):
        browser.force_login(User.objects.get(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get("/").status_code == 200
    assert browser.get("/", headers={"host": "b.example.com"}).status_code == 302


def test_forms_work_there_and_only_from_there(shops):
    proved(shops[0])
    browser = Client(headers={"host": HOST}, enforce_csrf_checks=True)
    browser.get("/sign-in/")
    token = browser.cookies["csrf"].value
    typed = {"login": "x@example.com", "password": "x", "csrfmiddlewaretoken": token}
    assert browser.post("/sign-in/", typed, headers={"origin": f"http://{HOST}"}).status_code == 200
    for foreign in ("http://shop-b.localhost", "http://evil.example", "null"):
        assert browser.post("/sign-in/", typed, headers={"origin": foreign}).status_code == 403


def test_removing_it_ends_it_and_the_subdomain_is_primary_again(shops):
    a, _b = shops
    proved(a)
    make_domain_primary(actor=OLIVE, tenant_id=a.pk, host=HOST, now=NOW)
    assert primary_host(a.schema_name) == HOST
    assert status_at("shop-a.localhost") == 200
    remove_domain(actor=OLIVE, tenant_id=a.pk, host=HOST, now=NOW)
    assert status_at(HOST) == 404
    assert primary_host(a.schema_name) == "shop-a.localhost"
    with pytest.raises(NotFound):
        remove_domain(actor=OLIVE, tenant_id=a.pk, host="shop-a.localhost", now=NOW)
    entries = list(AuditEntry.objects.filter(action__startswith="tenants.domain.").order_by("id"))[-4:]
    done = ["added", "verified", "made_primary", "removed"]
    assert [(entry.action, entry.actor_name) for entry in entries] == [
        (f"tenants.domain.{what}", "Olive") for what in done
    ]


def test_a_pending_claim_is_not_primary(shops):
    a, _b = shops
    claim(a)
    with pytest.raises(NotFound):
        make_domain_primary(actor=PLATFORM, tenant_id=a.pk, host=HOST, now=NOW)


def test_a_domain_goes_with_the_life_of_its_business(shops):
    a, _b = shops
    proved(a)
    suspend_business(actor=User.objects.create_superuser(f"{uuid4()}@counterfoil.test"), tenant_id=a.pk, now=NOW)
    assert status_at(HOST) == 404
    assert status_at("localhost", f"/tls/ask?domain={HOST}") == 404


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


def test_a_claim_removed_while_the_dns_is_asked(shops, settings, monkeypatch):
    a, _b = shops
    dns.publish(claim(a))

    def slowly(name):
        remove_domain(actor=PLATFORM, tenant_id=a.pk, host=HOST, now=NOW)
        return dns.lookup(name)

    monkeypatch.setattr(checking, "txt_records", slowly)
    check_domain(actor=PLATFORM, tenant_id=a.pk, host=HOST, now=NOW)
    assert not Domain.objects.filter(domain=HOST).exists()


def test_so_many_and_not_more(shops):
    a, _b = shops
    for number in range(MAX_DOMAINS):
        claim(a, f"s{number}.example.com")
    with pytest.raises(InvalidInput):
        claim(a, "one-more.example.com")
    with pytest.raises(DomainClaimed):
        claim(a, "s1.example.com")


class TestThePersonsOfABusiness:
    def test_what_an_owner_does_is_in_both_trails(self, tenant, owner):
        add_own_domain(actor=owner, tenant_id=tenant.pk, host="Mine.Example.com", now=NOW)
        (entry,) = AuditEntry.objects.filter(action="tenants.domain.added")
        assert (entry.actor_id, entry.changes) == (owner.pk, {"host": "mine.example.com"})
        with in_schema("public"):
            entry = AuditEntry.objects.filter(action="tenants.domain.added").latest("id")
            assert (entry.actor_id, entry.actor_name) == (None, owner.name)
            assert (entry.home_schema, entry.home_id) == (tenant.schema_name, owner.pk)
            dns.publish(CustomDomain.objects.get())
        check_own_domain(actor=owner, tenant_id=tenant.pk, host="Mine.example.com", now=NOW)
        assert domain(owner, tenant_id=tenant.pk, host="MINE.example.com.").state is DomainState.LIVE
        (entry,) = AuditEntry.objects.filter(action="tenants.domain.verified")
        assert (entry.actor_id, entry.changes) == (owner.pk, {"host": "mine.example.com"})
        make_own_domain_primary(actor=owner, tenant_id=tenant.pk, host="mine.example.com", now=NOW)
        rows = domains(owner, tenant_id=tenant.pk)
        assert [(row.host, row.included, row.is_primary, row.state) for row in rows] == [
            ("acme.localhost", True, False, DomainState.LIVE),
            ("mine.example.com", False, True, DomainState.LIVE),
        ]
        remove_own_domain(actor=owner, tenant_id=tenant.pk, host="mine.example.com", now=NOW)
        with pytest.raises(NotFound):
            domain(owner, tenant_id=tenant.pk, host="mine.example.com")
        assert connection.schema_name == tenant.schema_name

    def test_nobody_else_may(self, tenant, manager, accountant):
        for person in (manager, accountant):
            for act in (add_own_domain, check_own_domain, make_own_domain_primary, remove_own_domain):
                with pytest.raises(NotAllowed):
                    act(actor=person, tenant_id=tenant.pk, host="mine.example.com", now=NOW)
        with pytest.raises(NotAllowed):
            domains(manager, tenant_id=tenant.pk)
        assert len(domains(accountant, tenant_id=tenant.pk)) == 1

    def test_a_plan_without_domains(self, tenant, owner):
        token = entitlements.set(Entitlements(features=frozenset(Feature) - {Feature.CUSTOM_DOMAIN}))
        try:
            with pytest.raises(NotInPlan):
                add_own_domain(actor=owner, tenant_id=tenant.pk, host="mine.example.com", now=NOW)
            with pytest.raises(NotInPlan):
                check_own_domain(actor=owner, tenant_id=tenant.pk, host="mine.example.com", now=NOW)
        finally:
            entitlements.reset(token)
        assert len(domains(owner, tenant_id=tenant.pk)) == 1


class TestCertificates:
    @pytest.mark.parametrize("host", ["localhost", "web:8000", "shop-a.localhost", HOST])
    def test_only_for_hosts_that_answer(self, shops, host):
        a, b = shops
        proved(a)
        claim(b, "pending.example.com")
        asked = {
            "localhost": 200, "www.localhost": 200, "shop-a.localhost": 200, HOST: 200, "SHOP.example.com.": 200,
            "pending.example.com": 404, "nobody.localhost": 404, "evil.example": 404, "": 404, "a b": 404, "%00": 404,
            "x" * 300: 404, "shop.example.com.evil.example": 404,
        }  # fmt: skip
        for domain_asked, status in asked.items():
            answer = Client(headers={"host": host}).get(f"/tls/ask?domain={domain_asked}")
            assert (answer.status_code, answer.content) == (status, b""), domain_asked

    @pytest.mark.usefixtures("shops")
    def test_not_asked_over_tls_and_not_without_end(self, settings, monkeypatch):
        settings.SECURE_SSL_REDIRECT = True
        assert status_at("web:8000", "/tls/ask?domain=localhost") == 200
        assert status_at("web:8000", "/tls/ask") == 404
        monkeypatch.setattr("config.edge.certificates.take", lambda *_, **__: 1.0)
        assert status_at("web:8000", "/tls/ask?domain=nobody.localhost") == 429
        for host in ("localhost", "shop-a.localhost"):
            assert status_at("web:8000", f"/tls/ask?domain={host}") == 200, "nonsense takes nothing from those who are"

    def test_a_foreign_domain_is_not_spoken_for_below_its_host(self, shops, settings):
        settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 3600, True
        proved(shops[0])
        for host, policy in ((HOST, "max-age=3600"), ("shop-a.localhost", "max-age=3600; includeSubDomains")):
            answer = Client(headers={"host": host}).get("/sign-in/", secure=True)
            assert answer["Strict-Transport-Security"].removesuffix("; preload") == policy
