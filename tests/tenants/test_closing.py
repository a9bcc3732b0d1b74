"""A business ends: closed by its owner, thought over for thirty days, deleted, and nothing but a tombstone left."""

from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from audit.authors import PLATFORM
from audit.models import AuditEntry, OutboxEvent
from console.order import possible_actions
from kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from kernel.permissions import Role
from kernel.rate_limits import Buckets
from kernel.schemas import PUBLIC, in_schema, use_public
from localdev.owning import as_owner
from people.models import User
from tenants.archives.enums import ExportState
from tenants.archives.jobs.sweep_exports import sweep_exports
from tenants.archives.models import DataExport
from tenants.archives.operations import purge_business as purging
from tenants.archives.operations.purge_business import purge_business
from tenants.archives.operations.request_export import ask_for_export
from tenants.archives.rules.export import RETENTION_LAST_EXPORT, TIMEOUT_EXPORT, documents_of, exports_of
from tenants.archives.steps.delete_files import delete_files, files_below
from tenants.archives.tasks import purge, purge_closed
from tenants.domains.models import CustomDomain
from tenants.life.enums import TenantState
from tenants.life.handlers.notify_of_closing import notify_of_closing
from tenants.life.models import Domain, Reservation, Tenant
from tenants.life.operations import close_business as closing
from tenants.life.operations.cancel_closing import ask_to_cancel_closing, cancel_closing
from tenants.life.operations.close_business import ask_to_close, close_business
from tenants.life.operations.reinstate_business import reinstate_business
from tenants.life.operations.suspend_business import suspend_business
from tenants.life.queries.subdomains import REST, check_subdomain
from tenants.life.rules.closing import GRACE_CLOSING, is_name
from tests.business import PASSWORD
from tests.conftest import HostClient
from tests.installation import NOW, open_shop, purge_due, ready_export, schema_of, schemas

LATER = NOW + GRACE_CLOSING


def _opened(name):
    return Tenant.objects.get(schema_name=schema_of(open_shop(name, business_name=f"{name.title()} Shop").host))


@pytest.fixture
def shop(committing):
    tenant = _opened("closer")
    yield tenant
    for folder in (documents_of(tenant.schema_name), exports_of(tenant.schema_name)):
        delete_files(folder)


@pytest.fixture
def neighbour(shop):
    return _opened("neighbour")


@pytest.fixture
def owner(shop):
    with in_schema(shop.schema_name):
        return User.objects.get()


@pytest.fixture
def operator(shop):
    use_public()
    # Who has done something stays in the trail for good.
    found, _made = User.objects.get_or_create(
        email="closing@counterfoil.test", defaults={"name": "Op", "is_staff": True}
    )
    return found


def close(shop, actor, **typed):
    with in_schema(shop.schema_name):
        return ask_to_close(
            actor=actor, tenant_id=shop.pk, now=NOW, **{"name": "closer shop ", "password": PASSWORD, **typed}
        )


def keep(shop, actor):
    with in_schema(shop.schema_name):
        return ask_to_cancel_closing(actor=actor, tenant_id=shop.pk, now=NOW)


def state(shop):
    use_public()
    shop.refresh_from_db()
    return shop.state


def events(shop):
    use_public()
    ours = OutboxEvent.objects.filter(kind__startswith="tenants.business_", payload={"tenant_id": shop.pk})
    return list(ours.order_by("pk").values_list("kind", flat=True))


def browser(host="closer.localhost"):
    return HostClient(headers={"host": host})


def test_a_name_is_typed_as_people_type():
    assert is_name(" corner  SHOP", "Corner Shop")
    assert not is_name("Corner", "Corner Shop")
    assert not is_name("", "Corner Shop")


def test_a_closed_business_rests_and_its_owners_are_told(shop, owner):
    closed = close(shop, owner)
    assert closed.closes_at == NOW + timedelta(days=30)
    assert state(shop) == TenantState.CLOSING
    assert events(shop) == ["tenants.business_closing"]
    notify_of_closing(tenant_id=shop.pk)
    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert letter.subject == "Closer Shop is being closed"
    assert "21 December 2026" in letter.body
    assert "closer.localhost" in letter.body
    assert "/settings/close/" in letter.body


