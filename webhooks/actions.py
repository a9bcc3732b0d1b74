from audit.actions import AuditAction


class Action(AuditAction):
    """What happens to endpoints and deliveries."""

    DELIVERY_RESENT = "webhooks.delivery.resent"
    ENDPOINT_CHANGED = "webhooks.endpoint.changed"
    ENDPOINT_CREATED = "webhooks.endpoint.created"
    ENDPOINT_DISABLED = "webhooks.endpoint.disabled"
    ENDPOINT_REMOVED = "webhooks.endpoint.removed"
    ENDPOINT_SECRET_ROTATED = "webhooks.endpoint.secret_rotated"  # noqa: S105 (names an act)
