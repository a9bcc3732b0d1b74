from collections.abc import Collection

from django.conf import settings

from kernel.errors import InvalidInput
from kernel.transactions import require_transaction
from webhooks.enums import WebhookEvent
from webhooks.rules.targets import BadTarget, read_target


def check_endpoint(*, url: str, events: Collection[WebhookEvent]) -> None:
    """InvalidInput names every field that is wrong. Where the host's addresses lie is checked by each delivery."""
    require_transaction()
    errors: dict[str, list[str]] = {}
    try:
        read_target(url, private=settings.WEBHOOKS_ALLOW_PRIVATE)
    except BadTarget as wrong:
        errors["url"] = [str(wrong)]
    if not events:
        errors["events"] = ["Choose at least one."]
    if errors:
        raise InvalidInput(errors=errors)
