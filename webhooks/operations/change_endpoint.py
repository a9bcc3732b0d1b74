from datetime import datetime

from audit.steps import record
from kernel.actors import Actor
from kernel.entitlements import Feature, require_feature
from kernel.permissions import Permission
from kernel.transactions import operation
from kernel.versions import ANY, check_version
from webhooks.actions import Action
from webhooks.models import WebhookEndpoint
from webhooks.queries.webhooks import endpoint_as_it_is
from webhooks.records import ChangeEndpoint
from webhooks.steps.check_endpoint import check_endpoint
from webhooks.steps.lock_endpoint import lock_endpoint


@operation
def change_endpoint(
    *, actor: Actor, endpoint_id: int, command: ChangeEndpoint, now: datetime, version: str | None = ANY
) -> WebhookEndpoint:
    """Send elsewhere or something else, or switch off and on again.

    `version` is the one that the command was made from. NotFound, VersionRequired, VersionChanged, InvalidInput;
    NotInPlan to switch on.
    """
    actor.require(Permission.WEBHOOKS_ENDPOINT_WRITE)
    endpoint = lock_endpoint(endpoint_id)
    check_version(version, endpoint_as_it_is(endpoint))
    if command.active:
        require_feature(Feature.WEBHOOKS)
    check_endpoint(url=command.url, events=command.events)
    before = {"url": endpoint.url, "events": endpoint.events, "active": endpoint.disabled_at is None}
    endpoint.rests_until = None  # where it is now, somebody may answer
    endpoint.url, endpoint.events = command.url.strip(), sorted(command.events)
    if command.active != before["active"]:
        endpoint.disabled_at = None if command.active else now
        endpoint.disabled_because, endpoint.failing_since = "", None
    endpoint.save()
    after = {"url": endpoint.url, "events": endpoint.events, "active": command.active}
    record(
        actor=actor,
        action=Action.ENDPOINT_CHANGED,
        target_type="webhooks.webhookendpoint",
        target_id=endpoint.pk,
        changes={field: [before[field], after[field]] for field in after if before[field] != after[field]},
        at=now,
    )
    return endpoint
