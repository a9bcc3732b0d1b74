"""Makes the database and the files fit this code: `python -m localdev.prepare`. Quick when they do."""

import sys

import django
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def prepare() -> None:
    migrate()
    call_command("build_template", stdout=sys.stderr)
    call_command("refill_pool", stdout=sys.stderr)


def migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Migrating the database …", flush=True)
        call_command("migrate_schemas", interactive=False, verbosity=0)


if __name__ == "__main__":
    django.setup()
    prepare()
