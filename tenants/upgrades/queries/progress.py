"""How far the schemas of businesses came in the last run of `migrate_tenants`. On the public schema."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from tenants.schemas.queries.template import fingerprint
from tenants.upgrades.enums import MigrationState
from tenants.upgrades.models import SchemaMigration


@dataclass(frozen=True, slots=True)
class Progress:
    """Schemas by what came of them; `behind` were brought to older code than what is running."""

    failed: int
    running: int
    behind: int


@dataclass(frozen=True, slots=True)
class MigrationInfo:
    """One schema in the last run; `error` is "" unless it failed."""

    state: MigrationState
    finished_at: datetime | None
    error: str


def progress() -> Progress:
    """One statement."""
    return Progress(
        **SchemaMigration.objects.aggregate(
            failed=Count("pk", filter=Q(state=MigrationState.FAILED)),
            running=Count("pk", filter=Q(state=MigrationState.RUNNING)),
            behind=Count("pk", filter=Q(state=MigrationState.DONE) & ~Q(after=fingerprint())),
        )
    )


def migration_of(tenant_id: int) -> MigrationInfo | None:
    """None for a business whose schema no run has touched. One statement."""
    row = SchemaMigration.objects.filter(tenant_id=tenant_id).values_list("state", "finished_at", "error").first()
    return MigrationInfo(MigrationState(row[0]), row[1], row[2]) if row else None
