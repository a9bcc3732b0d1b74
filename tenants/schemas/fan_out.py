"""From one message of the beat to one for each schema."""

from collections.abc import Iterable
from typing import Any

from celery import current_app
from django.conf import settings


def fan_out(task: str, schemas: Iterable[str], *, by: str) -> None:
    """Send `task` to each schema, on behalf of the task `by`, which the beat sends."""
    for schema in schemas:
        current_app.send_task(task, headers={"_schema_name": schema}, **expiry(by))


def expiry(by: str) -> dict[str, Any]:
    """For what the beat's task `by` sends on: nobody need take it once the beat has sent the next.

    Without that, the messages of a day without workers are all worked through.
    """
    beats = settings.CELERY_BEAT_SCHEDULE.values()
    return next({"expires": beat["options"]["expires"]} for beat in beats if beat["task"] == by)
