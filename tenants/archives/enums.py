"""The words of a tenant's life."""

from enum import StrEnum


class ExportState(StrEnum):
    """Of one archive of a business's data."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"
