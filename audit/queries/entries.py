from django.db.models import QuerySet

from audit.models import AuditEntry
from kernel.actors import Actor
from kernel.permissions import Permission


def entries(actor: Actor) -> QuerySet[AuditEntry]:
    """Who did what: the whole trail, in no order yet."""
    actor.require(Permission.AUDIT_ENTRY_READ)
    return AuditEntry.objects.all()
