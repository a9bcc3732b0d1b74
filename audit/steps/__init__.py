"""Pieces of every operation's transaction: the audit entry and the event."""

from audit.steps.emit import emit
from audit.steps.record import record

__all__ = ["emit", "record"]
