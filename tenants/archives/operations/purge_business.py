"""The end: the last export, a tombstone, and nothing else.

Several transactions, because a transaction has one schema. Each piece does nothing when it was done before, so a run
that died is taken up by the next.
"""

from datetime import datetime
from functools import partial

from audit.authors import Author, require_platform_or_operator
from audit.steps import emit
from kernel.actors import Actor
from kernel.errors import Conflict
from kernel.schemas import use_public
from kernel.transactions import run_in_transaction
from tenants.archives.enums import ExportState
from tenants.archives.events import BusinessPurged
from tenants.archives.exporting import store_export
from tenants.archives.models import DataExport
from tenants.archives.queries.replaced import replaced_schemas
from tenants.archives.rules.export import RETENTION_LAST_EXPORT, TIMEOUT_EXPORT, documents_of, exports_of
from tenants.archives.steps.delete_files import delete_files
from tenants.life.enums import TenantState
from tenants.life.models import Domain, Reservation, Tenant
from tenants.life.steps.invalidate_cache import invalidate_cache
from tenants.life.steps.lock_tenant import lock_tenant
from tenants.life.steps.move_state import move_state
from tenants.schemas.steps.drop_schema import drop_schema


def purge_business(*, actor: Actor | Author, tenant_id: int, now: datetime) -> None:
    """Delete a business for good, by the platform or an operator.

    Its last archive is kept for RETENTION_LAST_EXPORT, its name in the address rests, its row stays as a tombstone with
    name, schema and dates. NotAllowed; NotFound; Conflict before its grace is over.
    """
    use_public()
    require_platform_or_operator(actor)
    last = run_in_transaction(partial(_last_export, tenant_id, now))
    if last.state != ExportState.READY:
        store_export(last, now=now, retention=RETENTION_LAST_EXPORT)
    run_in_transaction(partial(_make_tombstone, tenant_id, actor, now))
    tenant = last.tenant
    for schema in [tenant.schema_name, *replaced_schemas(tenant_id)]:
        run_in_transaction(partial(drop_schema, schema))
        delete_files(documents_of(schema))
        delete_files(exports_of(schema), besides=last.path)
    invalidate_cache(tenant.schema_name)
    run_in_transaction(partial(_finish, tenant_id, last, now))


def _last_export(tenant_id: int, now: datetime) -> DataExport:
    """The row of the last archive, made by now or still to be made: by us, so nobody else makes it meanwhile.

    Conflict when it is too early, or somebody else is at it.
    """
    tenant = lock_tenant(tenant_id)
    if tenant.state != TenantState.DELETED:
        _require_over(tenant, now)
    # Whatever of its owner's was under way ends here: one archive is made at a time.
    DataExport.objects.filter(tenant=tenant, is_last=False, state=ExportState.PENDING).delete()
    last, made = DataExport.objects.select_related("tenant").get_or_create(
        tenant=tenant, is_last=True, defaults={"requested_by": "Counterfoil", "requested_at": now}
    )
    if not made and last.state == ExportState.PENDING:
        if last.requested_at > now - TIMEOUT_EXPORT:
            raise Conflict("This business is being deleted already.")
        last.requested_at = now
        last.save(update_fields=["requested_at"])
    return last


def _require_over(tenant: Tenant, now: datetime) -> None:
    if tenant.state != TenantState.CLOSING or tenant.closes_at is None or tenant.closes_at > now:
        raise Conflict("This business isn't being closed, or the closing can still be cancelled.")


def _make_tombstone(tenant_id: int, actor: Actor | Author, now: datetime) -> None:
    """From the commit on nobody gets in and nothing works; the name rests."""
    tenant = lock_tenant(tenant_id)
    if tenant.state == TenantState.DELETED:
        return
    _require_over(tenant, now)  # it may have been cancelled while the archive was made
    move_state(tenant=tenant, to=TenantState.DELETED, actor=actor, now=now, reason="grace is over")
    Domain.objects.filter(tenant=tenant).delete()
    tenant.custom_domains.all().delete()
    Reservation.objects.filter(tenant=tenant).update(tenant=None, released_at=now)
    emit(BusinessPurged(tenant_id=tenant.pk), at=now)


def _finish(tenant_id: int, last: DataExport, now: datetime) -> None:
    tenant = lock_tenant(tenant_id)
    DataExport.objects.filter(tenant=tenant).exclude(pk=last.pk).delete()
    tenant.purged_at = now
    tenant.save(update_fields=["purged_at"])
