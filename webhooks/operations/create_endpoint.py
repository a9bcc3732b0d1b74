from dataclasses import dataclass
from datetime import datetime

from audit.steps import record
from kernel.actors import Actor
from kernel.entitlements import Feature, require_feature
from kernel.errors import InvalidInput
from kernel.permissions import Permission
from kernel.transactions import operation
from webhooks.actions import Action
from webhooks.enums import WebhookEvent
from webhooks.models import WebhookEndpoint
from webhooks.records import CreatedEndpoint
from webhooks.rules.signatures import new_secret
from webhooks.steps.check_endpoint import check_endpoint

MAX_ENDPOINTS = 20
"""Endpoints of one business."""


@dataclass(frozen=True, slots=True)
class CreateEndpoint:
    """Where to send what."""

    url: str
    events: frozenset[WebhookEvent]


@operation
def create_endpoint(*, actor: Actor, command: CreateEndpoint, now: datetime) -> CreatedEndpoint:
    """Tell another system of events from now on. InvalidInput names every field that is wrong; NotInPlan."""
    actor.require(Permission.WEBHOOKS_ENDPOINT_WRITE)
    require_feature(Feature.WEBHOOKS)
    check_endpoint(url=command.url, events=command.events)
    if WebhookEndpoint.objects.count() >= MAX_ENDPOINTS:
        raise InvalidInput(errors={"url": [f"You have {MAX_ENDPOINTS} webhooks already."]})
    secret = new_secret()
    endpoint = WebhookEndpoint.objects.create(
        url=command.url.strip(), events=sorted(command.events), secret=secret, created_at=now
    )
    record(
        actor=actor,
        action=Action.ENDPOINT_CREATED,
        target_type="webhooks.webhookendpoint",
        target_id=endpoint.pk,
        changes={"url": endpoint.url, "events": endpoint.events},
        at=now,
    )
    return CreatedEndpoint(endpoint, secret)
