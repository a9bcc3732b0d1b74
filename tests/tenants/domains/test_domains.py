"""Domains of a business's own: claimed by anybody, had by the one who proves it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from audit.authors import PLATFORM
from audit.models import AuditEntry
from kernel.entitlements import Entitlements, Feature, NotInPlan, entitlements
from kernel.errors import InvalidInput, NotAllowed, NotFound
from kernel.schemas import in_schema, use_public
from people.models import User
from tenants.domains.enums import DomainState
from tenants.domains.errors import DomainClaimed, DomainTaken
from tenants.domains.models import CustomDomain
from tenants.domains.operations import check_domain as checking
from tenants.domains.operations.add_domain import MAX_DOMAINS
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
from tenants.life.models import Domain, Tenant
from tenants.life.operations.suspend_business import suspend_business
from tenants.life.queries.tenants import primary_host
from tests import dns
from tests.authors import OLIVE
from tests.installation import NOW, together
from tests.tenants.domains.claiming import HOST, check, claim, proved, status_at


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
