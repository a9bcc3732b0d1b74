"""Which schemas are behind the code."""

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kernel.schemas import PUBLIC, in_schema
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.schemas.queries.grants import wrong_grants

Migrations = set[tuple[str, str]]


def public_is_behind() -> bool:
    """Whether migrations of the running code have not been applied to the public schema, or it is empty."""
    with in_schema(PUBLIC):
        return bool(_of(settings.SHARED_APPS) - set(MigrationRecorder(connection).applied_migrations()))


def schemas_behind() -> list[str]:
    """The schemas of businesses that don't fit the running code, by their migrations or their grants, oldest first.

    Every business's that has a schema, working or not: a suspended one comes back to running code. One short
    statement a schema.
    """
    expected, schemas = _of(settings.TENANT_APPS), existing_schemas()
    wrong = wrong_grants(schemas)
    return [schema for schema in schemas if schema in wrong or expected - _applied(schema)]


def existing_schemas() -> list[str]:
    """The schemas of all businesses that have one, oldest first."""
    with in_schema(PUBLIC):
        tenants = Tenant.objects.exclude(state=TenantState.DELETED).order_by("pk")
        return list(tenants.values_list("schema_name", flat=True))


def _of(installed: list[str]) -> Migrations:
    labels = {app.label for app in apps.get_app_configs() if app.name in installed}
    return {migration for migration in MigrationLoader(None).disk_migrations if migration[0] in labels}


def _applied(schema: str) -> Migrations:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT app, name FROM {connection.ops.quote_name(schema)}.django_migrations")  # noqa: S608 (quoted)
        return set(cursor.fetchall())
