"""The words of a tenant's life."""

from enum import StrEnum


class MigrationState(StrEnum):
    """Of one schema in a run of `migrate_tenants`."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
