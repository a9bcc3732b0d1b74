"""The words of webhooks."""

from enum import StrEnum


class WebhookEvent(StrEnum):
    """What a business's own systems can hear of; config.event_routes sends each of them here."""

    OPENING_STOCK_RECORDED = "inventory.opening_stock_recorded"
    OPENING_STOCK_REVERSED = "inventory.opening_stock_reversed"
    PRODUCT_CHANGED = "inventory.product_changed"
    SALE_RECORDED = "sales.sale_recorded"

    @property
    def label(self) -> str:
        """As people read it."""
        return _LABELS[self]


_LABELS = {
    WebhookEvent.OPENING_STOCK_RECORDED: "Opening stock was recorded",
    WebhookEvent.OPENING_STOCK_REVERSED: "Opening stock was reversed",
    WebhookEvent.PRODUCT_CHANGED: "A product was made, changed, archived or brought back",
    WebhookEvent.SALE_RECORDED: "A sale was made",
}


class DeliveryState(StrEnum):
    """Of one event on its way to one endpoint."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
