"""Drilled here, so that it works on the day: backup, destroy, restore, and everything is as it was.

Copies are made by the application; what restores, drops or breaks schemas is the owner's.
"""

import io
import json
from datetime import timedelta
from functools import partial
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connection

from audit.authors import PLATFORM
from audit.models import AuditEntry
from company.models import Outlet
from company.scope import scope_of
from insights.queries.proof import proof_of
from kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from kernel.schemas import in_schema, use_public
from kernel.transactions import run_in_transaction
from localdev.owning import as_owner
from people.models import User
from tenants.archives.jobs.sweep_backups import sweep_backups
from tenants.archives.jobs.sweep_loose_schemas import sweep_loose_schemas
from tenants.archives.models import Backup
from tenants.archives.operations import restore_business as restoring
from tenants.archives.operations.back_up_business import back_up_business
from tenants.archives.operations.restore_business import restore_business
from tenants.archives.rules.backup import RETENTION_BACKUPS, RETENTION_REPLACED, signed_part
from tenants.archives.rules.export import documents_of
from tenants.archives.steps.delete_files import delete_files, files_below
from tenants.archives.steps.write_backup import signature
from tenants.archives.steps.write_export import write_export
from tenants.archives.tasks import back_up, back_up_all
from tenants.life.enums import TenantState
from tenants.life.models import Domain, LooseSchema, Tenant
from tenants.life.operations.close_business import ask_to_close
from tenants.life.queries.subdomains import REST
from tenants.life.rules.closing import GRACE_CLOSING
from tests.business import PASSWORD
from tests.conftest import HostClient
from tests.installation import NOW, open_shop, purge_due, schema_of, schemas
from tests.proofs import assert_books_and_stock_are_right
from tests.shop import make_product, put_on_shelf, sell


def _trading(name):
    """A business with stock, sales and a document."""
    tenant = Tenant.objects.get(schema_name=schema_of(open_shop(name, business_name=f"{name.title()} Shop").host))
    with in_schema(tenant.schema_name):
        trade(tenant, "Tea, \\. and\ttabs\\N")
    use_public()
    default_storage.save(f"{documents_of(tenant.schema_name)}/bills/july.pdf", ContentFile(name.encode()))
    return tenant


def trade(tenant, name):
    owner = User.objects.get()
    outlet = scope_of(owner).outlet(Outlet.objects.get().pk)
    tea = make_product(owner, name=name, price=180_00)
    put_on_shelf(owner, outlet, tea, 20)
    return sell(owner, outlet, (tea, 2)).number


@pytest.fixture
def shop(committing):
    before = set(Tenant.objects.values_list("schema_name", flat=True))
    yield _trading("phoenix")
    use_public()
    for schema in {*Tenant.objects.values_list("schema_name", flat=True)} - before:
        for folder in ("documents", "exports", "backups"):
            delete_files(f"{folder}/{schema}")
    with as_owner():
        LooseSchema.objects.all().delete()


@pytest.fixture
def neighbour(shop):
    return _trading("bystander")


def exported(tenant):
    tenant.refresh_from_db()
    target = io.BytesIO()
    with in_schema(tenant.schema_name):
        run_in_transaction(partial(write_export, target, business=tenant.name, now=NOW))
    return target.getvalue()


def documents(schema):
    return files_below(default_storage, documents_of(schema))


def copy_of(tenant):
    backup = back_up_business(tenant_id=tenant.pk, now=NOW)
    with default_storage.open(backup.path) as file:
        return file.read()


def suspend(tenant):
    Tenant.objects.filter(pk=tenant.pk).update(state=TenantState.SUSPENDED)


def restore(content, **options):
    """By the owner's worker."""
    with as_owner():
        return restore_business(actor=PLATFORM, file=io.BytesIO(content), **{"now": NOW, **options})


def sweep(now):
    with as_owner():
        return sweep_loose_schemas(now=now)


