"""The end of a business: how long it can be thought over, and what is left."""

from datetime import timedelta

GRACE_CLOSING = timedelta(days=30)
"""Between closing and deletion; until then one click keeps the business."""


def is_name(typed: str, name: str) -> bool:
    """Whether somebody who closes a business has typed its name; case and space don't matter."""
    return " ".join(typed.split()).casefold() == " ".join(name.split()).casefold()
