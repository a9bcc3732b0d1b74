"""The words of a tenant's life."""

from enum import StrEnum


class TenantState(StrEnum):
    """From the first click to the tombstone; `tenants.rules.lifecycle` says which may follow which."""

    OPENING = "opening"
    TRIAL = "trial"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    READ_ONLY = "read_only"
    SUSPENDED = "suspended"
    EXPORT_OPEN = "export_open"
    DELETED = "deleted"

    @property
    def label(self) -> str:
        """As people are told."""
        return self.value.replace("_", " ")


class ExportState(StrEnum):
    """Of one archive of a business's data."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class MigrationState(StrEnum):
    """Of one schema in a run of `migrate_tenants`."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Proof(StrEnum):
    """What a look in the DNS found, or that it wasn't worth one."""

    FOUND = "found"
    MISSING = "missing"
    UNANSWERED = "unanswered"
    NOT_IN_PLAN = "not_in_plan"


class DomainState(StrEnum):
    """Of a domain of one's own: its proof is waited for, no longer looked for by itself, there, or gone again."""

    WAITING = "waiting"
    STOPPED = "stopped"
    LIVE = "live"
    FAILING = "failing"
