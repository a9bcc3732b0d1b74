"""Messages to workers that only make something happen sooner: what they ask for is found without them."""

from typing import Any

import redis
from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from kernel.breaker import breaker_of


def send_if_possible(task: str, **options: Any) -> None:  # noqa: ANN401 (what send_task takes)
    """Once, and not at all while the queue's server doesn't answer."""

    def send() -> None:
        try:
            current_app.send_task(task, retry=False, **options)
        except (OperationalError, OSError) as error:
            raise redis.ConnectionError(str(error)) from error

    breaker_of(settings.REDIS_URL).ask(send, lambda: None)