def destroy(tenant):
    """As its owner would."""
    with in_schema(tenant.schema_name):
        owner = User.objects.get()
        ask_to_close(actor=owner, tenant_id=tenant.pk, name=tenant.name, password=PASSWORD, now=NOW)
    assert purge_due(now=NOW + GRACE_CLOSING) == 1


def test_the_drill_backup_destroy_restore(shop, neighbour):
    before, others = exported(shop), exported(neighbour)
    content = copy_of(shop)
    destroy(shop)
    assert shop.schema_name not in schemas()
    assert HostClient(headers={"host": "phoenix.localhost"}).get("/sign-in/").status_code == 404

    restored = Tenant.objects.get(pk=restore(content))
    assert proof_of(restored.schema_name).findings == ()
    assert exported(restored) == before
    assert exported(neighbour) == others
    assert restored.schema_name not in {shop.schema_name, neighbour.schema_name}
    assert (restored.state, restored.name) == (TenantState.TRIAL, "Phoenix Shop")
    visitor = HostClient(headers={"host": "phoenix.localhost"})
    visitor.post("/sign-in/", {"login": "olive@example.com", "password": PASSWORD})
    assert visitor.get("/sales/").status_code == 200

    with in_schema(restored.schema_name):
        assert_books_and_stock_are_right()
        assert trade(restored, "Coffee").endswith("/2")  # numbers go on where they stopped
        assert_books_and_stock_are_right()


def test_what_was_done_since_is_undone_and_kept_aside(shop, neighbour):
    before, others = exported(shop), exported(neighbour)
    content = copy_of(shop)
    with in_schema(shop.schema_name):
        trade(shop, "A mistake")
    use_public()
    after, replaced = exported(shop), shop.schema_name
    suspend(shop)
    assert restore(content) == shop.pk
    assert exported(shop) == before
    assert exported(neighbour) == others
    assert shop.schema_name != replaced
    assert shop.state == TenantState.SUSPENDED
    assert [domain.domain for domain in Domain.objects.filter(tenant=shop)] == ["phoenix.localhost"]

    loose = LooseSchema.objects.get(tenant=shop)
    assert loose.schema_name == replaced
    with in_schema(replaced):
        target = io.BytesIO()
        run_in_transaction(partial(write_export, target, business=shop.name, now=NOW))
    assert target.getvalue() == after
    use_public()
    assert len(documents(replaced)) == 1
    assert sweep(NOW + RETENTION_REPLACED - timedelta(seconds=1)) == 0
    assert sweep(NOW + RETENTION_REPLACED) == 1
    assert replaced not in schemas()
    assert documents(replaced) == []
    assert exported(shop) == before


def test_what_was_replaced_goes_with_the_business(shop):
    content, replaced = copy_of(shop), shop.schema_name
    suspend(shop)
    restore(content)
    Tenant.objects.filter(pk=shop.pk).update(state=TenantState.CLOSING, closes_at=NOW)
    assert purge_due(now=NOW) == 1
    assert replaced not in schemas()
    assert documents(replaced) == documents(shop.schema_name) == []
    assert sweep(NOW + RETENTION_REPLACED * 2) == 1


def test_the_database_still_refuses_what_it_refused(shop):
    content = copy_of(shop)
    suspend(shop)
    restore(content)
    shop.refresh_from_db()
    with in_schema(shop.schema_name), pytest.raises(ProgrammingError, match="permission denied"):
        AuditEntry.objects.all().delete()
    with as_owner(), in_schema(shop.schema_name):
        with pytest.raises(IntegrityError, match="append-only"):
            AuditEntry.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_proc WHERE pronamespace = %s::regnamespace", [shop.schema_name])
            (functions,) = cursor.fetchone()
            cursor.execute(
                "SELECT count(*) FROM pg_proc WHERE pronamespace = %s::regnamespace AND %s = ANY (proconfig)",
                [shop.schema_name, f"search_path={shop.schema_name}, extensions, pg_temp"],
            )
            (own,) = cursor.fetchone()
    assert functions > 5
    assert own == functions


