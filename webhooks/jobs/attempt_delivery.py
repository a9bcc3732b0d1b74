"""One attempt at a delivery: claimed in one transaction, sent in none, written down in another."""

from datetime import datetime
from functools import partial
from uuid import UUID

from audit.authors import PLATFORM
from audit.steps import emit, record
from kernel.transactions import run_in_transaction
from webhooks.actions import Action
from webhooks.enums import DeliveryState
from webhooks.events import WebhookDisabled
from webhooks.models import WebhookDelivery
from webhooks.rules.retries import LEASE, TIMEOUT_ENDPOINT, next_attempt
from webhooks.rules.signatures import signature
from webhooks.sending import Outcome, send
from webhooks.steps.lock_endpoint import lock_endpoint

_OFF = "The webhook is switched off."
_SILENT = "Nothing arrived for three days."


def attempt_delivery(*, delivery_id: UUID, now: datetime) -> Outcome | None:
    """Send what is due. None when it isn't, because it was sent, is being sent by somebody else, or is for later."""
    delivery = run_in_transaction(partial(_claim, delivery_id, now))
    if delivery is None:
        return None
    endpoint, timestamp = delivery.endpoint, int(now.timestamp())
    keys = [endpoint.secret]
    if endpoint.previous_until and endpoint.previous_until > now:
        keys.append(endpoint.previous_secret)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Counterfoil-Webhooks/1",
        "Counterfoil-Event": delivery.kind,
        "Counterfoil-Delivery": str(delivery.pk),
        "Counterfoil-Signature": signature(keys=keys, body=delivery.body, timestamp=timestamp),
    }
    outcome = send(endpoint.url, body=delivery.body, headers=headers)
    run_in_transaction(partial(_write_down, delivery_id, outcome, now))
    return outcome


def _claim(delivery_id: UUID, now: datetime) -> WebhookDelivery | None:
    delivery = (
        WebhookDelivery.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("endpoint")
        .filter(pk=delivery_id, next_attempt_at__lte=now)
        .first()
    )
    if delivery is None:
        return None
    if delivery.endpoint.disabled_at:
        delivery.state, delivery.next_attempt_at, delivery.error = DeliveryState.FAILED, None, _OFF
        delivery.save(update_fields=["state", "next_attempt_at", "error"])
        return None
    delivery.next_attempt_at = now + LEASE
    delivery.save(update_fields=["next_attempt_at"])
    return delivery


def _write_down(delivery_id: UUID, outcome: Outcome, now: datetime) -> None:
    delivery = WebhookDelivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None:  # its endpoint was removed meanwhile
        return
    delivery.attempts += 1
    delivery.attempted_at, delivery.status, delivery.response = now, outcome.status, outcome.response
    delivery.error, delivery.milliseconds = outcome.error, outcome.milliseconds
    delivery.next_attempt_at = next_attempt(attempts=delivery.attempts, now=now) if outcome.error else None
    if delivery.next_attempt_at is None:
        delivery.state = DeliveryState.FAILED if outcome.error else DeliveryState.DELIVERED
    delivery.save()
    _judge(delivery.endpoint_id, failed=bool(outcome.error), now=now)


def _judge(endpoint_id: int, *, failed: bool, now: datetime) -> None:
    """An endpoint at which nothing arrives for long is switched off, and owners are notified."""
    endpoint = lock_endpoint(endpoint_id)
    if not failed:
        endpoint.failing_since = None
    elif endpoint.failing_since is None:
        endpoint.failing_since = now
    elif now - endpoint.failing_since >= TIMEOUT_ENDPOINT and endpoint.disabled_at is None:
        endpoint.disabled_at, endpoint.disabled_because = now, _SILENT
        record(
            actor=PLATFORM,
            action=Action.ENDPOINT_DISABLED,
            target_type="webhooks.webhookendpoint",
            target_id=endpoint.pk,
            changes={"url": endpoint.url, "failing_since": endpoint.failing_since},
            at=now,
        )
        emit(WebhookDisabled(endpoint_id=endpoint.pk), at=now)
    endpoint.save(update_fields=["failing_since", "disabled_at", "disabled_because"])
