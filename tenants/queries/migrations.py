"""Which schemas are behind the code."""

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from kernel.schemas import PUBLIC
from tenants.queries.tenants import working_schemas


def schemas_behind() -> list[str]:
    """The public schema and those of businesses in which migrations of the running code have not been applied."""
    on_disk = set(MigrationLoader(None).disk_migrations)
    behind = [PUBLIC] if _of(settings.SHARED_APPS, on_disk) - _applied(PUBLIC) else []
    expected = _of(settings.TENANT_APPS, on_disk)
    return behind + [schema for schema in working_schemas() if expected - _applied(schema)]


def _of(installed: list[str], migrations: set[tuple[str, str]]) -> set[tuple[str, str]]:
    labels = {app.label for app in apps.get_app_configs() if app.name in installed}
    return {migration for migration in migrations if migration[0] in labels}


def _applied(schema: str) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT app, name FROM {connection.ops.quote_name(schema)}.django_migrations")  # noqa: S608 (quoted)
        return set(cursor.fetchall())
