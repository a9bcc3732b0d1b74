"""From the outbox to the handlers."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from celery import Task, shared_task
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from audit.context import Delivered, delivered
from audit.operations.dead_letter_event import dead_letter_event
from audit.operations.prune import prune
from audit.operations.relay_outbox import BATCH, relay_outbox
from kernel.errors import Unavailable
from kernel.schemas import PUBLIC, current_schema, in_schema
from kernel.transactions import refusal_of

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


def _keep_for_later(self: Task[..., None], schema: str, why: str) -> None:
    """The handler may not run now or here: the event becomes a dead letter, which an operator can retry when the
    business works again. Sent anew it goes to whose work it is.
    """
    letter = {**(self.request.kwargs or {}), "error": why, "attempts": self.request.retries}
    _bury(schema, **letter)


@shared_task(  # type: ignore[call-overload,untyped-decorator] # see above
    bind=True, in_public=None, defer=_keep_for_later, max_retries=ATTEMPTS - 1
)
def deliver(self: Task[..., None], *, event_id: str, kind: str, handler: str, payload: dict[str, Any]) -> None:
    """Call one handler for one event; when it fails, again and ever later. The fifth failure is a dead letter.

    Celery enforces the tries; a worker that dies in between repeats the call, so handlers must bear being called twice.
    A dead letter is retried by an operator only (audit.operations.retry_dead_letter).
    """
    token = delivered.set(Delivered(UUID(event_id), kind))
    try:
        _named(handler)(**payload)
    except Exception as error:
        if isinstance(refusal_of(error), Unavailable):  # no fault of the handler's: SchemaTask has it called later
            raise
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


def _named(handler: str) -> Callable[..., None]:
    """The handler, if any event has it: a message may name anything. LookupError otherwise, to be tried again: while a
    release is under way, old workers get events for handlers of the new code.
    """
    if not any(handler in handlers for handlers in settings.EVENT_ROUTES.values()):
        raise LookupError(f"{handler} hears no event")
    called: Callable[..., None] = import_string(handler)
    return called


def _bury(schema: str, *, event_id: str, **letter: Any) -> None:  # noqa: ANN401 (what dead_letter_event takes)
    with in_schema(PUBLIC):
        dead_letter_event(schema=schema, event_id=UUID(event_id), now=timezone.now(), **letter)
