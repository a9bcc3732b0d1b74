"""Asking the worker that may make schemas for some, rather than waiting for the beat to do it."""

from kernel.queue import send_if_possible
from kernel.schemas import PUBLIC

_WORTH_SECONDS = 5


def ask_for_spares() -> None:
    """Have the pool refilled now. Where the message can't be sent, the beat's comes within seconds."""
    send_if_possible("tenants.life.tasks.refill", headers={"_schema_name": PUBLIC}, expires=_WORTH_SECONDS)
