"""Businesses and their schemas."""

from datetime import datetime

from console.cards.section import About, Fact, Section, listing, moment, size
from tenants.life.enums import TenantState
from tenants.life.queries.figures import business_details, businesses_by_state, names_of, sign_ups
from tenants.life.queries.hosts import address
from tenants.schemas.heartbeat import beats
from tenants.schemas.queries.pool import spare_schemas
from tenants.schemas.queries.storage import schema_sizes
from tenants.upgrades.enums import MigrationState
from tenants.upgrades.queries.progress import migration_of, progress

_TONES = {
    TenantState.ACTIVE: "success",
    TenantState.PAST_DUE: "warning",
    TenantState.READ_ONLY: "warning",
    TenantState.EXPORT_OPEN: "danger",
    TenantState.SUSPENDED: "danger",
    TenantState.CLOSING: "warning",
    TenantState.CLOSING_SUSPENDED: "danger",
}
_LARGEST = 5


def businesses(now: datetime) -> Section:
    """How many there are in each state, and how many came lately. Two statements."""
    counts, came = businesses_by_state(), sign_ups(now)
    by_state = (
        Fact(
            state.label.capitalize(),
            f"{counts[state]:,}",
            _TONES.get(state, ""),
            listing("life_tenant", f"state__exact={state}"),
        )
        for state in TenantState
        if state in counts
    )
    recent = (Fact("Signed up, 7 days", f"{came.week:,}"), Fact("Signed up, 30 days", f"{came.month:,}"))
    return Section("Businesses", (*by_state, *recent))


def installation(_now: datetime) -> Section:
    """Whether the machinery runs. Two statements."""
    spares, run = spare_schemas(), progress()
    failed = listing("upgrades_schemamigration", "state__exact=failed")
    return Section(
        "Machinery",
        (
            Fact("Background work", *(("running", "success") if beats("celery") else ("not running", "danger"))),
            Fact("Spare schemas", str(spares), "" if spares else "warning", listing("schemas_spareschema")),
            Fact("Migrations failed", str(run.failed), "danger" if run.failed else "", failed),
            Fact("Migrations running", str(run.running)),
            Fact("Last migrated to older code", str(run.behind), "warning" if run.behind else ""),
        ),
    )


def storage(_now: datetime) -> Section:
    """The room that schemas take. Two statements, or one within ten minutes."""
    sizes = schema_sizes()
    names = names_of(sizes)
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


def business(about: About) -> Section:
    """Its state and its hosts."""
    found = business_details(about.id)
    hosts = (Fact("Host" if one.is_primary else "Also", one.host, link=address(one.host)) for one in found.hosts)
    return Section(
        "Business",
        (
            Fact("State", found.state.label, _TONES.get(found.state, "")),
            Fact("Since", moment(found.state_since)),
            Fact("Opened", moment(found.created_at)),
            *([Fact("Deleted from", moment(found.closes_at), "danger")] if found.closes_at else []),
            *hosts,
        ),
    )


def schema(about: About) -> Section:
    """Where the business's data is, and how far it came in the last migration."""
    migrated = migration_of(about.id)
    known = (Fact("Schema", about.schema or "dropped"), Fact("Size", size(schema_sizes().get(about.schema, 0))))
    if migrated is None:
        return Section("Schema", known)
    tone = "danger" if migrated.state is MigrationState.FAILED else ""
    return Section(
        "Schema",
        (*known, Fact("Migration", f"{migrated.state}, {moment(migrated.finished_at)}", tone)),
        note=migrated.error,
    )
