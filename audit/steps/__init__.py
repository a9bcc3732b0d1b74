"""Pieces of every operation's transaction: the audit entry and the event."""

from audit.steps.emit import emit
from audit.steps.record import record
from audit.steps.record_with_event import record_with_event

__all__ = ["emit", "record", "record_with_event"]
