"""Backups and restores that operators ask for in the console, and that are carried out after the commit."""

from contextlib import nullcontext
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.utils.module_loading import import_string

from audit.models import AuditEntry, OutboxEvent
from config.event_routes import EVENT_ROUTES
from config.queues import OWNER_HANDLERS
from kernel.errors import Conflict, NotAllowed, NotFound
from kernel.schemas import in_schema, use_public
from localdev.owning import as_owner
from people.models import User
from tenants.archives.models import Backup
from tenants.archives.operations.request_backup import request_backup
from tenants.archives.operations.request_restore import request_restore
from tenants.life.enums import TenantState
from tenants.life.models import LooseSchema, Tenant
from tests.installation import NOW, open_shop, schema_of

WHY = "Ticket 9: everything was deleted by mistake"


@pytest.fixture
def shop(committing):
    tenant = Tenant.objects.get(schema_name=schema_of(open_shop("phoenix").host))
    yield tenant
    use_public()
    for backup in Backup.objects.all():
        default_storage.delete(backup.path)
    with as_owner():
        LooseSchema.objects.all().delete()


@pytest.fixture
def helper(shop):
    """An operator. Audit entries keep the row for good, so it is only shut out afterwards."""
    person = User.objects.create_superuser(f"{uuid4()}@counterfoil.test", "a long enough password", name="Op")
    yield person
    use_public()
    User.objects.filter(pk=person.pk).update(is_staff=False, is_active=False)


def carry_out(kind):
    """What Celery does with the newest event of the kind: some of it where the owner's address is known."""
    event = OutboxEvent.objects.filter(kind=kind).latest("id")
    for handler in EVENT_ROUTES[kind]:
        with as_owner() if handler in OWNER_HANDLERS else nullcontext():
            import_string(handler)(**event.payload)
    use_public()


def owner_name(shop):
    shop.refresh_from_db()
    with in_schema(shop.schema_name):
        return User.objects.get().name


def rename_owner(shop, name):
    with in_schema(shop.schema_name):
        User.objects.update(name=name)
    use_public()


def test_a_business_is_copied_and_brought_back(shop, helper):
    request_backup(actor=helper, tenant_id=shop.pk, now=NOW, reason=WHY)
    carry_out("tenants.backup_requested")
    backup = Backup.objects.get(tenant=shop)
    rename_owner(shop, "Mallory")

    with pytest.raises(Conflict):
        request_restore(actor=helper, backup_id=backup.pk, now=NOW, reason=WHY)
    Tenant.objects.filter(pk=shop.pk).update(state=TenantState.SUSPENDED)
    request_restore(actor=helper, backup_id=backup.pk, now=NOW, reason=WHY)
    assert owner_name(shop) == "Mallory", "asked for, not done yet"
    carry_out("tenants.restore_requested")
    assert owner_name(shop) == "Olive Owner"
    assert shop.state == TenantState.SUSPENDED
    told = AuditEntry.objects.filter(actor=helper, changes__reason=WHY).order_by("at", "id")
    assert [entry.action for entry in told] == ["tenants.backup.requested", "tenants.restore.requested"]


def test_only_operators_ask_and_only_for_what_is_there(shop, helper):
    guest = User.objects.create_user(f"{uuid4()}@counterfoil.test")
    before = OutboxEvent.objects.count()
    for actor, tenant_id, refused in ((guest, shop.pk, NotAllowed), (helper, 999_999, NotFound)):
        with pytest.raises(refused):
            request_backup(actor=actor, tenant_id=tenant_id, now=NOW, reason=WHY)
    for actor, refused in ((guest, NotAllowed), (helper, NotFound)):
        with pytest.raises(refused):
            request_restore(actor=actor, backup_id=uuid4(), now=NOW, reason=WHY)
    assert OutboxEvent.objects.count() == before
