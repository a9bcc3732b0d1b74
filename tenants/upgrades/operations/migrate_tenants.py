"""Bringing every business's schema to the running code: one transaction a schema, several schemas at once."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass

import structlog
from django.db import connection
from django.utils import timezone

from kernel.schemas import in_schema, use_public
from kernel.transactions import run_in_transaction
from tenants.life.models import Tenant
from tenants.schemas.queries.template import fingerprint
from tenants.schemas.steps.migrate_schema import migrate_schema
from tenants.upgrades.enums import MigrationState
from tenants.upgrades.models import SchemaMigration

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Migrated:
    """What came of one schema; `error` is empty when it fits the code now, else the schema is as it was."""

    schema: str
    error: str


def migrate_tenants(*, schemas: list[str], jobs: int) -> Iterator[Migrated]:
    """Migrate the schemas in `jobs` processes and yield each as it ends. Nothing is left to do for those that did.

    The first is the canary: it goes alone, and when it fails no other is touched. A run that is killed leaves every
    schema either as it was or done; the next run takes up what `schemas_behind` still names.
    """
    use_public()
    _write_down(schemas)
    if not schemas:
        return
    # A forked process may use neither its parent's connection nor a pool of them.
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined] # PostgreSQL's has one
    canary, *others = schemas
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
        first = pool.submit(_migrate, canary).result()
        yield first
        if not first.error:
            for future in as_completed([pool.submit(_migrate, schema) for schema in others]):
                yield future.result()


def _write_down(schemas: list[str]) -> None:
    """What is to be done; and what an earlier run did without living to say so."""
    SchemaMigration.objects.exclude(state=MigrationState.DONE).exclude(tenant__schema_name__in=schemas).update(
        state=MigrationState.DONE, error="", finished_at=timezone.now()
    )
    known = dict(SchemaMigration.objects.filter(state=MigrationState.DONE).values_list("tenant_id", "after"))
    SchemaMigration.objects.bulk_create(
        [
            SchemaMigration(
                tenant_id=tenant, state=MigrationState.PENDING, before=known.get(tenant, ""), after=fingerprint()
            )
            for tenant in Tenant.objects.filter(schema_name__in=schemas).values_list("pk", flat=True)
        ],
        update_conflicts=True,
        unique_fields=["tenant"],
        update_fields=["state", "before", "after", "error", "started_at", "finished_at"],
    )


def _migrate(schema: str) -> Migrated:
    _note(schema, state=MigrationState.RUNNING, started_at=timezone.now())
    error = ""
    try:
        with in_schema(schema):
            run_in_transaction(migrate_schema)
    except Exception as failure:
        log.exception("schema_not_migrated", schema=schema)
        error = f"{type(failure).__name__}: {failure}".strip()
    state = MigrationState.FAILED if error else MigrationState.DONE
    _note(schema, state=state, error=error, finished_at=timezone.now())
    return Migrated(schema, error)


def _note(schema: str, **changed: object) -> None:
    SchemaMigration.objects.filter(tenant__schema_name=schema).update(**changed)
