"""What can be said in the trail: each room has an `Action` of its own in `actions.py`."""

from enum import StrEnum


class AuditAction(StrEnum):
    """Its values are what is stored: wing.thing.past_tense, unique in the house, never renamed once released."""


class Action(AuditAction):
    """What happens to the trail's own rooms."""

    DEAD_LETTER_RETRIED = "audit.dead_letter.retried"
