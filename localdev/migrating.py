"""Migrations, when there are any: the check costs a tenth of a second, the command half a second a schema."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate() -> None:
    """Public schema and every business's."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Migrating the database …", flush=True)
        call_command("migrate_schemas", interactive=False, verbosity=0)
