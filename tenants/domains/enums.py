"""The words of a tenant's life."""

from enum import StrEnum


class Proof(StrEnum):
    """What a check in the DNS found, or why there was none."""

    FOUND = "found"
    MISSING = "missing"
    UNANSWERED = "unanswered"
    NOT_IN_PLAN = "not_in_plan"


class DomainState(StrEnum):
    """Of a domain of one's own: its proof is waited for, no longer checked by itself, there, or gone again."""

    WAITING = "waiting"
    STOPPED = "stopped"
    LIVE = "live"
    FAILING = "failing"
