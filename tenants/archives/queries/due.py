from datetime import datetime

from django.db.models import Q

from kernel.schemas import PUBLIC, in_schema
from tenants.life.enums import TenantState
from tenants.life.models import Tenant


def due_for_purge(now: datetime) -> list[int]:
    """The businesses whose grace is over, and those of which a crash left something. Reads the public schema."""
    over = Q(state=TenantState.CLOSING, closes_at__lte=now) | Q(state=TenantState.DELETED, purged_at=None)
    with in_schema(PUBLIC):
        return list(Tenant.objects.filter(over).order_by("pk").values_list("pk", flat=True))
