from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor

from kernel.transactions import require_transaction


def migrate_schema() -> int:
    """Bring the present schema to the running code in the caller's transaction. Returns how many migrations it took.

    Whoever else is at it is waited for, and what they did isn't done again.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE django_migrations IN EXCLUSIVE MODE")
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    if plan:
        state = executor.migrate(targets, plan)
        # New models get their content types and permissions from those who listen to this.
        emit_post_migrate_signal(0, False, DEFAULT_DB_ALIAS, apps=state.apps, plan=plan)  # noqa: FBT003 (Django's)
    return len(plan)
