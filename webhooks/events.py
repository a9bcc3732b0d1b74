"""What happened to a webhook endpoint."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class WebhookDisabled:
    """Nothing had arrived at an endpoint for days, so it was switched off."""

    kind: ClassVar[str] = "webhooks.webhook_disabled"

    endpoint_id: int

    def payload(self) -> dict[str, Any]:
        return asdict(self)
