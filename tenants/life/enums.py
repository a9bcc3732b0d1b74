"""The words of a tenant's life."""

from enum import StrEnum


class TenantState(StrEnum):
    """From the first click to the tombstone; `tenants.life.rules.lifecycle` says which may follow which."""

    OPENING = "opening"
    TRIAL = "trial"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    READ_ONLY = "read_only"
    EXPORT_OPEN = "export_open"
    SUSPENDED = "suspended"
    CLOSING = "closing"
    CLOSING_SUSPENDED = "closing_suspended"
    DELETED = "deleted"

    @property
    def label(self) -> str:
        """As people are told."""
        return "closing, suspended" if self is TenantState.CLOSING_SUSPENDED else self.value.replace("_", " ")
