"""What one endpoint is sent in one go: by one worker at a time, in order, and no more than its share.

So no endpoint keeps another waiting: a slow one has one worker, for some seconds, and then waits in line again; one at
which nobody answers rests, however much waits for it.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from kernel.errors import NotFound
from kernel.transactions import run_in_transaction
from webhooks.jobs.attempt_delivery import attempt_delivery
from webhooks.models import WebhookDelivery
from webhooks.rules.retries import LEASE, SHARE, SHARE_LASTS, rest
from webhooks.steps.lock_endpoint import lock_endpoint


def send_to_endpoint(*, endpoint_id: int, clock: Callable[[], datetime]) -> bool:
    """Send what is due, longest waiting first. Whether there is more, which has to wait for its turn."""
    began = clock()
    if not run_in_transaction(partial(_begin, endpoint_id, began)):
        return False
    silent = False
    for _ in range(SHARE):
        delivery_id = _next(endpoint_id, clock())
        if delivery_id is None:
            break
        outcome = attempt_delivery(delivery_id=delivery_id, now=clock())
        silent = outcome is not None and outcome.status is None
        if silent or clock() - began >= SHARE_LASTS:
            break
    return run_in_transaction(partial(_end, endpoint_id, clock(), silent=silent))


def _begin(endpoint_id: int, now: datetime) -> bool:
    """False while another worker is at it, while it rests, and when it was removed."""
    try:
        endpoint = lock_endpoint(endpoint_id)
    except NotFound:
        return False
    if endpoint.rests_until and endpoint.rests_until > now:
        return False
    endpoint.rests_until = now + LEASE
    endpoint.save(update_fields=["rests_until"])
    return True


def _end(endpoint_id: int, now: datetime, *, silent: bool) -> bool:
    """Under the lock, so that what was queued meanwhile is either seen here or finds the endpoint free."""
    try:
        endpoint = lock_endpoint(endpoint_id)
    except NotFound:
        return False
    endpoint.rests_until = now + rest(now - (endpoint.failing_since or now)) if silent else None
    endpoint.save(update_fields=["rests_until"])
    return not silent and _next(endpoint_id, now) is not None


def _next(endpoint_id: int, now: datetime) -> UUID | None:
    due = WebhookDelivery.objects.filter(endpoint_id=endpoint_id, next_attempt_at__lte=now)
    return due.order_by("next_attempt_at", "pk").values_list("pk", flat=True).first()
