"""From the outbox to the handlers."""

from typing import Any
from uuid import UUID

import structlog
from celery import Task, shared_task
from django.utils import timezone
from django.utils.module_loading import import_string

from audit.context import Delivered, delivered
from audit.operations.dead_letter_event import dead_letter_event
from audit.operations.prune import prune
from audit.operations.relay_outbox import BATCH, relay_outbox
from kernel.schemas import PUBLIC, current_schema, in_schema

ATTEMPTS = 5

log = structlog.get_logger(__name__)


@shared_task(in_public=None)  # type: ignore[call-overload,untyped-decorator] # the stubs know no options of ours
def relay() -> None:
    """One schema's outbox, until nothing waits."""
    while relay_outbox(now=timezone.now()) == BATCH:
        pass


@shared_task(in_public=None)  # type: ignore[call-overload,untyped-decorator] # see above
def prune_old() -> None:
    """One schema's answers and events that are too old."""
    prune(now=timezone.now())


def _keep_for_later(self: Task[..., None], schema: str) -> None:
    """The business rests, so that nobody may be called now: an operator can retry when it works again."""
    letter = {**(self.request.kwargs or {}), "error": "The business was suspended.", "attempts": self.request.retries}
    _bury(schema, **letter)


@shared_task(  # type: ignore[call-overload,untyped-decorator] # see above
    bind=True, in_public=None, defer=_keep_for_later, max_retries=ATTEMPTS - 1
)
def deliver(self: Task[..., None], *, event_id: str, kind: str, handler: str, payload: dict[str, Any]) -> None:
    """Call one handler for one event. After five failures, ever further apart, it is a dead letter."""
    token = delivered.set(Delivered(UUID(event_id), kind))
    try:
        import_string(handler)(**payload)
    except Exception as error:
        tries = self.request.retries + 1
        log.exception("event_handler_failed", event_id=event_id, kind=kind, handler=handler, tries=tries)
        if tries < ATTEMPTS:
            raise self.retry(exc=error, countdown=5 * 4**self.request.retries) from error
        why = f"{type(error).__name__}: {error}"
        _bury(
            current_schema(), event_id=event_id, kind=kind, handler=handler, payload=payload, error=why, attempts=tries
        )
    finally:
        delivered.reset(token)


def _bury(schema: str, *, event_id: str, **letter: Any) -> None:  # noqa: ANN401 (what dead_letter_event takes)
    with in_schema(PUBLIC):
        dead_letter_event(schema=schema, event_id=UUID(event_id), now=timezone.now(), **letter)
