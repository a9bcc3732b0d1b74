from datetime import datetime
from functools import partial

from audit.authors import Author
from audit.steps import emit, record
from kernel.actors import Actor
from kernel.permissions import Permission
from kernel.transactions import operation
from tenants.archives.actions import Action
from tenants.archives.events import ExportRequested
from tenants.archives.models import DataExport
from tenants.life.for_business import for_business

_ACTION = Action.EXPORT_REQUESTED


def ask_for_export(*, actor: Actor, tenant_id: int, now: datetime) -> DataExport:
    """Have an archive of the business's data made; a mail says when it is ready. In the business's schema.

    NotAllowed; ExportUnderWay when one is being made.
    """
    actor.require(Permission.COMPANY_DATA_EXPORT)
    work = partial(request_export, email=actor.email, tenant_id=tenant_id, now=now)
    return for_business(actor=actor, tenant_id=tenant_id, action=_ACTION, now=now, work=work)


@operation
def request_export(*, actor: Author, email: str, tenant_id: int, now: datetime) -> DataExport:
    """The part of `ask_for_export` in the public schema; `email` is where the mail goes."""
    export = DataExport.objects.create(tenant_id=tenant_id, requested_by=actor.name, email=email, requested_at=now)
    record(actor=actor, action=_ACTION, target_type="tenants.tenant", target_id=tenant_id, at=now)
    emit(ExportRequested(export_id=export.pk), at=now)
    return export
