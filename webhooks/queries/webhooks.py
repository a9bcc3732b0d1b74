from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from kernel.actors import Actor
from kernel.errors import NotFound
from kernel.permissions import Permission
from webhooks.enums import WebhookEvent
from webhooks.models import WebhookDelivery, WebhookEndpoint
from webhooks.records import ChangeEndpoint


def endpoints(actor: Actor) -> QuerySet[WebhookEndpoint]:
    """Where this business's events are sent."""
    actor.require(Permission.WEBHOOKS_ENDPOINT_READ)
    return WebhookEndpoint.objects.order_by("pk")


def endpoint(actor: Actor, endpoint_id: int) -> WebhookEndpoint:
    """One of them. NotFound."""
    found = endpoints(actor).filter(pk=endpoint_id).first()
    if found is None:
        raise NotFound
    return found


def endpoint_as_it_is(found: WebhookEndpoint) -> ChangeEndpoint:
    """What would change nothing of it: its version is this one's."""
    events = frozenset(WebhookEvent(event) for event in found.events)
    return ChangeEndpoint(url=found.url, events=events, active=found.disabled_at is None)


def disabled_endpoint(endpoint_id: int) -> WebhookEndpoint | None:
    """None when somebody switched it on again, or removed it."""
    return WebhookEndpoint.objects.filter(pk=endpoint_id).exclude(disabled_at=None).first()


def subscribed_endpoints(kind: str) -> list[tuple[int, datetime]]:
    """Ids of the endpoints that are to hear of a kind of event, and since when each is there. One statement."""
    switched_on = WebhookEndpoint.objects.filter(disabled_at=None).values_list("pk", "events", "created_at")
    return [(pk, since) for pk, kinds, since in switched_on if kind in kinds]


def deliveries(actor: Actor) -> QuerySet[WebhookDelivery]:
    """What was sent and is to be, newest first, with its endpoint."""
    actor.require(Permission.WEBHOOKS_ENDPOINT_READ)
    return WebhookDelivery.objects.select_related("endpoint").order_by("-created_at", "-pk")


def due_endpoints(now: datetime) -> list[int]:
    """Ids of the endpoints that something is due for and that don't rest, longest waiting first."""
    due = WebhookDelivery.objects.filter(endpoint=OuterRef("pk"), next_attempt_at__lte=now).order_by("next_attempt_at")
    waiting = WebhookEndpoint.objects.annotate(since=Subquery(due.values("next_attempt_at")[:1]))
    awake = waiting.filter(Q(rests_until=None) | Q(rests_until__lte=now), since__isnull=False)
    return list(awake.order_by("since").values_list("pk", flat=True))
