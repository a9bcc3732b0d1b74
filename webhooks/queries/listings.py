"""Where events are sent, and what came of it."""

from kernel.actors import Actor
from kernel.filters import by_choice, by_id, by_text, by_uuid
from kernel.listings import Column, Kind, Listing, any_field
from webhooks.enums import DeliveryState
from webhooks.models import WebhookDelivery, WebhookEndpoint
from webhooks.queries.webhooks import deliveries, endpoints

ENDPOINTS = Listing[Actor, WebhookEndpoint](
    rows=endpoints,
    matches=any_field("url__icontains"),
    orders={"created_at": ("created_at",)},
    order="created_at",
    columns=(
        Column("url", "Address", lambda row: row.url),
        Column("events", "Events", lambda row: ", ".join(row.events)),
        Column("created_at", "Made", lambda row: row.created_at, Kind.MOMENT),
    ),
)

DELIVERIES = Listing[Actor, WebhookDelivery](
    rows=deliveries,
    orders={"created_at": ("created_at",)},
    order="-created_at",
    filters=(
        by_id("endpoint", "Webhook"),
        by_uuid("event_id", "Event"),
        by_text("kind", "Kind"),
        by_choice("state", "State", tuple((state.value, state.value) for state in DeliveryState)),
    ),
    columns=(
        Column("kind", "Event", lambda row: row.kind),
        Column("created_at", "When", lambda row: row.created_at, Kind.MOMENT),
        Column("status", "Answer", lambda row: row.status),
        Column("state", "State", lambda row: row.state),
    ),
)