def test_its_owner_still_takes_the_data_away_and_nothing_else_goes_on(shop, owner):
    close(shop, owner)
    visitor = browser()
    visitor.post("/sign-in/", {"login": owner.email, "password": PASSWORD})
    assert visitor.get("/settings/export/").status_code == 200
    assert "Keep the business" in visitor.get("/settings/close/").content.decode()
    for path in ("/", "/sales/", "/products/"):
        refused = visitor.get(path)
        assert refused.status_code == 403, path
        assert "is being closed" in refused.content.decode()
    refused = visitor.get("/api/v1/sales/")
    assert (refused.status_code, refused.json()["code"]) == (403, "closing")
    assert visitor.get("/api/v1/business/closing/").json()["closes_at"].startswith("2026-12-21")


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [({"name": "Another"}, {"name"}), ({"password": "guess"}, {"password"}), ({"name": "", "password": ""}, {"name", "password"})],
)  # fmt: skip
def test_a_slip_closes_nothing(shop, owner, typed, wrong):
    with pytest.raises(InvalidInput) as refused:
        close(shop, owner, **typed)
    assert set(refused.value.errors) == wrong
    assert state(shop) == TenantState.TRIAL
    assert shop.closes_at is None
    assert events(shop) == []


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_nobody_but_the_owner(shop, role):
    with in_schema(shop.schema_name):
        teammate = User.objects.create_user(f"{role}@example.com", PASSWORD, name="T", role=role)
    for attempt in (close, keep):
        with pytest.raises(NotAllowed):
            attempt(shop, teammate)
    use_public()
    for operation in (close_business, cancel_closing, purge_business):
        with pytest.raises(NotAllowed):
            operation(actor=teammate, tenant_id=shop.pk, now=NOW)
    assert state(shop) == TenantState.TRIAL


def test_the_owner_cannot_hurry_the_end(shop, owner):
    close(shop, owner)
    use_public()
    with pytest.raises(NotAllowed):
        purge_business(actor=owner, tenant_id=shop.pk, now=LATER)
    with pytest.raises(Conflict):
        purge_business(actor=PLATFORM, tenant_id=shop.pk, now=LATER - timedelta(seconds=1))
    assert purge_due(now=LATER - timedelta(seconds=1)) == 0
    assert state(shop) == TenantState.CLOSING


def test_cancelling_the_closing(shop, owner):
    close(shop, owner)
    keep(shop, owner)
    assert state(shop) == TenantState.READ_ONLY  # what it has paid for decides, when billing hears of it
    assert shop.closes_at is None
    assert events(shop) == ["tenants.business_closing", "tenants.business_closing_cancelled"]
    assert purge_due(now=LATER) == 0
    notify_of_closing(tenant_id=shop.pk)  # an event that comes late
    assert mail.outbox == []


def test_each_only_once(shop, owner):
    with pytest.raises(Conflict):
        keep(shop, owner)
    close(shop, owner)
    with pytest.raises(Conflict):
        close(shop, owner)
    assert events(shop) == ["tenants.business_closing"]


def test_both_trails_say_who(shop, owner):
    close(shop, owner)
    keep(shop, owner)
    for schema in (PUBLIC, shop.schema_name):
        with in_schema(schema):
            entries = AuditEntry.objects.filter(action__startswith="tenants.business.", target_id=str(shop.pk))
            assert [(e.action, e.actor_name) for e in entries.order_by("pk")] == [
                ("tenants.business.closed", owner.name),
                ("tenants.business.closing_cancelled", owner.name),
            ]


