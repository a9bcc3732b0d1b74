"""Who hears of what: for each kind of event the functions that are called after its commit, in Celery.

A handler takes the event's payload as keyword arguments. It may be called more than once for the same event, and
after other events than the ones it came with.
"""

EVENT_ROUTES: dict[str, tuple[str, ...]] = {
    "billing.access_changed": ("billing.handlers.notify_owners.notify_of_access",),
    "billing.quota_threshold_reached": ("billing.handlers.notify_owners.notify_of_threshold",),
    "inventory.opening_stock_recorded": ("webhooks.handlers.queue_deliveries.queue_deliveries",),
    "inventory.opening_stock_reversed": ("webhooks.handlers.queue_deliveries.queue_deliveries",),
    "inventory.product_changed": ("webhooks.handlers.queue_deliveries.queue_deliveries",),
    "sales.sale_recorded": ("webhooks.handlers.queue_deliveries.queue_deliveries",),
    "tenants.backup_requested": ("tenants.archives.handlers.carry_out.back_up",),
    "tenants.business_closing": (
        "billing.handlers.end_with_business.when_closing",
        "tenants.life.handlers.notify_of_closing.notify_of_closing",
    ),
    "tenants.business_closing_cancelled": ("billing.handlers.end_with_business.when_closing_cancelled",),
    "tenants.business_opened": (
        "tenants.life.handlers.welcome_owner.send_verification",
        "tenants.life.handlers.welcome_owner.send_welcome",
    ),
    "tenants.business_purged": ("billing.handlers.end_with_business.when_purged",),
    "tenants.domain_failing": ("tenants.domains.handlers.warn_of_domain.warn_of_domain",),
    "tenants.export_requested": ("tenants.archives.handlers.make_export.make_export",),
    "tenants.restore_requested": ("tenants.archives.handlers.carry_out.restore",),
    "webhooks.webhook_disabled": ("webhooks.handlers.notify_of_webhook.notify_of_webhook",),
}
