"""The words of a tenant's life."""

from enum import StrEnum


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