def test_an_operator_closes_and_keeps(shop, operator):
    suspend_business(actor=operator, tenant_id=shop.pk, now=NOW)
    close_business(actor=operator, tenant_id=shop.pk, now=NOW, reason="fraud")
    assert state(shop) == TenantState.CLOSING
    with pytest.raises(Conflict, match="isn't suspended"):
        reinstate_business(actor=operator, tenant_id=shop.pk, now=NOW)
    cancel_closing(actor=operator, tenant_id=shop.pk, now=NOW)
    assert state(shop) == TenantState.READ_ONLY
    assert AuditEntry.objects.get(action="tenants.business.closed", actor=operator).changes["reason"] == "fraud"
    with pytest.raises(NotFound):
        close_business(actor=operator, tenant_id=0, now=NOW)


def test_an_operators_hold_stops_the_clock(shop, owner, operator):
    close(shop, owner)
    use_public()
    suspend_business(actor=operator, tenant_id=shop.pk, now=NOW)
    assert purge_due(now=LATER) == 0
    assert shop.schema_name in schemas()
    assert state(shop) == TenantState.CLOSING_SUSPENDED
    assert possible_actions(shop.state) == ["reinstate", "cancel_closing", "back_up"]
    reinstate_business(actor=operator, tenant_id=shop.pk, now=NOW, reason="cleared up")
    assert state(shop) == TenantState.CLOSING
    assert shop.closes_at == LATER
    assert possible_actions(shop.state) == ["impersonate", "suspend", "cancel_closing", "back_up"]
    with pytest.raises(Conflict, match="isn't suspended"):
        reinstate_business(actor=operator, tenant_id=shop.pk, now=NOW)
    assert purge_due(now=LATER) == 1


def test_what_is_held_and_kept_stays_held(shop, owner, operator):
    close(shop, owner)
    use_public()
    suspend_business(actor=operator, tenant_id=shop.pk, now=NOW)
    cancel_closing(actor=operator, tenant_id=shop.pk, now=NOW)
    assert (state(shop), shop.closes_at) == (TenantState.SUSPENDED, None)
    with pytest.raises(NotAllowed):
        reinstate_business(actor=owner, tenant_id=shop.pk, now=NOW)
    reinstate_business(actor=operator, tenant_id=shop.pk, now=NOW)
    assert state(shop) == TenantState.ACTIVE
    assert purge_due(now=LATER) == 0


def settled(shop, owner, neighbour):
    """Closed, with a document, an archive of its owner's and something in the cache; the neighbour has the same."""
    for tenant in (shop, neighbour):
        use_public()
        default_storage.save(f"{documents_of(tenant.schema_name)}/bill.pdf", ContentFile(b"bill"))
        ready_export(tenant.schema_name)
        host = f"{tenant.schema_name}.example.com".replace("_", "-")
        CustomDomain.objects.create(tenant=tenant, host=host, token="x", added_at=NOW)
        with in_schema(tenant.schema_name):
            cache.set("seen", 1)
    with in_schema(shop.schema_name):
        ask_for_export(actor=owner, tenant_id=shop.pk, now=NOW)
    close(shop, owner)
    use_public()


def left_of(tenant):
    with in_schema(tenant.schema_name):
        cached = cache.get("seen")
    use_public()
    return {
        "schema": tenant.schema_name in schemas(),
        "hosts": Domain.objects.filter(tenant=tenant).count() + CustomDomain.objects.filter(tenant=tenant).count(),
        "documents": len(files_below(default_storage, documents_of(tenant.schema_name))),
        "archives": len(files_below(default_storage, exports_of(tenant.schema_name))),
        "cached": cached,
    }


EVERYTHING = {"schema": True, "hosts": 2, "documents": 1, "archives": 1, "cached": 1}
NOTHING = {"schema": False, "hosts": 0, "documents": 0, "archives": 1, "cached": None}


