from datetime import datetime

from audit.steps import record
from kernel.actors import Actor
from kernel.permissions import Permission
from kernel.transactions import operation
from webhooks.actions import Action
from webhooks.steps.lock_endpoint import lock_endpoint


@operation
def remove_endpoint(*, actor: Actor, endpoint_id: int, now: datetime) -> None:
    """Send nothing there any more, and delete what was sent. NotFound."""
    actor.require(Permission.WEBHOOKS_ENDPOINT_WRITE)
    endpoint = lock_endpoint(endpoint_id)
    record(
        actor=actor,
        action=Action.ENDPOINT_REMOVED,
        target_type="webhooks.webhookendpoint",
        target_id=endpoint.pk,
        changes={"url": endpoint.url},
        at=now,
    )
    endpoint.delete()
