from datetime import datetime

from audit.steps import emit, record
from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.operators import require_operator
from kernel.transactions import operation
from tenants.archives.actions import Action
from tenants.archives.events import BackupRequested
from tenants.life.enums import TenantState
from tenants.life.models import Tenant


@operation
def request_backup(*, actor: Actor, tenant_id: int, now: datetime, reason: str) -> None:
    """An operator has a copy of a business made, in the background. On the public schema. NotAllowed; NotFound."""
    require_operator(actor)
    if not Tenant.objects.filter(pk=tenant_id).exclude(state=TenantState.DELETED).exists():
        raise NotFound
    record(
        actor=actor,
        action=Action.BACKUP_REQUESTED,
        target_type="tenants.tenant",
        target_id=tenant_id,
        changes={"reason": reason},
        at=now,
    )
    emit(BackupRequested(tenant_id=tenant_id), at=now)
