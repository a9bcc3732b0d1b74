"""From the outbox to the handlers."""

from typing import Any
from uuid import UUID

import structlog
from celery import Task, shared_task
from django.utils import timezone
from django.utils.module_loading import import_string

from audit.operations.bury_event import bury_event
from audit.operations.relay_outbox import BATCH, relay_outbox
from kernel.schemas import PUBLIC, current_schema, in_schema

ATTEMPTS = 5

log = structlog.get_logger(__name__)


@shared_task(in_public=None)
def relay() -> None:
    """One schema's outbox, until nothing waits."""
    while relay_outbox(now=timezone.now()) == BATCH:
        pass


@shared_task(bind=True, in_public=None, max_retries=ATTEMPTS - 1)
def deliver(self: Task[..., None], *, event_id: str, kind: str, handler: str, payload: dict[str, Any]) -> None:
    """Call one handler for one event. After five failures, ever further apart, it is a dead letter."""
    try:
        import_string(handler)(**payload)
    except Exception as error:
        tries = self.request.retries + 1
        log.exception("event_handler_failed", event_id=event_id, kind=kind, handler=handler, tries=tries)
        if tries < ATTEMPTS:
            raise self.retry(exc=error, countdown=5 * 4**self.request.retries) from error
        schema = current_schema()
        with in_schema(PUBLIC):
            bury_event(
                schema=schema,
                event_id=UUID(event_id),
                kind=kind,
                handler=handler,
                payload=payload,
                error=f"{type(error).__name__}: {error}",
                attempts=tries,
                now=timezone.now(),
            )