def test_nothing_is_left_but_a_tombstone_and_the_last_archive(shop, owner, neighbour):
    settled(shop, owner, neighbour)
    assert browser().get("/sign-in/").status_code == 200
    assert purge_due(now=LATER) == 1
    assert state(shop) == TenantState.DELETED
    assert shop.purged_at == LATER
    assert left_of(shop) == NOTHING
    assert left_of(neighbour) == EVERYTHING
    assert browser().get("/sign-in/").status_code == 404
    assert browser("neighbour.localhost").get("/sign-in/").status_code == 200
    (last,) = DataExport.objects.filter(tenant=shop)
    assert (last.is_last, last.state, last.email) == (True, ExportState.READY, "")
    with default_storage.open(last.path) as file:
        archive = ZipFile(file)
        assert "tables/selling_sale.csv" in archive.namelist()
        assert archive.read("documents/bill.pdf") == b"bill"
    assert events(shop)[-1] == "tenants.business_purged"
    assert purge_due(now=LATER) == 0


def test_the_last_archive_is_kept_for_ninety_days(shop, owner, neighbour):
    settled(shop, owner, neighbour)
    purge_due(now=LATER)
    sweep_exports(now=LATER + RETENTION_LAST_EXPORT)
    assert left_of(shop)["archives"] == 1
    sweep_exports(now=LATER + RETENTION_LAST_EXPORT + timedelta(seconds=1))
    assert left_of(shop)["archives"] == 0


def test_the_name_rests_before_somebody_else_can_have_it(shop, owner):
    close(shop, owner)
    purge_due(now=LATER)
    assert Reservation.objects.get(name="closer").released_at == LATER
    assert not check_subdomain("closer", now=LATER + REST).available
    assert check_subdomain("closer", now=LATER + REST + timedelta(seconds=1)).available


@pytest.mark.parametrize(
    "piece", ["store_export", "_make_tombstone", "drop_schema", "delete_files", "invalidate_cache", "_finish"]
)
def test_a_crash_anywhere_is_taken_up(shop, owner, neighbour, monkeypatch, piece):
    settled(shop, owner, neighbour)

    def crash(*_args, **_kwargs):
        raise OSError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(purging, piece, crash)
        assert purge_due(now=LATER) == 0
    use_public()
    shop.refresh_from_db()
    assert shop.purged_at is None
    if piece in {"store_export", "_make_tombstone"}:
        assert left_of(shop)["schema"]
    assert purge_due(now=LATER + timedelta(hours=1)) == 1
    assert left_of(shop) == NOTHING
    assert left_of(neighbour) == EVERYTHING
    assert events(shop).count("tenants.business_purged") == 1


def test_cancelling_while_the_last_archive_is_made(shop, owner, monkeypatch):
    close(shop, owner)
    store_export = purging.store_export

    def meanwhile(*arguments, **options):
        store_export(*arguments, **options)
        keep(shop, owner)
        close(shop, owner)
        use_public()
        Tenant.objects.filter(pk=shop.pk).update(closes_at=LATER + timedelta(days=1))

    monkeypatch.setattr(purging, "store_export", meanwhile)
    use_public()
    with pytest.raises(Conflict, match="can still be cancelled"):
        purge_business(actor=PLATFORM, tenant_id=shop.pk, now=LATER)
    assert state(shop) == TenantState.CLOSING
    assert shop.schema_name in schemas()


def test_two_at_once_make_one_last_archive(shop, owner, operator):
    close(shop, owner)
    use_public()
    DataExport.objects.create(tenant=shop, is_last=True, requested_by="Counterfoil", requested_at=LATER)
    with pytest.raises(Conflict, match="being deleted already"):
        purge_business(actor=operator, tenant_id=shop.pk, now=LATER + TIMEOUT_EXPORT / 2)
    assert shop.schema_name in schemas()
    with as_owner():
        purge_business(actor=operator, tenant_id=shop.pk, now=LATER + TIMEOUT_EXPORT)
    assert state(shop) == TenantState.DELETED


