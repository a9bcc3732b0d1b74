from collections.abc import Mapping
from typing import Any
from uuid import UUID

from celery import current_app


def send_delivery(*, schema: str, event_id: UUID, kind: str, handler: str, payload: Mapping[str, Any]) -> None:
    """Have a handler called for an event, by Celery, in the schema that the event is from."""
    current_app.send_task(
        "audit.tasks.deliver",
        kwargs={"event_id": str(event_id), "kind": kind, "handler": handler, "payload": dict(payload)},
        headers={"_schema_name": schema},
    )
