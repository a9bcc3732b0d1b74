"""What operations on webhooks take and made."""

from dataclasses import dataclass

from webhooks.enums import WebhookEvent
from webhooks.models import WebhookEndpoint


@dataclass(frozen=True, slots=True)
class CreatedEndpoint:
    """An endpoint with its secret, which is shown this once."""

    endpoint: WebhookEndpoint
    secret: str


@dataclass(frozen=True, slots=True)
class ChangeEndpoint:
    """Where to send what from now on, and whether."""

    url: str
    events: frozenset[WebhookEvent]
    active: bool
