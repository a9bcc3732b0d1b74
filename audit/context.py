"""What the present work comes from: a request (set by config.edge.origin, for audit entries) or an event."""

from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Origin:
    """The caller's address, and a digest that tells sessions apart without giving them away."""

    address: str | None = None
    session: str = ""


NOWHERE = Origin()

origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


@dataclass(frozen=True, slots=True)
class Delivered:
    """The event that a handler is called for."""

    event_id: UUID
    kind: str


delivered: ContextVar[Delivered] = ContextVar("delivered")
"""Set by audit.tasks.deliver, for a handler that hears of several kinds or must tell a repetition."""
