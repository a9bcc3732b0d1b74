import pytest
from django.core.cache import caches
from django.db import connection, transaction

from audit.authors import PLATFORM
from kernel.errors import Conflict, NotAllowed, NotFound
from kernel.schemas import use_public
from people.models import User
from tenants.life.enums import TenantState
from tenants.life.models import Domain, Tenant
from tenants.life.operations.suspend_business import suspend_business
from tenants.life.queries import hosts
from tenants.life.queries.hosts import address, normalised_host, tenant_at
from tenants.life.steps.lock_tenant import lock_tenant
from tenants.life.steps.move_state import move_state
from tests.installation import NOW


@pytest.fixture(autouse=True)
def fresh_cache():
    caches["shared"].clear()
    yield
    caches["shared"].clear()


@pytest.fixture
def move(tenant, django_capture_on_commit_callbacks):
    """Put the business into a state, as far as its host is concerned with all that follows the commit."""

    def to(state):
        use_public()
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            move_state(tenant=lock_tenant(tenant.pk), to=state, actor=PLATFORM, now=NOW)

    return to


@pytest.mark.parametrize(
    ("host", "plain"),
    [
        ("acme.localhost", "acme.localhost"),
        ("ACME.localhost:8000", "acme.localhost"),
        ("acme.localhost.", "acme.localhost"),
        ("[::1]:8000", "[::1]"),
    ],
)
def test_a_host_in_its_one_form(host, plain):
    assert normalised_host(host) == plain


def test_addresses_carry_the_public_sites_scheme_and_port(settings):
    settings.PUBLIC_URL = "https://counterfoil.example"
    assert address("corner.counterfoil.example", "/x/") == "https://corner.counterfoil.example/x/"
    settings.PUBLIC_URL = "http://localhost:8000"
    assert address("corner.localhost") == "http://corner.localhost:8000/"


def test_the_answer_is_kept_and_a_strangers_host_is_not(tenant, host, django_assert_num_queries):
    use_public()
    found = tenant_at(host)
    assert found is not None
    assert found.schema_name == tenant.schema_name
    with django_assert_num_queries(0):
        assert tenant_at(host) == found
    assert tenant_at("nobody.localhost") is None
    Domain.objects.create(domain="nobody.localhost", tenant=tenant, is_primary=False)
    assert tenant_at("nobody.localhost") == found


def test_what_was_read_before_a_move_is_not_kept_after_it(host, move, monkeypatch):
    use_public()
    read = hosts._read

    def read_and_be_overtaken(host):
        found = read(host)
        move(TenantState.SUSPENDED)
        return found

    monkeypatch.setattr(hosts, "_read", read_and_be_overtaken)
    assert tenant_at(host).state == TenantState.TRIAL
    monkeypatch.setattr(hosts, "_read", read)
    assert tenant_at(host).state == TenantState.SUSPENDED


def test_a_suspension_works_at_once_and_looks_like_nobody(host, move, client):
    there = {"host": host}
    assert client.get("/account/login/", headers=there).status_code == 200
    move(TenantState.SUSPENDED)
    suspended = client.get("/account/login/", headers=there)
    nobody = client.get("/account/login/", headers={"host": "nobody.localhost"})
    assert suspended.status_code == nobody.status_code == 404
    assert suspended.content == nobody.content
    assert dict(suspended.headers) == dict(nobody.headers)
    move(TenantState.ACTIVE)
    assert client.get("/account/login/", headers=there).status_code == 200


def test_a_read_only_business_reads_and_signs_in_but_changes_nothing(host, move, client_for, owner):
    browser = client_for(owner)
    move(TenantState.READ_ONLY)
    assert browser.get("/products/").status_code == 200
    refused = browser.post("/products/new/", {"name": "Tea"})
    assert refused.status_code == 403
    assert b"Read only" in refused.content
    assert browser.post("/api/v1/products/", {}, content_type="application/json").status_code == 403
    assert browser.post("/account/logout/").status_code == 302


def test_a_move_that_the_table_does_not_know_is_refused(move, tenant):
    with pytest.raises(Conflict, match="trial can't become deleted"):
        move(TenantState.DELETED)
    assert Tenant.objects.get(pk=tenant.pk).state == TenantState.TRIAL


def test_only_operators_suspend_a_business(tenant):
    use_public()
    operator = User.objects.create_superuser("op@counterfoil.test", name="Op")
    with pytest.raises(NotAllowed):
        suspend_business(actor=User.objects.create_user("nobody@counterfoil.test"), tenant_id=tenant.pk, now=NOW)
    suspend_business(actor=operator, tenant_id=tenant.pk, now=NOW)
    with pytest.raises(Conflict, match="is suspended can't be suspended"):
        suspend_business(actor=operator, tenant_id=tenant.pk, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT actor_id, changes FROM audit_auditentry WHERE action = 'tenants.tenant.state_changed'"
            " ORDER BY id DESC LIMIT 1"
        )
        assert cursor.fetchone() == (operator.pk, '{"state": ["trial", "suspended"]}')


def test_a_business_that_is_not_there(db):
    use_public()
    with pytest.raises(NotFound):
        suspend_business(actor=User.objects.create_superuser("op@counterfoil.test"), tenant_id=0, now=NOW)
