"""Asking the worker that may make schemas for some, rather than waiting for the beat to do it."""

import structlog
from celery import current_app
from kombu.exceptions import OperationalError

from kernel.schemas import PUBLIC

_WORTH_SECONDS = 5

log = structlog.get_logger(__name__)


def ask_for_spares() -> None:
    """Have the pool refilled now. Where the message can't be sent, the beat's comes within seconds."""
    try:
        current_app.send_task("tenants.life.tasks.refill", headers={"_schema_name": PUBLIC}, expires=_WORTH_SECONDS)
    except OperationalError:
        log.warning("refill_not_asked_for", exc_info=True)
