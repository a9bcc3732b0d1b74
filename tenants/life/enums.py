"""The words of a tenant's life."""

from enum import StrEnum


class TenantState(StrEnum):
    """From the first click to the tombstone; `tenants.life.rules.lifecycle` says which may follow which."""

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
