from kernel.errors import NotFound
from kernel.transactions import require_transaction
from webhooks.models import WebhookEndpoint


def lock_endpoint(endpoint_id: int) -> WebhookEndpoint:
    """An endpoint, ours until the commit. NotFound."""
    require_transaction()
    endpoint = WebhookEndpoint.objects.select_for_update().filter(pk=endpoint_id).first()
    if endpoint is None:
        raise NotFound
    return endpoint
