"""Makes the database fit this code and opens the demo business: `python -m localdev.prepare`."""

from datetime import UTC, datetime

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def prepare() -> None:
    from localdev.demo.load import demo_is_loaded, load_demo  # noqa: PLC0415 (Django must be set up first)
    from tenants.operations.build_template import build_template  # noqa: PLC0415
    from tenants.operations.refill_pool import refill_pool  # noqa: PLC0415

    migrate()
    build_template()
    refill_pool(size=settings.TENANT_POOL_SIZE)
    if not demo_is_loaded():
        print("Opening the demo business and living its last sixty days (once) …", flush=True)
        load_demo(datetime.now(UTC))


def migrate() -> None:
    """Public schema and every business's, when there is anything new."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Migrating the database …", flush=True)
        call_command("migrate_schemas", interactive=False, verbosity=0)


if __name__ == "__main__":
    django.setup()
    prepare()
