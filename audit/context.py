"""Where the present request came from, for audit entries. Set by audit.middleware; empty in background work."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """The caller's address, and a digest that tells sessions apart without giving them away."""

    address: str | None = None
    session: str = ""


NOWHERE = Origin()

origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)
