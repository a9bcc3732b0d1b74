from collections.abc import Hashable

from django.conf import settings
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django.utils.module_loading import import_string

from kernel.schemas import current_schema
from kernel.transactions import require_transaction
from tenants.schemas.steps.grant import grant_schema

_states: dict[Hashable, ProjectState] = {}
"""What the models are before a plan, by the migrations applied: hundreds of schemas are at the same point, and working
it out takes most of the time that migrating one takes. Lives as long as a process of migrate_tenants."""


def migrate_schema() -> int:
    """Bring the present schema to the running code in the caller's transaction, grants included. Returns how many
    migrations it took.

    Another process that is at it is waited for, and what it did isn't done again.
    """
    require_transaction()
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE django_migrations IN EXCLUSIVE MODE")
    executor = MigrationExecutor(connection)
    targets = executor.loader.graph.leaf_nodes()
    plan = executor.migration_plan(targets)
    if plan:
        before = _state_before(executor)
        state = executor.migrate(targets, plan, state=before.clone())
        if _permitted(state) != _permitted(before):
            # New models get their content types and permissions from those who listen to this.
            emit_post_migrate_signal(0, False, DEFAULT_DB_ALIAS, apps=state.apps, plan=plan)  # noqa: FBT003 (Django's)
        for step in settings.TENANT_MIGRATED_STEPS:
            import_string(step)()
    grant_schema(current_schema())
    return len(plan)


def _state_before(executor: MigrationExecutor) -> ProjectState:
    applied = frozenset(executor.loader.applied_migrations)
    if applied not in _states:
        state = executor._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]  # noqa: SLF001 (no other way)
        _ = state.apps  # rendered once, cloned for each schema
        _states[applied] = state
    return _states[applied]


def _permitted(state: ProjectState) -> dict[tuple[str, str], object]:
    """The models, and what of them permissions are made of."""
    return {
        name: (model.options.get("permissions"), model.options.get("default_permissions"))
        for name, model in state.models.items()
    }
