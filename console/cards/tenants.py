"""What operators are told of businesses and their schemas."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from console.cards.base import About, Fact, Section, facts, figures, listing, moment, size
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.life.queries.hosts import address
from tenants.schemas.heartbeat import beats
from tenants.schemas.models import SpareSchema
from tenants.schemas.queries.storage import schema_sizes
from tenants.schemas.queries.template import fingerprint
from tenants.upgrades.enums import MigrationState
from tenants.upgrades.models import SchemaMigration

_TONES = {
    TenantState.ACTIVE: "success",
    TenantState.PAST_DUE: "warning",
    TenantState.READ_ONLY: "warning",
    TenantState.SUSPENDED: "danger",
    TenantState.EXPORT_OPEN: "danger",
}
_LARGEST = 5


@figures(10)
def businesses(now: datetime) -> Section:
    """How many there are in each state, and how many came lately. Two statements."""
    counts = dict(Tenant.objects.values_list("state").annotate(Count("pk")))
    came = Tenant.objects.exclude(state=TenantState.OPENING).aggregate(
        week=Count("pk", filter=Q(created_at__gte=now - timedelta(days=7))),
        month=Count("pk", filter=Q(created_at__gte=now - timedelta(days=30))),
    )
    by_state = (
        Fact(
            state.label.capitalize(),
            f"{counts[state]:,}",
            _TONES.get(state, ""),
            listing("life_tenant", f"state__exact={state}"),
        )
        for state in TenantState
        if counts.get(state)
    )
    recent = (Fact("Signed up, 7 days", f"{came['week']:,}"), Fact("Signed up, 30 days", f"{came['month']:,}"))
    return Section("Businesses", (*by_state, *recent))


@figures(40)
def installation(_now: datetime) -> Section:
    """Whether the machinery runs. Two statements."""
    spares = SpareSchema.objects.filter(fingerprint=fingerprint()).count()
    failed, running, behind = _migrations()
    return Section(
        "Machinery",
        (
            Fact("Background work", *(("running", "success") if beats() else ("nobody does it", "danger"))),
            Fact(
                "Spare schemas",
                str(spares),
                "" if spares else "warning",
                listing("schemas_spareschema"),
            ),
            Fact(
                "Migrations failed",
                str(failed),
                "danger" if failed else "",
                listing("upgrades_schemamigration", "state__exact=failed"),
            ),
            Fact("Migrations running", str(running)),
            Fact("Last migrated to older code", str(behind), "warning" if behind else ""),
        ),
    )


def _migrations() -> tuple[int, int, int]:
    counted = SchemaMigration.objects.aggregate(
        failed=Count("pk", filter=Q(state=MigrationState.FAILED)),
        running=Count("pk", filter=Q(state=MigrationState.RUNNING)),
        behind=Count("pk", filter=Q(state=MigrationState.DONE) & ~Q(after=fingerprint())),
    )
    return counted["failed"], counted["running"], counted["behind"]


@figures(50)
def storage(_now: datetime) -> Section:
    """The room that schemas take. Two statements, or one within ten minutes."""
    sizes = schema_sizes()
    names = dict(Tenant.objects.filter(schema_name__in=sizes).values_list("schema_name", "name"))
    largest = sorted(((sizes[schema], name) for schema, name in names.items()), reverse=True)[:_LARGEST]
    spare = sum(taken for schema, taken in sizes.items() if schema not in names)
    return Section(
        "Storage",
        (
            Fact("Businesses", size(sum(sizes.values()) - spare)),
            Fact("Spare schemas", size(spare)),
        ),
        head=("Largest", "Size"),
        rows=tuple((name, size(taken)) for taken, name in largest),
    )


@facts(5)
def business(about: About) -> Section:
    """Its state and its hosts."""
    tenant = Tenant.objects.prefetch_related("domains").get(pk=about.id)
    state = TenantState(tenant.state)
    hosts = (
        Fact("Host" if domain.is_primary else "Also", domain.domain, link=address(domain.domain))
        for domain in sorted(tenant.domains.all(), key=lambda domain: not domain.is_primary)
    )
    return Section(
        "Business",
        (
            Fact("State", state.label, _TONES.get(state, "")),
            Fact("Since", moment(tenant.state_since)),
            Fact("Opened", moment(tenant.created_at)),
            *hosts,
        ),
    )


@facts(40)
def schema(about: About) -> Section:
    """Where the business's data is and how it stands to the code."""
    migrated = SchemaMigration.objects.filter(tenant_id=about.id).first()
    known = (Fact("Schema", about.schema or "dropped"), Fact("Size", size(schema_sizes().get(about.schema, 0))))
    if migrated is None:
        return Section("Schema", known)
    tone = "danger" if migrated.state == MigrationState.FAILED else ""
    return Section(
        "Schema",
        (*known, Fact("Migration", f"{migrated.state}, {moment(migrated.finished_at)}", tone)),
        note=migrated.error,
    )
