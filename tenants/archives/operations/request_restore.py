from datetime import datetime
from uuid import UUID

from audit.steps import emit, record
from kernel.actors import Actor
from kernel.errors import Conflict, NotFound
from kernel.operators import require_operator
from kernel.transactions import operation
from tenants.archives.actions import Action
from tenants.archives.events import RestoreRequested
from tenants.archives.models import Backup
from tenants.life.enums import TenantState
from tenants.life.rules.lifecycle import SUSPENDED_STATES


@operation
def request_restore(*, actor: Actor, backup_id: UUID, now: datetime, reason: str) -> None:
    """An operator has a business restored from its backup, in the background. On the public schema.

    NotAllowed; NotFound; Conflict when the business works: it has to be suspended, so that nothing is sold meanwhile.
    """
    require_operator(actor)
    backup = Backup.objects.select_related("tenant").filter(pk=backup_id).first()
    if backup is None:
        raise NotFound
    if backup.tenant.state not in {*SUSPENDED_STATES, TenantState.DELETED}:
        raise Conflict("Suspend the business first: what is sold meanwhile would be lost.")
    record(
        actor=actor,
        action=Action.RESTORE_REQUESTED,
        target_type="tenants.tenant",
        target_id=backup.tenant_id,
        changes={"reason": reason, "made_at": backup.made_at},
        at=now,
    )
    emit(RestoreRequested(backup_id=backup.pk), at=now)
