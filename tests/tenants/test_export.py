"""A business takes its data away: everything that is its own, nothing that somebody could come in with."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from audit.models import AuditEntry, OutboxEvent
from company.models import Outlet
from company.scope import scope_of
from kernel.errors import NotAllowed
from kernel.permissions import Role
from kernel.schemas import in_schema, use_public
from kernel.transactions import run_in_transaction
from localdev.owning import as_owner
from people.models import User
from tenants.archives.enums import ExportState
from tenants.archives.errors import ExportUnderWay
from tenants.archives.handlers.make_export import make_export
from tenants.archives.jobs.sweep_exports import sweep_exports
from tenants.archives.models import DataExport
from tenants.archives.operations.request_export import ask_for_export
from tenants.archives.queries.exports import exports_of
from tenants.archives.rules.export import (
    LEFT_OUT,
    RETENTION_EXPORTS,
    TIMEOUT_EXPORT,
    documents_of,
    file_name,
    is_secret,
)
from tenants.archives.steps.write_export import write_export
from tenants.archives.tasks import sweep_old_exports
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.life.queries.hosts import address
from tenants.schemas.queries.template import fingerprint
from tests.business import PASSWORD
from tests.conftest import HostClient
from tests.installation import NOW, open_shop, ready_export, schema_of, together
from tests.shop import make_key, make_product, put_on_shelf, sell


@pytest.fixture
def shop(committing):
    """A business that has sold something; the connection stays in public."""
    host = open_shop("exporter", business_name="Öl & Essig").host
    schema = schema_of(host)
    with in_schema(schema):
        owner = User.objects.get()
        outlet = scope_of(owner).outlet(Outlet.objects.get().pk)
        tea = make_product(owner, name='Tea, "black"\nand strong', price=180_00)
        put_on_shelf(owner, outlet, tea, 20)
        sell(owner, outlet, (tea, 2))
    use_public()
    return Tenant.objects.get(schema_name=schema)


@pytest.fixture
def owner(shop):
    with in_schema(shop.schema_name):
        return User.objects.get(role=Role.OWNER)


def written(tenant, now=NOW):
    target = io.BytesIO()
    with in_schema(tenant.schema_name):
        run_in_transaction(partial(write_export, target, business=tenant.name, now=now))
    return target.getvalue()


def table(archive, name):
    text = archive.read(f"tables/{name}.csv").decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_every_table_is_there_with_every_row(shop):
    archive = ZipFile(io.BytesIO(written(shop)))
    assert archive.testzip() is None
    manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["format"], manifest["business"], manifest["made_at"]) == (1, "Öl & Essig", NOW.isoformat())
    assert manifest["schema"] == fingerprint()
    assert {file["path"] for file in manifest["files"]} == set(archive.namelist()) - {"manifest.json"}
    with connection.cursor() as cursor:
        for file in manifest["files"]:
            content = archive.read(file["path"])
            assert (file["size"], file["sha256"]) == (len(content), sha256(content).hexdigest())
            name = file["path"].removeprefix("tables/").removesuffix(".csv")
            cursor.execute(f"SELECT count(*) FROM {shop.schema_name}.{name}")
            assert cursor.fetchone() == (file["rows"],) == (len(table(archive, name)),), name
    assert sum(file["rows"] for file in manifest["files"]) > 100


def test_values_are_as_they_are_kept(shop):
    archive = ZipFile(io.BytesIO(written(shop)))
    (product,) = table(archive, "catalogue_product")
    assert product["name"] == 'Tea, "black"\nand strong'
    (sale,) = table(archive, "selling_sale")
    assert (sale["total"], sale["prices_include_tax"]) == ("36000", "t")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sold_at FROM {shop.schema_name}.selling_sale")
        (sold_at,) = cursor.fetchone()
    assert sale["sold_at"] == sold_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def test_nothing_to_come_in_with_leaves_the_house(shop, owner):
    with in_schema(shop.schema_name):
        browser = HostClient(headers={"host": "exporter.localhost"})
        browser.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
        key = make_key(owner)
        secrets = [owner.password, browser.session.session_key, key.key.digest, key.secret]
    use_public()
    archive = ZipFile(io.BytesIO(written(shop)))
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert [secret for secret in secrets if secret in everything] == []
    assert "password" not in table(archive, "people_user")[0]
    assert "email" in table(archive, "people_user")[0]
    left_out = {"account_emailconfirmation", "audit_idempotencykey", "django_session", "mfa_authenticator"}
    assert not {f"tables/{name}.csv" for name in left_out} & set(archive.namelist())


@pytest.mark.parametrize(
    ("column", "secret"),
    [("password", True), ("token", True), ("key_hash", True), ("digest", True), ("signing_secret", True), ("key", True),
     ("session", True), ("session_key", True), ("name", False), ("api_key_id", False), ("monkey", False), ("keyword", False)],
)  # fmt: skip
def test_columns_that_hold_secrets_are_known_by_their_names(column, secret):
    assert is_secret(column) is secret


def test_every_column_that_is_left_out_is_known(shop):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s", [shop.schema_name]
        )
        secret = {row for row in cursor.fetchall() if is_secret(row[1]) and row[0] not in LEFT_OUT}
    assert secret == {
        ("audit_auditentry", "session"),
        ("webhooks_webhookendpoint", "previous_secret"),
        ("webhooks_webhookendpoint", "secret"),
        ("people_apikey", "digest"),
        ("people_user", "password"),
    }


def test_the_same_data_give_the_same_bytes(shop, owner):
    first = written(shop)
    with as_owner(), in_schema(shop.schema_name), connection.cursor() as cursor:
        # The same rows at other places on disk.
        cursor.execute("UPDATE auth_permission SET name = name; UPDATE company_outlet SET name = name")
    assert written(shop) == first
    assert written(shop, NOW + timedelta(seconds=2)) != first


def test_it_is_one_moment_of_the_business(shop, owner):
    """What is added while the archive is written is in none of its tables."""

    def add_late():
        with in_schema(shop.schema_name):
            return make_product(owner, name="Late")

    class Late(io.BytesIO):
        def write(self, data):
            if not made:
                made.extend(together(add_late))
            return super().write(data)

    made: list[object] = []
    target = Late()
    with in_schema(shop.schema_name):
        run_in_transaction(partial(write_export, target, business="X", now=NOW))
    assert isinstance(made[0], int), made
    archive = ZipFile(target)
    assert len(table(archive, "catalogue_product")) == len(table(archive, "catalogue_variation")) == 1
    assert len(table(ZipFile(io.BytesIO(written(shop))), "catalogue_product")) == 2


def test_documents_come_along_and_only_ones_own(shop):
    other = "t_somebodyelse"
    for schema in (shop.schema_name, other):
        default_storage.save(f"{documents_of(schema)}/bills/july.pdf", ContentFile(schema.encode()))
    try:
        archive = ZipFile(io.BytesIO(written(shop)))
        assert [name for name in archive.namelist() if name.startswith("documents/")] == ["documents/bills/july.pdf"]
        assert archive.read("documents/bills/july.pdf") == shop.schema_name.encode()
    finally:
        for schema in (shop.schema_name, other):
            default_storage.delete(f"{documents_of(schema)}/bills/july.pdf")


def ask(shop, actor):
    with in_schema(shop.schema_name):
        return ask_for_export(actor=actor, tenant_id=shop.pk, now=NOW)


def test_from_the_wish_to_the_mail_to_the_download(shop, owner):
    asked = ask(shop, owner)
    use_public()
    event = OutboxEvent.objects.get(kind="tenants.export_requested", payload={"export_id": str(asked.pk)})
    for _ in range(2):  # a handler may be called twice
        make_export(**event.payload)
    (export,) = DataExport.objects.filter(tenant=shop)
    assert export.state == ExportState.READY
    assert export.made_at
    assert export.expires_at == export.made_at + RETENTION_EXPORTS
    (letter,) = mail.outbox
    assert letter.to == [owner.email]
    assert letter.subject == "The data of Öl & Essig is ready"
    assert address("exporter.localhost", "/settings/export/") in letter.body
    with in_schema(shop.schema_name):
        assert [one.pk for one in exports_of(owner, shop.pk)] == [export.pk]
    use_public()

    browser = HostClient(headers={"host": "exporter.localhost"})
    browser.post("/sign-in/", {"login": owner.email, "password": PASSWORD})
    page = browser.get("/settings/export/")
    assert "Ready" in page.content.decode()
    answer = browser.get(f"/settings/export/{export.pk}/")
    content = b"".join(answer.streaming_content)
    assert answer["Content-Disposition"] == f'attachment; filename="{file_name(shop.name, NOW)}"'
    assert (len(content), sha256(content).hexdigest()) == (export.size, export.sha256)
    assert "selling_sale" in " ".join(ZipFile(io.BytesIO(content)).namelist())


def test_it_is_entered_in_both_trails(shop, owner):
    ask(shop, owner)
    entries = []
    for schema in ("public", shop.schema_name):
        with in_schema(schema):
            entry = AuditEntry.objects.get(action="tenants.export.requested", target_id=str(shop.pk))
            entries.append((entry.actor_name, entry.actor_id, entry.home_id))
    assert entries == [(owner.name, None, owner.pk), (owner.name, owner.pk, None)]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_nobody_but_the_owner(shop, role):
    with in_schema(shop.schema_name):
        teammate = User.objects.create_user(f"{role}@example.com", PASSWORD, name="T", role=role)
        with pytest.raises(NotAllowed):
            ask_for_export(actor=teammate, tenant_id=shop.pk, now=NOW)
        with pytest.raises(NotAllowed):
            exports_of(teammate, shop.pk)
    use_public()
    assert not DataExport.objects.filter(tenant=shop).exists()


def test_one_at_a_time(shop, owner):
    ask(shop, owner)
    with pytest.raises(ExportUnderWay):
        ask(shop, owner)
    use_public()
    assert DataExport.objects.filter(tenant=shop).count() == 1


@pytest.mark.parametrize("state", [TenantState.READ_ONLY, TenantState.EXPORT_OPEN])
def test_who_has_not_paid_takes_the_data_away_all_the_same(shop, owner, state):
    Tenant.objects.filter(pk=shop.pk).update(state=state)
    browser = HostClient(headers={"host": "exporter.localhost"})
    browser.post("/sign-in/", {"login": owner.email, "password": PASSWORD})
    assert browser.post("/settings/export/").status_code == 302
    make_export(export_id=str(DataExport.objects.get(tenant=shop).pk))
    assert browser.get(f"/settings/export/{DataExport.objects.get(tenant=shop).pk}/").status_code == 200
    assert browser.post("/outlets/", {"name": "X", "code": "XX"}).status_code == 403


def test_an_archive_that_fails_is_pending_until_it_is_given_up(shop, owner):
    export = ask(shop, owner)
    use_public()
    with as_owner(), in_schema(shop.schema_name), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_user DROP CONSTRAINT people_user_pkey CASCADE")
    with pytest.raises(KeyError, match="people_user"):
        make_export(export_id=str(export.pk))
    use_public()
    assert sweep_exports(now=NOW + TIMEOUT_EXPORT) == 0
    assert sweep_exports(now=NOW + TIMEOUT_EXPORT + TIMEOUT_EXPORT / 2) == 0
    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert mail.outbox == []


def test_what_is_over_is_swept_and_the_rest_stays(shop):
    over, kept = ready_export(shop.schema_name), ready_export(shop.schema_name)
    DataExport.objects.filter(pk=kept.pk).update(expires_at=datetime(9999, 1, 1, tzinfo=UTC))
    assert sweep_exports(now=NOW + TIMEOUT_EXPORT / 2) == 1
    sweep_old_exports.apply()
    assert list(DataExport.objects.filter(tenant=shop)) == [kept]
    assert not default_storage.exists(over.path)
    assert default_storage.exists(kept.path)


def test_the_command(shop, tmp_path):
    said = io.StringIO()
    call_command("export_tenant", "exporter.localhost", "--to", str(tmp_path / "it.zip"), stdout=said)
    assert "manifest.json" in ZipFile(tmp_path / "it.zip").namelist()
    assert "Wrote" in said.getvalue()
    with pytest.raises(CommandError, match="is no business here"):
        call_command("export_tenant", "nowhere.localhost", "--to", str(tmp_path / "other.zip"))
    with pytest.raises(FileExistsError):
        call_command("export_tenant", "exporter.localhost", "--to", str(tmp_path / "it.zip"))


def test_a_state_that_is_none(shop):
    with pytest.raises(IntegrityError, match="data_export_state_known"), transaction.atomic():
        DataExport.objects.create(tenant=shop, state="lost", requested_at=NOW)