def test_a_business_that_works_is_not_restored(shop):
    content = copy_of(shop)
    before = exported(shop)
    with pytest.raises(Conflict, match="Suspend the business first"):
        restore(content)
    assert exported(shop) == before
    assert not LooseSchema.objects.exists()


def test_only_operators(shop):
    content = copy_of(shop)
    suspend(shop)
    with in_schema(shop.schema_name):
        owner = User.objects.get()
    with pytest.raises(NotAllowed):
        restore_business(actor=owner, file=io.BytesIO(content), now=NOW)
    assert not LooseSchema.objects.exists()


def changed(content, *, sign=False, dump=None, **changes):
    """The backup with other bytes in it."""
    source, target = ZipFile(io.BytesIO(content)), io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == "dump.sql" and dump:
                data = dump(data)
            if name == "manifest.json":
                manifest = {**json.loads(data), **changes}
                if sign:
                    manifest["signature"] = signature(signed_part(manifest))
                data = json.dumps(manifest).encode()
            archive.writestr(name, data)
    return target.getvalue()


def test_a_file_that_was_tampered_with_restores_nothing(shop, neighbour):
    content = copy_of(shop)
    suspend(shop)
    suspend(neighbour)
    others, there = exported(neighbour), schemas()
    at_b = {"id": neighbour.pk, "name": "B", "schema": neighbour.schema_name, "subdomain": "bystander"}
    attack = f"--\nDROP SCHEMA {neighbour.schema_name} CASCADE;\n".encode()
    for attempt, words in (
        (changed(content, tenant=at_b), "was changed"),
        (changed(content, signature="0" * 64), "was changed"),
        (changed(content, dump=lambda dump: attack + dump), "damaged"),
        (changed(content, dump=lambda dump: dump[: len(dump) // 2]), "damaged"),
        (changed(content, sign=True, format=99), "wasn't made here"),
        (content[: len(content) // 2], "no backup"),
        (b"", "no backup"),
    ):
        with pytest.raises(InvalidInput, match=words):
            restore(attempt)
    assert exported(neighbour) == others
    assert schemas() == there
    assert not LooseSchema.objects.exists()


def test_a_backup_of_another_installation_is_refused(shop, settings):
    content = copy_of(shop)
    suspend(shop)
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(InvalidInput, match="wasn't made here"):
        restore(content)


@pytest.mark.parametrize("piece", ["load_dump", "migrate_schema", "load_documents", "_take_place"])
def test_a_restore_that_breaks_off_changes_nothing(shop, monkeypatch, piece):
    content = copy_of(shop)
    suspend(shop)
    before, there = exported(shop), schemas()

    def crash(*_args, **_kwargs):
        raise OSError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(restoring, piece, crash)
        with pytest.raises(OSError, match="power cut"):
            restore(content)
    use_public()
    assert exported(shop) == before
    assert sweep(NOW + RETENTION_REPLACED * 2) == 1
    assert schemas() == there
    assert restore(content) == shop.pk


def test_an_older_backup_is_brought_to_the_code(shop):
    with as_owner(), in_schema(shop.schema_name), connection.cursor() as cursor:
        cursor.execute("DROP INDEX unique_primary_email")
        cursor.execute("DELETE FROM django_migrations WHERE name = '0009_emailaddress_unique_primary_email'")
    content = copy_of(shop)
    suspend(shop)
    restore(content)
    shop.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{shop.schema_name}.unique_primary_email"])
        assert cursor.fetchone() == (True,)


def test_a_deleted_business_finds_its_name_resting_or_takes_another(shop, neighbour):
    content = copy_of(shop)
    destroy(shop)
    for name, wrong in (("bystander", "taken"), ("x", "characters"), ("www", "reserved")):
        with pytest.raises(InvalidInput) as refused:
            restore(content, subdomain=name)
        assert wrong in refused.value.errors["subdomain"][0]
    first = Tenant.objects.get(pk=restore(content, subdomain="Ashes"))
    assert Domain.objects.get(tenant=first).domain == "ashes.localhost"
    second = restore(content)
    assert Domain.objects.get(tenant=second).domain == "phoenix.localhost"
    with pytest.raises(InvalidInput):
        restore(content)


def test_somebody_elses_resting_name_is_not_given_away(shop, neighbour):
    content = copy_of(shop)
    destroy(shop)
    with in_schema(neighbour.schema_name):
        owner = User.objects.get()
        ask_to_close(
            actor=owner, tenant_id=neighbour.pk, name=neighbour.name, password=PASSWORD, now=NOW - GRACE_CLOSING
        )
    purge_due(now=NOW)
    with pytest.raises(InvalidInput):
        restore(content, subdomain="bystander")
    later = NOW + REST + timedelta(days=1)
    assert restore(content, now=later, subdomain="bystander")


def test_backups_are_kept_for_thirty_days(shop):
    old = back_up_business(tenant_id=shop.pk, now=NOW - RETENTION_BACKUPS)
    new = back_up_business(tenant_id=shop.pk, now=NOW)
    assert sweep_backups(now=NOW) == 0
    assert sweep_backups(now=NOW + timedelta(seconds=1)) == 1
    assert list(Backup.objects.filter(tenant=shop)) == [new]
    assert not default_storage.exists(old.path)
    with default_storage.open(new.path) as file:
        assert len(file.read()) == new.size


def test_every_night_each_business(shop, neighbour, monkeypatch):
    monkeypatch.setattr(back_up, "delay", lambda tenant_id: back_up.apply(args=[tenant_id]))
    Tenant.objects.exclude(pk__in=[shop.pk, neighbour.pk]).update(state=TenantState.OPENING)
    try:
        back_up_all.apply()
    finally:
        use_public()
        Tenant.objects.filter(state=TenantState.OPENING).update(state=TenantState.TRIAL)
    assert {backup.tenant_id for backup in Backup.objects.all()} == {shop.pk, neighbour.pk}


def test_a_deleted_business_has_no_new_backup(shop):
    destroy(shop)
    with pytest.raises(NotFound):
        back_up_business(tenant_id=shop.pk, now=NOW)


def test_a_broken_pg_dump_leaves_no_backup(shop, settings):
    settings.PG_DUMP = "false"
    with pytest.raises(RuntimeError, match="pg_dump failed"):
        back_up_business(tenant_id=shop.pk, now=NOW)
    assert not Backup.objects.filter(tenant=shop).exists()
    assert files_below(default_storage, f"backups/{shop.schema_name}") == []


def command(*words, **options):
    """With the owner's address, as the release step has it."""
    with as_owner():
        call_command(*words, **options)


@pytest.mark.parametrize("by", ["host", "schema"])
def test_the_commands(shop, tmp_path, by):
    said = io.StringIO()
    before = exported(shop)
    business = "phoenix.localhost" if by == "host" else shop.schema_name
    call_command("backup_tenant", business, "--to", str(tmp_path / "it.zip"), stdout=said)
    place = said.getvalue().partition(",")[0]
    with pytest.raises(CommandError, match="Suspend the business first"):
        command("restore_tenant", place)
    suspend(shop)
    for backup in (place, str(tmp_path / "it.zip")):
        command("restore_tenant", backup, stdout=said)
        assert f"Restored business {shop.pk}." in said.getvalue()
        assert exported(shop) == before
    with pytest.raises(CommandError, match="neither a file"):
        command("restore_tenant", "backups/none.zip")
    with pytest.raises(CommandError, match="is no business here"):
        call_command("backup_tenant", "nowhere.localhost")


def test_a_name_that_is_taken_is_said_by_the_command(shop, tmp_path):
    (tmp_path / "it.zip").write_bytes(copy_of(shop))
    destroy(shop)
    with pytest.raises(CommandError, match="reserved"):
        command("restore_tenant", str(tmp_path / "it.zip"), "--name", "www")
