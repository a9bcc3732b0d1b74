"""What operations on webhooks made."""

from dataclasses import dataclass

from webhooks.models import WebhookEndpoint


@dataclass(frozen=True, slots=True)
class CreatedEndpoint:
    """An endpoint with its secret, which is shown this once."""

    endpoint: WebhookEndpoint
    secret: str