def test_one_that_cannot_be_deleted_does_not_hold_up_the_others(shop, owner, neighbour):
    close(shop, owner)
    use_public()
    Tenant.objects.filter(pk=neighbour.pk).update(state=TenantState.CLOSING, closes_at=NOW)
    with as_owner(), in_schema(shop.schema_name), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_user DROP CONSTRAINT people_user_pkey CASCADE")
    assert purge_due(now=LATER) == 1
    assert (state(shop), state(neighbour)) == (TenantState.CLOSING, TenantState.DELETED)
    assert shop.schema_name in schemas()


def test_the_beat_has_a_task_for_each(shop, neighbour, monkeypatch):
    long_ago = NOW - timedelta(days=365)
    Tenant.objects.filter(pk__in=[shop.pk, neighbour.pk]).update(state=TenantState.CLOSING, closes_at=long_ago)
    sent = []
    monkeypatch.setattr(purge, "apply_async", lambda arguments, **options: sent.append((arguments, options)))
    purge_closed.apply()
    assert sent == [((tenant.pk,), {"expires": 3600.0}) for tenant in (shop, neighbour)], (
        "one that is slow stops nobody"
    )
    with as_owner():
        purge.apply(sent[0][0])
    assert (state(shop), state(neighbour)) == (TenantState.DELETED, TenantState.CLOSING)


def test_a_day_of_deletion_and_the_state_go_together(shop):
    for wrong in ({"closes_at": NOW}, {"state": TenantState.CLOSING}, {"state": TenantState.CLOSING_SUSPENDED}):
        with pytest.raises(IntegrityError, match="tenant_closes_while_closing"), transaction.atomic():
            Tenant.objects.filter(pk=shop.pk).update(**wrong)


def test_only_a_tombstone_is_purged(shop):
    with pytest.raises(IntegrityError, match="tenant_purged_is_deleted"), transaction.atomic():
        Tenant.objects.filter(pk=shop.pk).update(purged_at=NOW)


def test_a_key_alone_closes_nothing(shop, owner):
    """Somebody who holds a session or a key of the owner's, but not the password."""
    visitor = browser()
    visitor.post("/sign-in/", {"login": owner.email, "password": PASSWORD})
    answer = visitor.post(
        "/api/v1/business/closing/", {"name": "Closer Shop", "password": "x"}, content_type="application/json"
    )
    assert (answer.status_code, set(answer.json()["errors"])) == (400, {"password"})
    assert visitor.post("/settings/close/", {"name": "Closer Shop", "password": "x"}).status_code == 422
    assert state(shop) == TenantState.TRIAL
    assert visitor.post("/settings/close/", {"name": "Closer Shop", "password": PASSWORD}).status_code == 302
    assert state(shop) == TenantState.CLOSING
    assert visitor.post("/settings/close/cancel/").status_code == 302
    assert state(shop) == TenantState.READ_ONLY


def test_a_session_alone_cannot_guess_the_password_for_long(shop, owner, monkeypatch):
    monkeypatch.setattr(closing, "take", Buckets("", clock=lambda: 1000.0).take)
    with in_schema(shop.schema_name):
        teammate = User.objects.create_user("second@example.com", PASSWORD, name="Second", role=Role.OWNER)
    visitor = browser()
    visitor.post("/sign-in/", {"login": owner.email, "password": PASSWORD})
    guess, right = {"name": "Closer Shop", "password": "x"}, {"name": "Closer Shop", "password": PASSWORD}
    pages = [visitor.post("/settings/close/", guess).status_code for _ in range(3)]
    programs = [
        visitor.post("/api/v1/business/closing/", guess, content_type="application/json").status_code for _ in range(3)
    ]
    assert (pages, programs) == ([422] * 3, [400, 400, 429]), "they count together"
    refused = visitor.post("/api/v1/business/closing/", right, content_type="application/json")
    assert (refused.status_code, refused.json()["code"], refused["Retry-After"]) == (429, "too_many_tries", "61")
    page = visitor.post("/settings/close/", right)
    assert page.status_code == 429
    assert "Too many tries" in page.content.decode()
    assert state(shop) == TenantState.TRIAL
    close(shop, teammate)
    assert state(shop) == TenantState.CLOSING
