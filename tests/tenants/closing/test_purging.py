"""A closed business is deleted, and nothing but a tombstone and the last archive is left."""

from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction

from audit.authors import PLATFORM
from kernel.errors import Conflict
from kernel.schemas import in_schema, use_public
from localdev.owning import as_owner
from tenants.archives.enums import ExportState
from tenants.archives.jobs.sweep_exports import sweep_exports
from tenants.archives.models import DataExport
from tenants.archives.operations import purge_business as purging
from tenants.archives.operations.purge_business import purge_business
from tenants.archives.operations.request_export import ask_for_export
from tenants.archives.rules.export import RETENTION_LAST_EXPORT, TIMEOUT_EXPORT, documents_of, exports_of
from tenants.archives.steps.delete_files import files_below
from tenants.archives.tasks import purge, purge_closed
from tenants.domains.models import CustomDomain
from tenants.life.enums import TenantState
from tenants.life.models import Domain, Reservation, Tenant
from tenants.life.queries.subdomains import REST, check_subdomain
from tests.installation import NOW, purge_due, ready_export, schemas
from tests.tenants.closing.ending import LATER, browser, close, events, keep, state


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


def test_the_beat_has_a_task_for_each(shop, neighbour, monkeypatch, settings):
    long_ago = NOW - timedelta(days=365)
    Tenant.objects.filter(pk__in=[shop.pk, neighbour.pk]).update(state=TenantState.CLOSING, closes_at=long_ago)
    sent = []
    monkeypatch.setattr(purge, "apply_async", lambda arguments, **options: sent.append((arguments, options)))
    purge_closed.apply()
    assert sent == [((tenant.pk,), {"expires": 3600.0}) for tenant in (shop, neighbour)], (
        "one that is slow stops nobody"
    )
    settings.DATABASE_OWNER = True
    with as_owner():
        purge.apply(sent[0][0])
    assert (state(shop), state(neighbour)) == (TenantState.DELETED, TenantState.CLOSING)


def test_only_a_tombstone_is_purged(shop):
    with pytest.raises(IntegrityError, match="tenant_purged_is_deleted"), transaction.atomic():
        Tenant.objects.filter(pk=shop.pk).update(purged_at=NOW)
