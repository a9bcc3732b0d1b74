from datetime import datetime, timedelta

from audit.steps import record
from kernel.actors import Actor
from kernel.permissions import Permission
from kernel.transactions import operation
from webhooks.actions import Action
from webhooks.records import CreatedEndpoint
from webhooks.rules.signatures import new_secret
from webhooks.steps.lock_endpoint import lock_endpoint

GRACE_SECRET = timedelta(hours=24)
"""How long the old secret signs as well."""


@operation
def rotate_secret(*, actor: Actor, endpoint_id: int, now: datetime) -> CreatedEndpoint:
    """Another secret for an endpoint; for GRACE_SECRET deliveries are signed with both. NotFound."""
    actor.require(Permission.WEBHOOKS_ENDPOINT_WRITE)
    endpoint = lock_endpoint(endpoint_id)
    endpoint.previous_secret, endpoint.previous_until = endpoint.secret, now + GRACE_SECRET
    endpoint.secret = new_secret()
    endpoint.save()
    record(
        actor=actor,
        action=Action.ENDPOINT_SECRET_ROTATED,
        target_type="webhooks.webhookendpoint",
        target_id=endpoint.pk,
        at=now,
    )
    return CreatedEndpoint(endpoint, endpoint.secret)
